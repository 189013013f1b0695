"""Checks: what must be true of the tables, scenario by scenario, and the master check."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from planner.surfaces.workbook.number_formats import MILLIONTHS, SCIENTIFIC
from planner.surfaces.workbook.plan.formulas import (
    Cell,
    Formula,
    Operand,
    area,
    area_elsewhere,
    call,
    compare,
    if_,
    sum_of,
)
from planner.surfaces.workbook.plan.lines import FIRST_YEAR_COLUMN, Annual
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page, PlanWorkbook
from planner.surfaces.workbook.plan.results import PREFIX, YEARS, Results
from planner.surfaces.workbook.plan.sheets import guards
from planner.surfaces.workbook.plan.sheets.assumptions import Assumptions
from planner.surfaces.workbook.plan.sheets.control import Control

SHEET = "Checks"
MASTER, WHAT_IF = "Checks_Master", "What_If"
TOLERANCES = {
    "tol_relative": (1e-9, "Sums, and identities between tables, relative to their size"),
    "tol_fingerprint": (1e-12, "Fingerprints on Control, relative to their size"),
    "tol_solver": (1e-6, "Limits and targets, which the solver meets to its own tolerance"),
}


@dataclass(frozen=True)
class Outcome:
    """What the checks come to."""

    master: Cell
    """The master check, which adds what the guards find."""
    failing: Formula
    """The number of checks that fail, seen from another sheet."""


def add_tolerances(book: PlanWorkbook, page: Page) -> None:
    """Write the tolerances at the top of the sheet and name them."""
    page.widths(58, 24, 18, 18, 16, 10, 70)
    for row, (name, (value, what)) in enumerate(TOLERANCES.items(), start=FIRST_ROW):
        page.write(row, 1, what)
        cell = page.write(row, 3, value, "result", SCIENTIFIC)
        book.define(name, cell, f"Tolerance: {what.lower()}")


@dataclass(eq=False)
class _Writer:
    page: Page
    results: Results
    tolerance: Formula
    row: int
    flags: list[Cell]

    def check(
        self, words: str, scenario: str, left: Operand, right: Operand, note: str = ""
    ) -> None:
        """One line; it fails when left and right differ by more than the tolerance."""
        page, row = self.page, self.row
        page.write(row, 1, words)
        page.write(row, 2, scenario, "unit")
        a = page.write(row, 3, left, "link", MILLIONTHS)
        b = page.write(
            row, 4, right, "link" if isinstance(right, Formula) else "result", MILLIONTHS
        )
        gap = page.write(row, 5, a - b, "calculation", SCIENTIFIC)
        bound = f"{self.tolerance.text}*(1+ABS({b.text}))"
        failed = abs(gap.number) > self.tolerance.number * (1 + abs(b.number))
        test = Formula(f"IFERROR(IF(ABS({gap.text})>{bound},1,0),1)", int(failed))
        self.flags.append(page.write(row, 6, test, "calculation", "0"))
        page.write(row, 7, note, "note")
        self.row += 1


def fill(
    book: PlanWorkbook,
    page: Page,
    results: Results,
    annual: Annual,
    assumptions: Assumptions,
    control: Control,
    unknown_sources: Cell,
) -> Outcome:
    """Write the checks below the tolerances, and define the names of their outcomes."""
    master_row = FIRST_ROW + len(TOLERANCES) + 1
    top = master_row + 3
    page.header(
        top,
        ["Check", "Scenario", "Left", "Right", "Difference", "Fails", "What it holds together"],
    )
    writer = _Writer(page, results, book.named("tol_relative"), top + 1, [])
    what_if = page.write(
        master_row + 1, 6,
        assumptions.differing.from_elsewhere + control.inputs.from_elsewhere, "total", "0",
    )  # fmt: skip
    page.write(master_row + 1, 1, "Inputs that differ from what was solved: WHAT-IF", "total")
    changed = book.define(WHAT_IF, what_if, "Inputs that differ from what was solved")
    writer.check(
        "Result tables are as the planner wrote them", "all",
        control.results.from_elsewhere, 0, "Columns that differ on Control",
    )  # fmt: skip
    writer.check(
        "Every source_id is in the table of sources", "all", unknown_sources.from_elsewhere, 0,
        "Rows of input tables whose source is unknown, on Sources",
    )  # fmt: skip
    selected = book.named("sel_scenario")
    names = results["scenarios"]["scenario"]
    writer.check(
        "The selected scenario exists", "selected",
        call(
            "COUNTIF", Formula(f"{PREFIX}scenarios[scenario]", 0), selected,
            value=int((names == selected.value).sum()),
        ),
        1,
    )  # fmt: skip
    _annual(writer, annual, changed, selected)
    for scenario in results.scenarios:
        _identities(writer, scenario.name)
    page.write(master_row, 1, "Checks that fail, and guards: the master check", "total")
    failing = sum_of(writer.flags)
    master = page.write(master_row, 6, failing + guards.total(), "total", "0")
    book.define(MASTER, master, "Number of checks that fail, and of cells that are not as written")
    page.freeze(top + 1, 2)
    flags = area_elsewhere(writer.flags[0], writer.flags[-1])
    return Outcome(master, Formula(f"SUM({flags})", failing.value, atomic=True))


def _annual(w: _Writer, annual: Annual, changed: Formula, selected: Formula) -> None:
    sheet = annual.page.name
    last = max(line.cells[-1].row for line in annual.lines.values())
    lines = list(annual.lines.values())
    corner, end = lines[0].cells[0], lines[-1].cells[-1]
    assert corner.column == FIRST_YEAR_COLUMN
    assert end.row == last
    text = f"SUMPRODUCT(ISERROR({sheet}!{area(corner, end)})*1)"
    w.check("No error on Annual", "selected", Formula(text, 0, atomic=True), 0, "Cells in error")
    present = annual["present_cost_busd"].over_years
    assert present is not None
    solved = w.results.look_up("scenarios", "present_cost_busd", "scenario", selected)
    untouched = compare(changed, "=", 0)
    w.check(
        "Present cost on Annual is the solver's objective", "selected",
        if_(untouched, present.from_elsewhere, solved), solved,
        "Left out while WHAT-IF shows",
    )  # fmt: skip


def _identities(w: _Writer, scenario: str) -> None:
    """What holds between different tables of one scenario."""
    r = w.results
    this = f'"{scenario.replace(chr(34), 2 * chr(34))}"'
    named = Formula(this, scenario, atomic=True)

    def own(table: str) -> pd.DataFrame:
        frame = r[table]
        return frame[frame["scenario"] == scenario]

    def product(table: str, factors: str, value: float) -> Formula:
        text = f"SUMPRODUCT(({r.column(table, 'scenario')}={this})*{factors})"
        return Formula(text, value, atomic=True)

    fleet = own("accelerators")
    power = float((fleet["running_million"] * fleet["it_kw_per_unit"]).sum())
    running, each = (
        r.column("accelerators", "running_million"),
        r.column("accelerators", "it_kw_per_unit"),
    )
    w.check(
        "Accelerators that run, times their power, is the IT power", scenario,
        product("accelerators", f"{running}*{each}", power),
        r.total("clusters", "it_gw", scenario=named),
        "GW summed over sites and years: accelerators and inputs against clusters",
    )  # fmt: skip
    w.check(
        "H100-equivalents of the generations are those of the sites", scenario,
        r.total("accelerators", "h100e_million", scenario=named),
        r.total("clusters", "h100e_million", scenario=named), "Million, summed over years",
    )  # fmt: skip
    if "shipments" in r.frames:
        w.check(
            "Accelerators shipped are those bought", scenario,
            r.total("shipments", "shipped_million", scenario=named),
            r.total("accelerators", "bought_million", scenario=named), "Million",
        )  # fmt: skip
    _cost(w, scenario, named, own("cost"))
    targets = own("targets")
    over = targets["delivered"] > targets["target"] * (1 + TOLERANCES["tol_solver"][0])
    delivered, target = r.column("targets", "delivered"), r.column("targets", "target")
    w.check(
        "Nothing beyond its target is counted as delivered", scenario,
        product("targets", f"({delivered}>{target}*(1+tol_solver))", int(over.sum())), 0,
        "Rows of targets",
    )  # fmt: skip
    limits = own("limits")
    slack = TOLERANCES["tol_solver"][0] * (1 + limits["capacity"].abs())
    used, capacity = r.column("limits", "used"), r.column("limits", "capacity")
    passed = (limits["used"] - limits["capacity"]) > slack
    w.check(
        "No limit is passed", scenario,
        product(
            "limits", f"({used}-{capacity}>tol_solver*(1+ABS({capacity})))", int(passed.sum())
        ),
        0, "Rows of limits",
    )  # fmt: skip


def _cost(w: _Writer, scenario: str, named: Formula, cost: pd.DataFrame) -> None:
    """The charges, discounted in two ways, against the objective."""
    r = w.results

    def look_up(column: str) -> Formula:
        return r.look_up("scenarios", column, "scenario", named)

    rate, first, paid = look_up("discount_rate"), look_up("first_year"), look_up("paid_at")
    years = r.column("cost", YEARS)
    elapsed = cost["year"].to_numpy(dtype=float) - first.number + paid.number
    each = [sum((1 + rate.number) ** -i for i in range(n)) for n in cost[YEARS]]
    worth = cost["cost_busd"].to_numpy() * np.array(each)
    value = float(np.sum(worth / (1 + rate.number) ** elapsed))
    text = (
        f"SUMPRODUCT(({r.column('cost', 'scenario')}={named.text})*{r.column('cost', 'cost_busd')}"
        f"*PV({rate.text},{years},-1,0,1)"
        f"/(1+{rate.text})^({r.column('cost', 'year')}-{first.text}+{paid.text}))"
    )
    objective = look_up("present_cost_busd")
    w.check(
        "Charges, discounted at the solved rate, are the solver's objective", scenario,
        Formula(text, value, atomic=True), objective, "Billion USD, present value",
    )  # fmt: skip
    w.check(
        "Present costs as written are the solver's objective", scenario,
        r.total("cost", "present_cost_busd", scenario=named), objective,
        "Billion USD, present value",
    )  # fmt: skip
