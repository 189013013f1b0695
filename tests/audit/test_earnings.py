"""What generations earn, what they cost where they run, and why they stand idle, by hand."""

from math import nan
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.shown import earnings
from planner.audit.shown.earnings import Earning

YEARS = (2026, 2027, 2028)
LOAD, ROOM, LIQUID, WORK = (
    "fleet_it_load_balance", "shell_capacity_limit", "liquid_cooled_load_limit",
    "working_load_balance",
)  # fmt: skip


def chip(power_gw, price_busd, h100e, cooling="air"):
    flop = 86_400 * 1e6 * 1979e12 * h100e / 2
    return SimpleNamespace(
        power_gw=power_gw, price_busd=price_busd, h100e=h100e, flop_per_day=flop, cooling=cooling
    )


def earning(stages=None, usd=None, **own):
    """Two generations at two sites; what is named in `own` replaces what evidence has."""
    definition = {
        "objective": {"goal": own.pop("goal", "least_cost")},
        "power": {"electricity_price": "wholesale"},
        "sites": {"cooling_class": "observed"},
        "workloads": {},
    }
    files = SimpleNamespace(
        definition=definition,
        averages=own.pop("averages", False),
        power_terms={
            "load_factor_serving": 0.6,
            "load_factor_training_run": 0.8,
            "idle_power_share": 0.3,
        },
        cluster_costs={"non_energy_opex_share_per_year": 0.05},
        hours=8760.0,
        present=lambda y: 0.5,
        inputs={},
    )
    evidence = SimpleNamespace(
        files=files,
        years=YEARS,
        chips={"old": chip(2.0, 10.0, 1.0), "new": chip(3.0, 40.0, 4.0, "liquid")},
        stays_years=3,
        served_h100e=lambda row, k: {"old": 1.0, "new": 4.0}[k],
    )
    for name, value in own.items():
        setattr(evidence, name, value)
    space = SimpleNamespace(
        evidence=evidence,
        workloads={"run": {"kind": "training_run"}, "rest": {"kind": "serving"}},
        run_days={("run", y): 100 for y in YEARS},
        asked=[("rest", 2026), ("rest", 2027), ("run", 2027)],
        steps={("rest", 2026, 1): (1.0, 2.0)},
    )
    duals = {} if stages is None else stages
    rows = sorted({row for of in duals.values() for row in of or ()})
    proof = SimpleNamespace(
        row_families=[family for family, *_ in rows],
        row_keys=[tuple(key) for _, *key in rows],
        stages={
            name: SimpleNamespace(duals=None if of is None else [of.get(row, 0.0) for row in rows])
            for name, of in duals.items()
        },
    )
    return Earning(evidence, space, proof, {} if usd is None else usd)


def test_a_generation_computes_for_the_workload_that_pays_best():
    # A million old units are worth 1 * 2 USD * 8760 h = 17.52 B at the rest, and for the run half
    # an H100e each, 0.5 * 10 USD * 2400 h = 12 B. In 2027 the run pays more.
    of = earning(usd={("rest", 2026): 2.0, ("run", 2026): 10.0, ("run", 2027): 20.0,
                      ("rest", 2027): 2.0})  # fmt: skip

    assert of.value == pytest.approx({
        ("old", 2026): 17.52, ("new", 2026): 70.08, ("old", 2027): 24.0, ("new", 2027): 96.0,
    })  # fmt: skip


def test_what_is_worth_less_than_nothing_is_told_as_it_is():
    assert earning(usd={("rest", 2026): -1.0}).value["old", 2026] == pytest.approx(-8.76)


def energy_of(monkeypatch, charges, grid=50.0, billed=0.0, **own):
    """Site and year to what the energy of a GW costs, from bills that are given."""
    monkeypatch.setattr(earnings, "energy_charges", lambda evidence: charges)
    monkeypatch.setattr(earnings, "grid_prices", lambda evidence: lambda region, y: grid)
    monkeypatch.setattr(earnings, "price_of_a_gw", lambda evidence, what, s, y: billed)
    of = {"terms": {}, "average_gw": {}, **own}
    return earning(
        weights={"day": 2000.0, "night": 6760.0},
        places={
            s: SimpleNamespace(pue=1.5, region="A", pue_at={"day": 1.6, "night": 1.2}.get)
            for s in ("a", "b")
        },
        **of,
    ).per_gw


def test_a_stated_load_bears_its_part_of_the_energy(monkeypatch):
    # IT takes 2000 * 1.6 * 0.5 + 6760 * 1.2 * 0.5 = 5656 GWh. Of a stated load of 0.3 and 0.2 GW
    # by day, and unserved 0.1 of it, 2000 * 0.2 + 6760 * 0.2 = 1752 GWh are served. The bills are
    # 6 + 3 billion, of 2 GW rated.
    terms = {
        ("a", 2026, "day"): {"stated_load": -0.3, "unserved": 0.1},
        ("a", 2026, "night"): {"stated_load": -0.2},
    }
    charges = {("a", 2026, "fuel"): 6.0, ("a", 2026, "grid"): 3.0, ("a", 2027, "fuel"): 50.0}

    found = energy_of(
        monkeypatch, charges, terms=terms, average_gw={("a", 2026): 0.5}, it_gw={("a", 2026): 2.0}
    )

    assert found["a", 2026] == pytest.approx(4.5 * 5656 / (5656 + 1752))


def test_what_runs_alone_bears_its_bill(monkeypatch):
    own = {"average_gw": {("a", 2026): 1.0}, "it_gw": {("a", 2026): 1.0}}
    terms = {("a", 2026, "day"): {}}

    assert energy_of(monkeypatch, {}, terms=terms, **own)["a", 2026] == 0.0
    # And all of a bill is of IT where no load is stated beside it.
    bill = {("a", 2026, "fuel"): 6.0}
    assert energy_of(monkeypatch, bill, terms=terms, **own)["a", 2026] == 6.0


def test_where_nothing_runs_energy_is_that_of_the_grid_with_what_is_billed(monkeypatch):
    # 8760 h at 50 USD a MWh are 0.438 billion a GW, and 0.1 is billed for capacity and for wires;
    # a PUE of 1.5. A load at the edge of none is none.
    found = energy_of(monkeypatch, {}, billed=0.1, it_gw={("a", 2026): 0.0, ("b", 2026): 1e-9})

    assert found == pytest.approx({("a", 2026): 1.5 * 0.638, ("b", 2026): 1.5 * 0.638})


def test_where_averages_are_counted_it_is_what_the_hungriest_workload_draws(monkeypatch):
    # 0.6 of the rated power where only the rest is asked for, 0.8 beside a run, and 0.3 without
    # any work at all.
    idle = {("a", y): 0.0 for y in YEARS}
    found = energy_of(monkeypatch, {}, it_gw=idle, averages=True)

    assert list(found.values()) == pytest.approx([1.5 * f * 0.438 for f in (0.6, 0.8, 0.3)])


def test_upkeep_is_a_share_of_the_price_and_energy_goes_by_power():
    of = earning()
    of.__dict__["per_gw"] = {("a", 2026): 0.7}

    assert of.upkeep("new") == pytest.approx(0.05 * 40)
    assert of.energy("new", "a", 2026) == pytest.approx(3 * 0.7)


def test_a_gw_of_load_costs_its_row_and_what_work_draws_where_it_costs_least():
    # Two workloads draw at -3 and -5 beside a row of 2 a GW: 5 less 2. Room is as its row says.
    of = earning({
        "first": None,
        "cost": {(LOAD, "a", "2026"): 2.0, (LOAD, "a", "2027"): -2.0, (ROOM, "a", "2026"): -7.0,
                 (WORK, "rest", "2026"): -3.0, (WORK, "run", "2026"): -5.0,
                 ("other_row", "a", "2026"): 9.0},
    })  # fmt: skip

    assert of.price_of_load == {
        "cost": {(LOAD, "a", "2026"): 3.0, (LOAD, "a", "2027"): 2.0, (ROOM, "a", "2026"): 7.0}
    }


def missed(*rows, goal="least_cost"):
    table = pd.DataFrame(rows, columns=["year", "target", "delivered_share"])
    return dict(earning(goal=goal, plan={"targets": table}.__getitem__).missed)


def test_a_year_misses_what_its_worst_target_misses():
    found = missed((2026, 1.0, 1.0), (2026, 1.0, 0.9), (2026, 1.0, 0.95), (2027, 1.0, 1.0))

    assert found == {2026: {True}, 2027: {False}, 2028: {False}}


def test_without_a_target_none_is_missed():
    assert missed((2026, nan, 0.2))[2026] == {False}


def test_a_share_about_the_edge_may_be_either():
    found = missed((2026, 1.0, 1 - 2e-6), (2027, 1.0, 1 - 3.5e-6), (2028, 1.0, 1 - 3e-7))

    assert found == {2026: {True, False}, 2027: {True}, 2028: {False}}
    assert missed((2026, 1.0, 1 - 5e-7))[2026] == {True, False}


def test_most_compute_is_never_enough():
    assert missed((2026, 1.0, 1.0), goal="most_compute") == {y: {True} for y in YEARS}


def scarcer(k="old", energy=0.0, **prices):
    duals = {LOAD: prices.get("load", 0.0), ROOM: prices.get("room", 0.0),
             LIQUID: prices.get("liquid", 0.0)}  # fmt: skip
    of = earning({"first": {(row, "a", "2026"): dual for row, dual in duals.items()}})
    return of._scarcer("first", k, "a", 2026, energy)


def test_a_unit_lacks_what_the_most_of_its_price_is_of():
    # Of 5 a GW 3 are of room and 2 of power, or 1 where energy is 1 of it.
    assert scarcer(load=5.0, room=3.0) == {"shell"}
    assert scarcer(load=5.0, room=2.0) == {"power"}
    assert scarcer(load=5.0, room=2.0, energy=2.0) == {"shell"}
    assert scarcer(load=5.0, room=2.5) == {"shell", "power"}
    # Liquid comes on top of it, for those that need it.
    assert scarcer("new", load=5.0, room=2.0, liquid=4.0) == {"cooling"}
    assert scarcer("old", load=5.0, room=2.0, liquid=4.0) == {"power"}


def test_a_unit_lacks_nothing_where_nothing_has_a_price():
    assert scarcer() == {""}
    assert scarcer(load=1.0, energy=1.0) == {""}
    assert scarcer(load=1.0, energy=2.0) == {""}
    # Within the edge of what the whole costs either is right.
    assert scarcer(load=1.0, energy=1.0 - 1e-6) == {"", "power"}
    assert earning()._scarcer("no stage", "old", "a", 2026) == {""}


def reasons(years=(2026,), missed=None, **stages):
    of = earning({name: {(row, "a", "2026"): dual for row, dual in rows.items()}
                  for name, rows in stages.items()})  # fmt: skip
    of.__dict__["missed"] = {2026: {False} if missed is None else missed,
                             2027: {False} if missed is None else missed}  # fmt: skip
    return of


def test_the_first_stage_that_lacks_anything_says_what():
    of = reasons(missed={True}, first={LOAD: 0.0}, second={LOAD: 5.0, ROOM: 5.0},
                 cost={LOAD: 5.0})  # fmt: skip
    assert of._by_targets("old", "a", 2026) == {"shell"}
    assert of.reasons("old", "a", 2026) == {"shell"}
    of = reasons(first={LOAD: 2.0}, second={LOAD: 5.0, ROOM: 5.0})
    assert of._by_targets("old", "a", 2026) == {"power"}
    # The stage of the cost is none of those.
    assert reasons(first={}, cost={LOAD: 5.0})._by_targets("old", "a", 2026) == {""}


def test_targets_that_are_met_leave_no_demand_and_missed_ones_no_reason():
    # In 2027 compute has no price.
    met = reasons(first={LOAD: 0.0})
    assert met.reasons("old", "a", 2027) == {"demand"}
    short = reasons(missed={True}, first={LOAD: 0.0})
    assert short.reasons("old", "a", 2027) == {"not_shown"}
    either = reasons(missed={True, False}, first={LOAD: 0.0})
    assert either.reasons("old", "a", 2027) == {"demand", "not_shown"}


def at_a_price(worth, missed=None, load=0.0, room=0.0):
    of = reasons(missed=missed, first={}, cost={LOAD: load, ROOM: room})
    of.__dict__["value"] = {("old", 2026): worth}
    of.__dict__["per_gw"] = {("a", 2026): 1.0}
    of.__dict__["building"] = SimpleNamespace(reasons=lambda s, y: {"power_cost"})
    return of.reasons("old", "a", 2026)


def test_a_unit_that_earns_less_than_it_costs_is_off_for_that():
    # Upkeep 0.05 * 10 and energy 2 * 1: 2.5 a million units.
    assert at_a_price(2.4) == {"running_cost"}
    assert at_a_price(2.4, load=9.0) == {"running_cost"}
    # As where a target is missed that no stage lacks anything for.
    assert at_a_price(2.4, missed={True}) == {"running_cost"}
    assert at_a_price(nan, load=9.0) == {"not_shown"}


def test_a_unit_that_would_earn_lacks_room_or_power():
    # The energy of a GW is worth 0.5 of present value: of 4 a GW 3.5 less room are of power.
    assert at_a_price(2.6, load=4.0, room=3.0) == {"shell"}
    assert at_a_price(2.6, load=4.0, room=1.5) == {"power_cost"}
    assert at_a_price(2.6, load=4.0, room=1.75) == {"shell", "power_cost"}
    assert at_a_price(2.6, load=0.5) == {"not_shown"}
    # At the edge either is right.
    assert at_a_price(2.5 + 5e-6, load=4.0, room=3.0) == {"running_cost", "shell"}
    assert at_a_price(2.5 - 5e-6, load=4.0, room=3.0) == {"running_cost", "shell"}


def made_way(
    new=0.2, old_before=0.0, old_now=0.0, stood=0.0, since=2024, k="old", y=2027, **more
):  # fmt: skip
    running = {(chip, "a", v): 0.0 for chip in ("old", "new") for v in YEARS}
    running |= {("old", "a", 2026): old_before, ("old", "a", 2027): old_now}
    running |= {("new", "a", 2027): new, ("old", "a", 2028): 5.0}
    standing = {("old", since): stood, ("old", 2019): 7.0, ("new", 2026): 9.0}
    places = {"a": SimpleNamespace(existing_units=standing)}
    return earning(running=running, places=places, **more).made_way(k, "a", y)


def test_what_made_way_ran_or_stood_and_runs_no_more():
    # What came in 2024 serves until 2026, what came in 2025 in 2027 as well.
    assert made_way(old_before=0.5, old_now=0.1) == pytest.approx(0.4)
    assert made_way(old_before=0.5, stood=0.8, since=2025, old_now=0.1) == pytest.approx(0.7)
    assert made_way(old_before=0.5, stood=0.8) == pytest.approx(0.5)
    assert made_way(old_before=0.1, old_now=0.5) == 0.0


def test_nothing_makes_way_where_no_better_generation_runs():
    assert made_way(new=0.0, old_before=0.5) == 0.0
    # The new one is the better by power, and makes way for none; an equal is no better.
    assert made_way(k="new", old_before=9.0, old_now=8.0, y=2028) == 0.0
    assert made_way(k="old", y=2026, stood=0.8, since=2025) == 0.0


@pytest.mark.parametrize(
    ("usd", "tokens", "way"),
    [
        # 3 GW for 2: by tokens alone 3.1 are the better for 1, and 2.9 are not.
        ({("rest", 2027): 2.0}, 3.1 / 2, 0.5),
        ({("rest", 2027): 2.0}, 2.9 / 2, 0.0),
        # At the edge either may be told.
        ({("rest", 2027): 2.0}, 3.0 / 2 - 1e-6, 0.5),
        # Without a price, four times the training of the year is more; prices of other years
        # are none of it.
        ({}, 2.9 / 2, 0.5),
        ({("rest", 2026): 2.0}, 2.9 / 2, 0.5),
    ],
)
def test_a_generation_is_better_by_what_it_earns_or_does_for_its_power(usd, tokens, way):
    def served(row, k):
        return {"old": 1.0, "new": tokens}[k]

    assert made_way(old_before=0.5, usd=usd, served_h100e=served) == way
