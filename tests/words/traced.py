"""What a run's numbers are traced to, summed: the terms of all rows of each, and their cells."""

from hashlib import blake2b

from planner.analysis.trace.trace import TRACERS, trace
from planner.planning.questions import traceable
from tests.words.conftest import NUMBER


def traced(folder):
    """Quantity to its terms, what they add up to, and checksums of their cells and their words."""
    run, tables = traceable(folder)
    found = {}
    for table, column in TRACERS:
        if table not in tables or tables[table].empty:
            continue
        all_rows = trace(run, tables, f"{table}.{column}", {})
        # What ends before its cells says so.
        assert all_rows.adds_up or all_rows.notes, (table, column, all_rows)
        cells = [str(cell) for term in all_rows.terms for cell in term.cells]
        words = [NUMBER.sub("#", term.words) for term in all_rows.terms]
        found[f"traced: {table}.{column}"] = [
            str(len(all_rows.terms)), f"{all_rows.total:.9g}", _checksum(cells),
            _checksum([*words, *all_rows.notes]),
        ]  # fmt: skip
    return found


def _checksum(texts):
    return blake2b("|".join(texts).encode(), digest_size=4).hexdigest()
