"""Folders that no report is made of, and what else may lie in one."""

import json
import shutil

import pandas as pd
import pytest

from planner.cli import main
from planner.storage.run_folder import add_file
from planner.surfaces.html.outline import document
from planner.surfaces.html.reading import read_facts


@pytest.fixture
def run(report, tmp_path):
    """A copy of the run that a test may spoil."""
    folder = tmp_path / "small"
    shutil.copytree(report.folder, folder)
    return folder


def section(folder, key, others=()):
    whole = document(read_facts(folder), [read_facts(other) for other in others])
    return next((s for s in whole.sections if s.key == key), None)


def change_manifest(folder, **changes):
    path = folder / "run.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def test_a_table_that_was_changed_is_refused(run, capsys):
    path = run / "tables/capex.parquet"
    table = pd.read_parquet(path)
    table["capex_busd"] /= 2
    table.to_parquet(path)

    assert main(["report", str(run)]) == 2
    assert "capex.parquet: changed since the run" in capsys.readouterr().err


def test_a_table_that_is_gone_is_refused(run, capsys):
    (run / "tables/clusters.parquet").unlink()

    assert main(["report", str(run)]) == 2
    assert "clusters.parquet: missing" in capsys.readouterr().err


def test_a_run_that_never_had_a_needed_table_is_refused(run, capsys):
    files = json.loads((run / "run.json").read_text())["files"]
    change_manifest(run, files={n: c for n, c in files.items() if "clusters" not in n})
    (run / "tables/clusters.parquet").unlink()

    assert main(["report", str(run)]) == 2
    assert "run.json, key files: changed since the run" in capsys.readouterr().err


def test_another_version_of_the_layout_is_refused(run, capsys):
    change_manifest(run, schema_version=99)

    assert main(["report", str(run)]) == 2
    assert "schema_version 99; expected 2; plan it again" in capsys.readouterr().err


def test_a_folder_that_is_no_run_is_refused(tmp_path, capsys):
    assert main(["report", str(tmp_path)]) == 2
    assert "no run.json" in capsys.readouterr().err


def test_an_output_that_is_a_file_is_refused(run, tmp_path, capsys):
    (tmp_path / "x").write_text("")

    assert main(["report", str(run), "-o", str(tmp_path / "x")]) == 2
    assert "a file; expected a folder" in capsys.readouterr().err


def certify(run, text):
    """Put another certificate into the run, and its checksum into the manifest."""
    add_file(run, "certificate.json", lambda path: path.write_text(text))


def test_the_certificate_of_a_run_is_shown(run):
    shown = section(run, "certificate")

    assert str(shown.finding) == "Every independent check of the plan passed"
    stages, families = shown.tables
    assert [row[0] for row in stages.rows] == ["shortfall 1", "cost"]
    assert {row[3] for row in families.rows} == {"yes"}
    told = " ".join(map(str, shown.paragraphs))
    assert "checks add the plan up again from the input tables," in told
    assert "Not added up again: targets from the drivers of demand" in told
    record = json.loads((run / "certificate.json").read_text())
    assert len(shown.details[0].rows) == len(record["checks"])


def test_a_check_that_fails_is_told_first(run):
    record = json.loads((run / "certificate.json").read_text())
    failed = record["checks"][-1]
    failed |= {"passed": False, "scaled": 0.25, "what": "power is what it is"}
    certify(run, json.dumps(record))

    shown = section(run, "certificate")

    assert "failed an independent check" in str(shown.finding)
    assert "What does not hold: power is what it is." in str(shown.paragraphs[0])
    assert shown.tables[1].rows[0][0] == "power is what it is"
    assert shown.tables[1].rows[0][2:] == ("0.25", "no")


def test_a_plain_list_of_checks_is_shown(run):
    certify(run, json.dumps({"checks": [{"check": "energy balances", "passed": True}]}))

    shown = section(run, "certificate")

    assert str(shown.finding) == "Every independent check of the plan passed"
    assert shown.details[0].rows == (("energy balances", "yes"),)


def test_a_certificate_of_another_run_vouches_for_nothing(run):
    told = {"program_checksum": "other", "checks": [{"check": "balances", "passed": True}]}
    certify(run, json.dumps(told))

    shown = section(run, "certificate")

    assert "of another run: the plan was not checked" in str(shown.finding)
    assert not shown.tables


def test_a_certificate_that_is_no_json_is_refused(run, capsys):
    certify(run, "{")

    assert main(["report", str(run)]) == 2
    assert "certificate.json: no JSON" in capsys.readouterr().err


def test_a_certificate_that_was_changed_is_refused(run, capsys):
    (run / "certificate.json").write_text('{"passed": true, "checks": []}')

    assert main(["report", str(run)]) == 2
    assert "certificate.json: changed since the run" in capsys.readouterr().err


@pytest.fixture
def sweep(run):
    """The table of a sweep beside the run, its base the run unless another cost is given."""

    def write(cost=None):
        base = read_facts(run).plan.cost_busd if cost is None else cost
        rows = [
            ("base", "", "", "done", base),
            ("a", "workloads.mfu", "low", "done", 20.5),
            ("b", "workloads.mfu", "high", "done", 5.25),
            ("c", "gdp", "low", "failed", None),
            ("d", "gdp", "high", "done", 10.0),
        ]
        path = run.parent / "small_tornado/scenarios.csv"
        path.parent.mkdir()
        columns = ["scenario", "key", "value", "status", "cost_busd"]
        pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
        return path

    return write


def test_a_sweep_beside_the_run_is_drawn(run, sweep):
    sweep()

    shown = section(run, "sensitivity")

    assert str(shown.finding) == "Of what was varied, “workloads.mfu” moves the present cost most"
    assert "low 20.5" in shown.graphics[0].svg
    assert "high 5.25" in shown.graphics[0].svg
    assert shown.graphics[0].table.rows[1][:3] == ("gdp", "", "10.0")


def test_a_sweep_of_another_plan_is_not_shown(run, sweep):
    sweep(cost=1.0)

    shown = section(run, "sensitivity")

    assert str(shown.finding).startswith("Not run")
    assert f"planner sweep small --outputs {run.parent}" in str(shown.paragraphs[0])


def test_a_sweep_without_a_column_is_refused(run, sweep, capsys):
    sweep().write_text("scenario,key\na,b\n")

    assert main(["report", str(run)]) == 2
    assert "no column 'value'" in capsys.readouterr().err


def test_further_runs_stand_beside_the_first_as_scenarios(run, report):
    assert section(run, "scenarios") is None

    shown = section(run, "scenarios", [report.folder])

    assert str(shown.finding) == "Every scenario meets its targets"
    # Two runs of one model are told apart by their folders.
    assert [row[0] for row in shown.tables[0].rows] == [str(run), str(report.folder)]


def test_the_command_prints_the_paths(run, tmp_path, capsys):
    code = main(["report", str(run), "--no-pdf", "-o", str(tmp_path / "r")])

    assert code == 0
    assert capsys.readouterr().out.split() == [str(tmp_path / "r/report.html")]


def test_a_run_comes_with_its_report(report, tmp_path, capsys):
    code = main(["run", "small", "-q", "-o", str(tmp_path)])

    out = capsys.readouterr().out
    assert code == 0
    assert out.index("met in every year") < out.index("report.html") < out.index("report.pdf")
    assert (tmp_path / "small/report.html").is_file()
