"""Traces: terms make the number, and cells are those of the tables."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

import planner
from planner import api
from planner.analysis.trace.trace import TRACERS, trace
from planner.config import load_model, overlaid
from planner.config.locations import bundled
from planner.errors import InputError
from planner.planning.questions import traceable

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
PRICED = {
    "set.accelerators.nvidia_vr200.price_usd": 50000,
    "prices.carbon_usd_per_t": 20.0,
    "cases.cluster_costs.shell_usd_per_w_it.value": "high",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    outputs = tmp_path_factory.mktemp("outputs")
    api.run(overlaid(load_model("small"), PRICED, origin="a test"), outputs)
    return next(outputs.iterdir())


@pytest.fixture(scope="module")
def priced(tmp_path_factory):
    """The same where compute has a price, as other numbers have then."""
    outputs = tmp_path_factory.mktemp("priced")
    both = {"workloads.use": ["frontier_run", "rest_of_industry"], "objective.targets": "priced",
            "demand.curve_share": 0.5}  # fmt: skip
    api.run(overlaid(load_model("small"), PRICED | both, origin="a test"), outputs)
    return next(outputs.iterdir())


@pytest.mark.parametrize("quantity", [f"{table}.{column}" for table, column in TRACERS])
def test_each_number_is_what_its_terms_add_up_to(run, priced, quantity):
    table, _, column = quantity.partition(".")
    if not (run / "tables" / f"{table}.parquet").exists():
        run = priced
    rows = pd.read_parquet(run / "tables" / f"{table}.parquet")
    labels = [
        name
        for name in rows
        if name != column and not pd.api.types.is_float_dtype(rows[name]) and name != "met"
    ]
    if table == "limits":
        rows = rows.sort_values("capacity").groupby("limit").tail(2)
    some = rows[labels].iloc[:: max(1, len(rows) // 12)]
    traced = 0
    for row in some.map(str).to_dict("records"):
        found = api.trace(run, quantity, row)
        assert found.rows == 1
        # A limit of shares or dates says where its trace ends.
        if found.terms or not found.notes:
            assert found.adds_up, (row, found)
            traced += found.value != 0
    assert traced


def test_cells_are_those_of_the_tables_with_source_and_confidence(run):
    found = api.trace(run, "capex.capex_busd", {"year": "2028", "component": "power"})

    assert found.adds_up
    costs = pd.read_csv(bundled("datasets") / "power_costs.csv").set_index(["technology", "year"])
    cells = {cell for term in found.terms for cell in term.cells}
    assert cells
    for cell in cells:
        source, year = cell.row.split(":")
        row = costs.loc[(source, int(year))]
        assert cell.value == row["capex_usd_per_kw"]
        assert (cell.source_id, cell.confidence) == (row["source_id"], row["confidence"])
        assert cell.source


def test_what_the_model_changed_is_told(run):
    found = api.trace(run, "cost.cost_busd", {"year": "2028", "term": "accelerators_upkeep"})

    cells = {(c.table, c.row): c for term in found.terms for c in term.cells}
    assert cells["accelerators", "nvidia_vr200"].value == 50000
    assert "became 50000" in cells["accelerators", "nvidia_vr200"].changed
    assert cells["cluster_costs", "server_network_multiplier"].changed == ""
    shell = api.trace(run, "cost.cost_busd", {"year": "2028", "term": "shell_capital"})
    price = next(c for c in shell.terms[0].cells if c.row == "shell_usd_per_w_it")
    assert (price.value, price.changed) == (16, "12.5 became 16.0, by the model")


def test_what_the_plan_decides_says_so_and_what_is_not_traced_too(run):
    assert "decision" in api.trace(run, "power.built_gw", {"year": "2028"}).notes[0]
    assert "no further" in api.trace(run, "clusters.h100e_million", {"year": "2028"}).notes[0]


def test_unknown_quantities_and_labels_are_named(run):
    with pytest.raises(InputError, match=r"capex\.capex_busd"):
        api.trace(run, "capex.capex_usd", {})
    with pytest.raises(InputError, match=r"did you mean 'capex\.capex_busd'\?"):
        api.trace(run, "capex.capex_bus", {})
    with pytest.raises(InputError, match=r"traced are .*targets\.target"):
        api.trace(run, "rainfall", {})
    with pytest.raises(InputError, match="no column 'place'"):
        api.trace(run, "capex.capex_busd", {"place": "x"})
    with pytest.raises(InputError, match="2028"):
        api.trace(run, "capex.capex_busd", {"year": "2040"})


@pytest.mark.parametrize(
    "name", ["four_blocks", "screening_curve", "transport", "value_of_lost_load", "vintages"]
)
def test_every_price_of_an_example_is_the_product_of_its_cells(tmp_path, name):
    planner.solve(EXAMPLES / name / f"{name}.toml").write(tmp_path)
    run, tables = traceable(tmp_path / name)
    totals = {"cost": ["term", "year"], "emissions": ["term", "year"]}
    totals["capex"] = ["component", "item", "site", "year"]
    seen = 0
    for table, labels in totals.items():
        for row in tables[table][labels].map(str).to_dict("records"):
            column = "emissions_mt" if table == "emissions" else f"{table}_busd"
            found = trace(run, tables, f"{table}.{column}", row)

            assert found.adds_up, (row, found)
            assert found.notes == ()
            assert all(term.cells for term in found.terms)
            seen += len(found.terms)
    assert seen


def test_a_run_without_a_ledger_is_to_be_planned_again(run, tmp_path):
    older = shutil.copytree(run, tmp_path / "older")
    (older / "tables" / "ledger.parquet").unlink()
    (older / "tables" / "ledger.csv").unlink(missing_ok=True)
    manifest = json.loads((older / "run.json").read_text())
    for name in [n for n in manifest["files"] if "ledger" in n]:
        del manifest["files"][name]
    (older / "run.json").write_text(json.dumps(manifest))

    with pytest.raises(InputError, match="plan it again"):
        api.trace(older, "cost.cost_busd", {})
