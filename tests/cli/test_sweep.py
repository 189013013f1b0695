import json

import pytest

from planner.cli import main


def sweep(folder, *arguments):
    return main(["sweep", "small", *arguments, "-o", str(folder), "--jobs", "1", "--quiet"])


def test_sweep_prints_what_moves_the_figure_and_where_the_table_is(tmp_path, capsys):
    code = sweep(tmp_path, "--vary", "discount_rate=0.03,0.1")

    out = capsys.readouterr().out
    assert code == 0
    assert "What moves cost_busd" in out
    assert "3 of 3 scenarios planned." in out
    assert (tmp_path / "small_tornado" / "scenarios.csv").is_file()


def test_a_failure_is_named_and_the_exit_code_tells(tmp_path, capsys):
    code = sweep(tmp_path, "--vary", "solver.time_limit_seconds=600,1e-9", "--json")

    out, err = capsys.readouterr()
    rows = json.loads(out)["scenarios"]
    assert code == 4
    assert [row["status"] for row in rows] == ["done", "done", "failed"]
    assert err == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--vary", "workloads.mfo"), "unknown column 'mfo' of workloads; did you mean 'mfu'?"),
        (("--vary", "discont_rate=1,2"), "unknown key 'discont_rate'"),
        (("--vary", "sites.pue=9:"), "expected KEY, KEY=a,b,c"),
        (("--design", "latin", "--vary", "years.last=2026,2027"), "has values, not an interval"),
    ],
)
def test_a_wrong_lever_is_refused_before_anything_is_planned(tmp_path, capsys, arguments, message):
    assert sweep(tmp_path, *arguments) == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
