"""Workers elsewhere: the same scenarios on a Dask cluster, by the address of its scheduler."""

import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from planner.errors import Fault, InputError
from planner.studies.scenario_run import FAILED, Outcome, Task, plan_one

CONNECT_SECONDS = 20


def on_cluster(
    tasks: Iterable[Task], address: str, work: Callable[[Task], Outcome] = plan_one
) -> Iterator[Outcome]:
    """Plan scenarios on the workers of the scheduler at `address`, ``tcp://host:8786``.

    Each worker needs the same planner; one that sees the store writes into it,
    the runs of others are sent here. A scenario whose worker dies is begun on
    another. Raises InputError when nobody answers at the address, or the extra
    ``planner[cluster]`` is not installed.
    """
    distributed = _distributed()
    try:
        client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        reason = str(error).splitlines()[0] if str(error) else "no answer"
        expected = "the address of a Dask scheduler, such as tcp://host:8786"
        raise InputError([Fault("--scheduler", f"{address}: {reason}", expected)]) from None
    # What one worker finds in its memory must not be asked of another: no result is shared.
    with client:
        futures = {
            client.submit(work, task, key=f"plan-{task.identity}", pure=False, retries=0): task
            for task in tasks
        }
        for future in distributed.as_completed(list(futures), loop=client.loop):
            task = futures.pop(future)
            yield _outcome(future, task, distributed)
            future.release()


def _outcome(future: Any, task: Task, distributed: Any) -> Outcome:
    """The outcome of a future, which fails as a whole only when its workers died."""
    try:
        outcome: Outcome = future.result()
    except distributed.KilledWorker:
        message = "its workers died (killed, or out of memory)"
        return Outcome(task.identity, FAILED, message=message, exit_code=1)
    except Exception as error:
        # What another machine raised may be of any kind, and costs this scenario alone: it is
        # told with its traceback there, as one that fails here is.
        told = "".join(traceback.format_exception(error))
        return Outcome(task.identity, FAILED, message=f"on its worker: {told}", exit_code=1)
    return outcome


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        fix = "pip install 'planner[cluster]'"
        raise InputError(
            [Fault("--scheduler", "the package distributed is not installed", fix=fix)]
        ) from None
    return distributed
