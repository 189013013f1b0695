"""What is traced of a plan: the terms of a number and the cells in each, as they are kept.

A number that follows from inputs alone is kept with its terms' values; of what the plan decides
the words are kept and the cells, since another of equal plans may have other numbers.
"""

import pytest

from planner.analysis.trace.trace import trace
from planner.planning.questions import traceable
from planner.wording.numbers import to_figures

GIVEN = {
    "targets": ("target", ["workload", "year"]),
    "supply": ("capacity", ["kind", "pool", "vendor", "year"]),
    "limits": ("capacity", ["limit", "kind", "pool", "place", "year", "slice"]),
}
"""Table to what is traced of it and the labels of a row, where nothing is decided."""
DECIDED = {
    "cost": ("cost_busd", ["term", "year"]),
    "emissions": ("emissions_mt", ["term", "year"]),
}


@pytest.fixture(scope="module")
def opened(short):
    return traceable(short)


def rows_of(table, labels):
    """The first and the last row of each kind, with its labels as texts."""
    some = table.drop_duplicates(labels).reset_index(drop=True)
    ends = some.groupby(labels[0], sort=False)
    picked = some.loc[sorted({*ends.head(1).index, *ends.tail(1).index})]
    return picked[labels].map(str).to_dict("records")


def told(found, quantity, row, *, numbers):
    yield f"{quantity} {', '.join(f'{name}={value}' for name, value in row.items())}"
    for term in found.terms:
        value = f" = {to_figures(term.value, 6)}" if numbers else ""
        yield f"  {term.words}{value}"
        for cell in term.cells:
            place = ".".join(filter(None, (cell.table, cell.row, cell.column)))
            said = ", ".join(filter(None, (cell.unit, cell.confidence, cell.changed)))
            yield f"    {place} = {cell.value} ({said})"
    yield from (f"  note: {note}" for note in found.notes)


@pytest.mark.parametrize(
    ("kept_as", "quantities", "numbers"),
    [("traces_given", GIVEN, True), ("traces_decided", DECIDED, False)],
)
def test_terms_and_cells_are_those_that_are_kept(
    kept_as, quantities, numbers, opened, kept, without_numbers
):
    run, tables = opened
    lines = []
    for table, (column, labels) in quantities.items():
        for row in rows_of(tables[table], labels):
            found = trace(run, tables, f"{table}.{column}", row)
            made = "\n".join(told(found, f"{table}.{column}", row, numbers=numbers))
            lines.append(made if numbers else without_numbers(made))

    kept(kept_as, "\n".join(lines))
