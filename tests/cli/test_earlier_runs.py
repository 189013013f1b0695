"""Runs of the layout before this one, asked by every verb that takes a run."""

import json
import tarfile
from pathlib import Path

import pytest

from planner.cli import main

ARCHIVE = Path(__file__).parents[1] / "storage" / "layout_1" / "small.tar.xz"
DONE, MISUSE = 0, 2


@pytest.fixture
def earlier(tmp_path):
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "small"


@pytest.mark.parametrize(
    "question",
    [
        ["show"], ["show", "-t", "power"], ["show", "-t", "limits", "--json"], ["fleet"],
        ["milestones"], ["supply"], ["map"], ["report", "--no-pdf"],
        ["export", "--to", "iamc", "--to", "csv", "--to", "parquet", "--to", "geojson"],
    ],
)  # fmt: skip
def test_what_it_holds_is_told_with_one_notice(question, earlier, capsys):
    verb, *options = question

    assert main([verb, str(earlier), *options]) == DONE

    told = capsys.readouterr()
    assert told.out
    assert told.err.count("planner: note: ") == 1
    assert told.err.count("\n") == 1


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (["verify"], "nobody can tell whether it was changed, so it cannot be verified"),
        (["verify", "--rebuild"], "cannot be verified"),
        (["why", "--technology", "grid"], "its programme is not built again"),
        (["needed"], "its programme is not built again"),
        (["bottlenecks"], "its programme is not built again"),
        (["alternatives"], "its programme is not built again"),
        (["export", "--to", "lp"], "its programme is not built again"),
        (["trace", "cost.present_cost_busd"], "no table 'ledger'"),
        (["show", "-t", "bottlenecks"], "no table 'bottlenecks'"),
        (["hours"], "no table 'sites'"),
        (["workbook", "compare"], "no table 'bottlenecks'"),
    ],
)
def test_what_it_lacks_is_refused_in_a_sentence(question, words, earlier, tmp_path, capsys):
    verb, *options = question
    asked = [verb, str(earlier), *options]
    if verb == "workbook":
        asked = [*question, str(earlier), "-o", str(tmp_path / "compared.xlsx")]

    assert main(asked) == MISUSE

    told = capsys.readouterr()
    (line,) = [each for each in told.err.splitlines() if "planner: note: " not in each]
    assert words in line
    assert "plan it again" in line
    assert told.out == ""


def test_the_headline_says_what_it_cannot_tell(earlier, capsys):
    main(["show", str(earlier)])

    out = capsys.readouterr().out
    assert "10.5 billion USD" in out
    assert "What stops it is not told: no table 'bottlenecks'" in out


def test_its_report_says_that_nobody_can_tell_whether_it_was_changed(earlier, capsys):
    main(["report", str(earlier), "--no-pdf"])

    page = (earlier / "report.html").read_text(encoding="utf-8")
    assert "nobody can tell whether it was changed since" in page
    assert "What stops it is not told" in page


def test_it_is_compared_with_a_run_of_today_by_the_names_of_today(earlier, tmp_path, capsys):
    assert main(["run", "small", "-o", str(tmp_path / "now"), "--quiet", "--no-report"]) == DONE
    capsys.readouterr()

    assert main(["compare", str(earlier), str(tmp_path / "now" / "small")]) == DONE

    told = capsys.readouterr()
    assert told.err.count("planner: note: ") == 1
    assert "The same limits bind in the same years." in told.out
    # Nothing but the files of tables and the code is another question.
    asked = told.out.partition("What came out")[0].splitlines()[2:]
    assert all(line.strip().startswith(("file ", "planner's code")) for line in asked)


def test_it_is_planned_again_in_its_place(earlier, capsys):
    assert main(["run", "small", "-o", str(earlier.parent), "--quiet", "--no-report"]) == DONE

    assert main(["verify", str(earlier)]) == DONE
    assert not (earlier / "inputs" / "power_sources.csv").exists()


def test_its_export_has_the_columns_that_its_descriptor_states(earlier, tmp_path, capsys):
    asked = ["export", str(earlier), "--to", "csv", "-o", str(tmp_path / "out")]
    assert main(asked) == DONE

    package = json.loads((tmp_path / "out/csv/datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        path = tmp_path / "out/csv" / resource["path"]
        header = path.read_text(encoding="utf-8").partition("\n")[0].split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]
    # Cells are those that the run has, sign by sign.
    power = (tmp_path / "out/csv/inputs/power_technologies.csv").read_text(encoding="utf-8")
    written = (earlier / "inputs/power_sources.csv").read_text(encoding="utf-8")
    assert power.partition("\n")[2] == written.partition("\n")[2]
