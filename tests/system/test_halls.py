"""Halls by their cooling: what the tables say of them, and what is missing there."""

from dataclasses import replace

import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.data.inputs import Inputs
from planner.errors import InputError
from planner.system import Accelerator, Site
from planner.system.build import build_world
from planner.system.halls import with_halls
from planner.units import WEEKS_PER_YEAR
from tests.filled_cells.conftest import write_problem

ON = {"sites.cooling_class": "observed"}
ABILENE = "openai_stargate_abilene"
FOR_AIR = {**ON, "set.accelerators.nvidia_gb200.cooling_class": "air"}
"""What stands at Abilene are GB200."""


def site(*stands, power=1.2):
    """A site with a shell of 1 GW of IT in which million units stand: generation, year, number."""
    fleet = {(k, year): million for k, year, million in stands}
    return Site(region="r", pue=1.2, existing_power={"grid": power}, existing_fleet=fleet)


CHIPS = {
    "air": Accelerator(power_gw=1.0),
    "wet": Accelerator(power_gw=2.0, liquid_cooled=True),
}


@pytest.mark.parametrize(
    ("stands", "gw"),
    [
        # 0.2 GW of air and 0.6 of liquid: a quarter of the shell, and of the room that is left.
        ([("air", 2024, 0.2), ("wet", 2025, 0.3)], 0.25),
        ([("air", 2024, 0.2)], 1.0),
        ([("wet", 2024, 0.2)], 0.0),
        # What comes in a year of the plan does not say what a hall was built for.
        ([("wet", 2025, 0.1), ("air", 2026, 0.4)], 0.0),
        ([], 0.0),
    ],
)
def test_a_shell_is_shared_as_the_power_of_what_stands_in_it(stands, gw):
    made = with_halls({"s": site(*stands)}, CHIPS, (2026, 2027))

    assert made["s"].air_hall_gw == pytest.approx(gw)


def test_a_site_without_a_shell_has_no_hall():
    made = with_halls({"s": site(("air", 2024, 0.2), power=0.0)}, CHIPS, (2026,))

    assert made["s"].air_hall_gw == 0.0


def test_a_model_tells_halls_apart_where_it_says_so():
    off = api.load_world(load_model("small"))
    on = api.load_world(overlaid(load_model("small"), FOR_AIR))

    assert {s.air_hall_gw for s in off.sites.values()} == {0.0}
    assert not any(chip.liquid_cooled for chip in off.accelerators.values())
    stands = on.sites[ABILENE]
    assert stands.air_hall_gw == pytest.approx(stands.existing_facility_gw / stands.pue)
    assert on.accelerators["nvidia_vr200"].liquid_cooled
    assert not on.accelerators["nvidia_gb200"].liquid_cooled


def test_cost_and_time_are_those_of_the_tables():
    changes = {
        "set.cluster_costs.hall_retrofit_usd_per_w_it.value": 3.0,
        "set.cluster_costs.hall_retrofit_weeks.value": 13.0,
    }
    world = api.load_world(overlaid(load_model("small"), {**ON, **changes}))

    assert world.hall_retrofit_capex == pytest.approx(3.0)
    assert world.hall_retrofit_years == pytest.approx(13.0 / WEEKS_PER_YEAR)


def test_pools_of_the_fleet_that_stands_have_halls_for_air():
    changes = {**ON, "sites.countries": ("USA",), "sites.kinds": ("fleet_pool",)}
    pools = api.load_world(overlaid(load_model("small"), changes)).sites

    shares = {
        s: pool.air_hall_gw * pool.pue / pool.existing_facility_gw
        for s, pool in pools.items()
        if pool.pool
    }
    assert len(shares) > 5
    assert all(0.3 < share < 1.0 for share in shares.values())


def test_a_generation_without_a_class_is_named_by_its_cell():
    changes = {**ON, "set.accelerators.nvidia_vr200.cooling_class": ""}

    with pytest.raises(InputError) as raised:
        api.load_world(overlaid(load_model("small"), changes))

    (fault,) = raised.value.faults
    assert "column cooling_class: blank for 'nvidia_vr200'" in str(fault)
    assert "expected air or liquid" in str(fault)


def test_a_class_that_is_none_is_refused():
    changes = {"set.accelerators.nvidia_vr200.cooling_class": "steam"}

    with pytest.raises(InputError, match="steam"):
        api.load_inputs(overlaid(load_model("small"), changes))


@pytest.mark.parametrize("item", ["hall_retrofit_usd_per_w_it", "hall_retrofit_weeks"])
def test_a_row_that_is_missing_is_named_where_halls_are_told_apart(item):
    def without(model):
        inputs = api.load_inputs(model)
        costs = inputs["cluster_costs"].drop(item)
        made: Inputs = replace(inputs, tables={**inputs.tables, "cluster_costs": costs})
        return build_world(made, model)

    assert without(load_model("small")).hall_retrofit_capex == 0.0
    with pytest.raises(InputError, match=f"no row {item} in cluster_costs.csv"):
        without(overlaid(load_model("small"), ON))


def test_a_hall_is_not_shut_for_more_than_its_year():
    changes = {**ON, "set.cluster_costs.hall_retrofit_weeks.value": 60.0}

    with pytest.raises(InputError, match="60 weeks, more than the year of the conversion"):
        api.load_world(overlaid(load_model("small"), changes))


def test_a_problem_without_accelerators_has_no_use_for_it(tmp_path):
    text = (
        'title = "t"\ndatasets = "tables"\ntables = { missing = "default" }\n'
        'years = { first = 2026, last = 2026 }\n[sites]\ncooling_class = "observed"\n'
    )
    tables = {
        "regions": "region,country\nR,USA\n",
        "sites": "site,region,country\ns,R,USA\n",
        "site_load": "site,year,slice,load_gw\ns,2026,all,1\n",
    }

    with pytest.raises(InputError, match="asked for, and the model has no workload"):
        api.load_inputs(api.load_model(write_problem(tmp_path, tables, text)))
