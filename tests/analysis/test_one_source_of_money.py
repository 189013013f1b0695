"""A block that enters a cost and a capital says them once; every surface has them."""

import json
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pyomo.environ as pyo
import pytest

from planner import api
from planner.config import load_model
from planner.formulation import assemble
from planner.formulation.capital import Investment, enter_capital
from planner.formulation.lines import CellKey, Line, Price

PRICE = CellKey("cluster_costs", ("shell_usd_per_w_it",), "value")
LIFE = CellKey("cluster_costs", ("facility_life_years",), "value")


def pipeline(m, books):
    """Two GW of pipe to each site in 2027, at half the price of shell, and a toll on it."""
    world = m.world
    m.pipe_gw = pyo.Var(m.SITES, within=pyo.NonNegativeReals)
    m.pipes_are_laid = pyo.Constraint(m.SITES, rule=lambda m, s: m.pipe_gw[s] >= 2.0)
    price = Price(0.5 * world.shell_capex, (PRICE,), 0.5)

    def laid():
        for s, gw in m.pipe_gw.items():
            yield Investment(2027, "pipe", gw, "GW", price, world.shell_life_years, s, (LIFE,))

    def toll():
        for s, gw in m.pipe_gw.items():
            for y in (2027, 2028):
                yield Line(y, "pipe", gw, "GW", price, s, share=0.01)

    enter_capital(books, world, "pipeline", laid)
    books.cost.enter_lines("pipeline_toll", toll)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    outputs = tmp_path_factory.mktemp("outputs")
    with pytest.MonkeyPatch.context() as patch:
        blocks = (*assemble.BLOCKS, SimpleNamespace(build=pipeline))
        patch.setattr(assemble, "BLOCKS", blocks)
        planned, _ = api.run(load_model("small"), outputs)
    folder = next(outputs.iterdir())
    api.add_workbook(planned, folder)
    api.report([folder], pdf=False)
    return folder


@pytest.fixture(scope="module")
def table(run):
    return lambda name: pd.read_parquet(run / "tables" / f"{name}.parquet")


def test_the_tables_have_it_and_still_add_up(run, table):
    # Two sites, two GW of IT each, at half of 12.5 USD a watt: 25 billion USD; a hundredth of
    # it is the toll of a year.
    capex, cost, ledger = table("capex"), table("cost"), table("ledger")
    of_pipes = capex[capex["component"] == "pipeline"]
    tolls = cost[cost["term"] == "pipeline_toll"].set_index("year")["cost_busd"]
    charged = cost[cost["term"] == "pipeline_capital"].set_index("year")["cost_busd"]

    assert of_pipes["capex_busd"].sum() == pytest.approx(25.0)
    assert tolls.to_dict() == pytest.approx({2026: 0.0, 2027: 0.25, 2028: 0.25})
    assert charged[2026] == 0
    assert charged[2027] == charged[2028] > 0
    objective = json.loads((run / "run.json").read_text())["summary"]["objective"]["cost"]
    assert cost["present_cost_busd"].sum() == pytest.approx(objective, rel=1e-12)
    for name, column in (("capex", "capex_busd"), ("cost", "cost_busd")):
        lines = ledger[ledger["ledger"] == name]
        assert lines["amount"].sum() == pytest.approx(table(name)[column].sum(), rel=1e-12)


@pytest.mark.parametrize(
    ("quantity", "where"),
    [
        ("capex.capex_busd", {"component": "pipeline"}),
        ("cost.cost_busd", {"term": "pipeline_capital", "year": "2028"}),
        ("cost.present_cost_busd", {"term": "pipeline_toll", "year": "2027"}),
    ],
)
def test_its_trace_leads_to_the_cells_that_price_it(run, quantity, where):
    found = api.trace(run, quantity, where)

    assert found.terms
    assert found.adds_up
    assert {"shell_usd_per_w_it"} <= {cell.row for term in found.terms for cell in term.cells}


def test_report_and_workbook_show_it(run):
    page = (run / "report.html").read_text()
    assert "pipeline capital" in page
    assert "pipeline toll" in page
    book = openpyxl.load_workbook(run / "plan.xlsx")
    rows = [tuple(cell.value for cell in row) for row in book["Capex"].iter_rows(max_col=2)]
    assert ("pipeline", "pipe") in rows
    annual = {row[0].value for row in book["Annual"].iter_rows(max_col=1)}
    assert {"pipeline", "pipeline_capital", "pipeline_toll"} <= annual
