import errno
import os
import signal
import subprocess
import sys

import pandas as pd
import pytest

from planner.cli import main
from planner.errors import InputError
from planner.storage.run_folder import read_run
from planner.studies import scenario_run as work
from planner.studies.designs import Scenario
from planner.studies.process_pool import in_this_process
from planner.studies.sweep import Study, carry_out, exit_code

MILD = Scenario("mild", {"discount_rate": 0.03})
STERN = Scenario("stern", {"discount_rate": 0.12})
TWIN = Scenario("twin of mild", {"discount_rate": 0.03})
# A run that must be met and may use a millionth of the fleet.
IMPOSSIBLE = Scenario(
    "impossible",
    {
        "workloads.frontier_run.max_share_of_fleet": 1e-6,
        "workloads.must_meet": ["frontier_run"],
    },
)
SLOW = Scenario("slow", {"solver.time_limit_seconds": 1e-9})


@pytest.fixture
def study_of(small, tmp_path):
    return lambda *scenarios: Study("study", small, scenarios, tmp_path)


def test_each_scenario_is_planned_with_its_own_values(study_of):
    table = carry_out(study_of(Scenario("base"), MILD, STERN), in_this_process)

    costs = table.set_index("scenario")["cost_busd"]
    # The sooner the money, the more it weighs: a higher rate makes annuities dearer here.
    assert costs.is_unique
    assert (table["status"] == "done").all()
    assert exit_code(table) == 0


def test_the_same_question_is_planned_once_and_never_again(study_of):
    executed = []

    def counting(tasks):
        for task in tasks:
            executed.append(task.identity)
            yield work.plan_one(task)

    study = study_of(MILD, TWIN)
    first = carry_out(study, counting)
    again = carry_out(study, counting)

    assert len(executed) == 1
    assert first["cost_busd"].nunique() == 1
    assert again["cost_busd"].tolist() == first["cost_busd"].tolist()


def test_a_run_of_the_store_is_a_run_like_any_other(study_of):
    study = study_of(MILD)
    table = carry_out(study, in_this_process)

    plan, manifest = read_run(study.store / table["identity"][0])

    assert plan.cost_busd == table["cost_busd"][0]
    assert manifest["definition"]["discount_rate"] == 0.03


def test_a_scenario_that_fails_leaves_the_others_and_says_why(study_of):
    table = carry_out(study_of(MILD, IMPOSSIBLE, STERN), in_this_process)

    rows = table.set_index("scenario")
    assert rows["status"].to_dict() == {"mild": "done", "impossible": "failed", "stern": "done"}
    assert "frontier_run" in rows.at["impossible", "message"]
    assert exit_code(table) == 3


def test_a_time_out_is_a_failure_of_its_own_code(study_of):
    table = carry_out(study_of(SLOW, MILD), in_this_process)

    rows = table.set_index("scenario")
    assert rows.at["slow", "exit_code"] == 4
    assert rows.at["mild", "status"] == "done"
    assert exit_code(table) == 4


def test_failures_of_different_kinds_are_exit_code_one(study_of):
    assert exit_code(carry_out(study_of(SLOW, IMPOSSIBLE), in_this_process)) == 1


def test_a_full_disk_fails_the_scenario_that_met_it_and_the_next_call_mends_it(
    study_of, monkeypatch
):
    study = study_of(MILD, STERN)
    full = study.tasks()["mild"].identity
    write_run = work.write_run

    def write(folder, *arguments, **options):
        if folder.name == full:
            raise OSError(errno.ENOSPC, "No space left on device", str(folder))
        return write_run(folder, *arguments, **options)

    monkeypatch.setattr(work, "write_run", write)
    table = carry_out(study, in_this_process).set_index("scenario")
    monkeypatch.undo()
    mended = carry_out(study, in_this_process)

    assert "no space left on device" in table.at["mild", "message"]
    assert table.at["stern", "status"] == "done"
    assert exit_code(mended) == 0


def test_unknown_keys_of_all_scenarios_come_in_one_error_before_anything_is_planned(study_of):
    study = study_of(MILD, Scenario("a", {"discont_rate": 1}), Scenario("b", {"sites.x.pue": 1.2}))

    with pytest.raises(InputError) as caught:
        carry_out(study, in_this_process)

    assert [str(f).partition(":")[0] for f in caught.value.faults] == [
        "scenario 'a', key discont_rate",
        "scenario 'b', key set.sites.x.pue",
    ]
    assert not study.store.exists()


def test_a_folder_that_is_no_study_is_left_alone(study_of, tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "thesis.doc").write_text("years of work")

    with pytest.raises(InputError, match="a folder that is no run"):
        carry_out(study_of(MILD), in_this_process)

    assert (tmp_path / "study" / "thesis.doc").read_text() == "years of work"


def test_a_killed_sweep_goes_on_where_it_was(tmp_path):
    arguments = ["sweep", "small", "--vary", "discount_rate=0.01:0.06:6"]
    command = [sys.executable, "-m", "planner", *arguments, "-o", str(tmp_path), "--jobs", "2"]
    store = tmp_path / "scenario_runs"

    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as sweep:  # fmt: skip
        for line in sweep.stderr:
            if line.startswith("2 of 7 planned"):
                os.kill(sweep.pid, signal.SIGKILL)
                break
        # Workers end with their parent, and with the last of them this ends; a run that was
        # being written keeps its temporary name.
        sweep.stderr.read()
    before = {path.name: path.stat().st_mtime_ns for path in store.glob("[0-9a-f]*")}
    code = main([*arguments, "-o", str(tmp_path), "--jobs", "1"])

    after = {path.name: path.stat().st_mtime_ns for path in store.glob("[0-9a-f]*")}
    table = pd.read_parquet(tmp_path / "small_tornado" / "scenarios.parquet")
    assert 2 <= len(before) < 7
    assert before.items() <= after.items()
    assert code == 0
    assert len(after) == 7
    assert (table["status"] == "done").all()
