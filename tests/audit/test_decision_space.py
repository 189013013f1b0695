"""What may be chosen at all, from a few sites and technologies, by hand."""

from math import inf, nan
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.amounts import Amounts
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.sites import Place

YEARS = (2026, 2027, 2028)
PLACE = Place(
    region="A", members={}, generates=True, renews=True, room_gw=1.0, pace_gw=0.2, opens=2027.5,
    pue=1.25, existing_power={}, existing_units={}, contracted={},
)  # fmt: skip
CHIP = {"vendor": "N", "ships": 2027.0, "last_sale": 2027.0}
GAS = {
    "kind": "dispatchable", "region_limited": False, "build_limit": "turbine",
    "lead_time_years": 1.0, "lifetime_years": 2.0, "profile": "none", "fuel": "gas",
    "fixed_om_usd_per_kw_year": 10.0, "energy_fixed_om_usd_per_kwh_year": 0.0,
    "variable_om_usd_per_mwh": 0.0, "co2_t_per_mwh": 0.0, "scheduled_outage_share": 0.0,
}  # fmt: skip
TECHNOLOGIES = {
    "gas": GAS,
    "line": {**GAS, "kind": "grid", "build_limit": "line", "fuel": "none"},
    "cut": {**GAS, "kind": "grid", "build_limit": "line", "region_limited": True},
    "rock": {**GAS, "region_limited": True},
    "sun": {**GAS, "kind": "variable", "profile": "solar", "fuel": "none"},
    "wind": {**GAS, "kind": "variable", "profile": "onshore", "fuel": "none"},
    "cell": {**GAS, "kind": "storage", "fuel": "none"},
}


def place(**own):
    return Place(**{**vars(PLACE), **own})


def space(places=None, chips=None, power=None, technologies=None, released=(), load=(),
          slices=("day", "night"), shares=(), stays=2, limits=(), metered=(), costs=None,
          lengths=1, **inputs):  # fmt: skip
    rows = TECHNOLOGIES if technologies is None else technologies
    tables = {
        "build_limits": pd.DataFrame(
            [("turbine", y, 10.0, 0.1) for y in YEARS] + [*limits],
            columns=["technology", "year", "feasible_gw_per_year", "data_center_share"],
        ),
        "regional_limits": pd.DataFrame(
            [("cut", "A", 3.0), ("rock", "A", 0.0), ("rock", "B", 1.0)],
            columns=["technology", "region", "max_total_gw"],
        ),
        "regions": pd.DataFrame({"region": ["A", "B"], "interconnection_lead_years": [2.0, 1.0]}),
        "grid_large_loads": pd.DataFrame({"region": ["A"], "year": [2026], "gw_per_year": [0.5]}),
        "power_costs": pd.DataFrame({"technology": ["gas"]}) if costs is None else costs,
        "site_load": pd.DataFrame(),
        **inputs,
    }
    files = SimpleNamespace(
        definition={"power": {"technologies": "all", "exclude": [], "flexible_load": True,
                              **(power or {})}},
        technologies=rows,
        released=frozenset(released),
        inputs=tables,
        length=lambda y: lengths,
        running_share=dict.fromkeys(shares, 1.0),
    )  # fmt: skip
    evidence = SimpleNamespace(
        files=files, years=YEARS, places=places or {"s": PLACE}, stays_years=stays,
        on_sale={k: SimpleNamespace(**{**CHIP, **own}) for k, own in (chips or {}).items()},
        kind=lambda g: rows[g]["kind"], is_metered=lambda g: g in metered,
        calendar=SimpleNamespace(
            slices=dict.fromkeys(slices, 1), capacity_factor={("solar", "A", "day"): 0.5}
        ),
    )  # fmt: skip
    found = DecisionSpace(evidence)
    found.__dict__["load"] = dict(load)
    found.__dict__["worth"] = {}
    return found


def test_a_site_grows_where_there_is_room_from_the_year_on_in_which_it_opens():
    of = space()

    assert [of.opens(PLACE, y) for y in YEARS] == [False, True, True]
    assert not of.opens(place(opens=2028.0), 2027)
    full = place(existing_power={"line": 1.0})
    assert not of.opens(full, 2028)
    assert of.shells == [("s", 2027), ("s", 2028)]


def test_a_site_reaches_what_its_pace_allows_in_the_years_that_it_is_open():
    assert [space().reached("s", y) for y in YEARS] == pytest.approx([0.0, 0.2, 0.4])
    assert space(lengths=3).reached("s", 2028) == pytest.approx(1.0)
    stood = space({"s": place(existing_power={"line": 0.3})})
    assert [stood.reached("s", y) for y in YEARS] == pytest.approx([0.3, 0.5, 0.7])
    over = space({"s": place(existing_power={"line": 1.5})})
    assert over.reached("s", 2028) == pytest.approx(1.5)
    # What opens at the end of a year is not open in it.
    assert space({"s": place(opens=2027.0)}).reached("s", 2026) == 0.0
    unhurried = space({"s": place(pace_gw=inf, opens=2026.0)})
    assert unhurried.reached("s", 2026) == 1.0


def test_what_is_ordered_now_serves_in_the_year_in_which_it_comes():
    assert [space().in_time(2.0, y) for y in YEARS] == [False, True, True]
    assert [space().in_time(2.1, y) for y in YEARS] == [False, False, True]


def sold(chip=(), **own):
    return [y for _, _, y in space({"s": place(**own)}, {"k": dict(chip)}).sales]


def test_chips_are_bought_while_they_are_sold_where_somebody_may_put_them():
    assert sold(opens=2020.0) == [2027]
    assert sold({"ships": 2026.9, "last_sale": 2028.0}, opens=2020.0) == [2026, 2027, 2028]
    assert sold({"last_sale": 2026.9}, opens=2020.0) == []
    assert sold({"last_sale": 2027.5}, opens=2020.0) == [2027]
    # Where nothing opens, those that stand may make room; nobody buys of whom he refuses.
    assert sold(opens=2028.0) == []
    assert sold(opens=2028.0, existing_power={"line": 0.5}) == [2027]
    assert sold(opens=2020.0, refused=frozenset({"N"})) == []


def test_units_stand_for_their_life():
    chips = {"k": {"ships": 2027.0, "last_sale": 2027.0}}
    standing = place(opens=2020.0, existing_units={("old", 2025): 1.0, ("older", 2024): 1.0})

    assert space({"s": standing}, chips).fleet == [
        ("k", "s", 2027), ("k", "s", 2028), ("old", "s", 2026),
    ]  # fmt: skip
    assert space({"s": standing}, chips).chips_in == {2026: ["old"], 2027: ["k"], 2028: ["k"]}
    assert space({"s": standing}, chips).chips_at["s", 2028] == ["k"]
    assert ("older", "s", 2026) in space({"s": standing}, chips, stays=3).fleet


def built(technology, site="s", of=None, **own):
    return [y for g, s, y in (of or space(**own)).builds if (g, s) == (technology, site)]


def test_a_plant_is_built_in_time_where_a_site_grows():
    # Ordered at the beginning of 2026, in a year; the site opens in 2027.
    assert built("gas") == [2027, 2028]
    early = {"s": place(opens=2020.0)}
    assert built("gas", places=early) == [2026, 2027, 2028]
    late = {**TECHNOLOGIES, "gas": {**GAS, "lead_time_years": 2.5}}
    assert built("gas", technologies=late) == [2028]
    # A load that is stated needs it too, where nothing else can grow.
    full = {"s": place(existing_power={"line": 1.0})}
    assert built("gas", places=full) == []
    assert built("gas", places=full, load={("s", 2027, "day"): 0.2}) == [2027, 2028]
    later = {"s": place(existing_power={"line": 1.0}, opens=2028.0)}
    assert built("gas", places=later, load={("s", 2027, "day"): 0.2}) == [2028]


def test_a_plant_is_built_where_the_model_and_the_site_let_it():
    assert built("gas", power={"technologies": ["sun"]}) == []
    assert built("gas", power={"technologies": ["gas"]}) == [2027, 2028]
    assert built("gas", power={"exclude": ["gas"]}) == []
    assert built("gas", places={"s": place(generates=False)}) == []
    # Sun where there is land and weather of it.
    assert built("sun") == [2027, 2028]
    assert built("wind") == []
    assert built("sun", places={"s": place(renews=False)}) == []
    assert built("sun", places={"s": place(region="B")}) == []
    # Stores where there is land and another hour.
    assert built("cell") == [2027, 2028]
    assert built("cell", slices=("day",)) == []
    assert built("cell", places={"s": place(renews=False)}) == []


def test_what_a_region_holds_none_of_is_not_built_there():
    assert built("cut") == [2027, 2028]
    assert built("rock") == []
    there = {"s": place(region="B", generates=False)}
    assert built("rock", places=there) == [2027, 2028]
    assert built("cut", places=there) == []
    assert built("cut", power={"flexible_load": False}) == []
    assert built("line", power={"flexible_load": False}) == [2027, 2028]


def test_what_is_not_delivered_in_a_year_is_not_built_in_it():
    limits = [("line", 2028, 0.0, 1.0), ("panel", 2025, 1.0, 1.0)]
    assert built("line", limits=limits) == [2027]
    assert built("line", limits=limits, released=["power"]) == [2027, 2028]
    assert space(limits=limits, lengths=2).deliveries == {
        **{("turbine", y): 2.0 for y in YEARS}, ("line", 2028): 0.0,
    }  # fmt: skip


def test_a_connection_waits_for_the_queue_of_its_region_or_for_its_contract():
    early = {"opens": 2020.0}
    assert built("line", places={"s": place(**early)}) == [2027, 2028]
    assert built("line", places={"s": place(**early)}, released=["power"]) == [*YEARS]
    promised = {"s": place(**early, contracted={2026: 0.2})}
    assert built("line", places=promised) == [2026, 2027, 2028]
    # What is promised stands already.
    stood = {"s": place(**early, contracted={2026: 0.2}, existing_power={"line": 0.2})}
    assert built("line", places=stood) == [2027, 2028]
    # One that may be cut has a lead time of its own.
    assert built("cut", places={"s": place(**early)}) == [2026, 2027, 2028]


def test_what_a_region_connects_and_holds():
    of = space(lengths=2)

    assert (of.connects("A", 2027), of.connects("B", 2027)) == (1.0, inf)
    assert space(released=["power"]).connects("A", 2027) == inf
    assert of.queues == {"A": 2.0, "B": 1.0}
    assert space(released=["power"]).queues == {"A": 0.0, "B": 0.0}


def test_power_serves_while_it_stands():
    only = {"gas": GAS}
    of = space({"s": place(opens=2020.0)}, technologies=only)
    assert of.power == [("gas", "s", y) for y in YEARS]
    assert list(of.at("s", 2027, "grid", "dispatchable")) == ["gas"]
    assert list(of.at("s", 2027, "grid")) == []
    short = {"gas": {**GAS, "lifetime_years": 1.0}}
    limits = [("turbine", 2028, 0.0, 0.0)]
    once = space({"s": place(opens=2020.0)}, technologies=short, limits=limits)
    assert [y for *_, y in once.power] == [2026, 2027]
    # What stands, and what comes, serves whether or not it may be built.
    none = {"exclude": ["gas"]}
    stood = space({"s": place(existing_power={"gas": 0.1})}, technologies=only, power=none)
    assert [y for *_, y in stood.power] == [*YEARS]
    come = space({"s": place(come={("gas", 2027): 0.1})}, technologies=only, power=none)
    assert [y for *_, y in come.power] == [2027, 2028]
    assert space(technologies=only, power=none).technologies == ()


def retirable(technology="gas", retirement="economic", power=None, **row):
    rows = {technology: {**TECHNOLOGIES[technology], **row}}
    standing = {"s": place(existing_power={technology: 0.4}, gone={(technology, 2028): 0.4})}
    return space(standing, technologies=rows, power={"retirement": retirement, **(power or {})},
                 ).retirable  # fmt: skip


def test_what_stands_is_given_up_where_that_saves_its_upkeep():
    assert retirable() == {("gas", "s", 2026): 0.4, ("gas", "s", 2027): 0.4}
    assert retirable(retirement="none") == {}
    assert retirable(fixed_om_usd_per_kw_year=0.0) == {}
    assert retirable(lifetime_years=inf) == {}
    # A store whose energy is not sized apart saves nothing by it.
    assert retirable("cell", fixed_om_usd_per_kw_year=0.0,
                     energy_fixed_om_usd_per_kwh_year=1.0) == {}  # fmt: skip
    # Sun that has to be used up is in the way.
    used_up = {"surplus": "none"}
    assert retirable("sun", fixed_om_usd_per_kw_year=0.0, power=used_up)
    assert not retirable("sun", fixed_om_usd_per_kw_year=0.0)


def test_the_energy_of_a_store_that_is_sized_apart_is_kept_up():
    costs = pd.DataFrame(
        {"technology": ["cell"], "year": [2026], "energy_capex_usd_per_kwh": [100.0]}
    )
    rows = {"cell": {**TECHNOLOGIES["cell"], "fixed_om_usd_per_kw_year": 0.0,
                     "energy_fixed_om_usd_per_kwh_year": 1.0}}  # fmt: skip
    standing = {"s": place(existing_power={"cell": 0.4})}
    of = space(standing, technologies=rows, costs=costs, power={"retirement": "economic"})

    assert of.apart("cell")
    assert of.retirable == {("cell", "s", y): 0.4 for y in YEARS}
    rows["cell"]["energy_fixed_om_usd_per_kwh_year"] = 0.0
    free = space(standing, technologies=rows, costs=costs, power={"retirement": "economic"})
    assert free.retirable == {}


def test_less_of_the_weather_is_taken_where_that_matters():
    assert space(metered=["sun"]).cuts("sun")
    assert not space().cuts("sun")
    assert not space(metered=["gas"]).cuts("gas")
    none = {"surplus": "none"}
    assert not space(metered=["sun"], power=none).cuts("sun")
    # What is overhauled has to give less, wherever its output goes.
    rows = {"sun": {**TECHNOLOGIES["sun"], "scheduled_outage_share": 0.1}}
    assert space(metered=["sun"], power=none, technologies=rows).cuts("sun")


def sliced(**own):
    own.setdefault("technologies", {"gas": GAS})
    return space({"s": place(opens=2020.0)}, **own).slices["s", 2026]


def test_a_site_is_balanced_by_the_slice_where_anything_varies_in_it():
    every = ["day", "night"]
    assert sliced() == ["year"]
    assert sliced(technologies={"sun": TECHNOLOGIES["sun"]}) == every
    assert sliced(technologies={"cell": TECHNOLOGIES["cell"]}) == every
    assert sliced(shares=[("gas", "day")]) == every
    assert sliced(shares=[("sun", "day")]) == ["year"]
    assert sliced(load={("s", 2026, "day"): 0.2}) == every
    assert sliced(load={("s", 2026, "day"): 0.2, ("s", 2026, "night"): 0.2}) == ["year"]


def test_a_stated_load_of_the_year_is_that_of_any_slice():
    of = space(
        load={("s", 2026, "night"): 0.2, ("s", 2027, "day"): 0.3, ("s", 2027, "night"): 0.5}
    )

    assert (of.load_gw("s", 2026, "year"), of.load_gw("s", 2026, "day")) == (0.2, 0.0)
    assert (of.peak("s", 2027), of.peak("s", 2028)) == (0.5, 0.0)


def test_targets_that_have_a_price_come_before_none():
    told = pd.DataFrame(
        [("run", 2026, "target", 5.0), ("rest", 2026, "target", 3.0), ("run", 2025, "target", 5.0),
         ("rest", 2027, "target", 0.0), ("run", 2026, "run_length", 90.0)],
        columns=["workload", "year", "quantity", "central"],
    )  # fmt: skip
    of = space()
    of.evidence.plan = {"demand": told}.__getitem__
    of.__dict__["steps"] = {("rest", 2027, 1): (1.0, 2.0), ("rest", 2027, 2): (1.0, 1.0)}
    of.__dict__["workloads"] = {"run": {"max_share_of_fleet": nan},
                                "rest": {"max_share_of_fleet": 0.5}}  # fmt: skip

    assert of.targets == Amounts({("run", 2026): 5.0, ("rest", 2026): 3.0})
    assert of.insisted == {("run", 2026): 5.0}
    assert of.asked == [("run", 2026), ("rest", 2027)]
    assert of.run_days == {("run", 2026): 90.0}
    assert (of.most_of_fleet("run"), of.most_of_fleet("rest")) == (1.0, 0.5)
