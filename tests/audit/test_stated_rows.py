"""Loads and goods that tables state against what a plan tells of them, by hand."""

from math import inf
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.amounts import Amounts
from planner.audit.stated_demand import peaks, stated_charges, stated_checks

# Two slices: a load of 3 GW in both, but 2 by night in s. In 2027 it is as in 2026.
LOAD = pd.DataFrame(
    [("s", 2026, "all", 3.0, 50.0), ("s", 2026, "night", 2.0, None), ("t", 2026, "all", 1.0, None),
     ("gone", 2026, "all", 9.0, None)],
    columns=["site", "year", "slice", "load_gw", "unserved_usd_per_mwh"],
)  # fmt: skip
# A letter of a mill or a shop for s.
GOODS = {
    "goods_supply": [("letter", "mill", 2026, 3.0, 40.0), ("letter", "shop", 2026, 5.0, 55.0)],
    "goods_demand": [("letter", "s", 2026, 4.0), ("letter", "gone", 2026, 9.0)],
    "freight": [("letter", "mill", "s", 9.0), ("letter", "shop", "s", 2.0)],
}
COLUMNS = {
    "goods_supply": ["good", "origin", "year", "supply_thousand", "cost_usd_per_unit"],
    "goods_demand": ["good", "site", "year", "demand_thousand"],
    "freight": ["good", "origin", "site", "freight_usd_per_unit"],
}
TERMS = {
    ("s", 2026, "day"): {"stated_load": -3.0, "unserved": 0.5},
    ("s", 2026, "night"): {"stated_load": -2.0},
    # Balanced once in the year.
    ("t", 2026, "year"): {"stated_load": -1.0},
}


def evidence(terms=TERMS, sent=(), bought=(), step=1, opens=2026.0, pace=inf, room=inf):
    place = SimpleNamespace(opens=opens, pace_gw=pace, room_gw=room, stood_gw=0.5, pue=1.2)
    tables = {
        name: pd.DataFrame(rows, columns=COLUMNS[name]) if sent else pd.DataFrame()
        for name, rows in GOODS.items()
    }
    goods = pd.DataFrame(sent, columns=["good", "origin", "site", "year", "sent_thousand"])
    return SimpleNamespace(
        files=SimpleNamespace(inputs={"site_load": LOAD, **tables}, length=lambda year: step),
        terms={where: Amounts(of) for where, of in terms.items()},
        years=range(2026, 2027),
        calendar=SimpleNamespace(slices=["day", "night"]),
        weights={"day": 2000.0, "night": 6760.0, "year": 8760.0},
        places={"s": place, "t": place},
        it_gw=Amounts({("s", 2026): 0.5}),
        bought=Amounts(bought),
        plan=lambda name: goods,
    )


def failed(*args, **changes):
    return [
        check.family for check in stated_checks(evidence(*args, **changes)) if not check.passed
    ]


def test_loads_are_those_of_the_tables_slice_by_slice_or_once():
    assert failed() == []


@pytest.mark.parametrize(
    ("where", "wrong"),
    [
        (("s", 2026, "day"), {"stated_load": -2.9}),
        (("s", 2026, "night"), {"stated_load": -3.0}),
        (("t", 2026, "year"), {"stated_load": -0.9}),
        # No more goes unserved than there is, nor where the table has no price for it.
        (("s", 2026, "day"), {"stated_load": -3.0, "unserved": 3.1}),
        (("t", 2026, "year"), {"stated_load": -1.0, "unserved": 0.1}),
    ],
)
def test_a_load_that_is_another_is_found(where, wrong):
    assert failed({**TERMS, where: wrong}) == ["stated_load"]


def test_a_slice_that_is_not_told_is_found():
    assert failed({key: of for key, of in TERMS.items() if key[2] != "night"}) == ["stated_load"]


def test_the_peak_is_what_is_served():
    # 2.5 GW by day and 2 by night, and 0.6 of 0.5 GW of accelerators at a PUE of 1.2.
    assert peaks(evidence()) == {("s", 2026): 2.5, ("t", 2026): 1.0}


@pytest.mark.parametrize(
    ("limits", "passed"),
    [
        ({"room": 3.1}, True),
        ({"room": 3.0}, False),
        # 0.5 stood, and grows by its pace from the year on in which it opens.
        ({"pace": 2.6}, True),
        ({"pace": 2.5}, False),
        ({"pace": 1.3, "step": 2}, True),
        ({"pace": 9.0, "opens": 2026.9}, True),
        ({"pace": 9.0, "opens": 2027.0}, False),
    ],
)
def test_a_site_draws_no_more_than_its_size_and_pace_allow(limits, passed):
    assert failed(**limits) == ([] if passed else ["site_draw"])


def test_what_is_not_served_is_charged_by_its_hours():
    # 0.5 GW for 2,000 h at 50 USD a MWh are 50 million USD.
    assert stated_charges(evidence()) == {(2026, "unserved_load"): pytest.approx(0.05)}


SENT = [("letter", "mill", "s", 2026, 3.0)]


@pytest.mark.parametrize(
    ("sent", "bought", "passed"),
    [
        # The mill has 3 thousand and the shop 5; s needs 4, and a thousand for each thousandth of
        # a million that it buys. What a site needs that is no part of the plan is not asked for.
        ({"mill": 3.0, "shop": 1.0}, {}, True),
        ({"mill": 3.0}, {}, False),
        ({"mill": 4.0}, {}, False),
        ({"mill": 3.0, "shop": 2.9}, {("letter", "s", 2026): 0.002}, False),
        ({"mill": 3.0, "shop": 3.0}, {("letter", "s", 2026): 0.002}, True),
        ({"mill": 3.0, "shop": 1.0}, {("other", "s", 2026): 9.0}, True),
    ],
)
def test_no_place_sends_more_than_it_has_and_what_is_needed_arrives(sent, bought, passed):
    rows = [("letter", origin, "s", 2026, thousand) for origin, thousand in sent.items()]

    assert ("goods" not in failed(sent=rows, bought=bought)) == passed


def test_goods_are_charged_with_their_way():
    # Three thousand at 40 and 9 USD.
    charges = stated_charges(evidence(sent=SENT))

    assert charges[2026, "freight"] == pytest.approx(3e3 * 49 / 1e9)
