"""Each unit is the same on the terminal, in the report, the workbook and the exchange files."""

import re

import pandas as pd
import pytest

from planner import api
from planner.cli import fleet, headline
from planner.results.table_dictionary import unit_of
from planner.results.worth import percent_column, worth_column
from planner.surfaces.exchange.fields import plan_fields
from planner.surfaces.html.comparison import answer as compared
from planner.surfaces.html.comparison import outcome
from planner.surfaces.html.sections import answer, stated_demand
from planner.surfaces.html.studies import sweep
from planner.surfaces.workbook.plan.column_units import unit_and_format
from tests.words.conftest import SNAPSHOTS
from tests.words.units import PLAIN, SHORT, UNIT_OF

LABELS = {
    "terminal": headline.HEADINGS,
    "report": answer.HEADINGS,
    "stated demand": stated_demand.HEADINGS,
    "comparison": compared.WORDS,
    "outcome": outcome.MEASURES,
    "sweep": sweep.WORDS,
}
"""Headings that stand for columns, by where they stand."""
SAID = {
    "billion USD": re.compile(r"\bbillion USD\b|\$B"),
    "GW": re.compile(r"\bGW\b"),
    "TWh": re.compile(r"\bTWh\b"),
    "Mt": re.compile(r"\bMt\b"),
    "million": re.compile(r"\bmillion\b(?! USD)| M\b"),
}
OTHER_UNITS = re.compile(r"\b(MW|kW|kWh|MWh|GWh|PWh|million USD|kt|Gt)\b|\$[MkT]")


def columns_kept():
    """Table and columns of the plans that are kept, with the first of their sums."""
    for path in sorted(SNAPSHOTS.glob("tables_*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            key, _, sums = line.rpartition(": ")
            if not key.startswith(("certificate", "compared", "traced")):
                yield key.partition(".")[2], len(sums.split()) == 3


def test_every_column_of_numbers_has_the_unit_of_the_dictionary():
    seen = set()
    for column, numeric in columns_kept():
        assert unit_of(column) == UNIT_OF.get(column, ""), column
        assert not numeric or column in UNIT_OF or column in PLAIN or _flag(column), column
        seen.add(column)
    assert len(seen & UNIT_OF.keys()) > 80


def _flag(column):
    """Yes or no, which sums as one and nought."""
    return column in (
        "above_data_limit", "binding", "duals_hold", "limited", "met", "on_sale", "projected",
        "onsite_generation", "onsite_renewables",
    )  # fmt: skip


@pytest.mark.parametrize("column", UNIT_OF)
def test_workbook_and_data_package_say_the_same_unit(column):
    (field,) = plan_fields(pd.DataFrame({column: [1.5]}))
    unit, form = unit_and_format(column)

    assert field.get("unit", "") == unit == unit_of(column) == UNIT_OF[column]
    assert field["type"] == "number"
    # A share is shown as percents, a year without separators, and nothing else is.
    assert form.endswith("%") == (unit.startswith("share"))
    assert (form == "0") == (unit == "year" and not column.startswith("decide_by"))


@pytest.mark.parametrize("where", LABELS)
def test_a_heading_has_the_unit_of_its_column(where):
    for column, label in LABELS[where].items():
        unit = unit_of(column)
        if not unit or unit == "see unit":
            continue
        assert any(sign in label for sign in SHORT[unit]), (column, label)
        assert not OTHER_UNITS.search(label), (column, label)
        # No sign of another unit: GW is not billion USD, and neither is a Mt.
        signs = {name for name, sign in SAID.items() if sign.search(label)}
        right = {name for name, sign in SAID.items() if any(sign.search(s) for s in SHORT[unit])}
        assert signs <= right, (column, label)


def test_the_fleet_is_told_in_millions():
    assert {unit_of(column) for column in fleet.HEADINGS if column.endswith("_million")} <= {
        "million", "million H100e",
    }  # fmt: skip


def test_columns_of_stages_say_what_a_stage_gains():
    assert unit_of(percent_column("cost")) == "billion USD"
    assert unit_of(percent_column("shortfall_1")) == "% of a year's target"
    assert unit_of(percent_column("compute")) == "million H100e-years"
    assert unit_of(worth_column("cost")) == "billion USD per unit"
    assert unit_of(worth_column("shortfall_2")) == "years of target per unit"
    assert unit_of(worth_column("compute")) == "million H100e-years per unit"


def test_the_terminal_shows_what_the_tables_hold(small):
    plan, _ = api.read_run(small)
    table, raw = headline.headline_table(plan), plan.headline()

    for column, heading in headline.HEADINGS.items():
        assert table[heading].tolist() == raw[column].tolist()
    # Each year's sums by hand, from the tables of sites and of what is bought.
    year = plan["clusters"].groupby("year")
    assert table["facility GW"].tolist() == pytest.approx(year["facility_gw"].sum().tolist())
    assert table["IT GW"].tolist() == pytest.approx(year["it_gw"].sum().tolist())
    spent = plan["capex"].groupby("year")["capex_busd"].sum()
    assert table["capex $B"].tolist() == pytest.approx(spent.tolist())
