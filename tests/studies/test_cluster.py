"""The same sweep on worker processes of a Dask cluster, one of which is killed under way."""

import os
import signal

import pytest

from planner.errors import InputError
from planner.studies.cluster import on_cluster
from planner.studies.designs import Scenario
from planner.studies.process_pool import in_this_process
from planner.studies.scenario_run import plan_one
from planner.studies.sweep import Study, carry_out

RATES = [0.01 * n for n in range(1, 7)]


def plan_and_note(task):
    """Plan a scenario; note beside the store who planned it, and only when it is done."""
    outcome = plan_one(task)
    if outcome.status == "done":
        with (task.store.parent / "planned").open("a") as file:
            file.write(f"{task.identity} {os.getpid()}\n")
    return outcome


@pytest.fixture
def scheduler():
    """The address of a scheduler with two worker processes, which are restarted when they die."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_worker_killed_under_way_loses_nothing_and_nothing_is_planned_twice(
    small, tmp_path, scheduler
):
    scenarios = tuple(Scenario(f"{rate}", {"discount_rate": rate}) for rate in RATES)
    study = Study("there", small, scenarios, tmp_path)
    killed = []

    def execute(tasks):
        for outcome in on_cluster(tasks, scheduler, plan_and_note):
            yield outcome
            if not killed:
                pid = int((tmp_path / "planned").read_text().split()[1])
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)

    table = carry_out(study, execute)
    here = carry_out(Study("here", small, scenarios, tmp_path / "elsewhere"), in_this_process)

    planned = [line.split()[0] for line in (tmp_path / "planned").read_text().splitlines()]
    assert killed
    assert (table["status"] == "done").all()
    assert len(planned) == len(set(planned)) == len(RATES)
    assert table["cost_busd"].tolist() == pytest.approx(here["cost_busd"].tolist(), rel=1e-9)


def test_a_scheduler_that_does_not_answer_is_named(small, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("planner.studies.cluster.CONNECT_SECONDS", 0.2)

    with pytest.raises(InputError, match=r"--scheduler: tcp://127\.0\.0\.1:1: "):
        list(on_cluster([], "tcp://127.0.0.1:1"))
