"""What the certificate takes for a rounding is small, each by its name."""

from importlib import import_module

import pytest

LARGEST = {
    "checks": {"TOLERANCE": 1e-6},
    "restated": {"ROUNDING": 1e-9},
    "shown.bottlenecks": {"OF_MONEY": 1e-9, "OF_TARGET": 1e-8, "A_HAIR": 1e-4},
    "shown.earnings": {"SOME": 1e-9, "SURELY": 1e-6, "AT_THE_EDGE": 3e-6, "MISSED": 1e-6},
    "shown.facts": {"ROUNDING": 1e-7},
    "shown.figures": {"LOST": 1e-7},
    "shown.fleet": {"ONE_UNIT": 1e-6},
    "shown.limits": {"BINDS": 1e-6},
    "shown.others": {"USED": 1e-6},
    "shown.places": {"SMALLEST": 1e-6},
    "shown.power": {"SMALLEST": 1e-6},
    "shown.priced": {"FULL": 1e-6, "PARTLY": 1e-5},
}


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in LARGEST.items() for name in names]
)
def test_no_rounding_is_larger_than_it_is_meant_to_be(module, name):
    found = getattr(import_module(f"planner.audit.{module}"), name)

    assert 0 < found <= LARGEST[module][name]
