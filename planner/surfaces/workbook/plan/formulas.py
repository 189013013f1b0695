"""Formulas that know their value: what a spreadsheet computes, and what it must find.

A workbook is read by people whose program never recalculates: a preview, a
phone, pandas. So each formula is written with the value it has. The value is
computed here, from the plan's tables by pandas and by Python's arithmetic, and
the tests let LibreOffice compute the text and hold the two together.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isfinite, log10

from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname

Value = float | int | str | bool


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its equals sign, and the value it has when the file is written."""

    text: str
    value: Value
    atomic: bool = False
    """Whether it may stand in a larger formula without brackets."""

    def __add__(self, other: "Operand") -> "Formula":
        """The sum."""
        return _binary("+", self, other, lambda a, b: a + b)

    def __sub__(self, other: "Operand") -> "Formula":
        """The difference."""
        return _binary("-", self, other, lambda a, b: a - b)

    def __mul__(self, other: "Operand") -> "Formula":
        """The product."""
        return _binary("*", self, other, lambda a, b: a * b)

    def __truediv__(self, other: "Operand") -> "Formula":
        """The quotient; wrap it in :func:`or_else` where the divisor may be zero."""
        return _binary("/", self, other, _divided)

    def __pow__(self, other: "Operand") -> "Formula":
        """The power."""
        return _binary("^", self, other, lambda a, b: a**b)

    def __and__(self, other: "Operand") -> "Formula":
        """Two texts, one after the other."""
        right = constant(other)
        text = f"{_inner(self)}&{_inner(right)}"
        if _is_error(self.value) or _is_error(right.value):
            return Formula(text, ERROR)
        return Formula(text, f"{self.value}{right.value}")

    @property
    def number(self) -> float:
        """The value as a number; an error when it is text."""
        if isinstance(self.value, str):
            raise TypeError(f"{self.text} is text: {self.value!r}")
        return float(self.value)


Operand = Formula | float | int | str

ERROR = float("nan")
"""Value of a formula that a spreadsheet shows as an error; only inside :func:`or_else`."""


@dataclass(frozen=True, slots=True)
class Cell(Formula):
    """A cell that was written, as a formula that refers to it."""

    sheet: str = ""
    row: int = 0
    column: int = 0

    def fixed(self, *, row: bool = False, column: bool = False) -> Formula:
        """The same on its own sheet, with its row or its column held when it is copied."""
        letter = get_column_letter(self.column)
        text = f"{'$' * column}{letter}{'$' * row}{self.row}"
        return Formula(text, self.value, atomic=True)

    @property
    def from_elsewhere(self) -> Formula:
        """The same, seen from another sheet."""
        text = f"{quote_sheetname(self.sheet)}!{absolute_coordinate(self.text)}"
        return Formula(text, self.value, atomic=True)


def constant(value: Operand) -> Formula:
    """A number or a text as a formula."""
    if isinstance(value, Formula):
        return value
    if isinstance(value, str):
        return Formula('"' + value.replace('"', '""') + '"', value, atomic=True)
    return Formula(repr(value), value, atomic=value >= 0)


def name(text: str, value: Value) -> Formula:
    """A defined name."""
    return Formula(text, value, atomic=True)


def call(function: str, *arguments: Operand, value: Value) -> Formula:
    """A call of a spreadsheet function with the value that it has."""
    inside = ",".join(constant(argument).text for argument in arguments)
    return Formula(f"{function}({inside})", value, atomic=True)


def area(first: Cell, last: Cell) -> str:
    """A range of cells on one sheet."""
    return f"{first.text}:{last.text}"


def area_elsewhere(first: Cell, last: Cell) -> str:
    """The same range, seen from another sheet."""
    corner, end = absolute_coordinate(first.text), absolute_coordinate(last.text)
    return f"{quote_sheetname(first.sheet)}!{corner}:{end}"


def sum_of(cells: Iterable[Cell]) -> Formula:
    """The sum of cells that stand in one row or one column without a gap."""
    listed = list(cells)
    total = sum(cell.number for cell in listed)
    return Formula(f"SUM({area(listed[0], listed[-1])})", total, atomic=True)


def sum_of_products(cells: Iterable[Cell], factors: Iterable[Cell]) -> Formula:
    """The sum of cells in one row or column, each times that of another one of the same length."""
    listed, by = list(cells), list(factors)
    total = sum(a.number * b.number for a, b in zip(listed, by, strict=True))
    text = f"SUMPRODUCT({area(listed[0], listed[-1])},{area(by[0], by[-1])})"
    return Formula(text, total, atomic=True)


def max_of(cells: Iterable[Cell]) -> Formula:
    """The largest of cells that stand in one row or one column without a gap."""
    listed = list(cells)
    largest = max(cell.number for cell in listed)
    return Formula(f"MAX({area(listed[0], listed[-1])})", largest, atomic=True)


def or_else(formula: Formula, otherwise: Operand) -> Formula:
    """The formula's value, or another where it is an error."""
    other = constant(otherwise)
    value = other.value if _is_error(formula.value) else formula.value
    return Formula(f"IFERROR({formula.text},{other.text})", value, atomic=True)


def _is_error(value: Value) -> bool:
    return isinstance(value, float) and not isfinite(value)


def log_ten(formula: Formula) -> Formula:
    """The decimal logarithm; an error where there is none."""
    number = formula.number
    value = log10(number) if isfinite(number) and number > 0 else ERROR
    return Formula(f"LOG10({formula.text})", value, atomic=True)


def if_(test: Formula, then: Operand, otherwise: Operand) -> Formula:
    """One of two values."""
    yes, no = constant(then), constant(otherwise)
    value = yes.value if test.value else no.value
    return Formula(f"IF({test.text},{yes.text},{no.text})", value, atomic=True)


def compare(left: Operand, operator: str, right: Operand) -> Formula:
    """A comparison: ``=``, ``<>``, ``>`` or ``<``."""
    a, b = constant(left), constant(right)
    found: dict[str, Callable[[], bool]] = {
        "=": lambda: a.value == b.value,
        "<>": lambda: a.value != b.value,
        ">": lambda: a.number > b.number,
        "<": lambda: a.number < b.number,
    }
    return Formula(f"{_inner(a)}{operator}{_inner(b)}", found[operator]())


def _divided(a: float, b: float) -> float:
    return a / b if b else ERROR


def _inner(formula: Formula) -> str:
    return formula.text if formula.atomic else f"({formula.text})"


def _binary(
    sign: str, left: Formula, right: Operand, apply: Callable[[float, float], float]
) -> Formula:
    other = constant(right)
    value = apply(left.number, other.number)
    return Formula(f"{_inner(left)}{sign}{_inner(other)}", value)
