"""Annual: every yearly total of the selected scenario, computed from the result tables."""

from collections.abc import Callable

from planner.formulation.capital import CHARGED
from planner.surfaces.workbook.number_formats import (
    FACTOR,
    GW,
    MILLION,
    MONEY,
    SCIENTIFIC,
    SHARE,
    TWO_PLACES,
    WHOLE,
)
from planner.surfaces.workbook.plan.formulas import (
    Cell,
    Formula,
    Operand,
    compare,
    constant,
    if_,
    log_ten,
    or_else,
)
from planner.surfaces.workbook.plan.lines import FIRST_YEAR_COLUMN, Annual, LineWriter
from planner.surfaces.workbook.plan.pages import FIRST_ROW, KEY, Page, PlanWorkbook
from planner.surfaces.workbook.plan.results import YEARS, Results
from planner.surfaces.workbook.plan.sheets.assumptions import Assumptions, discount_factor

SHEET = "Annual"


def fill(book: PlanWorkbook, page: Page, results: Results, assumptions: Assumptions) -> Annual:
    """Write the sheet; returns its lines."""
    page.widths(34, 22, 8, 14)
    selected = book.named("sel_scenario")
    words = "First and last planned year of the scenario"
    page.write(FIRST_ROW, 1, words, "label")
    first = book.define(
        "sel_first_year",
        page.write(
            FIRST_ROW, 4, results.look_up("scenarios", "first_year", "scenario", selected),
            "link", "0",
        ),
        "First year of the selected scenario",
    )  # fmt: skip
    last = book.define(
        "sel_last_year",
        page.write(
            FIRST_ROW, 5, results.look_up("scenarios", "last_year", "scenario", selected),
            "link", "0",
        ),
        "Last year of the selected scenario",
    )  # fmt: skip
    top = FIRST_ROW + 1
    page.header(top, ["Item", "Unit", "Over", "All years"], numbers_from=3)
    all_years = sorted({year for scenario in results.scenarios for year in scenario.years})
    years = page.header(top, all_years, FIRST_YEAR_COLUMN)
    for cell in years:
        page.sheet.column_dimensions[cell.text.rstrip("0123456789")].width = 12
    page.header(top, [KEY], FIRST_YEAR_COLUMN + len(years))
    annual = Annual(page, years)
    writer = LineWriter(annual, results, last, top + 1)
    annual.lengths += writer.line(
        YEARS, "Years that a planned year stands for", "years", "0",
        lambda _, i: writer.total("periods", YEARS, i), style="link",
    ).cells  # fmt: skip
    _fleet(writer)
    _power(writer)
    _money(writer, assumptions, first)
    _emissions(writer)
    _targets(writer)
    page.freeze(top + 1, FIRST_YEAR_COLUMN)
    return annual


def _fleet(w: LineWriter) -> None:
    w.section("Clusters and accelerators, at the end of the year")
    it = w.summed("it_gw", "clusters", "it_gw", "IT power that runs", "GW of IT", GW, "end")
    facility = w.summed(
        "facility_gw", "clusters", "facility_gw", "Facility power that runs", "GW of facility",
        GW, "end",
    )  # fmt: skip
    w.line(
        "pue", "Facility over IT power", "GW/GW", FACTOR,
        lambda _, i: or_else(facility.cells[i] / it.cells[i], 0), style="calculation",
    )  # fmt: skip
    w.summed("energy_twh", "clusters", "energy_twh", "Energy of facilities", "TWh", GW, "sum")
    w.summed(
        "shell_built_it_gw", "clusters", "shell_built_it_gw", "Shell built", "GW of IT", GW, "sum"
    )
    w.summed(
        "bought_million", "accelerators", "bought_million", "Accelerators bought", "million",
        MILLION, "sum",
    )  # fmt: skip
    w.summed(
        "running_million", "accelerators", "running_million", "Accelerators that run", "million",
        MILLION, "end",
    )  # fmt: skip
    w.summed(
        "idle_million", "accelerators", "idle_million", "Accelerators that stand idle", "million",
        MILLION, "end",
    )  # fmt: skip
    w.summed(
        "h100e_million", "clusters", "h100e_million", "H100-equivalents that run",
        "million H100e", MILLION, "end",
    )  # fmt: skip


def _power(w: LineWriter) -> None:
    w.section("Power in service, by technology")
    w.by("capacity_gw", "power", "capacity_gw", "technology", "GW", GW, "end")
    w.section("Power built, by technology")
    w.by("built_gw", "power", "built_gw", "technology", "GW", GW, "sum")
    w.section("Generation, by technology")
    kinds = w.results.labels("power", "technology", "kind")
    stores = {name for name, kind in kinds if kind == "storage"}
    w.by(
        "generation_twh", "power", "generation_twh", "technology", "TWh", GW, "sum",
        without=stores,
    )  # fmt: skip
    if stores:
        w.section("Given back by storage, by technology")
        w.by(
            "given_back_twh", "power", "generation_twh", "technology", "TWh", GW, "sum",
            without={name for name, _ in kinds} - stores,
        )  # fmt: skip
    w.section("Curtailed: what technologies could give and nothing uses")
    w.summed("curtailed_twh", "power", "curtailed_twh", "Curtailed", "TWh", GW, "sum")


def _money(w: LineWriter, assumptions: Assumptions, first: Formula) -> None:
    w.section("Capital as spent, by component")
    w.by(
        "capex_busd", "capex", "capex_busd", "component", "billion USD", MONEY, "sum",
        scale=lambda name: assumptions.used.get(f"in_{name}_factor"),
    )  # fmt: skip
    w.section("Charged to the year, by term")
    w.by(
        "cost_busd", "cost", "cost_busd", "term", "billion USD", MONEY, "sum",
        scale=lambda name: (
            assumptions.used.get(f"in_{name.removesuffix(CHARGED)}_factor")
            if name.endswith(CHARGED)
            else None
        ),
    )  # fmt: skip
    factor = w.line(
        "discount_factor", "Discount factor", "USD now per USD", FACTOR,
        lambda _, i: discount_factor(
            assumptions, w.annual.years[i].fixed(row=True), first, w.annual.lengths[i]
        ),
    )  # fmt: skip
    charged = w.annual["cost_busd"]
    w.line(
        "present_cost_busd", "Present cost", "billion USD", MONEY,
        lambda _, i: charged.cells[i] * factor.cells[i], "sum", style="total",
    )  # fmt: skip


def _emissions(w: LineWriter) -> None:
    w.section("Emissions, by term")
    w.by("emissions_mt", "emissions", "emissions_mt", "term", "million t CO2", GW, "sum")
    energy, emitted = w.annual["energy_twh"], w.annual["emissions_mt"]
    w.line(
        "intensity", "Emissions over energy", "t CO2 per MWh", FACTOR,
        lambda _, i: or_else(emitted.cells[i] / energy.cells[i], 0), style="calculation",
    )  # fmt: skip


def _targets(w: LineWriter) -> None:
    workloads = w.results.labels("targets", "workload", "unit")
    tolerance = w.annual.page.book.named("tol_relative")

    def each(
        group: str,
        heading: str,
        unit: str,
        form: str,
        make: Callable[[str, Cell, int], Operand],
        over: str = "",
    ) -> None:
        w.section(heading)
        for workload, own_unit in workloads:
            shown = form or (SCIENTIFIC if own_unit == "FLOP" else WHOLE)

            def formula(label: Cell, i: int, workload: str = workload) -> Operand:
                return make(workload, label, i)

            style = "calculation" if unit else "link"
            w.line(
                f"{group} {workload}", workload, unit or own_unit, shown, formula, over, style,
                w.results.names.workload(workload),
            )  # fmt: skip
        w.annual.groups[group] = [f"{group} {workload}" for workload, _ in workloads]

    def in_table(column: str) -> Callable[[str, Cell, int], Operand]:
        return lambda _, label, i: w.total("targets", column, i, workload=label.fixed(column=True))

    def cell(group: str, workload: str, i: int) -> Cell:
        return w.annual[f"{group} {workload}"].cells[i]

    each("target", "Target of each workload", "", "", in_table("target"))
    each("delivered", "Delivered to each workload", "", "", in_table("delivered"))
    each(
        "delivered_share", "Delivered over target", "share", SHARE,
        lambda w_, _, i: or_else(cell("delivered", w_, i) / cell("target", w_, i), 0),
    )  # fmt: skip
    each(
        "gap_oom", "Gap to the target", "orders of magnitude", TWO_PLACES,
        lambda w_, _, i: or_else(log_ten(cell("delivered_share", w_, i)), "nothing"),
    )  # fmt: skip
    each(
        "missed", "Target missed", "1 if so", "0",
        lambda w_, _, i: if_(
            compare(
                cell("delivered", w_, i),
                "<",
                cell("target", w_, i) * (constant(1) - tolerance),
            ),
            1, 0,
        ),
        "sum",
    )  # fmt: skip
