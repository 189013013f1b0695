"""A process that carries out commands, and is replaced when one of them hangs."""

import io
import multiprocessing
import os
import traceback
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path


@dataclass(frozen=True)
class Answer:
    """What came of a command; the exit code is None where it raised or hung."""

    code: int | None
    said: str
    hung: bool = False


class Worker:
    """Runs commands of the planner with a limit of time; imports are paid for once."""

    def __init__(self, most_seconds: float) -> None:
        self.most_seconds = most_seconds
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,), daemon=True)
        self._process.start()

    def __call__(self, arguments: tuple[str, ...], folder: Path) -> Answer:
        """What the planner answers when it is called with `arguments` from `folder`."""
        self._here.send((arguments, str(folder)))
        if self._here.poll(self.most_seconds):
            with suppress(EOFError):
                code, said = self._here.recv()
                return Answer(code, said)
            self.close()
            self._start()
            return Answer(None, "the process ended")
        self.close()
        self._start()
        return Answer(None, f"no answer after {self.most_seconds:g} s", hung=True)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def _serve(connection: Connection) -> None:
    from planner.cli import main

    while True:
        arguments, folder = connection.recv()
        os.chdir(folder)
        out, err = io.StringIO(), io.StringIO()
        code: int | None
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = main(arguments)
        except BaseException:
            # Whatever escapes the command line is a traceback to its user, and the finding here.
            code = None
            err.write(traceback.format_exc())
        connection.send((code, err.getvalue()[-4000:]))
