"""Run folders: whole or not at all, and refused when they were changed."""

import pandas as pd
import pytest

from planner.errors import InputError, Notice
from planner.results import Plan
from planner.storage.run_folder import (
    read_inputs,
    read_manifest,
    read_run,
    ready_for_a_run,
    write_run,
)


@pytest.fixture
def plan():
    names = ["a", "=cmd|' /C calc'!A0"]
    table = pd.DataFrame({"site": names, "year": [2026, 2027], "gw": [1.5, 0.0]})
    return Plan({"clusters": table}, {"objective": {"cost": 3.0}})


def test_a_plan_comes_back_as_it_was_written(tmp_path, plan):
    write_run(tmp_path / "run", plan, {}, {"model": "m"})

    back, manifest = read_run(tmp_path / "run")

    pd.testing.assert_frame_equal(back["clusters"], plan["clusters"], check_dtype=False)
    assert back.cost_busd == 3.0
    assert manifest["model"] == "m"


def test_a_name_that_looks_like_a_formula_is_text_in_csv(tmp_path, plan):
    write_run(tmp_path / "run", plan, {}, {})

    lines = (tmp_path / "run/tables/clusters.csv").read_text().splitlines()

    assert lines[2].startswith("'=cmd|")


def test_a_new_run_takes_the_place_of_the_old_one(tmp_path, plan):
    write_run(tmp_path / "run", Plan({"old": plan["clusters"]}, {}), {}, {})

    write_run(tmp_path / "run", plan, {}, {})

    assert sorted(p.name for p in tmp_path.iterdir()) == ["run"]
    assert set(read_run(tmp_path / "run")[0].tables) == {"clusters"}


def test_a_run_that_fails_half_way_leaves_the_old_one_untouched(tmp_path, plan):
    write_run(tmp_path / "run", plan, {}, {"model": "first"})

    with pytest.raises(ValueError, match="Out of range float values"):
        # NaN is no JSON, so the manifest of the second run can't be written.
        write_run(tmp_path / "run", plan, {}, {"model": "second", "bad": float("nan")})

    assert sorted(p.name for p in tmp_path.iterdir()) == ["run"]
    assert read_manifest(tmp_path / "run")["model"] == "first"


def test_a_changed_file_is_named(tmp_path, plan):
    write_run(tmp_path / "run", plan, {}, {})
    (tmp_path / "run/tables/clusters.csv").write_text("site,year,gw\na,2026,99\n")

    with pytest.raises(InputError, match=r"clusters\.csv: changed since the run"):
        read_run(tmp_path / "run")


def test_a_missing_file_is_named(tmp_path, plan):
    write_run(tmp_path / "run", plan, {}, {})
    (tmp_path / "run/tables/clusters.parquet").unlink()

    with pytest.raises(InputError, match=r"clusters\.parquet: missing"):
        read_run(tmp_path / "run")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"schema_version": 99}', "schema_version 99"),
        ("{", "no JSON"),
        ("[]", "schema_version None"),
    ],
)
def test_a_manifest_of_another_kind_is_refused(tmp_path, text, message):
    (tmp_path / "run.json").write_text(text)

    with pytest.raises(InputError, match=message):
        read_manifest(tmp_path)


def test_a_folder_without_a_run_says_how_to_make_one(tmp_path):
    with pytest.raises(InputError, match="planner run"):
        read_manifest(tmp_path)


def test_a_folder_that_is_no_run_is_never_replaced(tmp_path, plan):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/precious.md").write_text("keep me")

    with pytest.raises(InputError, match="a folder that is no run; expected a run, or nothing"):
        write_run(tmp_path / "notes", plan, {}, {})

    assert (tmp_path / "notes/precious.md").read_text() == "keep me"


def test_a_place_that_can_not_be_written_to_is_named_before_a_solve(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(InputError, match="expected a folder that can be written to"):
        ready_for_a_run(tmp_path / "file" / "run")


def test_a_manifest_with_a_part_missing_is_refused(tmp_path):
    (tmp_path / "run.json").write_text('{"schema_version": 2}')

    with pytest.raises(InputError, match="no 'files' in it"):
        read_manifest(tmp_path)


def test_input_tables_come_back_as_they_were_planned_with(tmp_path, plan):
    names = ["NA", "=1+1", "-", None]
    sites = pd.DataFrame({"site": names, "gw": [1.5, 0.0, None, 2.0]})
    write_run(tmp_path / "run", plan, {"sites": sites, "regions": sites}, {})

    back = read_inputs(tmp_path / "run", "sites")

    assert list(back) == ["sites"]
    pd.testing.assert_frame_equal(back["sites"], sites, check_dtype=False)
    assert set(read_inputs(tmp_path / "run")) == {"regions", "sites"}


def test_a_column_of_a_former_name_is_read_as_what_it_is_called_with_a_notice(tmp_path):
    former = pd.DataFrame({"year": [2026], "dark_million": [0.5]})
    write_run(tmp_path / "run", Plan({"accelerators": former}, {}), {}, {})

    with pytest.warns(Notice, match="'accelerators.dark_million' is now called 'idle_million'"):
        back, _ = read_run(tmp_path / "run", earlier=False)

    assert list(back["accelerators"].columns) == ["year", "idle_million"]
    assert back["accelerators"]["idle_million"].tolist() == [0.5]
