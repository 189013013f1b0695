"""Rows of sites as the certificate states them again, by hand."""

from math import inf
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.programme import sites
from planner.audit.programme.statement import column

YEARS = (2026, 2027)
PLACE = {
    "stood_gw": 0.3, "pue": 1.5, "room_gw": 1.2, "pace_gw": 0.4, "water_in": {}, "region": "A",
    "water_limit": inf, "existing_units": {},
}  # fmt: skip
CHIPS = {
    "air": SimpleNamespace(power_gw=2.0, cooling="air"),
    "wet": SimpleNamespace(power_gw=3.0, cooling="liquid"),
}


def space(shells=(("s", 2026), ("s", 2027)), length=1, load=(), worth=(), reached=1.0, most=None,
          cooling="none", slices=("day", "night"), sales=(), places=("s",), weeks=26.0,
          goods_supply=(), goods_demand=(), freight=(), **place):  # fmt: skip
    files = SimpleNamespace(
        definition={"limits": {"facility_gw": most}, "sites": {"cooling_class": cooling}},
        cluster_costs={"hall_retrofit_weeks": weeks},
        averages=False,
        length=lambda y: length,
        inputs={
            "goods_supply": pd.DataFrame(
                goods_supply, columns=["good", "origin", "year", "supply_thousand"]
            ),
            "goods_demand": pd.DataFrame(
                goods_demand, columns=["good", "site", "year", "demand_thousand"]
            ),
            "freight": pd.DataFrame(
                freight, columns=["good", "origin", "site", "freight_usd_per_unit"]
            ),
        },
    )
    evidence = SimpleNamespace(
        files=files, years=YEARS, chips=CHIPS, weights={"day": 2000.0, "night": 6000.0},
        places={s: SimpleNamespace(**{**PLACE, **place}) for s in places},
    )  # fmt: skip
    loads = dict(load)
    return SimpleNamespace(
        evidence=evidence, shells=shells, sales=sales,
        chips_at={("s", 2026): ["air", "wet"], ("s", 2027): ["wet"]},
        slices={("s", y): [*slices] for y in YEARS},
        load_gw=lambda s, y, h: loads.get((s, y, h), 0.0),
        stated=lambda values, s, y, h: values.get((s, y, h)),
        worth=dict(worth), reached=lambda s, y: reached,
    )  # fmt: skip


def rows(named):
    found = {}
    for family, key, row in named:
        assert (family, *key) not in found
        found[family, *key] = dict(row.terms), row.lower, row.upper
    return found


def shell(y, s="s"):
    return column("shell_built_gw", s, y)


def near(terms, lower, upper):
    return pytest.approx(terms), pytest.approx(lower), pytest.approx(upper)


LOAD = {y: column("it_load_gw", "s", y) for y in YEARS}


def running(k, y):
    return column("accelerators_running_million", k, "s", y)


def test_units_draw_the_load_and_are_housed_in_shell():
    # 0.3 GW of facility power at a PUE of 1.5 house 0.2 GW of IT.
    found = rows(sites.siting(space()))

    assert found["fleet_it_load_balance", "s", "2026"] == (
        {LOAD[2026]: 1.0, running("air", 2026): -2.0, running("wet", 2026): -3.0}, 0.0, 0.0,
    )  # fmt: skip
    assert found["shell_capacity_limit", "s", "2026"] == near(
        {LOAD[2026]: 1.0, shell(2026): -1.0,
         column("hall_retrofitted_gw", "s", 2026): 26 * 7 / 365.25}, -inf, 0.2,
    )  # fmt: skip
    terms = found["shell_capacity_limit", "s", "2027"][0]
    assert (terms[shell(2026)], terms[shell(2027)]) == (-1.0, -1.0)


def test_a_site_grows_within_its_room_and_its_pace():
    found = rows(sites.siting(space(length=2)))

    assert found["site_size_limit", "s"] == near({shell(2026): 1.5, shell(2027): 1.5}, -inf, 0.9)
    assert found["shell_build_rate_limit", "s", "2027"] == near({shell(2027): 1.5}, -inf, 0.8)
    assert ("shell_build_rate_limit", "s", "2026") in found
    free = rows(sites.siting(space(room_gw=inf, pace_gw=inf)))
    assert not {family for family, *_ in free} & {"site_size_limit", "shell_build_rate_limit"}
    still = rows(sites.siting(space(shells=[("t", 2026)])))
    assert {family for family, *_ in still} == {"fleet_it_load_balance", "shell_capacity_limit"}


def test_halls_for_air_are_converted_once_and_shut_meanwhile():
    # Of what stood a quarter of the power is cooled by air, and 0.2 GW of IT is in halls: 0.05.
    standing = {("air", 2024): 0.15, ("wet", 2025): 0.3, ("air", 2026): 9.0}
    found = rows(sites.halls(space(cooling="observed", existing_units=standing)))

    converted = {y: column("hall_retrofitted_gw", "s", y) for y in YEARS}
    assert found["hall_retrofit_limit", "s"] == near(
        {converted[2026]: 1.0, converted[2027]: 1.0}, -inf, 0.05
    )
    shut = 26 * 7 / 365.25
    assert found["liquid_cooled_load_limit", "s", "2026"] == near(
        {running("wet", 2026): 3.0, shell(2026): -1.0, converted[2026]: shut - 1.0}, -inf, 0.15
    )
    assert found["liquid_cooled_load_limit", "s", "2027"] == near(
        {running("wet", 2027): 3.0, shell(2026): -1.0, shell(2027): -1.0, converted[2026]: -1.0,
         converted[2027]: shut - 1.0}, -inf, 0.15,
    )  # fmt: skip
    assert not rows(sites.halls(space(existing_units=standing)))
    wet = {("wet", 2025): 0.3}
    assert not rows(sites.halls(space(cooling="observed", existing_units=wet)))


def test_water_is_what_the_cooling_takes_of_it_in_a_year():
    # 2000 h at 3 litres a kWh and none by night: 6 million m3 a GW.
    found = rows(sites.water(space(water_in={"day": 3.0}, water_limit=4.0)))

    assert found["site_water_limit", "s", "2027"] == near({LOAD[2027]: 6.0}, -inf, 4.0)
    assert not rows(sites.water(space(water_in={"day": 3.0})))
    assert not rows(sites.water(space(water_limit=4.0)))


def test_facility_power_of_all_sites_has_a_limit_by_year():
    load = {("s", 2027, "day"): 0.1}
    found = rows(sites.facility_budget(space(most={"2027": 2.0}, load=load)))

    peak = column("stated_peak_gw", "s", 2027)
    assert found == {("facility_power_limit", "2027"): ({LOAD[2027]: 1.5, peak: 1.0}, -inf, 2.0)}
    both = rows(sites.facility_budget(space(most=2.0, load=load)))
    assert both["facility_power_limit", "2026"] == ({LOAD[2026]: 1.5}, -inf, 2.0)
    assert not rows(sites.facility_budget(space(load=load)))


SUPPLY = [("salt", "mine", 2026, 5.0), ("salt", "sea", 2027, 7.0)]
FREIGHT = [("salt", "mine", "s", 10.0), ("salt", "sea", "s", 2.0), ("salt", "sea", "x", 1.0),
           ("coal", "mine", "s", 3.0)]  # fmt: skip


def test_goods_are_sent_from_where_there_are_any_to_the_sites():
    assert sites.ways(space(goods_supply=SUPPLY, freight=FREIGHT)) == {
        ("salt", "mine", "s", 2026): 10.0, ("salt", "mine", "s", 2027): 10.0,
        ("salt", "sea", "s", 2027): 2.0,
    }  # fmt: skip


def sent(i, y, s="s", c="salt"):
    return column("sent_thousand", c, i, s, y)


def test_no_place_sends_more_than_it_has_and_what_is_needed_arrives():
    need = [("salt", "s", 2027, 4.0), ("salt", "x", 2026, 9.0)]
    found = rows(sites.goods(space(goods_supply=SUPPLY, freight=FREIGHT, goods_demand=need)))

    assert found == {
        ("goods_supply_limit", "salt", "mine", "2026"): ({sent("mine", 2026): 1.0}, -inf, 5.0),
        ("goods_supply_limit", "salt", "mine", "2027"): ({sent("mine", 2027): 1.0}, -inf, 5.0),
        ("goods_supply_limit", "salt", "sea", "2027"): ({sent("sea", 2027): 1.0}, -inf, 7.0),
        ("goods_demand_balance", "salt", "s", "2027"): (
            {sent("mine", 2027): 1.0, sent("sea", 2027): 1.0}, 4.0, inf,
        ),
    }  # fmt: skip


def test_units_that_are_traded_arrive_by_the_thousand():
    sales = [("salt", "s", 2026), ("wet", "s", 2026)]
    none = [("salt", "s", 2027, 0.0)]
    found = rows(sites.goods(space(goods_supply=SUPPLY, freight=FREIGHT, sales=sales,
                                   goods_demand=none)))  # fmt: skip

    bought = column("accelerators_bought_million", "salt", "s", 2026)
    assert found["goods_demand_balance", "salt", "s", "2026"] == (
        {sent("mine", 2026): 1.0, bought: -1e3}, 0.0, inf,
    )  # fmt: skip
    assert [key for key in found if key[0] == "goods_demand_balance"] == [
        ("goods_demand_balance", "salt", "s", "2026")
    ]


STATED = {("s", 2026, "day"): 0.2, ("s", 2026, "night"): 0.1}


def test_a_stated_load_has_a_peak_and_fits_the_site():
    worth = {("s", 2026, "day"): 100.0, ("s", 2027, "day"): 100.0}
    found = rows(sites.stated_load(space(load=STATED, worth=worth, reached=1.1)))

    peak, lost = column("stated_peak_gw", "s", 2026), column("unserved_gw", "s", 2026, "day")
    assert found == {
        ("stated_load_peak", "s", "2026", "day"): ({peak: 1.0, lost: 1.0}, 0.2, inf),
        ("stated_load_peak", "s", "2026", "night"): ({peak: 1.0}, 0.1, inf),
        ("site_load_limit", "s", "2026"): ({LOAD[2026]: 1.5, peak: 1.0}, -inf, 1.1),
        ("unserved_load_limit", "s", "2026", "day"): ({lost: 1.0}, -inf, 0.2),
    }


def test_a_peak_is_asked_for_where_it_has_a_limit():
    assert sites.peaks(space(load=STATED)) == [("s", 2026)]
    assert sites.peaks(space(load=STATED, reached=inf)) == []
    assert sites.peaks(space(load=STATED, reached=inf, most={"2026": 3.0})) == [("s", 2026)]
    assert sites.peaks(space(load=STATED, reached=inf, most={"2027": 3.0})) == []
    free = rows(sites.stated_load(space(load=STATED, reached=inf, most=3.0)))
    assert {family for family, *_ in free} == {"stated_load_peak"}
    # A load by night alone is one as well.
    assert sites.peaks(space(load={("s", 2026, "night"): 0.1})) == [("s", 2026)]
