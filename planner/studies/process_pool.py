"""Local workers: processes that plan scenarios, replaced when one dies."""

import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from threading import Thread

from planner.studies.scenario_run import FAILED, Outcome, Task, plan_one

ATTEMPTS = 3
"""How often a scenario is begun whose worker dies, before it counts as failed."""

Work = Callable[[Task], Outcome]


def in_this_process(tasks: Iterable[Task], work: Work = plan_one) -> Iterator[Outcome]:
    """Plan one scenario after another here."""
    for task in tasks:
        yield work(task)


class Processes:
    """So many processes of this machine, which may start before there is work for them."""

    def __init__(self, jobs: int, work: Work = plan_one) -> None:
        self.jobs, self.work = jobs, work
        self._early: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *raised: object) -> None:
        if self._early is not None:
            self._early.shutdown()

    def start(self) -> None:
        """Start them: they take their time to import, while scenarios are still being checked."""
        if self._early is None:
            self._early = _pool(self.jobs)
            for _ in range(self.jobs):
                self._early.submit(os.getpid)

    def __call__(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Plan scenarios; see :func:`in_processes`."""
        early, self._early = self._early, None
        return in_processes(tasks, self.jobs, self.work, early)


def _pool(jobs: int) -> ProcessPoolExecutor:
    # Workers that are forked from here would share the solver's threads. They come from a server
    # that has imported all that is needed and run none of it; or, without one, they start afresh.
    served = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if served else "spawn")
    if served:
        context.set_forkserver_preload(["planner.studies.scenario_run"])
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_end_with_parent)


def in_processes(
    tasks: Iterable[Task],
    jobs: int,
    work: Work = plan_one,
    early: ProcessPoolExecutor | None = None,
) -> Iterator[Outcome]:
    """Plan scenarios in `jobs` processes; outcomes come as they are ready.

    When a worker dies (killed, or out of memory) all that was under way is
    begun again in fresh ones; what was under way twice is then begun alone, so
    that it takes nothing else down. At `ATTEMPTS` deaths it has failed.
    """
    waiting = deque(tasks)
    deaths: Counter[str] = Counter()
    while waiting:
        suspects = deque(task for task in waiting if deaths[task.identity] > 1)
        batch = suspects or waiting
        waiting = deque(task for task in waiting if task not in suspects) if suspects else deque()
        lost: list[Task] = []
        size = 1 if suspects else jobs
        yield from _in_one_pool(early or _pool(size), batch, size, work, lost)
        early = None
        for task in lost:
            deaths[task.identity] += 1
            if deaths[task.identity] < ATTEMPTS:
                batch.append(task)
                continue
            message = f"its worker died {ATTEMPTS} times (killed, or out of memory)"
            yield Outcome(task.identity, FAILED, message=message, exit_code=1)
        waiting.extend(batch)


def _in_one_pool(
    pool: ProcessPoolExecutor, tasks: deque[Task], jobs: int, work: Work, lost: list[Task]
) -> Iterator[Outcome]:
    """Take tasks until none is left or a worker dies; `lost` gets those under way then."""
    under_way: dict[Future[Outcome], Task] = {}
    with pool:
        try:
            while tasks or under_way:
                while tasks and len(under_way) < jobs:
                    task = tasks.popleft()
                    under_way[pool.submit(work, task)] = task
                ready, _ = wait(under_way, return_when=FIRST_COMPLETED)
                for future in ready:
                    outcome = future.result()
                    del under_way[future]
                    yield outcome
        except BrokenProcessPool:
            # What was stored before its worker died is found, not planned again.
            lost += under_way.values()


def _end_with_parent() -> None:
    """Let this worker end when the process that started it is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()
