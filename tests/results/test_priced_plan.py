"""A plan at a price, on every surface: terminal, trace, report, workbook, certificate."""

import json

import openpyxl
import pandas as pd
import pytest

from planner import api
from planner.cli.headline import headline_table, stops_table, verdict
from planner.surfaces.html.outline import document
from planner.surfaces.html.reading import read_facts
from planner.surfaces.workbook.plan.sheets import price as price_sheet

MODEL = """\
title = "Two campuses at a price"
extends = "small"
[workloads]
use = ["frontier_run", "rest_of_industry"]
[demand]
curve_share = 0.3
[objective]
targets = "priced"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The tutorial's campuses, planned and written with rest_of_industry at its price."""
    outputs = tmp_path_factory.mktemp("priced")
    (outputs / "priced.toml").write_text(MODEL, encoding="utf-8")
    run, paths = api.run(outputs / "priced.toml", outputs)
    api.add_workbook(run, paths[0].parent)
    return paths[0].parent


@pytest.fixture(scope="module")
def plan(folder):
    """Its plan, as it was read back."""
    return api.read_run(folder)[0]


def test_the_value_is_told_apart_from_the_cost(plan, folder):
    cost = plan["cost"]["present_cost_busd"].sum()
    worth = plan.summary["present_value_of_compute_busd"]

    assert plan.cost_busd == pytest.approx(cost)
    assert plan.summary["objective"]["cost"] == pytest.approx(cost - worth)
    certificate = json.loads((folder / "certificate.json").read_text(encoding="utf-8"))
    assert certificate["passed"]
    assert certificate["present_cost_busd"] == pytest.approx(cost)
    told = plan["ledger"].query("ledger == 'value'")
    assert told["amount"].sum() == pytest.approx(plan["compute_price"]["value_busd"].sum())
    assert set(told["item"]) == {"rest_of_industry"}


def test_what_the_drivers_ask_beside_the_curve_is_the_share_of_the_sites(plan):
    # The base of the table, grown to each year, and three tenths of it.
    row = api.load_inputs(api.load_model("small"))["workloads"].loc["rest_of_industry"]
    for told in plan["compute_price"].itertuples():
        grown = 10 ** (row["growth_oom_per_year"] * (told.year - row["base_year"]))
        assert told.target_h100e_million == pytest.approx(0.3 * row["base_value"] * grown / 1e6)


def test_the_terminal_tells_price_value_payback_and_what_is_off(plan):
    words, table = verdict(plan), headline_table(plan)
    usd = plan["compute_price"]["price_usd_per_h100e_hour"].tolist()

    assert table["USD/H100e-h"].tolist() == usd
    assert "Rest of the industry: served while it is worth its cost; one more H100e" in words
    assert "more than all that is charged." in words
    # Three tenths of the first step are 2.19 million H100e; the second pays 3.152 USD. 3.0235
    # million for 8,760 hours are 83.5 billion USD.
    assert "At the price of its year what is served costs 83.5 billion USD in 2026" in words
    assert "Accelerators pay back in " in words
    assert "Switched off in 2026: 0.10 million, replaced (NVIDIA GB200)." in words
    stops = stops_table(plan)
    assert "cost less value, $B" in stops
    # What is wanted stops nothing: the table of a run prices it, and no headline.
    assert "demand_step_limit" in set(plan["bottlenecks"]["limit"])
    assert not stops["1 % more"].str.startswith("compute wanted").any()


def test_the_value_is_traced_to_the_cells_of_the_curve(folder, plan):
    step = plan["compute_steps"].query("year == 2026 and served_h100e_million > 0").iloc[0]
    found = api.trace(folder, "compute_steps.value_busd", [f"year=2026,step={step['step']}"])

    assert found.adds_up
    (cell,) = found.terms[0].cells
    assert (cell.table, cell.column) == ("compute_demand_curve", "price_usd_per_h100e_hour")
    assert cell.row == f"rest_of_industry:2026:{step['step']}"
    assert api.trace(folder, "compute_price.value_busd", ["year=2026"]).adds_up


def test_the_report_has_a_section_of_the_price(folder):
    section = next(s for s in document(read_facts(folder)).sections if s.key == "price")

    assert section.question == "What is an hour of compute worth?"
    assert "one more hour of a H100e is worth" in str(section.finding)
    assert "replaced" in " ".join(map(str, section.paragraphs))
    headings = [heading for table in section.tables for heading in table.headings]
    assert "price, USD a H100e-hour" in headings
    assert "payback, years" in headings


def test_the_workbook_has_a_sheet_of_the_price(folder, plan):
    book = openpyxl.load_workbook(folder / "plan.xlsx", data_only=True)
    rows = list(book[price_sheet.SHEET].iter_rows(values_only=True))
    line = next(row for row in rows if row[1] == "USD a H100e-hour")

    assert line[0] == "Rest of the industry"
    right = plan["compute_price"]["price_usd_per_h100e_hour"].tolist()
    assert list(line[2:5]) == pytest.approx(right)
    banner = " ".join(str(cell) for row in rows[:4] for cell in row if cell)
    assert "all OK" in banner


def test_a_plan_of_priced_demand_alone_is_one_of_computing(tmp_path):
    (tmp_path / "alone.toml").write_text(
        MODEL.replace('"frontier_run", "rest_of_industry"', '"rest_of_industry"'), encoding="utf-8"
    )
    run, paths = api.run(tmp_path / "alone.toml", tmp_path)
    plan, _ = api.read_run(paths[0].parent)

    assert plan["targets"].empty
    assert list(plan.summary["objective"]) == ["cost"]
    assert plan.computes
    assert "served while it is worth its cost" in verdict(plan)
    assert pd.notna(headline_table(plan)["USD/H100e-h"]).all()
    keys = [section.key for section in document(read_facts(paths[0].parent)).sections]
    assert "price" in keys
    api.add_workbook(run, paths[0].parent)


def test_a_plan_whose_targets_come_first_has_none_of_it(tmp_path):
    run, _ = api.run("small", tmp_path)

    assert not {"compute_price", "compute_steps", "payback"} & set(run.plan.tables)
    assert "present_value_of_compute_busd" not in run.plan.summary
