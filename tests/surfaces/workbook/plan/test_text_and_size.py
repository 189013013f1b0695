"""Names that look like formulas, and tables that are too long for a sheet."""

from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from planner.errors import InputError
from planner.results import Plan
from planner.surfaces.workbook.plan.results import Results
from planner.surfaces.workbook.plan.write import build, write_workbook

EVIL = "=cmd|' /C calc'!A0"


def test_a_name_that_looks_like_a_formula_is_text(scenario, tmp_path):
    tables = {**scenario.plan.tables}
    table = tables["milestones"].copy()
    table["what"] = EVIL
    tables["milestones"] = table
    inputs = {**scenario.inputs}
    inputs["sites"] = inputs["sites"].assign(name="@SUM(1+1)*cmd")
    changed = replace(scenario, plan=Plan(tables, scenario.plan.summary), inputs=inputs)

    path = write_workbook(tmp_path / "evil.xlsx", [changed])

    workbook = openpyxl.load_workbook(path)
    cells = [cell for row in workbook["Res_milestones"].iter_rows() for cell in row]
    found = [cell for cell in cells if cell.value == EVIL]
    assert len(found) == len(table)
    assert {cell.data_type for cell in found} == {"s"}
    assert all(cell.quotePrefix for cell in found)
    names = [
        c for row in workbook["In_sites"].iter_rows() for c in row if c.value == "@SUM(1+1)*cmd"
    ]
    assert names
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in names)


def with_more(scenario, name, copies):
    """The scenario with a table repeated, each time for another site."""
    table = scenario.plan[name]
    parts = [table.assign(site=table["site"] + f"_{n}") for n in range(copies)]
    tables = {**scenario.plan.tables, name: pd.concat(parts, ignore_index=True)}
    return replace(scenario, plan=Plan(tables, scenario.plan.summary))


def test_a_table_that_passes_the_limit_goes_to_parquet_with_a_note(scenario):
    results = Results.of([with_more(scenario, "milestones", 3)], most_rows=60)

    assert "milestones" not in results.frames
    assert "tables/milestones.parquet" in results.notes["milestones"]


def test_one_that_formulas_need_is_summed_over_sites_instead(scenario):
    longer = with_more(scenario, "power", 10)

    results = Results.of([longer], most_rows=60)

    power, whole = results["power"], longer.plan["power"]
    assert len(power) < 60 < len(whole)
    assert power["capacity_gw"].sum() == pytest.approx(whole["capacity_gw"].sum())
    assert "summed over sites" in results.notes["power"]
    assert set(power["site"]) == {"(all)"}


def test_scenarios_that_fit_no_sheet_are_refused_rather_than_cut(scenario):
    with pytest.raises(InputError, match="summed over sites; expected at most 2"):
        Results.of([scenario], most_rows=2)


def test_nothing_is_lost_between_the_plan_and_its_sheets(scenario, tmp_path):
    path = write_workbook(tmp_path / "plan.xlsx", [scenario])

    for name in ("power", "clusters", "capex", "limits", "milestones"):
        sheet = pd.read_excel(path, sheet_name=f"Res_{name}", header=5)
        table = scenario.plan[name]
        assert len(sheet) == len(table)
        numbers = table.select_dtypes("float").columns
        for column in numbers:
            assert sheet[column].sum() == pytest.approx(table[column].sum(), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("table", ["supply", "capex", "power", "emissions", "limits", "shipments"])
def test_a_plan_without_a_row_of_a_kind_has_a_workbook(scenario, table):
    # A model may leave supply out, or build nothing.
    tables = {**scenario.plan.tables, table: scenario.plan[table].head(0)}

    book = build([replace(scenario, plan=Plan(tables, scenario.plan.summary))])

    assert f"Res_{table}" in book.pages
