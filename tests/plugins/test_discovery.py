"""Plug-ins are found by name, loaded when asked for, and named when they break."""

import sys

import pytest

from planner.errors import PlannerError
from planner.formulation.plugin_blocks import Block
from planner.plugins import installed, installed_packages

BLOCK = "def faults(settings, world): return []\ndef build(m, ledgers, settings): pass\n"


def test_a_plug_in_is_known_by_name_and_package_and_not_imported(package):
    package("heat", {"blocks": {"heat": "heat_block"}}, {"heat_block": "raise ImportError('x')"})

    found = installed("blocks")["heat"]

    assert (found.name, found.package) == ("heat", "heat 1.0")
    assert "heat_block" not in sys.modules
    assert installed("sheets") == {}


def test_a_block_that_fits_is_loaded(package):
    package("heat", {"blocks": {"heat": "heat_block"}}, {"heat_block": BLOCK})

    assert installed("blocks")["heat"].load(Block).build


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import no_such_module", "can't be loaded: ModuleNotFoundError: No module named"),
        ("def build(:", "can't be loaded: SyntaxError"),
        ("1 / 0", "can't be loaded: ZeroDivisionError: division by zero"),
        (
            "def build(m):\n    pass\n",
            "has not what a plug-in of planner.blocks has: build, faults",
        ),
    ],
)
def test_a_broken_plug_in_is_named_with_its_package(package, source, said):
    package("heat", {"blocks": {"heat": "heat_block"}}, {"heat_block": source}, version="2.1")

    with pytest.raises(PlannerError) as raised:
        installed("blocks")["heat"].load(Block)

    told = str(raised.value)
    assert "the plug-in 'heat' (planner.blocks) of the package heat 2.1" in told
    assert said in told


def test_two_packages_of_one_name_are_both_named(package):
    package("heat", {"blocks": {"heat": "heat_block"}}, {"heat_block": BLOCK})
    package("warmth", {"blocks": {"heat": "warmth_block"}}, {"warmth_block": BLOCK})

    with pytest.raises(
        PlannerError, match=r"of the package heat 1\.0 has the same .* warmth 1\.0"
    ):
        installed("blocks")


def test_packages_that_may_change_a_plan_are_recorded_and_others_not(package):
    package("heat", {"blocks": {"heat": "heat_block"}})
    package("paint", {"sections": {"paint": "paint_section"}})

    found = installed_packages()

    assert "heat 1.0" in found
    assert "paint 1.0" not in found
