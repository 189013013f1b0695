import json

import pytest

from planner.cli import main


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    return tmp_path_factory.mktemp("outputs")


def plan(outputs, name, *changes):
    settings = [part for change in changes for part in ("--set", f"foresight.{change}")]
    arguments = ["run", "small", "--name", name, *settings]
    return main([*arguments, "-o", str(outputs), "--quiet", "--no-report", "--no-workbook"])


def objective(outputs, name):
    stages = json.loads((outputs / name / "run.json").read_text())["stages"]
    return [stages[stage]["objective"] for stage in ("shortfall_1", "cost")]


def test_who_sees_less_does_no_better(outputs, capsys):
    assert plan(outputs, "perfect") == 0
    assert plan(outputs, "rolling", "mode=rolling", "window=2") == 0
    assert plan(outputs, "myopic", "mode=myopic") == 0
    out = capsys.readouterr().out

    perfect, rolling, myopic = (objective(outputs, n) for n in ("perfect", "rolling", "myopic"))
    # By stages: fewer years are missed, and of as many the cost is less.
    assert [round(x, 6) for x in perfect] <= [round(x, 6) for x in rolling]
    assert [round(x, 6) for x in rolling] <= [round(x, 6) for x in myopic]
    assert myopic[0] > perfect[0]
    assert "Decisions see the year at hand." in out
    assert "Decisions see 2 years, the one at hand included." in out


def test_the_plan_of_a_window_after_another_is_certified(outputs):
    plan(outputs, "myopic", "mode=myopic")

    assert main(["verify", str(outputs / "myopic")]) == 0


@pytest.mark.parametrize("verb", ["needed", "alternatives"])
def test_what_asks_the_programme_again_says_that_it_needs_perfect_foresight(
    outputs, verb, tmp_path, capsys
):
    plan(outputs, "myopic", "mode=myopic")
    extra = ["-o", str(tmp_path)] if verb == "alternatives" else []

    assert main([verb, str(outputs / "myopic"), *extra]) == 2
    assert "expected perfect foresight; plan it with" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (["mode=rolling"], 'mode = "rolling" without a window; expected window = 3'),
        (["window=3"], 'expected mode = "rolling" beside it'),
        (["mode=rolling", "window=2", "step=3"], "expected a step no longer than the window"),
        (["mode=blind"], "expected 'perfect', 'myopic' or 'rolling'"),
    ],
)
def test_a_contradiction_is_named(tmp_path, capsys, changes, message):
    assert plan(tmp_path, "wrong", *changes) == 2
    assert message in capsys.readouterr().err
