"""Balances, output, clean power and security as they are shown, by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.amounts import Amounts
from planner.audit.programme.statement import column
from planner.audit.shown import power

WEIGHTS = {"day": 2000.0, "night": 6000.0}
KINDS = {"gas": "dispatchable", "core": "baseload", "line": "grid", "sun": "variable",
         "cell": "storage"}  # fmt: skip
UNITS = {"gas": 200.0, "core": 900.0}
HERE = ("s", 2026)


def weather(space, g, s, h):
    return {"day": 0.5, "night": 0.1}[h]


@pytest.fixture(autouse=True)
def _weather(monkeypatch):
    monkeypatch.setattr(power, "weather", weather)
    monkeypatch.setattr(power, "share", lambda space, g: 0.5 if g == "core" else 1.0)
    monkeypatch.setattr(power, "energy", lambda space, g, s, y: {("flat", g): 8000.0})


def parts(values, technologies=tuple(KINDS), load=0.0, curtailed=(), **own):
    files = SimpleNamespace(
        averages=False, runs=lambda g, h: 0.9,
        technologies={g: {"unit_size_mw": UNITS.get(g, 0.0)} for g in KINDS},
    )  # fmt: skip
    tables = own.pop("tables", {})
    evidence = SimpleNamespace(
        files=files, weights=WEIGHTS,
        places={"s": SimpleNamespace(pue=1.5, pue_at={"day": 1.5, "night": 1.2}.get)},
        calendar=SimpleNamespace(
            slices={h: SimpleNamespace(weight_hours=n) for h, n in WEIGHTS.items()}
        ),
        plan=lambda name: tables.get(name, pd.DataFrame()), **own,
    )  # fmt: skip
    power_ = [(g, *HERE) for g in technologies]
    space = SimpleNamespace(
        evidence=evidence, kind=KINDS.get, slices={HERE: list(WEIGHTS)}, power=power_,
        technologies_at={HERE: list(technologies)}, load_gw=lambda s, y, h: load,
        peak=lambda s, y: load, curtailed=curtailed,
    )  # fmt: skip
    return evidence, space, Amounts(values)


def failed(rows):
    return [row.row for row in rows if row.deviation > 1e-6 * row.scale]


def at(name, *labels):
    return column(name, *labels)


BALANCED = {
    at("it_load_gw", "s", 2026): 1.0,
    at("power_capacity_gw", "sun", "s", 2026): 0.4,
    at("weather_curtailed_gw", "sun", "s", 2026, "day"): 0.05,
    at("power_capacity_gw", "core", "s", 2026): 0.5,
    at("flat_output_gw", "gas", "s", 2026): 0.6,
    at("turned_down_gw", "gas", "s", 2026, "day"): 0.1,
    at("flat_output_gw", "line", "s", 2026): 0.2,
    at("discharge_gw", "cell", "s", 2026, "night"): 0.3,
    at("charge_gw", "cell", "s", 2026, "day"): 0.25,
    at("shed_gw", "s", 2026, "day"): 0.01,
    at("unserved_gw", "s", 2026, "day"): 0.02,
    at("curtailed_gw", "s", 2026, "day"): 0.03,
}
# A GW of IT at a PUE of 1.5 by day and 1.2 by night beside 0.1; half or a tenth of 0.4 of sun,
# nine tenths of 0.5 of what always runs; 0.6 and 0.2 less 0.1 by day.
TERMS = {
    "day": {"load": -1.5, "stated_load": -0.1, "weather": 0.15, "baseload": 0.45, "dispatch": 0.7,
            "storage": -0.25, "shed": 0.01, "unserved": 0.02, "curtailed": -0.03},
    "night": {"load": -1.2, "stated_load": -0.1, "weather": 0.04, "baseload": 0.45,
              "dispatch": 0.8, "storage": 0.3},
}  # fmt: skip


def terms(day=None, hours=None):
    told = {"day": {**TERMS["day"], **(day or {})}, "night": TERMS["night"]}
    rows = [("s", 2026, h, term, (hours or {}).get(h, WEIGHTS[h]))
            for h, of in told.items() for term in of]  # fmt: skip
    table = pd.DataFrame(rows, columns=["site", "year", "slice", "term", "weight_hours"])
    evidence, space, values = parts(
        BALANCED, load=0.1, tables={"dispatch": table},
        terms={(*HERE, h): Amounts(of) for h, of in told.items()},
    )  # fmt: skip
    return failed(power._terms(evidence, space, values))


def test_the_terms_of_a_balance_are_what_was_decided():
    assert terms() == []
    for term, gw in TERMS["day"].items():
        assert terms({term: gw + 0.01}) == [f"{term} of s in 2026, day"]
    assert terms({"other": 0.1}) == ["other of s in 2026, day"]
    assert len(terms(hours={"night": 5000.0})) == len(TERMS["night"])


def generation(output, not_taken=None, by_slice=None, kinds=None, hours=None):
    """Rows of output in TWh; of the sun 0.05 GW by day are not taken."""
    values = {
        at("power_capacity_gw", "sun", "s", 2026): 2.0,
        at("discharge_gw", "cell", "s", 2026, "night"): 0.5,
        at("discharge_gw", "cell", "s", 2026, "day"): 0.25,
        ("flat", "gas"): 0.5, ("flat", "core"): 0.25, ("flat", "line"): 0.125,
        at("weather_curtailed_gw", "sun", "s", 2026, "day"): 0.05,
    }  # fmt: skip
    told = {"day": 0.05, "night": 0.0, **(by_slice or {})}
    rows = [("sun", "s", 2026, h, (hours or WEIGHTS)[h]) for h in told]
    evidence, space, values = parts(
        values,
        curtailed=[("sun", *HERE, h) for h in WEIGHTS],
        output=Amounts({(g, *HERE): twh for g, twh in output.items()}),
        not_taken_gw=Amounts({("sun", *HERE, h): gw for h, gw in told.items()}),
        not_taken=Amounts({("sun", *HERE): 0.1 if not_taken is None else not_taken}),
        tables={
            "power": pd.DataFrame((kinds or KINDS).items(), columns=["technology", "kind"]),
            "not_taken": pd.DataFrame(
                rows, columns=["technology", "site", "year", "slice", "weight_hours"]
            ),
        },
    )
    return failed(power._generation(evidence, space, values))


# Of 2 GW of sun 1000 and 600 hours; 3000 and 500 GWh of the store; 8000 hours of the others.
OUTPUT = {"sun": 3.2, "cell": 3.5, "gas": 4.0, "core": 2.0, "line": 1.0}


def test_what_a_technology_gave_is_the_sum_over_the_slices():
    assert generation(OUTPUT) == []
    for g, twh in OUTPUT.items():
        assert generation({**OUTPUT, g: twh + 0.1}) == [f"{g} at s in 2026"]
    assert generation(OUTPUT, kinds={**KINDS, "gas": "grid"}) == ["kind of gas"]


def test_what_is_not_taken_is_told_by_slice_and_year():
    # 0.05 GW in 2000 hours are 0.1 TWh.
    assert generation(OUTPUT, not_taken=0.2) == ["sun at s in 2026, not taken"]
    assert generation(OUTPUT, by_slice={"night": 0.1}) == [
        "sun at s in 2026, night, not taken, GW"
    ]
    assert generation(OUTPUT, hours={"day": 2000.0, "night": 1.0}) == [
        "hours of sun at s in 2026, night"
    ]


def matching(matched=0.8, load=1.6, decided=0.8):
    table = pd.DataFrame(
        [("s", 2026, "day", matched, load)],
        columns=["site", "year", "slice", "matched_gw", "load_gw"],
    )
    values = {at("it_load_gw", "s", 2026): 1.0, at("matched_gw", "s", 2026, "day"): decided}
    return failed(power._matching(*parts(values, load=0.1, tables={"matching": table})))


def test_clean_power_and_the_load_that_it_covers():
    assert matching() == []
    assert matching(matched=0.7) == matching(decided=0.9) == ["matched of s in 2026, day"]
    assert matching(load=1.5) == ["load of s in 2026, day"]


SECURITY = ("site", "year", "load_on_site_gw", "firm_gw", "unit_out_gw", "left_gw", "short_gw",
            "largest_unit")  # fmt: skip


def security(*rows, it=1.0, gas=0.5, core=1.0, line=0.2, load=0.1):
    values = {at("it_load_gw", "s", 2026): it, at("power_capacity_gw", "sun", "s", 2026): 5.0}
    values |= {at("power_capacity_gw", g, "s", 2026): gw
               for g, gw in (("gas", gas), ("core", core), ("line", line))}  # fmt: skip
    table = pd.DataFrame(rows, columns=list(SECURITY))
    return failed(power._security(*parts(values, load=load, tables={"security": table})))


# 1.5 GW and 0.1 less 0.2 of the grid; 0.5 of gas and half of a reactor of 1 GW. Of the reactor a
# unit of 0.9 gives 0.45, of gas one of 0.2.
RIGHT = (*HERE, 1.4, 1.0, 0.45, 0.55, 0.85, "core")


def test_with_the_largest_unit_out_so_much_is_left():
    assert security(RIGHT) == []
    for place, name in enumerate(SECURITY[2:-1], start=2):
        wrong = [*RIGHT]
        wrong[place] += 0.01
        assert security(tuple(wrong)) == [f"{name} of s in 2026"]
    assert security((*RIGHT[:-1], "gas")) == ["unit of s in 2026"]


def test_a_unit_gives_no_more_than_what_stands_and_nothing_is_short_where_enough_is_left():
    # Of 0.1 GW of gas and 0.6 of a reactor, 0.3, is all that is left of one unit.
    small = (*HERE, 0.05, 0.4, 0.3, 0.1, 0.0, "core")
    assert security(small, it=0.1, gas=0.1, core=0.6) == []


def test_a_site_without_load_or_plants_of_its_own_has_no_row():
    row = ["s in 2026, a row"]
    assert security() == row
    assert security(it=0.0) == security(gas=0.0, core=0.0) == []
    assert security(RIGHT, it=0.0) == security(RIGHT, gas=0.0, core=0.0) == row
    assert security(RIGHT, ("t", 2026, *RIGHT[2:])) == ["t in 2026, a row"]
    # Hardly any load may have a row or none; so much has one, and so little none.
    assert security(load=0.2 + 1.5e-6, it=0.0) == []
    assert security(load=0.2 + 2.5e-6, it=0.0) == row
    assert security((*HERE, 5e-7, 1.0, 0.45, 0.55, 0.0, "core"), load=0.2 + 5e-7, it=0.0) == []
    # Hardly any plant is none.
    assert security(gas=1e-6, core=0.0) == []


def test_a_large_sum_of_plants_is_what_a_rest_is_measured_by():
    large = (*HERE, 1.4, 500.5, 0.45, 500.05 + 4e-4, 0.0, "core")
    assert security(large, gas=500.0) == []
    assert security((*large[:5], 500.05 + 6e-4, *large[6:]), gas=500.0) == ["left_gw of s in 2026"]
