"""One HiGHS object: silent, interruptible, and never without a look at its return codes."""

from collections.abc import Callable
from threading import Thread
from typing import Any, TypeVar

import highspy
import numpy as np
from highspy import cb
from highspy._core import _Highs
from scipy import sparse

Result = TypeVar("Result")

_EVENT = cb.HighsCallbackType
_WAIT_SECONDS = 0.1
_FAREWELL_SECONDS = 3.0
"""How long an interrupted call may take to come back; presolve looks up only when it is done."""


class _Listener:
    """What HiGHS calls back: it gathers warnings, passes the log on, and asks for a stop.

    It doesn't know the solver, so that the two don't keep each other alive.
    """

    def __init__(self, log: Callable[[str], None] | None) -> None:
        self.log = log
        self.warnings: list[str] = []
        self.stop = False
        self.failure: BaseException | None = None

    def __call__(self, event: Any, message: str, out: Any, answer: Any, data: Any) -> None:
        if event != _EVENT.kCallbackLogging:
            if self.stop:
                answer.user_interrupt = True
            return
        for line in message.splitlines():
            if line.startswith("WARNING"):
                self.warnings.append(line.removeprefix("WARNING:").strip())
        if self.log is not None and self.failure is None:
            try:
                self.log(message)
            except BaseException as failure:
                # An exception must not cross the solver's own code: stop it, raise outside.
                self.failure = failure
                self.stop = True


class Highs:
    """A solver that prints nothing and lets Ctrl-C through.

    `log` is given what HiGHS would print, with its line ends.
    """

    def __init__(self, log: Callable[[str], None] | None = None) -> None:
        # highspy.Highs prints a banner as it is made, and its handling of Ctrl-C prints too
        # and is shared by all its objects; the class below it does neither. Its stubs lack
        # the rays, hence Any.
        self.raw: Any = _Highs()
        self._listener = _Listener(log)
        self._thread: Thread | None = None
        # Without output there are no messages to listen to, so only the console is shut.
        self.set(output_flag=True, log_to_console=False)
        self.raw.setCallback(self._listener, None)
        for event in (
            _EVENT.kCallbackLogging,
            _EVENT.kCallbackSimplexInterrupt,
            _EVENT.kCallbackIpmInterrupt,
            _EVENT.kCallbackMipInterrupt,
        ):
            self.raw.startCallback(event)

    def set(self, **options: bool | int | float | str) -> None:
        """Set options by HiGHS's own names; raises ValueError when it refuses one."""
        for name, value in options.items():
            if self.raw.setOptionValue(name, value) != highspy.HighsStatus.kOk:
                raise ValueError(f"the solver refuses the option {name} = {value!r}")

    def accept(self, what: str, status: highspy.HighsStatus) -> None:
        """Raise ValueError when HiGHS refused to take `what`; a warning is no refusal."""
        if status == highspy.HighsStatus.kError:
            raise ValueError(f"the solver refuses {what}")

    def load(
        self,
        matrix: sparse.csr_array,
        rows: tuple[np.ndarray, np.ndarray],
        columns: tuple[np.ndarray, np.ndarray],
    ) -> None:
        """Take a programme with zero costs: its matrix, and lower and upper bounds of each."""
        count, width = matrix.shape
        # As arrays: the attributes of a HighsLp take them element by element, five times as long.
        status = self.raw.passModel(
            width,
            count,
            matrix.nnz,
            int(highspy.MatrixFormat.kRowwise),
            int(highspy.ObjSense.kMinimize),
            0.0,
            np.zeros(width),
            *columns,
            *rows,
            matrix.indptr.astype(np.int32, copy=False),
            matrix.indices.astype(np.int32, copy=False),
            matrix.data,
            np.zeros(width, dtype=np.int32),
        )
        self.accept("the programme", status)

    def whole(self, places: np.ndarray, *, whole: bool = True) -> None:
        """Let the columns at `places` take whole numbers only, or fractions again."""
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        kinds = np.full(len(places), int(kind), dtype=np.uint8)
        status = self.raw.changeColsIntegrality(len(places), places, kinds)
        self.accept("the whole columns", status)

    def costs(self, costs: np.ndarray) -> None:
        """Replace the cost of every column; raises ValueError when one is infinite or NaN."""
        if not np.isfinite(costs).all():
            raise ValueError(f"the cost of column {np.argmin(np.isfinite(costs))} is no number")
        places = np.arange(len(costs), dtype=np.int32)
        self.accept("the costs", self.raw.changeColsCost(len(costs), places, costs))

    def limit(self, seconds: float) -> None:
        """Let the next runs take `seconds`: HiGHS's limit is for all its runs so far as well."""
        self.set(time_limit=self.raw.getRunTime() + seconds)

    def call(self, work: Callable[[], Result]) -> Result:
        """The result of a long call, made in a thread of its own.

        The thread that called waits here, where Python hears Ctrl-C; the
        solver is then told to stop, and KeyboardInterrupt goes on its way.
        """
        results: list[Result] = []
        failures: list[BaseException] = []

        def run() -> None:
            try:
                results.append(work())
            except BaseException as failure:
                failures.append(failure)
            finally:
                # On Windows a thread that HiGHS still uses for its tasks never ends.
                _Highs.resetThreadScheduler(False)

        self._listener.stop = self._listener.failure is not None
        self._thread = thread = Thread(target=run, name="HiGHS", daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(_WAIT_SECONDS)
        except BaseException:
            self._listener.stop = True
            thread.join(_FAREWELL_SECONDS)
            raise
        if self._listener.failure is not None:
            failures.append(self._listener.failure)
            self._listener.failure = None
        if failures:
            raise failures[0]
        return results[0]

    def close(self) -> None:
        """Give memory back, unless an interrupted call hasn't come home and still uses it."""
        if self._thread is None or not self._thread.is_alive():
            self.raw.clear()

    def warnings(self) -> tuple[str, ...]:
        """What HiGHS has warned of since this was last asked, each once."""
        heard = tuple(dict.fromkeys(self._listener.warnings))
        self._listener.warnings.clear()
        return heard
