"""The methods of solving are named once, and said alike wherever they are offered."""

import re
from pathlib import Path

import pytest

from planner.cli import main
from planner.input_workbook.keys import model_keys
from planner.plugins.solver_methods import METHODS, method_names, method_of

SPEED = Path(__file__).parents[2] / "docs" / "speed.md"


def test_the_guide_has_a_row_for_each_method_and_for_no_other():
    rows = [line for line in SPEED.read_text("utf-8").splitlines() if line.startswith("| `")]
    firsts = [re.findall(r"`([^`]+)`", row.split("|")[1]) for row in rows]

    named = [name for names in firsts for name in names if not name.startswith("-")]
    assert sorted(set(named) - {"method", "[solver]"}) == sorted(METHODS)


def test_the_command_line_and_the_workbook_offer_them_all(capsys):
    assert main(["run", "--help"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert ", ".join(METHODS) in told
    (key,) = [key for key in model_keys() if key.name == "solver.method"]
    assert key.choices == method_names()


def test_a_method_of_a_plug_in_is_offered_behind_them(package, capsys):
    package("quick", {"solvers": {"quick": "quick_solver:point", "simplex": "mine:point"}})

    assert method_names() == (*METHODS, "quick")
    assert method_of("quick").finds_point
    assert not method_of("simplex").finds_point


@pytest.mark.parametrize("words", [["--solver", "simplx"], ["--set", "solver.method=simplx"]])
def test_a_misspelt_method_is_named_with_the_one_that_was_meant(words, capsys):
    assert main(["run", "small", *words]) == 2
    told = capsys.readouterr().err
    assert "'simplx'" in told
    assert "did you mean 'simplex'?" in told
