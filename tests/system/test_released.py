"""Limits that a model releases do not hold; those that it keeps do."""

from math import inf, isfinite

import pytest

from planner import api
from planner.config import load_model
from planner.errors import InputError


@pytest.fixture
def world(tmp_path):
    def make(release, more=""):
        path = tmp_path / "m.toml"
        path.write_text(f'extends = "small"\ntitle = "t"\n{more}\n[limits]\nrelease = {release}\n')
        return api.load_world(load_model(path))

    return make


def test_nothing_is_released_unless_a_model_says_so(world):
    found = world("[]")

    assert found.supply
    assert found.build_limit_gw
    assert all(isfinite(site.max_facility_gw) for site in found.sites.values())
    assert all(
        set(region.grid_gw_per_year) == set(found.years) for region in found.regions.values()
    )


def test_each_release_takes_its_own_limits_away(world):
    chips, power, sites = (world(f'["{name}"]') for name in ("chip_supply", "power", "sites"))

    assert not chips.supply
    assert chips.build_limit_gw
    assert not power.build_limit_gw
    assert power.supply
    assert not any(region.grid_gw_per_year for region in power.regions.values())
    assert {region.interconnection_lead_years for region in power.regions.values()} == {0}
    assert {site.max_facility_gw for site in sites.sites.values()} == {inf}
    assert all(site.existing_fleet == sites.sites[s].existing_fleet
               for s, site in chips.sites.items())  # fmt: skip


def test_a_limit_that_can_not_be_released_is_named(world):
    with pytest.raises(InputError, match=r"limits\.release"):
        world('["land"]')


def test_years_without_a_fuel_price_are_no_fault_where_nothing_burns(world):
    # Fuel prices begin in 2024; a plan of 2022 on grid power alone reads none of them.
    more = (
        'power = { sources = ["grid"] }\nyears = { first = 2022, last = 2023 }\n'
        'accelerators = { include = ["nvidia_h100"] }'
    )
    elsewhere = 'sites = { countries = [], include = ["gw_ranch"] }'

    with pytest.raises(InputError, match=r"fuel_prices"):
        world('["chip_supply", "power", "sites"]', more.replace('"grid"', '"gas_recip"'))
    found = world('["chip_supply", "power", "sites"]', f"{more}\n{elsewhere}")
    assert found.years == (2022, 2023)
