import json

import pandas as pd
import pytest

from planner.cli import main


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The tutorial, planned once."""
    outputs = tmp_path_factory.mktemp("outputs")
    assert main(["run", "small", "-o", str(outputs), "--quiet", "--no-workbook"]) == 0
    return outputs / "small"


def ask(subject, outputs, *arguments):
    return main(["alternatives", str(subject), "-o", str(outputs), "--quiet", *arguments])


def test_it_says_what_all_plans_have_and_which_choices_none_needs(run, tmp_path, capsys):
    code = ask(run, tmp_path, "--within", "3%", "--over", "regions,accelerators")

    out = " ".join(capsys.readouterr().out.split())
    assert code == 0
    assert "Every plan within 3 % runs at least" in out
    assert "Each by itself not needed within 3 %: NVIDIA GB300" in out


def test_a_run_and_its_model_have_the_same_alternatives(run, tmp_path):
    arguments = ("--within", "1%,3%", "--over", "accelerators")
    ask(run, tmp_path / "run", *arguments)
    ask("small", tmp_path / "model", *arguments)

    of_run, of_model = (
        pd.read_parquet(tmp_path / name / "small_alternatives" / "ranges.parquet")
        for name in ("run", "model")
    )
    pd.testing.assert_frame_equal(of_run, of_model, rtol=1e-5)


def test_the_tables_hold_each_other(run, tmp_path, capsys):
    ask(run, tmp_path, "--over", "technologies", "--json")

    rows = pd.DataFrame(json.loads(capsys.readouterr().out)["ranges"]).set_index("group")
    plans = pd.read_parquet(tmp_path / "small_alternatives" / "plans_at_the_ends.parquet")
    own = plans[(plans["group"] == plans["of_group"])].set_index(["group", "end"])["total"]
    for group in rows.index:
        assert own[group, "least"] == pytest.approx(rows.at[group, "least"], abs=1e-6)
        assert own[group, "most"] == pytest.approx(rows.at[group, "most"], abs=1e-6)
        # The plan that was found is one of those that are near it.
        assert rows.at[group, "least"] - 1e-6 <= rows.at[group, "plan"]
        assert rows.at[group, "plan"] <= rows.at[group, "most"] + 1e-6


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--within", "much"), "--within: 'much'; expected a share such as 3% or 0.03"),
        (("--within", "0"), "a share of cost above 0"),
        (("--over", "region"), "unknown kind 'region'; expected one of regions"),
    ],
)
def test_a_wrong_question_is_refused(run, tmp_path, capsys, arguments, message):
    assert ask(run, tmp_path, *arguments) == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
