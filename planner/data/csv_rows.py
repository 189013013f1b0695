"""From the bytes of a CSV file to rows of text, each with its line in the file."""

import csv
import io

from planner.errors import Fault

Row = tuple[int, list[str | None]]
"""Line on which a row begins (a quoted cell may span more), and its cells.

None stands for a cell whose fault is reported already; text files have none.
"""


def rows_of(content: bytes, file: str) -> tuple[list[Row], list[Fault]]:
    """The rows of a file that are not blank, the header first, and why there are no more."""
    text, fault = _decoded(content, file)
    if fault:
        return [], [fault]
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                rows.append((line, [*cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        fix = "a quote that opens a cell needs one that closes it; inside a cell, write it twice"
        found = f"cannot be read ({error})"
        return rows, [Fault(f"{file}, line {line}", found, "a row of cells", fix)]
    if not rows:
        return [], [Fault(file, "an empty file", "a header and its rows")]
    return rows, []


def _decoded(content: bytes, file: str) -> tuple[str, Fault | None]:
    """The text of a file, with or without a byte-order mark, or why it is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad, found = error.start, f"byte 0x{content[error.start]:02x} is not UTF-8"
    else:
        bad, found = content.find(b"\0"), "a NUL byte"
        if bad < 0:
            return text, None
    line = content.count(b"\n", 0, bad) + 1
    return "", Fault(f"{file}, line {line}", found, "text saved as UTF-8")
