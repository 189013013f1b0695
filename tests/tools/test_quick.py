"""The quick check: what it lints, which tests it chooses, and when it stops."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.quick.__main__ import linters
from tools.quick.deadline import GRACE, REASON, UNTIL
from tools.quick.nearest import ITSELF, MIRROR, imports_of, module_of, steps_from, touched_by

ROOT = Path(__file__).parents[2]


def touched(*changed):
    return {name: rank for rank, name in touched_by(ROOT, changed)}


def test_steps_are_those_of_the_shortest_chain_of_imports():
    # d imports c imports b imports a, and d imports b, too; e imports nothing.
    importers = {"a": {"b"}, "b": {"c", "d"}, "c": {"d"}, "e": set()}

    assert steps_from(importers, ["a"]) == {"a": 0, "b": 1, "c": 2, "d": 2}
    assert steps_from(importers, ["a", "c"]) == {"a": 0, "c": 0, "b": 1, "d": 1}
    assert steps_from({"a": {"b"}, "b": {"a"}}, ["a"]) == {"a": 0, "b": 1}


def test_imports_are_found_wherever_they_stand():
    text = "import planner\nfrom a.b import c\ndef f():\n    import d.e as g\n"

    assert imports_of(text) == {"planner", "planner.api", "a.b", "a.b.c", "d.e"}


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("planner/formulation/water.py", "planner.formulation.water"),
        ("planner/cli/__init__.py", "planner.cli"),
        ("tests/cli/test_runs.py", ""),
        ("models/small.toml", ""),
    ],
)
def test_the_module_of_a_path(path, module):
    assert module_of(path) == module


def test_the_mirror_comes_first_and_every_test_that_imports_it_follows():
    first, *others = touched_by(ROOT, ["planner/formulation/water.py"])

    assert first == (MIRROR, "tests/formulation/test_water.py")
    # The blocks are assembled, and whoever plans imports that: the other tests of blocks are
    # nearer than those of the command line.
    ranks = {name: rank for rank, name in others}
    assert ranks["tests/formulation/test_storage.py"] > MIRROR
    assert ranks["tests/formulation/test_storage.py"] < ranks["tests/cli/test_commands.py"]


def test_what_a_test_shares_or_borrows_is_a_step_further_than_what_it_imports():
    # Inputs are shared by all tests of data; the years of decisions are written by a file of the
    # tests that one imports.
    shared = touched("planner/data/paths.py")
    borrowed = touched("planner/solving/decision_years.py")

    assert shared["tests/data/test_changes.py"] < shared["tests/data/test_atomic_files.py"]
    assert borrowed["tests/formulation/test_uneven_worlds.py"] == MIRROR + 2


def test_a_changed_test_comes_before_all():
    name = "tests/demand/test_trend.py"

    assert touched(name)[name] == ITSELF


def test_what_tests_share_touches_the_tests_by_it_and_below():
    found = touched("tests/surfaces/workbook/conftest.py")

    assert found
    assert {tuple(name.split("/")[1:3]) for name in found} == {("surfaces", "workbook")}


def test_a_file_that_is_no_module_touches_the_tests_that_name_it():
    assert touched("requirements-dev.lock")["tests/packaging/test_lock_files.py"] == MIRROR
    assert touched("datasets/geo/countries.geojson")["tests/datasets/test_derive.py"] == MIRROR
    # Put together, so that this file doesn't name it.
    assert touched("shelf/" + "nothing" + ".bin") == {}


def test_linters_look_at_what_changed_and_still_is_there():
    found = linters(["planner/units.py", "planner/gone.py", "README.md", "tests/conftest.py"])

    by_name = {" ".join(command[:2]): command for command in found}
    assert by_name["ruff check"][2:] == ["planner/units.py", "tests/conftest.py"]
    assert by_name["mypy planner/units.py"] == ["mypy", "planner/units.py"]
    assert "lint-imports --cache-dir" in by_name
    assert linters(["README.md"]) == []
    assert [command[0] for command in linters(["tests/conftest.py"])] == ["ruff", "ruff"]


@pytest.mark.parametrize(("until", "outcome"), [("0", "1 skipped"), ("inf", "1 passed")])
def test_a_test_that_would_begin_too_late_is_skipped(until, outcome, tmp_path):
    (tmp_path / "test_it.py").write_text("def test_it():\n    pass\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-p", "tools.quick.deadline", "test_it.py"],
        env={"PATH": "", "PYTHONPATH": str(ROOT), UNTIL: until},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert outcome in done.stdout
    assert (REASON in done.stdout) == (outcome == "1 skipped")


def test_a_test_that_runs_when_its_grace_is_over_is_left(tmp_path):
    # What is made for it takes a minute; 1 s of time is left, and the grace is 6 s.
    (tmp_path / "test_it.py").write_text(
        "import time\nimport pytest\n\n@pytest.fixture\ndef plan():\n    time.sleep(60)\n\n"
        "def test_it(plan):\n    pass\n",
        encoding="utf-8",
    )
    started = time.time()

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-p", "tools.quick.deadline", "test_it.py"],
        env={"PATH": "", "PYTHONPATH": str(ROOT), UNTIL: str(started + 1.0 - GRACE)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert "1 skipped" in done.stdout
    assert REASON in done.stdout
    assert time.time() - started < 30
