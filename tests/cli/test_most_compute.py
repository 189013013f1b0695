import json

import pandas as pd
import pytest

from planner.cli import main


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The tutorial's two campuses: as much compute as 10 billion USD a year buy."""
    outputs = tmp_path_factory.mktemp("outputs")
    goal = ["--set", "objective.goal=most_compute", "--set", "limits.capex_busd_per_year=10"]
    assert (
        main(
            [
                "run",
                "small",
                *goal,
                "--name",
                "most",
                "-o",
                str(outputs),
                "--quiet",
                "--no-report",
                "--no-workbook",
            ]
        )
        == 0
    )
    return outputs / "most"


def test_the_most_compute_is_that_of_the_fleet_in_the_tables(run):
    manifest = json.loads((run / "run.json").read_text())
    fleet = pd.read_parquet(run / "tables" / "clusters.parquet")["h100e_million"].sum()

    assert -manifest["stages"]["compute"]["objective"] == pytest.approx(fleet, rel=1e-6)
    assert manifest["stages"]["compute"]["unit"] == "million H100e-years, negative"


def test_the_certificate_adds_it_up_again(run):
    checks = json.loads((run / "certificate.json").read_text())["checks"]
    found = [check for check in checks if check["family"] == "compute_in_service"]

    assert [check["passed"] for check in found] == [True]
    assert main(["verify", str(run)]) == 0


def test_a_reader_sees_it_with_what_one_percent_more_brings(run, capsys):
    assert main(["show", str(run)]) == 0
    out = capsys.readouterr().out
    assert "The most compute there is: 5.371 million H100e-years" in out
    assert "compute, M H100e-years" in out


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("supply", []),
        ("needed", []),
        ("alternatives", ["--quiet"]),
        ("report", ["--no-pdf"]),
    ],
)
def test_other_commands_take_such_a_run(run, tmp_path, verb, arguments):
    outputs = ["-o", str(tmp_path)] if verb in ("alternatives", "report") else []
    assert main([verb, str(run), *outputs, *arguments]) == 0


def test_the_report_says_what_was_sought_first(run, tmp_path):
    assert main(["report", str(run), "--no-pdf", "-o", str(tmp_path)]) == 0
    assert "Before all else as much compute" in (tmp_path / "report.html").read_text()
