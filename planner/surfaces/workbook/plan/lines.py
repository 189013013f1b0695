"""Lines of yearly values: a label, a unit, a formula a year, and one over all years."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from planner.results.over_years import EACH_YEAR
from planner.surfaces.workbook.plan.formulas import (
    Cell,
    Formula,
    Operand,
    area,
    max_of,
    sum_of,
    sum_of_products,
)
from planner.surfaces.workbook.plan.pages import Page
from planner.surfaces.workbook.plan.results import Results

FIRST_YEAR_COLUMN = 5
SUM_OF_YEARS = "sum of years"
"""Over planned years that each stand for several, which have it anew."""


@dataclass(frozen=True)
class Line:
    """A row of yearly values."""

    label: Cell
    unit: str
    cells: Sequence[Cell]
    over_years: Cell | None
    """Sum, last or largest of the years."""


@dataclass(eq=False)
class Annual:
    """The lines that other sheets show."""

    page: Page
    years: list[Cell]
    lengths: list[Cell] = field(default_factory=list)
    """Years that each planned year stands for, below it."""
    lines: dict[str, Line] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    """Keys of the lines that add up to a total: by source, component or term."""

    def __getitem__(self, key: str) -> Line:
        """A line by its key, such as ``it_gw`` or ``capacity_gw gas_recip``."""
        return self.lines[key]


@dataclass(eq=False)
class LineWriter:
    """Writes lines one below the other, each year's formula of one form."""

    annual: Annual
    results: Results
    last_year: Formula
    row: int
    """Where the next line goes."""

    def section(self, words: str) -> None:
        """A heading over all columns, with an empty row above."""
        self.row += 1
        page = self.annual.page
        for column in range(1, FIRST_YEAR_COLUMN + len(self.annual.years)):
            page.write(self.row, column, words if column == 1 else None, "section")
        self.row += 1

    def line(
        self,
        key: str,
        label: str,
        unit: str,
        form: str,
        make: Callable[[Cell, int], Operand],
        over: str = "",
        style: str = "link",
        named: str = "",
    ) -> Line:
        """One line; `make` gives the formula of a year from the cell of its key and its position.

        `label` is the key of rows in a table, which stands behind the years where a reader calls
        them otherwise, as `named` says; else it is what the line is called.
        """
        page, years = self.annual.page, self.annual.years
        look = "total" if style == "total" else "label"
        keys = FIRST_YEAR_COLUMN + len(years)
        shown, name = page.named(self.row, 1, label, named or label, keys, look)
        page.write(self.row, 2, unit, "unit")
        cells = [
            page.write(self.row, FIRST_YEAR_COLUMN + i, make(name, i), style, form)
            for i in range(len(years))
        ]
        whole = None
        if over:
            page.write(self.row, 3, over, "unit")
            look = "total" if style == "total" else "calculation"
            whole = page.write(self.row, 4, self._over(over, cells), look, form)
        line = self.annual.lines[key] = Line(shown, unit, cells, whole)
        self.row += 1
        return line

    def summed(
        self, key: str, table: str, column: str, label: str, unit: str, form: str, over: str
    ) -> Line:
        """A column of a result table, summed by year."""
        return self.line(
            key, label, unit, form,
            lambda _, i: self.total(table, column, i), _weighted(table, column, over),
        )  # fmt: skip

    def total(self, table: str, column: str, i: int, **where: Operand) -> Formula:
        """The sum of a column in year number `i`, in the selected scenario."""
        year = self.annual.years[i].fixed(row=True)
        scenario = self.annual.page.book.named("sel_scenario")
        return self.results.total(table, column, scenario=scenario, year=year, **where)

    def by(
        self,
        group: str,
        table: str,
        column: str,
        key: str,
        unit: str,
        form: str,
        over: str,
        *,
        scale: Callable[[str], Formula | None] = lambda name: None,
        without: Collection[str] = (),
    ) -> None:
        """A line for each name in a column of a table, and their total; `without` some of them."""
        names = [name for (name,) in self.results.labels(table, key) if name not in without]
        over = _weighted(table, column, over)
        keys = []
        for name in names:

            def make(label: Cell, i: int, name: str = name) -> Formula:
                found = self.total(table, column, i, **{key: label.fixed(column=True)})
                factor = scale(name)
                return found if factor is None else found * factor

            keys.append(f"{group} {name}")
            self.line(keys[-1], name, unit, form, make, over, named=self.results.names.item(name))
        self.annual.groups[group] = keys
        self.add_up(group, keys, unit, form, over)

    def add_up(self, group: str, keys: list[str], unit: str, form: str, over: str) -> None:
        """The total of lines that stand one below the other."""

        def make(_: Cell, i: int) -> Operand:
            return sum_of(self.annual[key].cells[i] for key in keys) if keys else 0

        self.line(group, "Total", unit, form, make, over, style="total")

    def _over(self, over: str, cells: Sequence[Cell]) -> Formula:
        if over == "sum":
            return sum_of(cells)
        if over == SUM_OF_YEARS:
            return sum_of_products(cells, self.annual.lengths)
        if over == "peak":
            return max_of(cells)
        years = self.annual.years
        text = (
            f"SUMIFS({area(cells[0], cells[-1])},"
            f"{years[0].fixed(row=True, column=True).text}:"
            f"{years[-1].fixed(row=True, column=True).text},{self.last_year.text})"
        )
        last = [
            c.value for c, y in zip(cells, years, strict=True) if y.value == self.last_year.value
        ]
        return Formula(text, last[0] if last else 0.0, atomic=True)


def _weighted(table: str, column: str, over: str) -> str:
    """How a column of a table is added over years."""
    return SUM_OF_YEARS if over == "sum" and column in EACH_YEAR.get(table, ()) else over
