"""What a command imports before it is needed: nothing of the solver, nothing of tables."""

import subprocess
import sys

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from planner.cli import app
from planner.cli.lazy_verbs import VERBS, LazyVerb

HEAVY = ("geopandas", "highspy", "numpy", "openpyxl", "pandas", "pyomo")
# Typer itself takes pydantic, to read what it was given.


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["no_such_verb"]])
def test_a_short_command_imports_nothing_heavy(arguments):
    code = (
        "import sys; from planner.cli import main; main(sys.argv[1:]); "
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    asked = [sys.executable, "-c", code, *arguments]
    told = subprocess.run(asked, capture_output=True, text=True, check=True)

    assert told.stdout.splitlines()[-1] == "[]"


def test_completion_imports_nothing_heavy():
    code = (
        "import atexit, sys; from planner.cli import main; "
        f"atexit.register(lambda: print([name for name in {HEAVY} if name in sys.modules])); "
        "main()"
    )
    environment = {
        "_PLANNER_COMPLETE": "complete_bash", "COMP_WORDS": "planner w", "COMP_CWORD": "1",
    }  # fmt: skip
    asked = [sys.executable, "-c", code]
    told = subprocess.run(asked, capture_output=True, text=True, check=True, env=environment)

    assert told.stdout.split() == ["why", "workbook", "[]"]


@pytest.mark.parametrize("verb", VERBS)
def test_the_line_of_a_verb_is_that_of_the_verb_itself(verb):
    lazy = get_command(app).commands[verb]

    own = lazy.make_context(verb, [], resilient_parsing=True).command
    assert isinstance(lazy, LazyVerb)
    assert not isinstance(own, LazyVerb)
    assert len(lazy.get_short_help_str()) > 20
    assert lazy.get_short_help_str() == own.get_short_help_str()


def test_a_verb_that_is_misspelt_is_suggested():
    told = CliRunner().invoke(app, ["neded"])

    assert told.exit_code == 2
    assert "Did you mean 'needed'?" in told.output


def test_the_version_is_the_packages():
    assert CliRunner().invoke(app, ["--version"]).output.startswith("planner 0.")
