"""Rows of dispatch as the certificate states them again, by hand."""

from math import inf
from types import SimpleNamespace

import pytest

from planner.audit.programme import dispatch
from planner.audit.programme.statement import column

HERE = ("s", "2026")
WEIGHTS = {"day": 2000.0, "night": 6000.0, "year": 8000.0}
KINDS = {"gas": "dispatchable", "steam": "dispatchable", "line": "grid", "cut": "grid",
         "core": "baseload", "sun": "variable", "wind": "variable", "cell": "storage"}  # fmt: skip
RUNS = {("line", "night"): 0.8, ("line", "day"): 0.9, ("line", "year"): 0.85,
        ("cell", "day"): 0.7}  # fmt: skip
GIVES = {("sun", "day"): 0.5, ("sun", "night"): 0.0, ("wind", "day"): 0.25,
         ("wind", "night"): 0.5}  # fmt: skip


class Space(SimpleNamespace):
    """Technologies of one site in one year, balanced by day and by night."""

    kind = staticmethod(KINDS.get)

    def flexible(self, g):
        return g == "cut"

    def steady(self, g):
        return g == "steam"

    def cuts(self, g):
        return g == "wind"


def space(*technologies, slices=("day", "night"), varying=("line",), out=0.0, load=0.0,
          surplus=None, averages=False, pue_in=True, terms=None):  # fmt: skip
    share = {(g, h): runs for (g, h), runs in RUNS.items() if g in varying}
    files = SimpleNamespace(
        running_share=share,
        runs=lambda g, h: RUNS.get((g, h), 0.95),
        hours=8000.0,
        technologies={g: {"scheduled_outage_share": out} for g in KINDS},
        power_terms={"flexible_load_share": 0.25, "flexible_load_hours": 80.0}
        if terms is None else terms,
        definition={
            "power": {} if surplus is None else {"surplus": surplus},
            "limits": {"clean_share_hourly": {"2026": 0.4, "2027": 0.0}},
        },
        averages=averages,
    )  # fmt: skip
    pue = {"day": 1.5, "night": 1.2} if pue_in else {}
    evidence = SimpleNamespace(
        files=files,
        years=(2026, 2027, 2028),
        weights=WEIGHTS,
        calendar=SimpleNamespace(slices={
            h: SimpleNamespace(weight_hours=WEIGHTS[h]) for h in ("day", "night")
        }),
        places={"s": SimpleNamespace(pue=1.5, pue_in=pue, pue_at=lambda h: pue.get(h, 1.5))},
        region=lambda s: "A",
        gives=lambda g, region, h: GIVES[g, h],
        full_hours=lambda g, region: 4000.0,
    )  # fmt: skip
    power = [(g, "s", 2026) for g in technologies]
    return Space(
        evidence=evidence,
        power=power,
        technologies_at={("s", 2026): [*technologies]},
        slices={("s", 2026): [*slices]},
        curtailed=[(*gsy, h) for gsy in power if gsy[0] == "wind" for h in slices],
        load_gw=lambda s, y, h: load,
    )


def rows(named):
    return {(family, *key): row for family, key, row in named}


def capacity(g):
    return column("power_capacity_gw", g, *HERE)


def flat(g):
    return column("flat_output_gw", g, *HERE)


def down(g, h):
    return column("turned_down_gw", g, *HERE, h)


def test_what_can_run_is_the_most_of_any_slice_or_the_least_where_it_is_the_same_in_all():
    found = rows(dispatch.outputs(space("gas", "line", "steam", varying=("line", "steam"))))

    for g, most in (("gas", 0.95), ("line", 0.9), ("steam", 0.95)):
        row = found["output_capacity_limit", g, *HERE]
        assert (row.terms, row.lower, row.upper) == ({flat(g): 1.0, capacity(g): -most}, -inf, 0.0)
    # Sun, stores and what always runs have no such row.
    assert not rows(dispatch.outputs(space("sun", "cell", "core")))


def test_a_steady_plant_gives_what_the_worst_slice_lets_it(monkeypatch):
    monkeypatch.setitem(RUNS, ("steam", "night"), 0.6)
    found = rows(dispatch.outputs(space("steam", varying=("steam",))))

    assert found["output_capacity_limit", "steam", *HERE].terms[capacity("steam")] == -0.6
    assert [family for family, *_ in found] == ["output_capacity_limit"]


def test_what_is_turned_down_is_less_than_what_is_given():
    found = rows(dispatch.outputs(space("line", "gas")))

    for g in ("line", "gas"):
        row = found["turn_down_limit", g, *HERE, "day"]
        assert row.terms == {down(g, "day"): 1.0, flat(g): -1.0}
        assert (row.lower, row.upper) == (-inf, 0.0)
    # By night less can run than by day, which is the most.
    night = found["output_slice_limit", "line", *HERE, "night"]
    assert night.terms == {flat("line"): 1.0, down("line", "night"): -1.0, capacity("line"): -0.8}
    assert (night.lower, night.upper) == (-inf, 0.0)
    assert [key for key in found if key[0] == "output_slice_limit"] == [
        ("output_slice_limit", "line", *HERE, "night")
    ]


def test_what_is_balanced_by_the_year_is_not_turned_down():
    found = rows(dispatch.outputs(space("gas", "line", slices=("year",))))

    assert {family for family, *_ in found} == {"output_capacity_limit"}


def test_overhauls_take_their_share_of_the_energy_of_a_year():
    # A tenth of 0.95 * 8000 hours, and of 0.9 * 2000 + 0.8 * 6000.
    found = rows(dispatch.outputs(space("gas", "line", out=0.1)))

    for g, hours in (("gas", 7600.0), ("line", 6600.0)):
        row = found["scheduled_outage_limit", g, *HERE]
        assert row.terms == pytest.approx({
            flat(g): 8000.0, down(g, "day"): -2000.0, down(g, "night"): -6000.0,
            capacity(g): -0.9 * hours,
        })  # fmt: skip
        assert (row.lower, row.upper) == (-inf, 0.0)


def test_a_connection_that_may_be_cut_gives_what_is_left_of_the_year():
    # A quarter of 80 hours may be taken back: 0.95 of 7980.
    row = rows(dispatch.outputs(space("cut")))["flexible_connection_curtailment", "cut", *HERE]

    assert row.terms[capacity("cut")] == pytest.approx(-0.95 * 7980)
    assert row.terms[flat("cut")] == 8000.0
    assert (row.lower, row.upper) == (-inf, 0.0)
    assert not [key for key in rows(dispatch.outputs(space("line"))) if key[0].startswith("fle")]
    # None of it where either is not stated.
    for terms in ({}, {"flexible_load_share": 0.25}, {"flexible_load_hours": 80.0}):
        none = rows(dispatch.outputs(space("cut", terms=terms)))
        of = none["flexible_connection_curtailment", "cut", *HERE]
        assert of.terms[capacity("cut")] == pytest.approx(-0.95 * 8000)


def test_where_it_varies_it_gives_its_mean(monkeypatch):
    monkeypatch.setitem(RUNS, ("cut", "night"), 0.55)
    found = rows(dispatch.outputs(space("cut", varying=("cut",))))

    # 0.95 by day and 0.55 by night are 0.65 of the year.
    row = found["flexible_connection_curtailment", "cut", *HERE]
    assert row.terms[capacity("cut")] == pytest.approx(-0.65 * 7980)


def test_what_is_curtailed_is_within_the_weather_and_leaves_overhauls_their_energy():
    found = rows(dispatch.outputs(space("wind", out=0.1)))

    cut = {h: column("weather_curtailed_gw", "wind", *HERE, h) for h in ("day", "night")}
    row = found["curtailment_limit", "wind", *HERE, "day"]
    assert (row.terms, row.lower, row.upper) == (
        {cut["day"]: 1.0, capacity("wind"): -0.25}, -inf, 0.0,
    )  # fmt: skip
    outage = found["scheduled_outage_limit", "wind", *HERE]
    assert outage.terms == pytest.approx({
        cut["day"]: -2000.0, cut["night"]: -6000.0, capacity("wind"): 0.1 * 4000,
    })  # fmt: skip
    assert (outage.lower, outage.upper) == (-inf, 0.0)
    assert len(rows(dispatch.outputs(space("wind")))) == 2


def test_load_is_shed_within_hours_and_a_share():
    # A quarter of 80 hours of the connection, and a quarter of the load with a PUE of 1.5.
    found = rows(dispatch.shed(space("cut", "line")))

    hours = found["load_shedding_hours_limit", *HERE]
    shed = {h: column("shed_gw", *HERE, h) for h in ("day", "night")}
    assert hours.terms == {shed["day"]: 2000.0, shed["night"]: 6000.0, capacity("cut"): -20.0}
    row = found["load_shedding_share_limit", *HERE, "night"]
    assert row.terms == {shed["night"]: 1.0, column("it_load_gw", *HERE): -0.375}
    assert (hours.lower, hours.upper, row.lower, row.upper) == (-inf, 0.0, -inf, 0.0)
    assert len(found) == 3
    assert not rows(dispatch.shed(space("line")))
    unstated = rows(dispatch.shed(space("cut", terms={})))
    assert unstated["load_shedding_hours_limit", *HERE].terms[capacity("cut")] == 0.0
    drawn = unstated["load_shedding_share_limit", *HERE, "day"].terms
    assert drawn[column("it_load_gw", *HERE)] == 0.0


@pytest.fixture
def balance(monkeypatch):
    def of(*technologies, lost=(), told=(), pays=(), **own):
        monkeypatch.setattr(dispatch, "unserved", lambda space: lost)
        monkeypatch.setattr(dispatch, "curtailed", lambda space: told)
        monkeypatch.setattr(dispatch, "drawers", lambda space: pays)
        return rows(dispatch.balance(space(*technologies, **own)))

    return of


IT = column("it_load_gw", *HERE)


def test_every_source_enters_the_balance_with_what_it_gives(balance):
    found = balance(*KINDS, load=0.3)

    row = found["site_power_balance", *HERE, "day"]
    assert row.terms == {
        IT: -1.5,
        flat("gas"): 1.0, down("gas", "day"): -1.0,
        flat("steam"): 1.0,
        flat("line"): 1.0, down("line", "day"): -1.0,
        flat("cut"): 1.0, down("cut", "day"): -1.0,
        capacity("core"): 0.95,
        capacity("sun"): 0.5,
        capacity("wind"): 0.25, column("weather_curtailed_gw", "wind", *HERE, "day"): -1.0,
        column("discharge_gw", "cell", *HERE, "day"): 1.0,
        column("charge_gw", "cell", *HERE, "day"): -1.0,
        column("shed_gw", *HERE, "day"): 1.0,
    }  # fmt: skip
    assert (row.lower, row.upper) == (0.3, inf)
    assert found["site_power_balance", *HERE, "night"].terms[IT] == -1.2


def test_capacity_suffices_in_the_hour_that_the_site_was_built_for(balance):
    found = balance(*KINDS)

    row = found["design_load_requirement", *HERE, "day"]
    assert row.terms == {
        IT: -1.5, column("shed_gw", *HERE, "day"): 1.0, capacity("sun"): 0.5,
        capacity("wind"): 0.25, capacity("line"): 0.9, capacity("cell"): 0.7,
        **{capacity(g): 0.95 for g in ("gas", "steam", "cut", "core")},
    }  # fmt: skip
    assert (row.lower, row.upper) == (0.0, inf)
    # Where the PUE is the same in all hours the balance says it, unless averages are counted.
    plain = balance("gas", pue_in=False)
    assert [family for family, *_ in plain] == ["site_power_balance"] * 2
    mean = balance("gas", pue_in=False, averages=True)
    assert ("design_load_requirement", *HERE, "day") in mean
    average = column("average_load_gw", *HERE)
    assert mean["site_power_balance", *HERE, "day"].terms[average] == -1.5
    assert mean["design_load_requirement", *HERE, "day"].terms[IT] == -1.5


def test_by_the_year_nothing_is_turned_down(balance):
    row = balance("gas", slices=("year",))["site_power_balance", *HERE, "year"]

    assert row.terms == {IT: -1.5, flat("gas"): 1.0}


def test_what_is_over_is_told_where_it_matters_and_is_none_where_there_may_be_none(balance):
    even = balance("gas", surplus="none", load=0.3)["site_power_balance", *HERE, "day"]
    assert (even.lower, even.upper) == (0.3, 0.3)
    kept = balance("gas", surplus="curtailed", load=0.3)["site_power_balance", *HERE, "day"]
    assert (kept.lower, kept.upper) == (0.3, inf)
    told = balance("gas", told=[("s", 2026, "day")], load=0.3)
    day = told["site_power_balance", *HERE, "day"]
    assert day.terms[column("curtailed_gw", *HERE, "day")] == -1.0
    assert (day.lower, day.upper) == (0.3, 0.3)
    night = told["site_power_balance", *HERE, "night"]
    assert column("curtailed_gw", *HERE, "night") not in night.terms
    assert night.upper == inf


def test_stated_load_may_go_unserved_where_it_has_a_price(balance):
    found = balance("gas", lost=[("s", 2026, "day")])

    lost = column("unserved_gw", *HERE, "day")
    assert found["site_power_balance", *HERE, "day"].terms[lost] == 1.0
    assert len(found["site_power_balance", *HERE, "night"].terms) == 3
    assert column("shed_gw", *HERE, "day") not in found["site_power_balance", *HERE, "day"].terms


def test_a_connection_that_is_billed_draws_in_the_hour_of_rated_power(balance):
    found = balance("gas", "line", pays=[("line", "s", 2026)], averages=True)

    row = found["peak_draw_requirement", *HERE, "day"]
    assert row.terms == {
        IT: -1.5,
        capacity("gas"): 0.95,
        column("peak_draw_gw", "line", *HERE): 1.0,
    }
    assert ("peak_draw_requirement", *HERE, "day") not in balance("gas", averages=True)


def test_years_without_a_share_of_clean_power_have_none():
    assert dispatch.clean_share(space("gas")) == {2026: 0.4}


def test_hours_that_can_be_run():
    of = space("gas", "line", "sun")

    assert dispatch.running_hours(of, "sun", "s") == 4000.0
    assert dispatch.running_hours(of, "gas", "s") == pytest.approx(0.95 * 8000)
    assert dispatch.running_hours(of, "line", "s") == pytest.approx(0.9 * 2000 + 0.8 * 6000)
