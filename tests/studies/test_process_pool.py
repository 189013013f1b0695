"""Workers that die, with work that needs no solver, so that only the pool is tested."""

import os
import signal
from pathlib import Path

import pytest

from planner.studies.process_pool import Processes, in_processes
from planner.studies.scenario_run import DONE, FAILED, Outcome, Task


def tasks(folder: Path, small, *names: str) -> list[Task]:
    return [Task(name, small, folder) for name in names]


def dies_once(task: Task) -> Outcome:
    """Note each beginning; the one called ``frail`` kills its worker the first time."""
    with (task.store / "begun").open("a") as file:
        file.write(f"{task.identity}\n")
    mark = task.store / "died"
    if task.identity == "frail" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(task.identity, DONE)


def always_dies(task: Task) -> Outcome:
    if task.identity == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(task.identity, DONE)


def test_a_killed_worker_is_replaced_and_its_scenario_begun_again(small, tmp_path):
    names = ["a", "b", "frail", "c", "d"]

    outcomes = list(in_processes(tasks(tmp_path, small, *names), 2, dies_once))

    assert sorted(o.identity for o in outcomes) == sorted(names)
    assert {o.status for o in outcomes} == {DONE}
    assert (tmp_path / "begun").read_text().split().count("frail") == 2


def test_what_kills_every_worker_has_failed_and_takes_nothing_else_down(small, tmp_path):
    names = ["a", "deadly", "b", "c"]

    outcomes = {
        o.identity: o for o in in_processes(tasks(tmp_path, small, *names), 2, always_dies)
    }

    assert outcomes.pop("deadly").status == FAILED
    assert {o.status for o in outcomes.values()} == {DONE}
    assert set(outcomes) == {"a", "b", "c"}


def test_processes_that_were_started_early_take_the_work(tmp_path, small):
    names = ["a", "frail", "c", "d"]
    with Processes(2, dies_once) as execute:
        execute.start()
        early = list(execute(tasks(tmp_path, small, *names)))
        late = list(execute(tasks(tmp_path, small, *names)))

    assert sorted(o.identity for o in early) == sorted(o.identity for o in late) == sorted(names)
    assert {o.status for o in (*early, *late)} == {DONE}


def test_processes_that_get_no_work_end():
    with Processes(2) as execute:
        execute.start()
        started = execute._early

    with pytest.raises(RuntimeError, match="after shutdown"):
        started.submit(len, ())
