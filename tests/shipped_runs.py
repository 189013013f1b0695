"""Runs of the models that ship, each planned once in a whole run of the tests.

Workers of one run of pytest share a folder: the first that asks for a model plans it as a user
does, others wait for it and read what it wrote.
"""

import contextlib
import fcntl
import io
import json
from dataclasses import dataclass
from pathlib import Path

from planner.cli import main

WITH_WORKBOOK = ("frontier", "small")
"""Models whose workbook some test opens; of others it is left out, as all reports are."""


@dataclass(frozen=True)
class ShippedRun:
    """What became of ``planner run MODEL``."""

    folder: Path
    exit_code: int
    out: str
    """What the terminal said."""


def shipped_run(model: str, outputs: Path) -> ShippedRun:
    """The run of a model in the folder that all workers share, planned if nobody has."""
    outputs.mkdir(parents=True, exist_ok=True)
    told = outputs / f"{model}.json"
    with (outputs / f"{model}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            asked = ["run", model, "-o", str(outputs), "-q", "--no-report"]
            asked += [] if model in WITH_WORKBOOK else ["--no-workbook"]
            with contextlib.redirect_stdout(io.StringIO()) as out:
                code = main(asked)
            told.write_text(json.dumps([code, out.getvalue()]), encoding="utf-8")
    code, text = json.loads(told.read_text(encoding="utf-8"))
    return ShippedRun(outputs / model, code, text)
