"""``planner fleet``: what a run's accelerators do."""

import pandas as pd

from planner.cli import main
from planner.cli.fleet import HEADINGS, shown


def test_the_fleet_is_printed_by_year_and_by_generation(tmp_path, capsys):
    assert main(["run", "small", "-q", "-o", str(tmp_path), "--no-report", "--no-workbook"]) == 0
    capsys.readouterr()

    assert main(["fleet", str(tmp_path / "small")]) == 0
    assert "retired early" in capsys.readouterr().out
    assert main(["fleet", str(tmp_path / "small"), "--year", "2027"]) == 0
    assert "nvidia_" in capsys.readouterr().out
    assert main(["fleet", str(tmp_path / "small"), "--year", "2050"]) == 2
    assert "--year: 2050; expected a year from 2026 to 2028" in capsys.readouterr().err


def test_a_years_generations_are_added_up():
    table = pd.DataFrame({"year": 2026, "accelerator": ["a", "b"]} | dict.fromkeys(HEADINGS, 1.0))

    assert shown(table)["in life"].tolist() == [2.0]
    assert shown(table, 2026)["accelerator"].tolist() == ["a", "b"]
