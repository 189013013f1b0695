"""What the rows and cells of a table are called: lines of a text file, or cells of a sheet."""

from collections.abc import Mapping


def row_place(path: str, line: int, *, sheet: bool) -> str:
    """A whole row: ``sites.csv, line 7``, or ``inputs.xlsx sheet sites, row 7``."""
    return f"{path}, {'row' if sheet else 'line'} {line}"


def cell_place(path: str, line: int, columns: tuple[str, ...], letters: Mapping[str, str]) -> str:
    """One cell or some of a row: ``..., line 7, column pue`` or ``..., cell R7, column pue``.

    `letters` has the letter of each column of a sheet; it is empty for a text file.
    """
    word = "column" if len(columns) == 1 else "columns"
    words = f"{word} {', '.join(columns)}"
    cells = [f"{letters[column]}{line}" for column in columns if column in letters]
    if not cells:
        return f"{row_place(path, line, sheet=bool(letters))}, {words}"
    return f"{path}, {'cell' if len(cells) == 1 else 'cells'} {' and '.join(cells)}, {words}"
