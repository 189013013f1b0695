"""What commands print: steps as they happen, and tables.

Names are printed as they are: none is a markup, an emoji's code or a style. A sign that the code
page of a terminal, a pipe or a log lacks is spelled out, by its number, and ends nothing.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from textwrap import fill
from time import perf_counter

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.wording.numbers import in_column, to_decimals

_LONG, _WRAPPED = 30, 24
"""Letters from which a heading takes several lines, and those of each."""


@contextmanager
def steps(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A function that reports each step as it begins, on standard error.

    On a terminal the step that runs has a spinner and leaves a line with its
    seconds; elsewhere each step is a plain line.
    """
    console = Console(stderr=True, highlight=False)
    if quiet:
        yield lambda step: None
    elif not console.is_terminal:
        yield lambda step: print(step, file=sys.stderr, flush=True)
    else:
        with console.status("") as status:
            current: list[tuple[str, float]] = []

            def finish() -> None:
                if current:
                    step, began = current.pop()
                    seconds = f"{to_decimals(perf_counter() - began, 1)} s"
                    done = (("✓", "green"), f" {step} ", (seconds, "dim"))
                    console.print(Text.assemble(*done))

            def report(step: str) -> None:
                finish()
                current.append((step, perf_counter()))
                status.update(Text(step))

            yield report
            finish()


def print_table(table: pd.DataFrame, title: str = "") -> None:
    """Print a table on standard output, numbers right-aligned with three figures."""
    shown = Text(title, style="table.title") if title else None
    drawn = Table(title=shown, title_justify="left", box=None, header_style="bold")
    for name in table.columns:
        number = pd.api.types.is_numeric_dtype(table[name])
        drawn.add_column(
            Text(_heading(str(name))), justify="right" if number else "left", no_wrap=True
        )
    for row in table.itertuples(index=False):
        drawn.add_row(*(Text(figure(cell)) for cell in row))
    # A cut cell would be a lost number: a narrow terminal breaks lines instead.
    console = Console(highlight=False)
    needed = console.measure(drawn, options=console.options.update(max_width=10_000)).maximum
    Console(highlight=False, width=max(console.width, needed)).print(drawn)


def _heading(name: str) -> str:
    """A heading, over several lines where it is much longer than a cell is."""
    return (
        name
        if len(name) <= _LONG
        else fill(name, _WRAPPED, break_long_words=False, break_on_hyphens=False)
    )


def print_json(**parts: object) -> None:
    """Print an object of JSON on standard output, tables as lists of rows, blanks as null."""
    whole = {
        name: json.loads(part.to_json(orient="records", double_precision=15))
        if isinstance(part, pd.DataFrame)
        else part
        for name, part in parts.items()
    }
    print(json.dumps({"schema_version": 1, **whole}, indent=2))


def figure(cell: object) -> str:
    """A cell as a reader wants it: three significant figures, no exponent in sight."""
    if isinstance(cell, bool) or not isinstance(cell, float):
        return "" if cell is pd.NA else str(cell)
    if pd.isna(cell):
        return ""
    return in_column(cell)


def markdown(table: pd.DataFrame) -> str:
    """A table in Markdown, numbers right-aligned with three figures."""
    numeric = [pd.api.types.is_numeric_dtype(table[name]) for name in table.columns]
    rows = [[figure(cell) for cell in row] for row in table.itertuples(index=False)]
    lines = [
        [str(name) for name in table.columns],
        ["---:" if number else "---" for number in numeric],
        *rows,
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
