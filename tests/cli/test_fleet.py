"""``planner fleet``: what a run's accelerators do."""

import pandas as pd

from planner.cli import main
from planner.cli.fleet import HEADINGS, headings, shown


def test_the_fleet_is_printed_by_year_and_by_generation(tmp_path, capsys):
    assert main(["run", "small", "-q", "-o", str(tmp_path), "--no-report", "--no-workbook"]) == 0
    capsys.readouterr()

    assert main(["fleet", str(tmp_path / "small")]) == 0
    out = capsys.readouterr().out
    assert "retired early" in out
    assert "to Largest training run" in out
    assert main(["fleet", str(tmp_path / "small"), "--year", "2027"]) == 0
    out = capsys.readouterr().out
    assert "NVIDIA Rubin" in out
    assert "nvidia_" not in out
    assert main(["fleet", str(tmp_path / "small"), "--year", "2050"]) == 2
    assert "--year: 2050; expected a year from 2026 to 2028" in capsys.readouterr().err


def test_a_years_generations_are_added_up():
    table = pd.DataFrame({"year": 2026, "accelerator": ["a", "b"]} | dict.fromkeys(HEADINGS, 1.0))

    assert shown(table)["in life"].tolist() == [2.0]
    assert shown(table, 2026)["accelerator"].tolist() == ["a", "b"]


def test_work_is_called_by_its_workloads():
    # The rest of the industry trains, too: it is no inference.
    names = headings({"frontier_run": "training_run", "rest_of_industry": "throughput"})

    assert (names["training_million"], names["inference_million"]) == (
        "frontier run", "rest of industry",
    )  # fmt: skip
    assert names["to_inference_million"] == "to rest of industry"
    assert headings({"a": "throughput", "b": "throughput"})["inference_million"] == "a, b"
    assert headings({})["inference_million"] == "other work"
