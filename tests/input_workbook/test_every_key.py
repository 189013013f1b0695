"""A definition with every key at another value than its default comes back as it was."""

from pathlib import Path

import pytest

from planner.config import CandidateNeed, ModelDefinition
from planner.config.locations import bundled
from planner.input_workbook.candidates import NEEDS
from planner.input_workbook.keys import model_keys, value_of

ELSEWHERE = {"overlaid", "name", "path", "origins", "notices"}
"""Filled in by the reader; not keys of a model."""
STATED = {
    "title": "Every key",
    "description": "One paragraph,\nwith a line that breaks.\n\nAnd another.",
    "datasets": bundled("datasets"),
    "tables": {"missing": "default"},
    "years": {"first": 2027, "last": 2029, "step": 2, "steps": {2029: 3}},
    "currency_year": 2024,
    "annuity_rate": 0.08,
    "discount_rate": 0.1 / 3,
    "discount_timing": "end",
    "discount_base_year": 2025,
    "h100e_basis": "bf16_dense",
    "sites": {
        "include": ["abilene"],
        "exclude": ["colossus", "hyperion"],
        "countries": ["USA", "ARE"],
        "kinds": ["campus", "announced"],
        "min_facility_gw": 0.125,
        "existing": "before_first_year",
        "cooling_class": "observed",
        "slip": "observed",
        "completion": "expected",
        "candidates": [
            {"region": "ERCOT", "gw": 3, "by": 2028, "kinds": ["headroom", "retiring_plant"]},
            {"region": "PJM", "gw": 0.1 + 0.2},
            {"region": "PJM", "gw": 0.1 + 0.2},
        ],
    },
    "accelerators": {
        "include": ["nvidia_gb300"],
        "exclude": ["google_tpu_v7"],
        "supply_regions": ["west", "china"],
        "operators": "observed",
    },
    "fleet": {"redeployment": "one_way", "serve_for": "physical_life"},
    "commitments": {
        "sites": "given",
        "accelerators": "given",
        "accelerators_share": 0.5,
        "equipment": "ordered",
    },
    "supply": {
        "periods_per_year": 4,
        "within_year": "stated",
        "region_shares": {"west": 0.1 + 0.2, "china": 1},
        "euv": True,
        "equipment": True,
        "ramp": "observed",
        "decline": "observed",
        "contracts": "observed",
    },
    "power": {
        "load": "average",
        "technologies": ["grid", "solar"],
        "surplus": "none",
        "retirement": "none",
        "exclude": ["gas_recip"],
        "flexible_load": True,
        "electricity_price": "wholesale",
        "tax_credits": False,
        "security": "n_minus_1",
    },
    "time": {
        "slice_set": "two_days",
        "days": 12,
        "slices_per_day": 24,
        "extreme": False,
        "storage_between_days": True,
    },
    "workloads": {
        "use": ["frontier_run", "inference"],
        "must_meet": ["inference"],
        "serving": "roofline",
    },
    "training": {
        "topology": "campuses",
        "campuses": 5,
        "min_campus_gw": 1.5,
        "accelerators": "one_family",
    },
    "objective": {"goal": "most_compute", "compute_in": "last_year"},
    "foresight": {"mode": "rolling", "window": 3, "step": 2},
    "demand": {"beyond_data": "cap", "run_length": "growing", "curve_share": 0.5},
    "cases": {"*": "high", "sites.*": "low", "sites.pue": -0.25, "workloads.mfu": 1, "gdp.*": 0},
    "set": {
        "sites.abilene.pue": 1.11,
        "sites.abilene.name": "2030",
        "sites.abilene.onsite_generation": True,
    },
    "plugins": {"water": {"caps": {"PJM": 2.5, "a.b": 3}}, "heat": True},
    "limits": {
        "national_construction": True,
        "capex_growth": True,
        "emissions_mt_per_year": {2027: 5.5, 2029: 4},
        "capex_busd_per_year": 1e3,
        "present_cost_busd": 2500,
        "facility_gw": {2028: 9.5},
        "clean_share_hourly": 0.25,
        "release": ["power", "sites"],
    },
    "reference": {"cases": ["mid"], "given": ["one", "two"]},
    "prices": {"carbon_usd_per_t": 99.5},
    "solver": {
        "time_limit_seconds": 7.5,
        "threads": 2,
        "method": "ipm",
        "mip_gap": 0.001,
        "tolerance": 1e-9,
    },
}
IN_PLACE_OF_SHARES = {**STATED, "supply": {**STATED["supply"], "expansion": ["node", "hbm"]}}
del IN_PLACE_OF_SHARES["supply"]["region_shares"]
"""Expansion and shares exclude each other."""
NEW_CAMPUSES = {**STATED, "sites": {**STATED["sites"], "new_campuses": True},
                "objective": {"targets": "priced"}}  # fmt: skip
del NEW_CAMPUSES["sites"]["candidates"]
"""So do new campuses and candidates of the kind headroom, and priced targets and most compute."""


def model_of(document):
    filled_in = {"name": "every", "path": Path("every.toml"), "origins": {}}
    return ModelDefinition.model_validate(document | filled_in)


@pytest.mark.parametrize(
    "document",
    [STATED, IN_PLACE_OF_SHARES, NEW_CAMPUSES],
    ids=["shares", "expansion", "new campuses"],
)
def test_every_key_comes_back(document, through_the_sheets):
    model = model_of(document)

    back, faults = through_the_sheets(model)

    assert faults == []
    unlike = ELSEWHERE | {"datasets", "description"}
    assert back.model_dump(exclude=unlike) == model.model_dump(exclude=unlike)
    assert back.datasets.resolve() == model.datasets.resolve()
    assert back.description == "One paragraph, with a line that breaks.\n\nAnd another."


def test_no_key_is_left_out_of_the_test_above():
    fields = set(ModelDefinition.model_fields) - ELSEWHERE
    # Days of the profiles have the hours of a year of 8,760: another number goes with a slice_set.
    other_hours = {**STATED, "time": {"hours_per_year": 8784.0}}
    documents = [STATED, IN_PLACE_OF_SHARES, NEW_CAMPUSES, other_hours]
    models = [model_of(document) for document in documents]

    def differs(key):
        default = tuple(key.default) if isinstance(key.default, list) else key.default
        return any(value_of(model, key) != default for model in models)

    assert set(STATED) == fields
    assert [key.name for key in model_keys() if not differs(key)] == []


def test_every_key_of_a_need_has_a_column():
    assert list(NEEDS.fields) == list(CandidateNeed.model_fields)
