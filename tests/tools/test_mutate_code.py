"""Planted errors: what is changed, that it takes effect, and that nothing is caught by nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.mutate_code.__main__ import drawn, further_tests_of, in_markdown, share
from tools.mutate_code.__main__ import tests_of as nearest
from tools.mutate_code.mutants import Mutant, mutants_of
from tools.mutate_code.trial import CAUGHT, ENDLESS, SURVIVED, Outcome

ROOT = Path(__file__).parents[2]

SOURCE = '''\
"""A module."""
LIMIT = 3


def ask(x: int = 1) -> bool:
    """Whether 2 + 2 is 5."""
    if x > LIMIT:
        raise ValueError(f"{x + 1} is over {LIMIT - 1}")
    return list(zip([x], [1 - x], strict=True)) != [] and "a" + "b" == "ab"
'''


def test_what_is_changed(tmp_path):
    (tmp_path / "m.py").write_text(SOURCE)

    told = [each.change for each in mutants_of(tmp_path / "m.py", tmp_path)]

    # No docstring, text, type, message of what is raised, or check of equal lengths.
    assert told == [
        "3 -> 4",
        "1 -> 2",
        "if x > LIMIT -> if not (x > LIMIT)",
        "x > LIMIT -> x >= LIMIT",
        "list(zip([x], [1 - x], strict=True)) != [] and 'a' + 'b' == 'ab' -> "
        "list(zip([x], [1 - x], strict=True)) != [] or 'a' + 'b' == 'ab'",
        "list(zip([x], [1 - x], strict=True)) != [] -> list(zip([x], [1 - x], strict=True)) == []",
        "1 - x -> 1 + x",
        "1 -> 2",
        "'a' + 'b' == 'ab' -> 'a' + 'b' != 'ab'",
    ]


PLANTED = """
from pathlib import Path
from planner.wording import numbers
from tools.mutate_code.mutants import mutants_of
from tools.mutate_code.planted import plant

root = Path({root!r})
path = root / "planner/wording/numbers.py"
(found,) = [m for m in mutants_of(path, root) if m.change == {change!r}]
before = numbers.printed
plant(found, root)
from planner.wording import numbers as again
print(again.printed({value}, {form!r}), again.printed is before)
"""


@pytest.mark.parametrize(
    ("change", "value", "form", "said"),
    [
        # Inside of a function: it has other code. A number of the module: it is imported again.
        ("100 * share", 0.5, "percent", "200% True"),
        ("0.9995", 0.9996, "percent", "100% False"),
    ],
)
def test_a_change_takes_effect(change, value, form, said):
    found = [m.change for m in mutants_of(ROOT / "planner/wording/numbers.py", ROOT)]
    (whole,) = [each for each in found if each.startswith(f"{change} ->")]
    script = PLANTED.format(root=str(ROOT), change=whole, value=value, form=form)

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == said


def test_tests_run_and_only_a_change_is_caught(tmp_path):
    (tmp_path / "test_half.py").write_text(
        "from planner.wording.numbers import printed\n\n"
        "def test_half():\n    assert printed(0.5, 'percent') == '50%'\n"
    )
    script = f"""
from pathlib import Path
import hypothesis, planner.wording.numbers
from tools.mutate_code.mutants import Mutant, mutants_of
from tools.mutate_code.trial import tried
root, path, tests = Path({str(ROOT)!r}), "planner/wording/numbers.py", [{str(tmp_path)!r}]
print(tried(Mutant(path, -1, 0, "nothing"), tests, 60.0, root).what)
(found,) = [m for m in mutants_of(root / path, root) if m.change.startswith("100 * share ->")]
outcome = tried(found, tests, 60.0, root)
print(outcome.what, outcome.test.partition("::")[2])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines() == [SURVIVED, f"{CAUGHT} test_half"]


def test_a_sample_is_drawn_again_by_its_seed():
    first, again, other = (drawn(["solving"], 5, seed) for seed in (1, 1, 2))

    assert first == again != other
    assert {each.package for each in first} == {"solving"}


def test_the_nearest_tests_come_first():
    names = nearest("planner/results/bottlenecks.py")

    assert names[0] == "tests/results/test_bottlenecks.py"
    assert "tests/words/test_tables.py" in names


def test_of_other_packages_those_come_near_that_import_it():
    names = nearest("planner/formulation/plugin_blocks.py")

    # What meets all blocks comes first; nothing of theirs imports this one.
    assert names[0] == "tests/formulation/test_uneven_worlds.py"
    assert {"tests/plugins/test_discovery.py", "tests/plugins/test_in_use.py"} <= set(names[:6])
    assert sum(name.startswith("tests/formulation/") for name in names) > 6


def test_the_share_and_what_survived_are_told():
    sample = [Mutant("planner/a/b.py", i, i, "1 -> 2") for i in range(4)]
    outcomes = [Outcome(what, "", 0.0) for what in (CAUGHT, SURVIVED, ENDLESS, CAUGHT)]

    told = in_markdown(sample, outcomes)

    assert share(outcomes).startswith("3 of 4 planted errors caught (75.0 %)")
    assert "- `planner/a/b.py:1: 1 -> 2`\n" in told
    assert told.count("\n- ") == 1


def test_a_change_without_end_is_stopped_by_the_time_of_a_processor(tmp_path):
    (tmp_path / "test_endless.py").write_text(
        "def test_endless():\n    while True:\n        pass\n"
    )
    script = f"""
from pathlib import Path
import hypothesis, planner.wording.numbers
from tools.mutate_code import trial
from tools.mutate_code.mutants import Mutant
trial.MOST_SECONDS = 2
nothing = Mutant("planner/wording/numbers.py", -1, 0, "nothing")
print(trial.tried(nothing, [{str(tmp_path)!r}], 60.0, Path({str(ROOT)!r})).what)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == ENDLESS


def test_what_survives_may_meet_tests_further_away():
    near = nearest("planner/analysis/why/excluded.py")
    further = further_tests_of("planner/analysis/why/excluded.py")

    assert further[0] == near[0] == "tests/analysis/why/test_excluded.py"
    assert "tests/system/test_operators.py" in near[:8]
    assert len(further) > 2 * len(near)
