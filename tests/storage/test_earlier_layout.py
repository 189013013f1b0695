"""Runs of the layout before this one: read under the names of today, never taken for sealed."""

import json

import pandas as pd
import pytest

from planner.config.former_names import CONSTRAINTS, PLAN_TABLES
from planner.errors import InputError, Notice
from planner.storage.run_folder import (
    add_file,
    read_inputs,
    read_manifest,
    read_run,
    read_whole_run,
)
from planner.storage.study_folder import read_study
from planner.storage.warm_starts import read as read_basis


def edited(folder, change):
    path = folder / "run.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


def test_tables_columns_and_constraints_have_the_names_of_today(earlier):
    written = pd.read_parquet(earlier / "tables/power.parquet")

    with pytest.warns(Notice, match="power_sources is now power_technologies"):
        plan, manifest = read_whole_run(earlier)

    assert list(plan["power"]["technology"]) == list(written["source"])
    assert "source" not in plan["power"]
    assert "idle_million" in plan["accelerators"]
    assert set(plan["limits"]["limit"]) & set(CONSTRAINTS) == set()
    assert set(PLAN_TABLES) <= {path.stem for path in (earlier / "tables").iterdir()}
    assert set(PLAN_TABLES.values()) <= set(plan.tables)
    assert set(PLAN_TABLES) & set(plan.tables) == set()
    assert "component_supply_limit" in set(plan["limits"]["limit"])
    assert "power_technologies.csv" in manifest["inputs"]


def test_the_model_has_the_keys_of_today_and_defaults_for_those_it_did_not_know(earlier):
    definition = read_manifest(earlier, earlier=True)["definition"]

    assert definition["training"]["topology"] == "pooled"
    assert "grid" in definition["power"]["technologies"]
    assert "run" not in definition
    assert "sources" not in definition["power"]
    assert definition["time"]["hours_per_year"] == 8760.0


def test_a_change_of_a_cell_has_the_names_of_today(earlier):
    edited(
        earlier, lambda m: m["changes"].append(["power_costs", ["grid", 2026], "source", "a", "b"])
    )

    changes = read_manifest(earlier, earlier=True)["changes"]

    assert changes[-1] == ["power_costs", ["grid", 2026], "technology", "a", "b"]


def test_inputs_are_read_by_the_types_of_today(earlier):
    inputs = read_inputs(earlier, "power_technologies", "power_costs")

    assert "grid" in set(inputs["power_technologies"]["technology"])
    assert inputs["power_technologies"]["technology"].dtype == "str"
    assert list(inputs["power_costs"].columns[:2]) == ["technology", "year"]


def test_one_notice_says_what_it_is_and_what_to_do(earlier):
    with pytest.warns(Notice) as told:
        read_run(earlier)

    (notice,) = [str(each.message) for each in told]
    for words in (
        "earlier version",
        "without a seal: nobody can tell whether it was changed",
        "revision 6d67610",
        "components_within_supply is now component_supply_limit",
        "generations is now accelerator_availability",
        "no table bottlenecks, ledger, site_contracts, site_members, sites",
        "plan it again: planner run small",
    ):
        assert words in notice


def test_a_table_that_it_did_not_write_is_refused_in_a_sentence(earlier):
    with pytest.warns(Notice):
        plan, _ = read_run(earlier)

    with pytest.raises(InputError, match=r"no table 'ledger'.*planner run small"):
        plan["ledger"]
    with pytest.raises(KeyError):
        plan["ledgers"]


def test_a_file_that_was_changed_is_still_refused(earlier):
    path = earlier / "tables/power.csv"
    path.write_text(path.read_text().replace("gas_recip", "gas_ccgt", 1))

    with pytest.raises(InputError, match=r"power\.csv: changed since the run"):
        read_run(earlier)


def test_a_run_of_today_is_not_read_as_an_earlier_one_to_be_rid_of_its_seal(earlier):
    edited(earlier, lambda m: m.update(checksums={}))

    with pytest.raises(InputError, match="schema_version 1; expected 2"):
        read_run(earlier)


def test_a_damaged_one_is_a_fault(earlier):
    edited(earlier, lambda m: m.update(definition=[]))

    with pytest.raises(InputError, match="no 'definition' in it"):
        read_run(earlier)


def test_what_is_solved_again_refuses_it(earlier):
    for read in (read_manifest, read_basis, lambda run: read_run(run, earlier=False)):
        with pytest.raises(
            InputError, match=r"cannot be verified.*plan it again: planner run small"
        ):
            read(earlier)


def test_a_file_that_is_added_leaves_it_without_a_seal(earlier):
    add_file(earlier, "report.html", lambda path: path.write_text("a page"))

    manifest = json.loads((earlier / "run.json").read_text())
    assert "report.html" in manifest["files"]
    assert manifest["schema_version"] == 1
    assert "checksums" not in manifest
    assert "sources" in manifest["definition"]["power"]


@pytest.mark.parametrize(
    ("marker", "command"),
    [("study.json", "sweep"), ("stochastic.json", "stochastic"), ("alternatives.json", "alt")],
)
def test_a_study_of_the_earlier_layout_is_refused_with_the_command_that_makes_it(
    tmp_path, marker, command
):
    document = {"schema_version": 1, "title": "T", "created": "", "environment": {}, "files": {}}
    (tmp_path / marker).write_text(json.dumps(document))

    with pytest.raises(
        InputError, match=f"without a seal.*make the study again: planner {command}"
    ):
        read_study(tmp_path)
