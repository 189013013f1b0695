"""What the checks say of sound tables, and of those that are spoiled in one place: all of it."""

from pathlib import Path

import pytest

from planner.config import ModelDefinition
from planner.config.keys.workloads import NO_WORKLOADS
from planner.data.cross_checks import cross_check
from planner.data.model_checks import model_faults
from tests.data.whole_tables import sound, spoiled
from tests.kept_texts import hold

KEPT = Path(__file__).parent / "snapshots"
ASKED = {
    "name": "m", "path": Path("m.toml"), "title": "t", "years": {"first": 2026, "last": 2027},
    "sites": {"countries": ["USA"], "include": ["lake"]}, "accelerators": {"include": ["new"]},
    "power": {"technologies": ["grid", "gas", "sun"]}, "time": {"slice_set": "two"},
    "workloads": {"use": ["run", "rest"], "must_meet": ["run"]},
    "objective": {"targets": "priced"}, "supply": {"ramp": "observed", "decline": "observed"},
}  # fmt: skip
OWN = {
    "name": "m", "path": Path("m.toml"), "title": "t", "years": {"first": 2026, "last": 2027},
    "tables": {"missing": "default"}, "workloads": {"use": ["run", "rest"], "must_meet": ["run"]},
    "time": {"slice_set": "two"}, "objective": {"targets": "priced"},
}  # fmt: skip
"""A model of the shipped tables, and one of tables of its own."""


CHANGES = (
    {"years": {"first": 2024, "last": 2027}}, {"years": {"first": 2026, "last": 2028}},
    {"years": {"first": 2027, "last": 2027}}, {"years": {"first": 2028, "last": 2029}},
    {"years": {"first": 2025, "last": 2027, "step": 2}}, {"currency_year": 2024},
    {"sites": {"countries": ["USB"]}}, {"sites": {"include": ["hil"], "exclude": ["lak"]}},
    {"sites": {"countries": [], "include": ["lake"]}},
    {"sites": {"countries": ["CAN"], "include": ["hill"]}},
    {"sites": {"countries": ["CAN"], "include": ["pool_north"]}},
    {"sites": {"countries": ["USA"], "kinds": ["campus"]}},
    {"sites": {"countries": ["CAN"], "kinds": ["campus"]}, "demand": {"curve_share": 0.5}},
    {"sites": {"countries": ["USA"], "new_campuses": True, "include": ["new_north", "new_east"]}},
    {"accelerators": {"include": ["old", "later"]}},
    {"accelerators": {"exclude": ["ol"], "supply_regions": ["wst", "china"]}},
    {"supply": {"region_shares": {"chna": 0.5, "west": 0.5}}},
    {"supply": {"ramp": "none", "decline": "observed", "within_year": "stated"}},
    {"power": {"technologies": "all", "exclude": ["gass"]}}, {"power": {"technologies": ["grid"]}},
    {"power": {"technologies": ["gas", "wind"], "exclude": ["atom"]}},
    {"time": {"slice_set": "twos"}}, {"time": {"slice_set": "two", "hours_per_year": 8784.0}},
    {"time": {"slice_set": "two", "days": 4}},
    {"workloads": {"use": ["rest"]}}, {"workloads": {"use": ["run"]}},
    {"workloads": {"use": ["rest", "rn"]}}, {"workloads": {"use": ["run", "rest"]}},
    {"workloads": {"use": ["run", "rest"], "must_meet": ["rest"]}},
    {"workloads": {"use": ["run", "rest"], "must_meet": ["run", "rest"]}},
    {"objective": {"targets": "first"}},
    {"objective": {"targets": "first"}, "demand": {"curve_share": 0.5}},
    {"training": {"topology": "campuses", "campuses": 2}},
    {"limits": {"emissions_mt_per_year": {"2025": 1.0, "2026": 1.0, "2027": 1.0, "2028": 1.0}}},
    {"limits": {"emissions_mt_per_year": 1.0, "release": ["power"]}},
    {"reference": {"cases": ["x"], "given": ["y"]}},
    {"workloads": NO_WORKLOADS, "objective": {"targets": "first"}},
)  # fmt: skip
"""What is changed in either model."""
WITHOUT_WORKLOADS = (
    {"limits": {"national_construction": True}}, {"limits": {"capex_growth": True}},
    {"commitments": {"sites": "given"}}, {"commitments": {"accelerators": "given"}},
    {"commitments": {"equipment": "ordered"}},
    {"supply": {"within_year": "stated"}}, {"supply": {"ramp": "observed"}},
    {"supply": {"decline": "observed"}}, {"supply": {"contracts": "observed"}},
    {"years": {"first": 2025, "last": 2027, "step": 2}},
    {"time": {"slice_set": "two", "hours_per_year": 8784.0}},
)  # fmt: skip
"""What is changed besides in the first of them, where it has no workload."""


def told(model, readings):
    return tuple(str(fault) for fault in (*cross_check(readings), *model_faults(model, readings)))


@pytest.fixture(scope="module")
def faults():
    """What is said of tables, under the words for what is spoiled of them, none for nothing."""
    found = {}
    for name, asked in (("shipped", ASKED), ("own", OWN)):
        model, tables = ModelDefinition(**asked), sound(own=name == "own")
        found[name] = {"": told(model, tables)}
        found[name] |= {words: told(model, readings) for words, readings in spoiled(tables)}
    return found


def test_sound_tables_have_no_fault(faults):
    assert faults["shipped"][""] == faults["own"][""] == ()


def test_what_is_said_of_spoiled_tables_is_what_is_kept(faults):
    lines = [
        line
        for words, of in faults["shipped"].items()
        for line in (words, *(f"    {fault}" for fault in of))
        if of
    ]

    hold(KEPT / "spoiled_tables.txt", "\n".join(lines))


def test_what_else_is_said_of_tables_of_ones_own_is_what_is_kept(faults):
    lines = []
    for words, of in faults["own"].items():
        shipped = faults["shipped"].get(words, ())
        if of != shipped:
            lines += [words, *(f"    {fault}" for fault in of if fault not in shipped)]
            lines += [f"    not {fault}" for fault in shipped if fault not in of]

    hold(KEPT / "spoiled_tables_of_ones_own.txt", "\n".join(lines))


def test_what_is_said_of_models_of_sound_tables_is_what_is_kept():
    lines = []
    for name, asked in (("shipped", ASKED), ("own", OWN)):
        tables = sound(own=name == "own")
        changes = [*CHANGES]
        if name == "shipped":
            changes += [{**CHANGES[-1], **change} for change in WITHOUT_WORKLOADS]
        for change in changes:
            of = told(ModelDefinition(**{**asked, **change}), tables)
            words = str({k: "none" if v is NO_WORKLOADS else v for k, v in change.items()})
            lines += [f"{name}: {words}", *(f"    {fault}" for fault in of)]

    hold(KEPT / "models_of_sound_tables.txt", "\n".join(lines))
