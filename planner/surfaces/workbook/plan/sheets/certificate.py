"""Certificate: what was proved of each plan by code that does not share its formulation."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from planner.data.json_file import read_json
from planner.surfaces.workbook.number_formats import SCIENTIFIC, THOUSANDTHS
from planner.surfaces.workbook.plan.pages import FIRST_ROW, Page
from planner.surfaces.workbook.plan.scenario import Scenario
from planner.wording.names import Names

SHEET = "Certificate"
FILE = "certificate.json"
_STAGE = {
    "objective_told": "Objective",
    "unit": "Unit",
    "status": "Status",
    "duality_gap": "Duality gap",
    "complementary_slackness": "Slackness",
    "primal_infeasibility": "Rows and bounds",
    "dual_infeasibility": "Prices",
}
_CHECK = {
    "kind": "Of",
    "family": "Family",
    "what": "What must hold",
    "stage": "Stage",
    "rows": "Rows",
    "worst": "The worst of them",
    "found": "Found",
    "expected": "Expected",
    "unit": "Unit",
    "scaled": "Off, scaled",
}


def fill(page: Page, scenarios: Sequence[Scenario]) -> None:
    """Write the sheet: for each scenario its stages, and then every check, failed ones first."""
    page.widths(24, 14, 36, 40, 16, 10, 44, 16, 16, 16, 14, 10)
    said = (
        "Costs, balances, stocks and compute are added up again from the input tables; rows, "
        "prices and gaps come from the solver's arrays. A check fails where it is off by more "
        "than the tolerance, scaled. 'planner verify' does it all again from the run's files."
    )
    page.write(FIRST_ROW, 1, said, "note")
    records = {scenario.name: _record(scenario) for scenario in scenarios}
    row = _stages(page, FIRST_ROW + 2, records) + 2
    _checks(page, row, records, {s.name: s.plan.names for s in scenarios})


def _stages(page: Page, row: int, records: Mapping[str, dict[str, Any]]) -> int:
    """One line a stage, and the cost both ways; returns the row after the last."""
    page.header(row, ["Scenario", "Stage", *_STAGE.values()])
    for name, record in records.items():
        if not record:
            row += 1
            page.write(row, 1, name)
            page.write(row, 2, "The folder of the run has no certificate", "note")
            continue
        for stage in record["stages"]:
            row += 1
            _line(page, row, [name, stage["stage"], *(stage.get(key) for key in _STAGE)])
        row += 1
        told = ["present cost", record["present_cost_busd"], "billion USD", "as solved"]
        again = ["present cost", record["present_cost_recomputed_busd"], "billion USD"]
        _line(page, row, [name, *told])
        row += 1
        _line(page, row, [name, *again, "added up again from the tables"])
    return row + 1


def _checks(
    page: Page, row: int, records: Mapping[str, dict[str, Any]], called: Mapping[str, Names]
) -> None:
    page.header(row, ["Scenario", *_CHECK.values(), "Holds"])
    for name, record in records.items():
        for check in sorted(record.get("checks", ()), key=lambda check: bool(check["passed"])):
            row += 1
            holds = "yes" if check["passed"] else "NO"
            cells = (check.get(key) for key in _CHECK)
            told = (called[name].told(cell) if isinstance(cell, str) else cell for cell in cells)
            _line(page, row, [name, *told, holds])


def _line(page: Page, row: int, cells: Sequence[object]) -> None:
    for column, cell in enumerate(cells, start=1):
        if isinstance(cell, float):
            form = SCIENTIFIC if cell and abs(cell) < 1e-3 else THOUSANDTHS
            page.write(row, column, cell, "result", form)
        elif cell is not None:
            page.write(row, column, cell, "result" if isinstance(cell, int) else "label")


def _record(scenario: Scenario) -> dict[str, Any]:
    """The certificate of a scenario's run; empty where it has none."""
    path = Path(scenario.folder) / FILE
    if not scenario.folder or not path.is_file():
        return {}
    record: dict[str, Any] = read_json(path, "a certificate")
    return record
