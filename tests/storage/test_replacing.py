"""What takes the place of a folder: the planner's own files go, all others stay."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from planner.data import atomic_files as whole_files
from planner.data.atomic_files import whole_file
from planner.errors import InputError
from planner.results import Plan
from planner.storage.replacing import stays_inside, taking_the_place_of
from planner.storage.run_folder import read_manifest, ready_for_a_run, write_run


@pytest.fixture
def plan():
    table = pd.DataFrame({"site": ["a"], "year": [2026], "gw": [1.5]})
    return Plan({"clusters": table}, {"objective": {"cost": 3.0}})


@pytest.fixture
def dead():
    """The number of a process that has ended."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


def left_by(process: int, parent: Path, name: str) -> Path:
    """A temporary folder as a process of this machine leaves it that is killed."""
    folder = whole_files.temporary_folder(parent, name)
    old = folder.rename(folder.with_name(folder.name.replace(f"-{os.getpid()}-", f"-{process}-")))
    (old / "half").write_text("half")
    return old


def test_files_of_the_user_stay_where_they_are(tmp_path, plan):
    run = tmp_path / "run"
    write_run(run, Plan({"old": plan["clusters"]}, {}), {}, {"model": "first"})
    (run / "notes.txt").write_text("mine")
    (run / "tables/my own.csv").write_text("mine")
    (run / "sub/deep").mkdir(parents=True)
    (run / "sub/deep/more.md").write_text("mine")

    write_run(run, plan, {}, {"model": "second"})

    for name in ("notes.txt", "tables/my own.csv", "sub/deep/more.md"):
        assert (run / name).read_text() == "mine"
    assert not (run / "tables/old.csv").exists()
    assert read_manifest(run)["model"] == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_file_of_the_user_in_the_way_of_a_new_one_is_kept_beside_it(tmp_path, plan):
    run = tmp_path / "run"
    write_run(run, Plan({"old": plan["clusters"]}, {}), {}, {})
    (run / "tables/clusters.csv").write_text("mine")

    write_run(run, plan, {}, {})

    assert (run / "tables/clusters.kept.csv").read_text() == "mine"
    assert (run / "tables/clusters.csv").read_text().startswith("site,year,gw")


@pytest.mark.parametrize(
    "marker",
    [
        '{"schema_version": 3}',
        '{"schema_version": 3, "files": {"data.csv": "4 MB"}}',
        '{"schema_version": 2, "files": {"data.csv": ',
        "[]",
    ],
)
def test_a_folder_of_another_program_is_refused(tmp_path, marker):
    (tmp_path / "it").mkdir()
    (tmp_path / "it/run.json").write_text(marker)
    (tmp_path / "it/data.csv").write_text("precious")

    with pytest.raises(InputError, match="a folder that is no run"):
        ready_for_a_run(tmp_path / "it")


def test_what_breaks_off_leaves_all_as_it_was(tmp_path):
    (tmp_path / "it").mkdir()
    (tmp_path / "it/notes.txt").write_text("mine")

    def break_off():
        with taking_the_place_of(tmp_path / "it", set) as fresh:
            (fresh / "half").write_text("half")
            raise ValueError("no more paper")

    with pytest.raises(ValueError, match="no more paper"):
        break_off()

    assert [p.relative_to(tmp_path).as_posix() for p in sorted(tmp_path.rglob("*"))] == [
        "it",
        "it/notes.txt",
    ]


def test_leftovers_of_a_killed_process_go_with_the_next_writing(tmp_path, plan, dead):
    old = left_by(dead, tmp_path, "run")
    mine = left_by(os.getpid(), tmp_path, "run")

    write_run(tmp_path / "run", plan, {}, {})

    # What a process that still runs has begun is not a leftover.
    assert not old.exists()
    assert mine.exists()


def test_leftovers_inside_a_folder_go_too(tmp_path, dead):
    left_by(dead, tmp_path, "plan.xlsx")

    with whole_file(tmp_path / "plan.xlsx") as fresh:
        fresh.write_text("whole")

    assert [path.name for path in tmp_path.iterdir()] == ["plan.xlsx"]


def test_a_folder_that_stood_aside_when_its_process_died_comes_back(tmp_path, plan, dead):
    run = tmp_path / "run"
    write_run(run, plan, {}, {"model": "first"})
    (run / "notes.txt").write_text("mine")
    # Killed between the two renames: the old folder is aside, and nothing in its place.
    run.rename(left_by(dead, tmp_path, "set-aside-run") / "run")

    write_run(run, plan, {}, {"model": "second"})

    assert (run / "notes.txt").read_text() == "mine"
    assert read_manifest(run)["model"] == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize("name", ["", ".", "..", "../a", "a/../../b", "/a", "a\\b", "a//b", "a\0"])
def test_a_name_that_leads_out_of_a_folder_is_known(name):
    assert not stays_inside(name)


def test_a_name_below_a_folder_is_known():
    assert stays_inside("tables/cost.csv")
    assert stays_inside("..a/b")
