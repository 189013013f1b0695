"""What must hold of every plan, whatever the numbers."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.system import Accelerator, PowerTechnology, Region, Site, SupplyLimit

COWOS = ("packaging", "cowos")
YEARS = (2026, 2027, 2028)
FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
positive = st.floats(0.2, 5.0)


@pytest.fixture
def two_sites(world, demand, flat):
    """A plan with a choice of chip, site and technology, as a function of its scarce things."""

    def make(wafers=60.0, grid_gw=1.0, want=1.0, price=1.0, gw=1.0):
        """`price` scales all money, `gw` the unit of power."""
        return world(
            years=YEARS,
            sites={
                "near": Site(region="r", max_facility_gw=2.0 * gw, pue=1.2),
                "far": Site(region="q", max_facility_gw=9.0 * gw, pue=1.1),
            },
            regions={
                "r": Region(
                    grid_gw_per_year=flat(grid_gw * gw), grid_price=flat(5e-5 * price / gw)
                ),
                "q": Region(
                    grid_gw_per_year=flat(grid_gw * gw),
                    grid_price=flat(8e-5 * price / gw),
                    interconnection_lead_years=2.0,
                ),
            },
            accelerators={
                "old": Accelerator(
                    power_gw=1.0 * gw, it_capex=20.0 * price, life_years=5, uses={COWOS: 30.0}
                ),
                "new": Accelerator(
                    power_gw=1.5 * gw,
                    h100e=2.5,
                    it_capex=40.0 * price,
                    life_years=5,
                    ship_year=2027.0,
                    uses={COWOS: 60.0},
                ),
            },
            supply={
                COWOS: SupplyLimit(unit="thousand wafers", available=dict.fromkeys(YEARS, wafers))
            },
            technologies={
                "grid": PowerTechnology(kind="grid", capex=flat(0.3 * price / gw), life_years=30),
                "gas": PowerTechnology(
                    kind="dispatchable",
                    availability=0.9,
                    capex=flat(2.0 * price / gw),
                    life_years=20,
                    variable_om=9e-5 * price / gw,
                ),
            },
            workloads={"w": demand({2026: want, 2027: 2 * want, 2028: 4 * want})},
            shell_capex=12.0 * price / gw,
            discount_rate=0.07,
        )

    return make


@FEW
@given(wafers=st.floats(20, 200), more=st.floats(1, 50))
def test_more_capacity_never_delivers_less(two_sites, shortfall_of, wafers, more):
    assert shortfall_of(two_sites(wafers + more)) <= shortfall_of(two_sites(wafers)) + 1e-7


@FEW
@given(grid=st.floats(0.1, 2.0), more=st.floats(0.05, 1.0))
def test_a_looser_limit_never_costs_more(two_sites, cost_of, grid, more):
    # Few enough wafers are wanted that nothing is missed either way.
    tight = two_sites(wafers=500.0, grid_gw=grid, want=0.5)
    loose = two_sites(wafers=500.0, grid_gw=grid + more, want=0.5)

    assert cost_of(loose) <= cost_of(tight) * (1 + 1e-7)


@FEW
@given(factor=positive)
def test_scaling_all_prices_scales_the_cost(two_sites, cost_of, factor):
    scaled = cost_of(two_sites(price=factor))

    assert scaled == pytest.approx(factor * cost_of(two_sites()), rel=1e-6)


@FEW
@given(factor=st.sampled_from([0.001, 0.1, 10.0, 1000.0]))
def test_the_unit_of_power_does_not_matter(two_sites, cost_of, factor):
    assert cost_of(two_sites(gw=factor)) == pytest.approx(cost_of(two_sites()), rel=1e-6)


def test_the_order_of_things_does_not_matter(two_sites, cost_of):
    made = two_sites()
    turned = replace(
        made,
        sites=dict(reversed(made.sites.items())),
        accelerators=dict(reversed(made.accelerators.items())),
        technologies=dict(reversed(made.technologies.items())),
    )

    assert cost_of(turned) == pytest.approx(cost_of(made), rel=1e-9)


def test_a_further_site_never_costs_more(two_sites, cost_of):
    made = two_sites(want=0.5)
    alone = replace(made, sites={"near": replace(made.sites["near"], max_facility_gw=9.0)})
    both = replace(alone, sites={**alone.sites, "far": made.sites["far"]})

    assert cost_of(both) <= cost_of(alone) * (1 + 1e-9)


def test_the_duals_of_a_limit_are_its_finite_difference(two_sites, solve, flat):
    # The region's limit is the same number in every year, so a step of it is
    # worth the sum of its duals; the shortfall is held at zero either way.
    made = two_sites(wafers=500.0, want=0.5, grid_gw=0.3)
    step = 1e-3
    wider = replace(made.regions["r"], grid_gw_per_year=flat(0.3 + step))
    more = replace(made, regions={**made.regions, "r": wider})

    before, after = solve(made), solve(more)

    duals = before.duals("cost")
    found = sum(duals[f"regional_connection_limit[r,{y}]"] for y in YEARS)
    change = after.stages["cost"].solution.objective - before.stages["cost"].solution.objective
    assert found < 0
    assert found == pytest.approx(change / step, rel=1e-4)
