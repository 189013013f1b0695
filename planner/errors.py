"""Errors that a user can mend, each with the exit code that the shell sees.

An error says where, what was found, what is right and, when it is not
obvious, the way out. Faults are gathered and raised once, so that a file is
mended once.
"""

import difflib
import errno
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

Made = TypeVar("Made")
_SHOWN_PER_FILE = 10
_SHOWN_LENGTH = 60


class PlannerError(Exception):
    """Base of every error that a user can mend; 2 is usage or invalid input."""

    exit_code: ClassVar[int] = 2


class Notice(UserWarning):
    """What a reader should know of a file that is read all the same; given as a warning."""


class InfeasibleError(PlannerError):
    """Hard limits contradict each other: no plan exists."""

    exit_code: ClassVar[int] = 3


class NotOptimalError(PlannerError):
    """The solver stopped before the optimum, at a limit of time or iterations."""

    exit_code: ClassVar[int] = 4


class UnboundedError(PlannerError):
    """The objective falls for ever: something is paid for that nothing needs."""

    def __init__(self, message: str, direction: Any = None) -> None:
        super().__init__(message)
        self.direction = direction
        """By how much each column of the programme moves along the way, where it is known."""


class FailedCheckError(PlannerError):
    """A check of a plan does not hold: its certificate, or what it is held against."""

    exit_code: ClassVar[int] = 5


REFUSALS = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EFBIG}
)
"""What a system says of a disk that is full, broken or not ours to write: no fault of the code."""


def refusal(error: OSError, place: object = "") -> str:
    """What a system refused, in a line: a place, where one is known, and why."""
    # Libraries put words of their own around the system's reason.
    reason = os.strerror(error.errno) if error.errno else (error.strerror or str(error))
    return ": ".join(str(part) for part in (error.filename or place, reason.lower()) if part)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with what a user gave.

    `where` begins with a file's name, then narrows down after commas:
    ``"power_technologies.csv, line 3, column availability"``.
    """

    where: str
    found: str
    expected: str = ""
    fix: str = ""

    @property
    def file(self) -> str:
        """The file, or what else `where` begins with."""
        return self.where.partition(",")[0]

    @property
    def line(self) -> int:
        """The line in the file or the row of the sheet; 0 where the fault is of the whole file."""
        match = re.search(r", (?:line |row |cells? [A-Z]+)(\d+)", self.where)
        return int(match[1]) if match else 0

    def __str__(self) -> str:
        """The fault as one line of text."""
        expected = f"expected {self.expected}" if self.expected else ""
        return f"{self.where}: " + "; ".join(filter(None, (self.found, expected, self.fix)))


class InputError(PlannerError):
    """What a user gave is not valid; holds every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        if not self.faults:
            raise ValueError("an InputError needs at least one fault")
        # The argument makes the error survive pickling, from one process to another.
        super().__init__(self.faults)

    def __str__(self) -> str:
        """All faults, one a line, file by file; past ten in a file, their count."""
        lines: list[str] = []
        for file, faults in self._by_file().items():
            lines += [str(fault) for fault in faults[:_SHOWN_PER_FILE]]
            if len(faults) > _SHOWN_PER_FILE:
                lines.append(f"{file}: and {len(faults) - _SHOWN_PER_FILE} more")
        return "\n".join(lines)

    def _by_file(self) -> Mapping[str, list[Fault]]:
        """The faults of each file, files in the order of their first fault."""
        groups: dict[str, list[Fault]] = {}
        for fault in self.faults:
            groups.setdefault(fault.file, []).append(fault)
        return groups


def raise_any(faults: Iterable[Fault]) -> None:
    """Raise an :class:`InputError` with `faults`, if there are any.

    Each is reported once. Files come in the order of their first fault, and
    the faults of a file in the order of their lines.
    """
    found = list(dict.fromkeys(faults))
    files = {file: number for number, file in enumerate(dict.fromkeys(f.file for f in found))}
    if found:
        raise InputError(sorted(found, key=lambda fault: (files[fault.file], fault.line)))


class Gathered:
    """Steps that need nothing of each other, so that the faults of all are raised at once."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        """Those of all steps so far, for :func:`raise_any`."""

    def __call__(self, step: Callable[[], Made]) -> Made | None:
        """What a step makes; None where it raises an InputError, whose faults are kept."""
        try:
            return step()
        except InputError as error:
            self.faults += error.faults
            return None


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known name most like `name`, whatever their case; empty when none is near."""
    by_lower_case = {word.lower(): word for word in known}
    near = difflib.get_close_matches(name.strip().lower(), by_lower_case, n=1, cutoff=cutoff)
    return by_lower_case[near[0]] if near else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``"did you mean 'gas_ccgt'?"``, or an empty string when nothing known is near `name`."""
    near = nearest(name, known)
    return f"did you mean {near!r}?" if near else ""


def quoted(value: object) -> str:
    """A value as it was found, in quotes when it is text, cut when it is long."""
    text = repr(value)
    return text if len(text) <= _SHOWN_LENGTH else f"{text[: _SHOWN_LENGTH - 4]}...{text[-1]}"


def listed(words: Iterable[str], most: int = 12) -> str:
    """``"a, b, c"``, cut after `most` words with a count of the rest."""
    names = list(words)
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
