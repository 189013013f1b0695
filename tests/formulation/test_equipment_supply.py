"""National deliveries of electrical equipment, solved by hand."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.formulation.assemble import assemble
from planner.results.component_supply import supply_table
from planner.results.limits import limits_table
from planner.system import Equipment, PowerTechnology, Site


def test_switchgear_limits_the_shells_of_a_year(world, solve, demand):
    # 0.6 GW of facility a year at a PUE of 1.2 are shells of 0.5 GW, in which half a million
    # units of a GW a million run: by 2027 one million of the two million wanted. A GW more in
    # either year is worth 1 / 1.2 million units of two.
    gear = Equipment(unit="GW", deliveries={2026: 0.6, 2027: 0.6}, per_facility=1.0)
    solved = solve(
        world(
            years=(2026, 2027),
            sites={"s": Site(region="r", pue=1.2)},
            equipment={"switchgear": gear},
            workloads={"w": demand({2027: 2.0})},
        )
    )

    assert solved.stages["shortfall_1"].solution.objective == pytest.approx(0.5)
    table = supply_table(solved).set_index("year")
    assert table["kind"].unique().tolist() == ["equipment"]
    assert table["capacity"].tolist() == pytest.approx([0.6, 0.6])
    assert table["used"].tolist() == pytest.approx([0.6, 0.6])
    assert table["binding"].all()
    worth = table["worth_shortfall_1_years_of_target_per_step"]
    assert worth.tolist() == pytest.approx([1 / 1.2 / 2] * 2)
    limits = limits_table(solved).query("limit == 'equipment_delivery_limit'")
    assert limits["unit"].tolist() == ["GW", "GW"]


def test_connections_and_plants_take_transformers_and_bridges_none(world, solve, demand, flat):
    # 3 GVA; a GW of grid takes 2, a GW of gas 1. Gas alone gets 3 GW out of them, more than
    # with any grid: three of the four million wanted, and a GVA more is a GW. With a bridge
    # that is let by the year, and brings its own, all four million run.
    transformers = Equipment(unit="GVA", deliveries={2026: 3.0}, per_grid=2.0, per_onsite=1.0)
    sources = {
        "grid": PowerTechnology(kind="grid", capex=flat(1.0)),
        "gas": PowerTechnology(kind="dispatchable", capex=flat(1.0)),
    }
    made = world(
        technologies=sources,
        equipment={"transformer": transformers},
        workloads={"w": demand({2026: 4.0})},
    )

    solved = solve(made)
    found = limits_table(solved).query("limit == 'equipment_delivery_limit'").iloc[0]
    worth = found["worth_shortfall_1_years_of_target_per_unit"]

    bridge = PowerTechnology(kind="dispatchable", capex=flat(1.0), rented=True)
    bridged = solve(replace(made, technologies={**sources, "bridge": bridge}))

    objective = solved.stages["shortfall_1"].solution.objective
    assert objective == pytest.approx(1 - 3.0 / 4)
    assert worth == pytest.approx(0.25)
    assert bridged.stages["shortfall_1"].solution.objective == pytest.approx(0.0, abs=1e-7)


def test_what_nothing_takes_has_no_row(world, demand):
    nothing = Equipment(unit="GVA", deliveries={2026: 1.0}, per_onsite=1.0)

    made = world(equipment={"transformer": nothing}, workloads={"w": demand({2026: 1.0})})

    assert not assemble(made).model.equipment_delivery_limit


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(gear=st.floats(0.1, 3.0), more=st.floats(0.0, 2.0), each=st.floats(0.2, 3.0))
def test_more_deliveries_never_deliver_less(world, shortfall_of, demand, gear, more, each):
    def missed(deliveries):
        limit = Equipment(unit="GVA", deliveries={2026: deliveries}, per_grid=each, per_facility=1)
        return shortfall_of(world(equipment={"e": limit}, workloads={"w": demand({2026: 2.0})}))

    assert missed(gear + more) <= missed(gear) + 1e-7
