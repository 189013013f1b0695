"""Read one CSV file: once for the same bytes, since a sweep reads them for each scenario."""

import hashlib
from collections import OrderedDict
from pathlib import Path

import pandas as pd

from planner.config.former_names import TABLES, notice
from planner.data.cells import Value
from planner.data.csv_rows import rows_of
from planner.data.filling import fill
from planner.data.reading import Reading
from planner.data.schema import LEFT_OUT, Table
from planner.errors import Fault, nearest, raise_any

_KEPT = 256
"""How many files are kept as they were read."""
_known: OrderedDict[tuple[str, int], Reading] = OrderedDict()
"""Readings by the checksum of the file and the identity of its table, which they hold."""


def read_table(path: Path, table: Table) -> pd.DataFrame:
    """The rows of a CSV file, indexed by the table's primary key, in the file's order.

    Text that is blank is ``""``, a blank number NaN; blanks make an integer
    column ``Int64`` and a boolean one ``boolean``, with missing values.
    Raises InputError with every fault of the table.
    """
    reading = read(path, table)
    raise_any(reading.faults)
    return reading.frame()


def read(path: Path, table: Table) -> Reading:
    """Read `path` as far as it can be read; the reading holds the faults.

    A file of the same bytes isn't taken apart again for the same table, so a
    reading is not to be altered.
    """
    reading = Reading(table, file=table.path)
    try:
        content = path.read_bytes()
    except OSError:
        if table.optional and not path.exists():
            return absent(table)
        # Names of other tables are somewhat like it too: only a slip of the pen is a suggestion.
        near = nearest(path.name, (other.name for other in path.parent.glob("*.csv")), cutoff=0.85)
        fix = f"did you mean {near!r}?" if near else LEFT_OUT
        reading.faults.append(Fault(table.path, "no such file", table.title or "a table", fix))
        reading.whole = False
        return reading
    reading.checksum = hashlib.sha256(content).hexdigest()
    key = reading.checksum, id(table)
    if (known := _kept_reading(key)) is not None:
        return known
    rows, reading.faults = rows_of(content, table.path)
    reading.whole = not reading.faults
    if rows:
        fill(reading, rows)
    if (former := path.stem) in TABLES:
        reading.notices.append(notice(former, table.name, path.name))
    return _keep(key, reading)


def absent(table: Table) -> Reading:
    """What is read of a table that isn't there and needn't be."""
    key = "", id(table)
    if (known := _kept_reading(key)) is not None:
        return known
    none: dict[str, list[Value | None]] = {name: [] for name in table.fields}
    return _keep(key, Reading(table, file=table.path, absent=True, values=none))


def _kept_reading(key: tuple[str, int]) -> Reading | None:
    if key in _known:
        _known.move_to_end(key)
    return _known.get(key)


def _keep(key: tuple[str, int], reading: Reading) -> Reading:
    _known[key] = reading
    if len(_known) > _KEPT:
        _known.popitem(last=False)
    return reading
