"""Planted contradictions: each is found, named by its cell, and mended by the least change."""

from dataclasses import replace

import pytest

from planner import api
from planner.analysis.needed import sentences
from planner.config import load_model
from planner.formulation.limits import ANY
from planner.solving import solve_world
from planner.solving.needed import needed
from planner.solving.required_targets import ContradictionError
from planner.system import (
    Accelerator,
    Commitment,
    Pool,
    PowerTechnology,
    Region,
    Site,
    SupplyLimit,
    Workload,
    World,
)


def asks(gw: float = 2.0, years=(2026,), **changes) -> Workload:
    """A demand that needs so many GW of IT, and as many million units."""
    return Workload(kind="throughput", target=dict.fromkeys(years, gw), must_meet=True, **changes)


def world(**changes) -> World:
    """One site on free grid power, one generation of one GW a million, and a demand for two."""
    settings = {
        "years": (2026,),
        "sites": {"s": Site(region="r")},
        "regions": {"r": Region()},
        "accelerators": {"k": Accelerator()},
        "technologies": {"grid": PowerTechnology(kind="grid", capex={2026: 0.0, 2027: 0.0})},
        "workloads": {"w": asks()},
    }
    return World(**{**settings, **changes})


def engine(**changes) -> PowerTechnology:
    return PowerTechnology(
        kind="dispatchable", capex={2026: 1.0, 2027: 1.0}, co2_mt_per_gwh=1e-3, **changes
    )


def supplied(kind: str, pool: str, amount: float, **changes) -> dict:
    return {
        "supply": {(kind, pool): SupplyLimit(unit="units", available={2026: amount})},
        "accelerators": {"k": Accelerator(uses={(kind, pool): 1.0}, vendor="v")},
        **changes,
    }


PLANTED = {
    "room": (
        {"sites": {"s": Site(region="r", max_facility_gw=1.5)}},
        ("sites", ("s",), "max_facility_gw", 2.0),
    ),
    "room_at_a_pue": (
        {"sites": {"s": Site(region="r", max_facility_gw=1.5, pue=1.25)}},
        ("sites", ("s",), "max_facility_gw", 2.5),
    ),
    "pace": (
        {"sites": {"s": Site(region="r", build_gw_per_year=0.5)}},
        ("sites", ("s",), "build_rate_gw_per_year", 2.0),
    ),
    "connections": (
        {"regions": {"r": Region(grid_gw_per_year={2026: 1.0})}},
        ("grid_large_loads", ("r", 2026), "gw_per_year", 2.0),
    ),
    "contract": (
        {
            "regions": {"r": Region(interconnection_lead_years=5.0)},
            "sites": {"s": Site(region="r", contracted_gw={2026: 1.6})},
        },
        ("site_power", ("s", 2026), "contracted_facility_gw", 2.0),
    ),
    "national_deliveries": (
        {
            "technologies": {"engine": engine(build_limit="engines")},
            "build_limit_gw": {("engines", 2026): 1.25},
        },
        ("build_limits", ("engines", 2026), "feasible_gw_per_year", 2.0),
    ),
    "regional_resource": (
        {
            "technologies": {"steam": engine(region_limited=True)},
            "regions": {"r": Region(technology_limit_gw={"steam": 0.8})},
        },
        ("regional_limits", ("r", "steam"), "max_total_gw", 2.0),
    ),
    "emissions": (
        {"technologies": {"engine": engine()}, "emissions_cap_mt": {2026: 8.76}},
        ("model", ("limits.emissions_mt_per_year", 2026), "", 17.52),
    ),
    "emissions_of_nothing": (
        {"technologies": {"engine": engine()}, "emissions_cap_mt": {2026: 0.0}},
        ("model", ("limits.emissions_mt_per_year", 2026), "", 17.52),
    ),
    "capital": (
        {"technologies": {"engine": engine()}, "capex_budget": {2026: 1.5}},
        ("model", ("limits.capex_busd_per_year", 2026), "", 2.0),
    ),
    "facility_power": (
        {"facility_budget_gw": {2026: 0.5}},
        ("model", ("limits.facility_gw", 2026), "", 2.0),
    ),
    "water": (
        {"sites": {"s": Site(region="r", water_in={"year": 1e-3}, water_limit=4.38)}},
        ("site_cooling", ("s",), "water_limit_million_m3_per_year", 17.52),
    ),
    "memory": (
        supplied("hbm", "global", 1.6),
        ("hbm_supply", ("global", 2026), "supply_eb", 2.0),
    ),
    "packaging": (
        supplied("packaging", "cowos", 0.5),
        ("packaging_capacity", ("cowos", ANY, 2026), "wafers_k_per_year", 2.0),
    ),
    "wafers": (
        supplied("node", "n2", 1.0),
        ("node_capacity", ("n2", 2026), "capacity_kwpm", 2.0),
    ),
    "vendor": (
        supplied("hbm", "global", 4.0, vendor_share={("v", "hbm", "global", 2026): 0.25}),
        ("vendor_shares", ("v", "hbm", "global", 2026), "share", 0.5),
    ),
}


def refused(planted: World):
    with pytest.raises(ContradictionError) as told:
        solve_world(planted)
    missed = told.value
    targets = [wy for wy, share in missed.missed.items() if share > 1e-6]
    return needed(missed.formulation, missed.program, targets, missed.missed, missed.duals)


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_contradiction_is_found_and_mended(name):
    changes, (table, key, column, right) = PLANTED[name]

    found = refused(world(**changes))

    cells = {
        (limit.table, limit.key, limit.column)
        for member in found.conflict
        for limit in member.limits
    }
    assert (table, key, column) in cells
    assert len(found.conflict) == 1
    assert found.irreducible
    mended = {
        (change.limit.table, change.limit.key, change.limit.column): change.limit.changed(
            change.change
        )
        for change in (*found.least, *found.alone)
    }
    assert mended[table, key, column] == pytest.approx(right)


def test_the_least_change_is_enough_and_a_little_less_is_not():
    short = world(sites={"s": Site(region="r", max_facility_gw=1.5)})
    (change,) = refused(short).least

    def with_room(gw):
        return replace(short, sites={"s": Site(region="r", max_facility_gw=gw)})

    solve_world(with_room(change.limit.changed(change.change) + 1e-5))
    with pytest.raises(ContradictionError):
        solve_world(with_room(change.limit.changed(change.change) - 1e-3))


def test_only_what_is_in_the_way_is_named():
    # Room for 1.5 GW is too little; memory for three, and a grid for four, are enough.
    found = refused(
        world(
            sites={"s": Site(region="r", max_facility_gw=1.5)},
            regions={"r": Region(grid_gw_per_year={2026: 4.0})},
            **supplied("hbm", "global", 3.0),
        )
    )

    assert [member.row for member in found.conflict] == ["site_size_limit[s]"]


def test_of_two_limits_that_each_suffice_the_smaller_change_is_made():
    # Either site may grow: one more GW is a tenth of the large one, and all of the small one.
    found = refused(
        world(
            sites={
                "large": Site(region="r", max_facility_gw=10.0),
                "small": Site(region="r", max_facility_gw=1.0),
            },
            workloads={"w": asks(12.0)},
        )
    )

    assert {member.labels for member in found.conflict} == {"large", "small"}
    (change,) = found.least
    assert (change.limit.key, change.change) == (("large",), pytest.approx(0.1))
    (other,) = found.alone
    assert (other.limit.key, other.change) == (("small",), pytest.approx(1.0))


def test_limits_in_a_row_are_changed_together():
    # Two limits of one GW each, one after the other: both must give way, none is enough alone.
    found = refused(
        world(
            sites={"s": Site(region="r", max_facility_gw=1.0)},
            regions={"r": Region(grid_gw_per_year={2026: 1.0})},
        )
    )

    assert {change.limit.table for change in found.least} == {"sites", "grid_large_loads"}
    assert not found.alone
    # Each by itself contradicts the target, so one of them is a smallest set.
    assert len(found.conflict) == 1


def test_a_share_of_the_fleet_is_named_though_it_has_no_bound():
    # A run that may use half of a fleet of at most three needs more room, or a larger share.
    found = refused(
        world(
            sites={"s": Site(region="r", max_facility_gw=3.0)},
            workloads={
                "w": Workload(
                    kind="training_run",
                    target={2026: 2.0},
                    run_days=1.0,
                    max_share_of_fleet=0.5,
                    must_meet=True,
                )
            },
        )
    )

    assert {member.family for member in found.conflict} == {
        "training_fleet_share_limit",
        "site_size_limit",
    }
    (change,) = found.least
    assert change.limit.changed(change.change) == pytest.approx(4.0)


def test_dates_are_no_limits():
    # Nothing is on sale before 2028, and no change of a limit helps.
    found = refused(world(accelerators={"k": Accelerator(ship_year=2028.0)}))

    assert found.conflict == ()
    assert found.least is None


def test_limits_contradict_without_any_target():
    # What stood before runs flat and emits 8.76 Mt, and the cap is half of it.
    planted = world(
        workloads={},
        technologies={
            "steam": PowerTechnology(kind="baseload", capex={2026: 0.0}, co2_mt_per_gwh=1e-3),
        },
        sites={"s": Site(region="r", existing_power={"steam": 1.0})},
        emissions_cap_mt={2026: 4.38},
    )

    found = refused(planted)

    assert [member.row for member in found.conflict] == ["emissions_cap_limit[2026]"]
    (change,) = found.least
    assert change.limit.changed(change.change) == pytest.approx(8.76)


def test_no_campus_is_to_grow_a_hundredfold():
    # A site of one GW and a demand of 100: it may become five times as large, which serves 5 %.
    found = refused(
        world(sites={"s": Site(region="r", max_facility_gw=1.0)}, workloads={"w": asks(100.0)})
    )

    (change,) = found.least
    assert change.to == pytest.approx(5.0, rel=1e-3)
    assert found.missed == {("w", 2026): pytest.approx(0.95, abs=1e-5)}
    assert not found.alone


def test_no_cell_goes_beyond_the_high_value_of_its_table():
    sites = {s: Site(region="r", max_facility_gw=1.0) for s in ("a", "b")}
    planted = world(sites=sites, workloads={"w": asks(2.8)})
    with pytest.raises(ContradictionError) as told:
        solve_world(planted)
    missed = told.value

    # A site may have 30 % more by its table, the other five times what it has.
    found = needed(
        missed.formulation, missed.program, [("w", 2026)], missed.missed, missed.duals,
        high=lambda cell: 0.3 if cell.place == "a" else None,
    )  # fmt: skip

    to = {change.limit.place: change.to for change in found.least}
    assert to["a"] <= 1.3 + 1e-6
    assert sum(to.values()) == pytest.approx(2.8)


def test_what_is_needed_is_spread_over_limits_of_a_kind():
    # 0.6 GW more at three sites of one GW: some of each is easier to have than 60 % of one.
    sites = {s: Site(region="r", max_facility_gw=1.0) for s in ("a", "b", "c")}

    found = refused(world(sites=sites, workloads={"w": asks(3.6)}))

    assert sum(change.change for change in found.least) == pytest.approx(0.6)
    assert max(change.change for change in found.least) <= 0.25 + 1e-6


def test_what_has_to_give_way_is_in_the_way_even_where_time_ran_out(monkeypatch):
    planted = world(sites={"s": Site(region="r", max_facility_gw=1.5)})
    monkeypatch.setattr("planner.solving.needed.conflict_among", lambda *_: None)

    found = refused(planted)

    assert [member.row for member in found.conflict] == ["site_size_limit[s]"]
    assert not found.irreducible
    assert found.least


def test_small_sites_of_a_pool_are_told_apart_from_one_campus():
    pool = Pool(members=("x", "y"), room_gw=1.5, contracted_gw={})

    found = refused(world(sites={"pool_r": Site(region="r", max_facility_gw=1.5, pool=pool)}))

    (change,) = found.least
    assert change.limit.members == ("x", "y")
    assert change.limit.name == "room at the 2 small sites of pool_r"
    assert change.to == pytest.approx(2.0)


def test_many_changes_of_a_kind_are_told_in_one_line():
    names = [f"s{i}" for i in range(6)]
    sites = {s: Site(region="r", max_facility_gw=1.0) for s in names}
    model = load_model("small")

    found = refused(world(sites=sites, workloads={"w": asks(12.0)}))
    said = sentences(found, api.load_inputs(model), model)

    # Six sites of one GW serve twelve when each is twice as large: a doubling of each is cheapest.
    assert "raise room in 6 cells from 6 to 12 GW of facility power together" in said
    assert "by 100.0% at most" in said


def test_a_floor_is_told_by_what_it_asks_for():
    # Two million wanted cost two billion, all that may be spent; half a million that compute
    # nothing, counted in two quarters, cost half a billion more.
    stated = {("f", 2026, 1, "floor"): 200.0, ("f", 2026, 2, "floor"): 300.0}
    counted = Commitment(amount=0.5, stated=stated, per_unit=1e-3, chips=("idle",))
    chips = {"k": Accelerator(it_capex=1.0), "idle": Accelerator(it_capex=1.0, h100e=0.0)}

    found = refused(
        world(
            accelerators=chips,
            capex_budget={2026: 2.0},
            accelerator_commitments={("floor", "f", 2026, 1): counted},
        )
    )

    told = {member.row: (member.bound, member.unit) for member in found.conflict}
    assert told["shipment_commitment_requirement[f,2026]"] == (0.5, "million units")
    assert "capex_budget_limit[2026]" in told


def test_a_limit_of_one_cell_is_told_in_the_unit_of_its_cell():
    # The row adds up a year's Mt; the key states them by year.
    found = refused(world(**PLANTED["emissions"][0]))

    (member,) = found.conflict
    assert (member.bound, member.unit) == (pytest.approx(8.76), "Mt CO2 a year")


def test_targets_beyond_all_limits_are_missed_by_no_more_than_they_have_to_be():
    # A site of one GW may become five times as large: half of ten GW is missed even then.
    found = refused(
        world(
            sites={"s": Site(region="r", max_facility_gw=1.0)},
            workloads={"w": asks(10.0)},
        )
    )

    assert found.missed == {("w", 2026): pytest.approx(0.5)}
