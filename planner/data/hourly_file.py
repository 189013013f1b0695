"""Files of hourly series: a year of hours, each once and in order, a column for each series.

They are CSV, packed or not, and are held to what a year of hours is with the
care that tables are read with. What was read is known by its bytes, so a file
that is changed is read again.
"""

import gzip
import io
import warnings
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from planner.data.csv_rows import Row, rows_of
from planner.errors import Fault, InputError, quoted, raise_any
from planner.units import HOURS_PER_YEAR

HOURS = int(HOURS_PER_YEAR)
MOST_MIB = 256
"""Size of a file when unpacked; the weather of twenty places takes two."""
_LEAP_YEAR = 8784
_MIB = 2**20
_PACKED = b"\x1f\x8b"


def read_hours(path: Path, low: float, high: float, unit: str) -> pd.DataFrame:
    """The series of a file, values from `low` to `high`: a row an hour, a column a series.

    Raises InputError where the file can't be read, with every column that has
    gaps or other values, and where hours are missing, doubled or out of order.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        found = (error.strerror or str(error)).lower()
        raise InputError([Fault(str(path), found, "a year of hours")]) from None
    return _read(path.name, content, (low, high), unit).copy(deep=False)


@lru_cache(maxsize=8)
def _read(name: str, content: bytes, bounds: tuple[float, float], unit: str) -> pd.DataFrame:
    text = _unpacked(name, content)
    rows, faults = rows_of(text, name)
    raise_any(faults or [*_header_faults(name, rows[0]), *_row_faults(name, rows)])
    table = pd.read_csv(io.BytesIO(text), index_col=0, encoding="utf-8-sig")
    raise_any([*_value_faults(name, table, *bounds, unit), *_stamp_faults(name, rows[1:])])
    return table


def _unpacked(name: str, content: bytes) -> bytes:
    """The text of a file, which may be packed; no more of it is unpacked than a year needs."""
    if not content.startswith(_PACKED):
        if name.endswith(".gz"):
            raise InputError(
                [Fault(name, "not packed", "a file packed by gzip", "run gzip on it")]
            )
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            text = file.read(MOST_MIB * _MIB + 1)
    except (OSError, EOFError, zlib.error) as error:
        found = f"cannot be unpacked ({str(error).partition(chr(10))[0]})"
        raise InputError([Fault(name, found, "a file packed by gzip")]) from None
    if len(text) > MOST_MIB * _MIB:
        found = f"more than {MOST_MIB} MiB when unpacked"
        raise InputError([Fault(name, found, f"at most {MOST_MIB} MiB")])
    return text


def _header_faults(name: str, header: Row) -> Iterator[Fault]:
    line, cells = header
    names = [str(cell) for cell in cells[1:]]
    if not names:
        yield Fault(f"{name}, line {line}", "no column of values", "hours, and a column a series")
    for column, count in Counter(names).items():
        where = f"{name}, line {line}, column {column or '(blank)'}"
        if column != column.strip() or ":" not in column:
            yield Fault(where, quoted(column), "what it is and where, as in solar:ERCOT")
        elif count > 1:
            yield Fault(where, f"{count} columns of this name", "each once")


def _row_faults(name: str, rows: list[Row]) -> Iterator[Fault]:
    """Rows of another width than the header, and the hours that there are too many or too few."""
    width = len(rows[0][1])
    for line, cells in rows[1:]:
        if len(cells) != width:
            expected = f"{width}, as many as the header has"
            yield Fault(f"{name}, line {line}", f"{len(cells)} cells", expected)
    if len(rows) - 1 != HOURS:
        leap = len(rows) - 1 == _LEAP_YEAR
        fix = "leave out the 24 hours of 29 February" if leap else ""
        yield Fault(name, f"{len(rows) - 1} hours", f"{HOURS}", fix)


def _value_faults(
    name: str, table: pd.DataFrame, low: float, high: float, unit: str
) -> Iterator[Fault]:
    for column in table.columns:
        values = pd.to_numeric(table[column], errors="coerce").to_numpy(dtype=float)
        gaps = np.flatnonzero(np.isnan(values))
        if len(gaps) or pd.api.types.is_bool_dtype(table[column]):
            at = int(gaps[0]) if len(gaps) else 0
            where = f"{name}, line {at + 2}, column {column}"
            yield Fault(where, f"{len(gaps) or len(values)} gaps", "a number in every hour")
            continue
        odd = np.flatnonzero((values < low) | (values > high))
        if len(odd):
            where = f"{name}, line {odd[0] + 2}, column {column}"
            yield Fault(where, f"{values[odd[0]]:g}", f"from {low:g} to {high:g} ({unit})")


def _stamp_faults(name: str, rows: list[Row]) -> Iterator[Fault]:
    """Hours that occur twice or stand out of order: rows are read one after another.

    Whole numbers count on by one, and times go on by an hour, but for a 29 February that is left
    out; stamps of another form only have to rise.
    """
    stamps = [str(cells[0]) for _, cells in rows]
    counted = all(stamp.isascii() and stamp.isdigit() for stamp in stamps)
    follows = _follows(stamps) if not counted else []
    seen: dict[str, int] = {}
    for at, ((line, _), stamp) in enumerate(zip(rows, stamps, strict=True)):
        before = stamps[at - 1] if at else ""
        if stamp in seen:
            found = f"hour {quoted(stamp)} of line {rows[seen[stamp]][0]} again"
            yield Fault(f"{name}, line {line}", found, "each hour once")
            return
        if at and (int(stamp) != int(before) + 1 if counted else not follows[at]):
            found = f"hour {quoted(stamp)} after hour {quoted(before)}"
            yield Fault(f"{name}, line {line}", found, "hours one after another")
            return
        seen[stamp] = at


def _follows(stamps: list[str]) -> list[bool]:
    """Whether each stamp is the hour after the one before, or after 28 February's last."""
    with warnings.catch_warnings():
        # What is no time is told as a stamp that does not rise.
        warnings.simplefilter("ignore")
        for day_first in (False, True):
            times = pd.to_datetime(
                pd.Series(stamps), errors="coerce", utc=True, dayfirst=day_first
            )
            if not times.isna().any():
                break
        else:
            return [not at or stamps[at - 1] <= stamp for at, stamp in enumerate(stamps)]
    step = times.diff()
    march = np.array([(t.month, t.day, t.hour) == (3, 1, 0) for t in times])
    leap = (step == pd.Timedelta(hours=25)).to_numpy() & march
    return list(map(bool, (step == pd.Timedelta(hours=1)).to_numpy() | leap))
