"""What a user gets wrong ends in a sentence and a code, not in a traceback or half a file."""

import json
import shutil

import pytest

from planner.cli import main
from planner.storage.run_folder import MANIFEST, read_run
from planner.studies.scenario_run import keep
from planner.wording.money import billions

OF_A_RUN = {
    "show": [], "verify": [], "needed": [], "bottlenecks": [],
    "why": ["--accelerator", "google_tpu_v7"],
    "trace": ["capex.capex_busd"], "milestones": [], "hours": [], "map": [], "supply": [],
    "fleet": [], "report": [], "compare": ["."], "export": ["--to", "all"],
}  # fmt: skip
"""Commands that ask a run, with what else they need."""
OF_ITS_INPUTS = ("verify", "bottlenecks", "why", "trace", "hours", "map", "report", "export")
"""Those that the tables of the plan don't answer."""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of a run of the tutorial."""
    outputs = tmp_path_factory.mktemp("outputs")
    assert main(["run", "small", "-q", "--no-report", "--no-workbook", "-o", str(outputs)]) == 0
    return outputs / "small"


@pytest.fixture
def said(capsys):
    """Carry out a command that must fail for its input; what it says of it."""

    def carry_out(*arguments, code=2):
        capsys.readouterr()
        assert main([str(a) for a in arguments]) == code
        return capsys.readouterr().err

    return carry_out


def empty(folder):
    folder.mkdir()


def a_file(folder):
    folder.write_text("no run")


def cut_short(folder):
    folder.mkdir()
    (folder / MANIFEST).write_text('{"schema_version": 2, "fil')


def another_json(folder):
    folder.mkdir()
    (folder / MANIFEST).write_text("[1, 2]")


def without_files(folder):
    folder.mkdir()
    manifest = {"schema_version": 2, "summary": {}, "files": "all"}
    (folder / MANIFEST).write_text(json.dumps(manifest))


def a_folder_for_a_manifest(folder):
    (folder / MANIFEST).mkdir(parents=True)


@pytest.mark.parametrize("command", OF_A_RUN)
@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda folder: None, "no such folder; expected the folder of a run"),
        (empty, "no run.json; expected the folder of a run"),
        (a_file, "a file; expected the folder of a run"),
        (cut_short, "run.json: no JSON"),
        (another_json, "run.json: schema_version None; expected 2"),
        (without_files, "run.json: no 'files' in it"),
        (a_folder_for_a_manifest, "run.json: is a directory"),
    ],
)
def test_what_is_no_run_is_said_by_every_command(command, make, expected, said, tmp_path):
    folder = tmp_path / "it"
    make(folder)

    assert expected in said(command, folder, *OF_A_RUN[command])


@pytest.mark.parametrize("name", ["tables/limits.parquet", "inputs/sites.csv"])
def test_a_table_that_is_cut_short_is_named(name, run, said, tmp_path):
    broken = shutil.copytree(run, tmp_path / "broken")
    (broken / name).write_bytes((broken / name).read_bytes()[:100])

    assert f"{name}: changed since the run" in said("show", broken)


def test_a_key_that_somebody_took_out_of_a_manifest_is_named(run, said, tmp_path):
    broken = shutil.copytree(run, tmp_path / "broken")
    manifest = json.loads((broken / MANIFEST).read_text())
    del manifest["definition"]
    (broken / MANIFEST).write_text(json.dumps(manifest))

    assert "run.json: no 'definition' in it" in said(
        "why", broken, "--accelerator", "google_tpu_v7"
    )


@pytest.mark.parametrize("command", OF_ITS_INPUTS)
def test_a_run_of_a_sweep_is_refused_with_a_way_out(command, run, said, tmp_path):
    plan, manifest = read_run(run)
    keep(tmp_path / "kept", plan, {k: v for k, v in manifest.items() if k != "files"})

    message = said(command, tmp_path / "kept", *OF_A_RUN[command])

    assert "a run of a sweep, of which only the plan's tables are kept" in message
    assert "plan it by itself: planner run small, with a --set" in message
    assert {path.name for path in (tmp_path / "kept").iterdir()} == {"run.json", "tables"}


@pytest.mark.parametrize(
    "command",
    [
        ("sweep", "small", "--vary", "discount_rate=0.05,0.1", "-q"),
        ("alternatives", "small"),
        ("run", "small", "-q"),
    ],
)
def test_a_file_in_place_of_the_outputs_is_said_before_anything_is_planned(
    command, said, tmp_path, monkeypatch
):
    taken = tmp_path / "taken"
    taken.write_text("mine")
    monkeypatch.setattr("planner.api.solve", None)

    assert str(taken) in said(*command, "-o", taken)
    assert taken.read_text() == "mine"


@pytest.mark.parametrize("command", ["map", "supply", "report"])
def test_charts_are_not_drawn_over_a_file(command, run, said, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("mine")

    assert str(taken) in said(command, run, "-o", taken)
    assert taken.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("run", "."), "a folder; expected a model file"),
        (("run", "small", "--name", ""), "argument 4, after --name: empty"),
        (("run", "small", "-o", " "), "argument 4, after -o: empty; expected a name, a path or a"),
        (("run", "small", "--name", ".."), "--name: '..'"),
        (("sweep", "small", "--vary", "discount_rate=0.1", "--name", "../x"), "--name: '../x'"),
        (("sweep", "small", "--vary", "discount_rate=0.1", "--name", "scenario_runs"), "--name"),
        (("candidates", "ERCOT", "--gw", "nan"), "--gw: nan; expected gigawatts above 0"),
    ],
)
def test_a_bad_value_is_said_with_what_is_right(arguments, expected, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert expected in said(*arguments)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("busd", "said"),
    [(3702.2, "3,702 billion USD"), (10.45, "10.4 billion USD"), (0.457, "0.457")],
)
def test_a_cost_of_little_is_not_told_as_nothing(busd, said):
    assert billions(busd).startswith(said)


def test_bottlenecks_take_no_number_below_nought(run, said):
    assert "--seconds: nan" in said("bottlenecks", run, "--seconds", "nan")
    assert "--ranges" in said("bottlenecks", run, "--ranges", "-3")


def test_a_plan_that_was_not_found_leaves_nothing_behind(said, tmp_path):
    stopped = ("run", "small", "-q", "--set", "solver.time_limit_seconds=1e-5", "-o", tmp_path)
    impossible = ("run", "small", "-q", "--set", 'workloads.must_meet=["frontier_run"]',
                  "--set", "limits.facility_gw=0.01", "-o", tmp_path)  # fmt: skip

    assert "used up its 1e-05 s" in said(*stopped, code=4)
    assert "can't all hold" in said(*impossible, code=3)
    assert not list(tmp_path.iterdir())
