"""A fleet without a shell is told, and one with a little power is not."""

import pytest

from planner import api
from planner.system import Site, World
from planner.system.homeless_fleets import homeless_fleet_notices


def test_a_site_with_units_and_without_power_is_named():
    fleet = {("k", 2025): 1.0}
    sites = {
        "dark": Site(region="r", existing_fleet=fleet),
        "lit": Site(region="r", existing_fleet=fleet, existing_power={"grid": 0.1}),
        "empty": Site(region="r"),
    }
    (note,) = homeless_fleet_notices(World(years=(2026,), sites=sites))

    assert note.startswith("dark: accelerators stand there by existing_accelerators")


@pytest.mark.parametrize("model", ["small", "frontier", "china_domestic"])
def test_fleets_of_models_that_ship_have_their_shells(model):
    assert not list(homeless_fleet_notices(api.load_world(api.load_model(model))))
