"""What Excel lets a person type into a cell: drop-downs, ranges, and the words of a refusal."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from planner.data.schema import Field
from planner.input_workbook.styles import Styles, put

SPARE_ROWS = 300
"""Rows below a table that have its drop-downs already."""
_LONGEST_LIST = 250
"""Characters of a list that Excel takes without a range."""
_FIRST_COLUMN = 4


class Lists:
    """The lists of drop-downs, one a column of the sheet Lists, each with a name."""

    def __init__(self, book: Workbook, sheet: Worksheet, styles: Styles) -> None:
        self._book, self._sheet, self._styles = book, sheet, styles
        self._names: dict[tuple[str, ...], str] = {}

    def of(self, words: Sequence[str], title: str) -> str:
        """The formula of a drop-down of `words`."""
        inline = ",".join(words)
        if len(inline) <= _LONGEST_LIST and not any(set(word) & set(',"') for word in words):
            return f'"{inline}"'
        key = tuple(words)
        if key not in self._names:
            column = _FIRST_COLUMN + len(self._names)
            letter = get_column_letter(column)
            head = self._sheet.cell(row=2, column=column, value=title)
            self._styles.apply(head, "header")
            for number, word in enumerate(words, start=3):
                put(self._sheet.cell(row=number, column=column), word)
            self._sheet.column_dimensions[letter].width = 30
            name = f"lst_{len(self._names) + 1}"
            place = f"{quote_sheetname(self._sheet.title)}!${letter}$3:${letter}${len(words) + 2}"
            self._book.defined_names[name] = DefinedName(name, attr_text=place)
            self._names[key] = name
        return self._names[key]


def key_list(book: Workbook, table: str, letter: str, first: int, last: int) -> str:
    """Name the keys of a table, so that drop-downs of other sheets can offer them."""
    name = f"key_{table}"
    place = f"{quote_sheetname(table)}!${letter}${first}:${letter}${last}"
    book.defined_names[name] = DefinedName(name, attr_text=place)
    return name


def validation(field: Field, lists: Lists, key_names: dict[str, str]) -> DataValidation | None:
    """What a column of a table may hold; None where anything may stand."""
    made = None
    if field.refers_to in key_names:
        made = DataValidation(type="list", formula1=key_names[field.refers_to])
    elif field.enum:
        made = DataValidation(type="list", formula1=lists.of(field.enum, field.name))
    elif field.type == "boolean":
        made = DataValidation(type="list", formula1='"TRUE,FALSE"')
    elif field.type in ("number", "integer"):
        made = _bounds(field)
    if made is None:
        return None
    made.allow_blank = not field.required
    made.showErrorMessage = True
    made.errorTitle = field.name[:32]
    made.error = f"Expected {field.expectation}."[:250]
    return made


def _bounds(field: Field) -> DataValidation:
    """A number within the bounds of its column."""
    kind = "whole" if field.type == "integer" else "decimal"
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        return DataValidation(
            type=kind, operator="between", formula1=f"{low:g}", formula2=f"{high:g}"
        )
    if low is not None:
        return DataValidation(type=kind, operator="greaterThanOrEqual", formula1=f"{low:g}")
    if high is not None:
        return DataValidation(type=kind, operator="lessThanOrEqual", formula1=f"{high:g}")
    return DataValidation(type=kind, operator="between", formula1="-1E+300", formula2="1E+300")
