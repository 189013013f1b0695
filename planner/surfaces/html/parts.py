"""What a report consists of: sections with text, graphics and tables."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from planner.wording.numbers import printed, three_figures
from planner.wording.text import Text


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table as it is printed: headings with units, cells as text."""

    caption: str
    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]

    @classmethod
    def of(
        cls, frame: pd.DataFrame, caption: str, headings: Iterable[str] | None = None
    ) -> "DataTable":
        """A table from a frame; its columns are the headings unless others are given."""
        names = tuple(str(name) for name in (headings or frame.columns))
        numeric = tuple(
            pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)
            for dtype in frame.dtypes
        )
        columns = [[_cell(value, str(name)) for value in frame[name]] for name in frame.columns]
        return cls(caption, names, numeric, tuple(zip(*columns, strict=True)))


@dataclass(frozen=True, slots=True)
class Graphic:
    """A drawing, what it shows in a sentence, and the numbers that it is drawn from."""

    key: str
    title: Text
    alt: Text
    svg: str
    table: DataTable
    source: str
    wide: bool = False
    """Whether it needs more than the width of a telephone to be read."""

    @property
    def width_points(self) -> float:
        """Its natural width, at which its letters have their stated sizes."""
        found = re.search(r'width="([0-9.]+)pt"', self.svg)
        return float(found[1]) if found else 400.0


@dataclass(frozen=True, slots=True)
class Section:
    """A question, its answer in one sentence, and what shows it."""

    key: str
    question: str
    finding: Text
    paragraphs: tuple[Text, ...] = ()
    points: tuple[Text, ...] = ()
    graphics: tuple[Graphic, ...] = ()
    tables: tuple[DataTable, ...] = ()
    details: tuple[DataTable, ...] = ()
    """Tables that the page folds away, and the PDF leaves to the page."""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report."""

    title: str
    run_id: str
    created: str
    sections: tuple[Section, ...] = field(default=())
    noun: str = "Run"
    """What it tells of."""

    @property
    def origin(self) -> str:
        """Which run, or runs, or study it tells of."""
        return f"{self.noun}{'s' if ';' in self.run_id else ''} {self.run_id}"


def _cell(value: object, column: str) -> str:
    """A cell as it is printed: years whole, numbers with three figures, nothing for nothing."""
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, bool | str):
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value
    if not isinstance(value, int | float) and not hasattr(value, "dtype"):
        return str(value)
    if hasattr(value, "dtype") and value.dtype == bool:
        return "yes" if value else "no"
    number = float(value)  # type: ignore[arg-type]
    if isinstance(value, float) and 0.1 <= abs(number) < 99.95:
        return three_figures(number)
    if column == "year" or column.endswith("_year"):
        return str(round(number))
    return printed(number)
