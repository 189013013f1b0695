"""Files that use former names are read as what they are called now."""

from pathlib import Path

import pytest

import planner
from planner.config import former_names, load_model, overlaid
from planner.data.inputs import Inputs

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"

TABLES = {
    "regions": "region\nisland\n",
    "sites": "site,region\ntown,island\n",
    "power_sources": "source,kind,lead_time_years\ngas,dispatchable,0\n",
    "power_costs": "source,year,capex_usd_per_kw\ngas,2026,1000\n",
    "time_slices": "slice_set,slice,hours,weight_hours\nyear,all,8760,8760\n",
    "site_load": "site,year,slice,load_gw\ntown,2026,all,1\n",
}

MODEL = """
title = "Of former names"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }

[time]
slice_set = "year"

[sites]
countries = []

[power]
sources = ["gas"]

[set]
"power_sources.gas.variable_om_usd_per_mwh" = 5.0
"""


@pytest.fixture
def model(tmp_path):
    (tmp_path / "tables").mkdir()
    for name, text in TABLES.items():
        (tmp_path / "tables" / f"{name}.csv").write_text(text, encoding="utf-8")
    path = tmp_path / "former.toml"
    path.write_text(MODEL, encoding="utf-8")
    return load_model(path)


def test_a_model_file_of_former_keys_is_read_and_a_notice_gives_the_new_ones(model):
    assert model.power.technologies == ("gas",)
    assert model.set == {"power_technologies.gas.variable_om_usd_per_mwh": 5.0}
    assert model.place("power.technologies") == "former.toml, line 14, key power.technologies"
    assert [notice for notice in model.notices if "power.technologies" in notice] == [
        "former.toml, line 14: 'power.sources' is now called 'power.technologies'; "
        "it was read as that"
    ]


def test_tables_of_former_names_are_read_whole(model):
    inputs = Inputs.for_model(model)

    assert inputs["power_technologies"].at["gas", "variable_om_usd_per_mwh"] == 5.0
    assert inputs["power_costs"].index.names == ["technology", "year"]
    assert any("'power_sources' is now called" in notice for notice in inputs.notices)


def test_a_value_that_is_set_by_a_former_key_acts(model):
    over = overlaid(model, {"run.topology": "regional", "power.sources": ["gas"]})

    assert over.training.topology == "regional"
    assert len(over.notices) == len(model.notices) + 2


def test_both_names_of_a_key_at_once_are_a_fault(tmp_path):
    path = tmp_path / "both.toml"
    path.write_text(
        MODEL.replace('sources = ["gas"]', 'sources = ["gas"]\ntechnologies = "all"').replace(
            'datasets = "tables"\n', ""
        ),
        encoding="utf-8",
    )

    with pytest.raises(planner.errors.InputError, match=r"power\.sources: unknown key"):
        load_model(path)


def test_the_glossary_gives_every_new_name():
    text = GLOSSARY.read_text(encoding="utf-8")

    for names in (
        former_names.KEYS,
        former_names.TABLES,
        former_names.PLAN_TABLES,
        former_names.CONSTRAINTS,
    ):
        for former, new in names.items():
            assert f"| `{former}` | `{new}` |" in text
    for tables in (former_names.COLUMNS, former_names.PLAN_COLUMNS):
        for table, columns in tables.items():
            for former, new in columns.items():
                assert f"| `{table}.{former}` | `{table}.{new}` |" in text


def test_no_function_of_the_package_has_the_name_of_one_of_its_packages():
    # An attribute of a package is its submodule once that is imported: a function of the same
    # name would then be gone.
    packages = {path.name for path in Path(planner.__file__).parent.iterdir() if path.is_dir()}

    assert not packages & set(planner.__all__)
