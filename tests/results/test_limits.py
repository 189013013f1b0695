"""What a limit is worth, where a target is missed: finite differences of plans made again."""

from dataclasses import replace

import pytest

from planner.results.limits import COST_CHANGE
from planner.results.tables import extract
from planner.results.worth import Derivatives
from planner.solving import solve_world
from planner.system import Accelerator, PowerTechnology, Region, Site, SupplyLimit, Workload, World

COWOS = ("packaging", "cowos")
YEARS = (2026, 2027, 2028)
# Odd numbers, so that no two limits bind at one point and a dual has one value.
WAFERS = (53.7, 58.1, 61.3)


@pytest.fixture(scope="module")
def scarce():
    """Two workloads of unlike units that share too few wafers, and a site that is too small."""
    grid = {y: 0.3 for y in YEARS}
    return World(
        years=YEARS,
        sites={
            "near": Site(region="r", max_facility_gw=3.0, build_gw_per_year=1.5, pue=1.2),
            "far": Site(region="q", max_facility_gw=9.0, pue=1.1),
        },
        regions={
            "r": Region(grid_price=dict.fromkeys(YEARS, 5e-5)),
            "q": Region(
                grid_price=dict.fromkeys(YEARS, 8e-5), grid_gw_per_year=dict.fromkeys(YEARS, 0.8)
            ),
        },
        accelerators={
            "old": Accelerator(it_capex=20.0, life_years=5, uses={COWOS: 30.0}),
            "new": Accelerator(
                ship_year=2027.5, power_gw=1.5, h100e=2.5, it_capex=40.0, life_years=5,
                training_compute_per_day=2.5, uses={COWOS: 60.0},
            ),
        },
        supply={
            COWOS: SupplyLimit(
                unit="thousand wafers", available=dict(zip(YEARS, WAFERS, strict=True))
            )
        },
        technologies={"grid": PowerTechnology(kind="grid", capex=grid, life_years=30)},
        workloads={
            "run": Workload(
                kind="training_run", target={2026: 100.0, 2027: 200.0, 2028: 700.0},
                run_days=180, utilisation=0.4, max_share_of_fleet=0.5,
            ),
            "rest": Workload(
                kind="throughput", target={2026: 2.0, 2027: 4.0, 2028: 9.0}, priority=2
            ),
        },
        shell_capex=12.0,
        discount_rate=0.07,
    )  # fmt: skip


@pytest.fixture(scope="module")
def solved(scarce):
    return solve_world(scarce)


def objectives(world):
    return {name: r.solution.objective for name, r in solve_world(world).stages.items()}


def test_both_workloads_are_missed(solved):
    # Else the tests below would prove nothing about a held shortfall.
    assert solved.stages["shortfall_1"].solution.objective > 0.01
    assert solved.stages["shortfall_2"].solution.objective > 0.01


@pytest.mark.parametrize("year", YEARS)
def test_what_a_wafer_brings_is_what_planning_again_brings(scarce, solved, year):
    name, step = f"component_supply_limit[packaging,cowos,{year}]", 1e-3
    before = {stage: r.solution.objective for stage, r in solved.stages.items()}
    more = dict(scarce.supply[COWOS].available)
    more[year] += step

    after = objectives(replace(scarce, supply={COWOS: SupplyLimit(unit="", available=more)}))

    # The newer generation ships in half of 2027, and half of the wafers limit it then.
    debut, share = "first_year_shipment_limit[new,packaging,cowos,2027]", 0.5 * (year == 2027)
    found = Derivatives.of(solved)
    told = found.along({name: 1.0, debut: share})
    for stage, value in before.items():
        assert told[stage] == pytest.approx((after[stage] - value) / step, rel=1e-3, abs=1e-6)
    alone = found.along({name: 1.0})
    assert alone["shortfall_1"] + alone["shortfall_2"] < 0


def test_the_share_of_a_run_is_a_limit_with_its_worth(scarce, solved):
    step = 1e-4
    limits = extract(solved).tables["limits"]
    rows = limits[limits["limit"] == "training_fleet_share_limit"]
    run = replace(scarce.workloads["run"], max_share_of_fleet=0.5 + step)

    after = objectives(replace(scarce, workloads={**scarce.workloads, "run": run}))

    gained = (solved.stages["shortfall_1"].solution.objective - after["shortfall_1"]) / step
    assert rows["binding"].any()
    assert gained > 0
    worth = rows["worth_shortfall_1_years_of_target_per_unit"].sum()
    assert worth == pytest.approx(gained, rel=1e-2)


def test_room_at_a_site_is_told_in_the_sites_own_gigawatts(solved):
    limits = extract(solved).tables["limits"]

    near = limits.query("limit == 'site_size_limit' and place == 'near'").iloc[0]

    assert near["capacity"] == 3.0
    assert 0 < near["used"] <= 3.0 + 1e-6


def test_targets_of_unlike_units_stay_apart(solved):
    # 1e29 FLOP beside 2e6 H100e: neither is dust beside the other.
    table = extract(solved).tables["targets"].set_index(["workload", "year"])

    assert table.at[("run", 2026), "target"] == pytest.approx(100e27)
    assert table.at[("rest", 2026), "target"] == pytest.approx(2e6)
    assert table.at[("rest", 2026), "delivered"] > 0


def test_without_a_basis_no_worth_is_told(solved):
    stages = {
        name: replace(r, solution=replace(r.solution, row_duals=None))
        for name, r in solved.stages.items()
    }

    limits = extract(replace(solved, stages=stages)).tables["limits"]

    assert limits[COST_CHANGE].isna().all()
