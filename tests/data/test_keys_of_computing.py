"""Every key of a model acts on any problem, or needs workloads and is refused without them."""

from typing import get_args

import pytest
from pydantic import BaseModel, PydanticUserError, TypeAdapter, ValidationError

from planner import planning
from planner.config import ModelDefinition, load_model
from planner.data.keys_of_computing import OF_ANY_PROBLEM, OF_COMPUTING
from planner.errors import InputError

MODEL = """\
title = "A load and no computing"
datasets = "tables"
tables = {{ missing = "default" }}
years = {{ {years} }}
"""
TABLES = {
    "regions": "region\nr\n",
    "sites": "site,region\ns,r\n",
    "site_load": "site,year,load_gw\ns,2026,1\n",
    "power_technologies": "technology,kind\ngas,dispatchable\n",
    "power_costs": "technology,year,capex_usd_per_kw\ngas,2026,0\n",
}
OTHERWISE = {
    "h100e_basis": '"bf16_dense"',
    "accelerators.include": '["a"]',
    "accelerators.exclude": '["a"]',
    "accelerators.supply_regions": '["china"]',
    "accelerators.operators": '"observed"',
    "fleet.redeployment": '"one_way"',
    "fleet.serve_for": '"physical_life"',
    "supply.periods_per_year": "2",
    "supply.within_year": '"stated"',
    "supply.region_shares": "{ west = 0.5 }",
    "supply.expansion": '["hbm"]',
    "supply.ramp": '"observed"',
    "supply.decline": '"observed"',
    "supply.contracts": '"observed"',
    "supply.euv": "true",
    "commitments.sites": '"given"',
    "commitments.equipment": '"ordered"\nsites = "given"',
    "commitments.accelerators": '"given"',
    "commitments.accelerators_share": "1.0",
    "power.load": '"average"',
    "sites.cooling_class": '"observed"',
    "training.topology": '"regional"',
    "training.campuses": '2\ntopology = "campuses"',
    "training.min_campus_gw": '0.5\ntopology = "regional"',
    "training.accelerators": '"one_family"',
    "demand.beyond_data": '"cap"',
    "demand.run_length": '"growing"',
    "demand.curve_share": "0.5",
    "limits.national_construction": "true",
    "limits.capex_growth": "true",
    "objective.goal": '"most_compute"',
    "objective.compute_in": '"last_year"',
    "objective.targets": '"priced"',
    "reference.cases": '["a"]',
    "reference.given": '["a"]',
}
"""Keys that need workloads, each with a value that is not its default."""


@pytest.fixture
def told(tmp_path):
    """What is said against a model of a load with more keys; nothing where it is planned."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")

    def told(keys, years="first = 2026, last = 2027"):
        path = tmp_path / "m.toml"
        path.write_text(MODEL.format(years=years) + keys, encoding="utf-8")
        try:
            planning.load_inputs(load_model(path))
        except InputError as refused:
            return str(refused)
        return ""

    return told


def in_toml(key, value):
    part, _, name = key.rpartition(".")
    return f"[{part}]\n{name} = {value}\n" if part else f"{name} = {value}\n"


def every_field():
    for name, field in ModelDefinition.model_fields.items():
        parts = [field.annotation, *get_args(field.annotation)]
        part = next((p for p in parts if isinstance(p, type) and issubclass(p, BaseModel)), None)
        within = part.model_fields.items() if part else ()
        yield from [(f"{name}.{key}", of) for key, of in within] or [(name, field)]


def test_every_key_says_whether_it_needs_workloads():
    assert sorted([*OF_COMPUTING, *OF_ANY_PROBLEM]) == sorted(key for key, _ in every_field())


def test_each_that_does_has_another_value_here():
    # Without `use` there is no table `workloads`, which the reading of a model says.
    assert sorted(OTHERWISE) == [key for key in sorted(OF_COMPUTING) if "workloads." not in key]


@pytest.mark.parametrize("key", sorted(OTHERWISE))
def test_a_key_that_needs_workloads_is_refused_without_them(told, key):
    found = told(in_toml(key, OTHERWISE[key]))

    needed = f"key {key}: asked for, and the model has no workload, so nothing reads it"
    assert needed in found


def test_a_problem_without_them_is_planned(told):
    assert told("") == ""


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        (
            '[limits]\nrelease = ["power", "chip_supply"]\n',
            "key limits.release: 'chip_supply', and the model has no workload",
        ),
        ("[workloads]\nserving = 'roofline'\n", "key workloads.use: missing"),
        (
            "[supply]\nequipment = true\n",
            "key supply.equipment: asked for, and equipment_supply.csv has no row",
        ),
    ],
)
def test_so_is_what_no_table_states(told, keys, found):
    assert found in told(keys)


AMOUNTS = {
    "emissions_mt_per_year": "a cap",
    "capex_busd_per_year": "a cap",
    "facility_gw": "a cap",
    "clean_share_hourly": "a share",
}


def is_by_year(field):
    try:
        held = TypeAdapter(field.rebuild_annotation()).validate_python({"2027": 1})
    except (PydanticUserError, ValidationError):
        return False
    return isinstance(held, dict) and 2027 in held


def test_these_are_the_amounts_by_year():
    found = {key for key, field in every_field() if is_by_year(field)}

    # The lengths of periods are checked with the years themselves.
    assert found - {"years.steps"} == {f"limits.{key}" for key in AMOUNTS}


@pytest.mark.parametrize("year", [2020, 2030])
@pytest.mark.parametrize("key", AMOUNTS)
def test_an_amount_of_a_year_that_is_not_planned_is_refused(told, key, year):
    # An amount holds for its own year alone, and for none after it.
    found = told(f'[limits]\n{key} = {{ "{year}" = 1, "2027" = 1 }}\n')

    assert found.endswith(
        f"key limits.{key}: {AMOUNTS[key]} for {year}; expected a year from 2026 to 2027"
    )


def test_years_between_the_planned_ones_are_none(told):
    found = told(
        '[limits]\nfacility_gw = { "2031" = 2, "2029" = 1 }\n',
        "first = 2026, last = 2031, step = 5",
    )

    assert found.endswith("a cap for 2029; expected a planned year: 2026, 2031")
