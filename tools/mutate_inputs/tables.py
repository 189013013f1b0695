"""Changes of tables: cells, rows, headers and bytes of CSV files."""

import csv
import io
from pathlib import Path
from random import Random

from planner.config.locations import bundled
from planner.data.descriptor import read_schema
from tools.mutate_inputs.case import Case, Expected, Maker, Origin, damaged

Rows = list[list[str]]
WORDS = ("many", "1,5", "1 000", "12%", "#REF!", "0x10", "nan", "-inf", "1e999", "=1+1", "--3")
"""What no column of numbers may hold."""
STRANGE = ("x" * 100_000, "\u202e\u0000", "a\nb", "';--", "\U0001f600", " ", "../..")
"""What may be a name, and is an odd one."""


def table_case(random: Random, origin: Origin, folder: Path) -> Case:
    """One table changed: of a problem of few tables, which is planned, or of all, checked."""
    small = random.random() < 0.4
    name = "small" if small else "four"
    model = origin.copy(name, folder) / "own.toml"
    tables = sorted(model.parent.glob("tables/*.csv"))
    path = random.choice(tables)
    expected, what = _change(random, path)
    verb = ["check"] if small or expected == "refused" else ["run", "-q", "--no-workbook"]
    extra = [] if verb == ["check"] else ["--no-report"]
    arguments = (*verb, *extra, str(model.relative_to(folder)))
    return Case("table", f"{name}/{path.name}: {what}", arguments, expected, folder)


def _change(random: Random, path: Path) -> tuple[Expected, str]:
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    makers = [
        _number_no_number, _number_no_number, _number_scaled, _number_scaled, _key_again,
        _unknown_column, _column_twice, _ragged, _same_rows_otherwise, _same_text_otherwise,
        _bytes, _stranger, _strange_text, _blank,
    ]  # fmt: skip
    return random.choice(makers)(random, path, rows)


def _write(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _numbers(path: Path, rows: Rows) -> list[tuple[int, int]]:
    """Places of cells of columns of numbers, by the schema."""
    fields = read_schema(bundled("datasets"))[path.stem].fields
    columns = [
        at for at, name in enumerate(rows[0])
        if name in fields and fields[name].type in ("number", "integer")
    ]  # fmt: skip
    return [(row, at) for row in range(1, len(rows)) for at in columns if rows[row][at]]


def _number_no_number(random: Random, path: Path, rows: Rows) -> tuple[Expected, str]:
    places = _numbers(path, rows)
    if not places:
        return _ragged(random, path, rows)
    row, at = random.choice(places)
    rows[row][at] = random.choice(WORDS)
    _write(path, rows)
    return "refused", f"{rows[0][at]} of line {row + 1} is {rows[row][at]!r}"


def _number_scaled(random: Random, path: Path, rows: Rows) -> tuple[Expected, str]:
    places = _numbers(path, rows)
    if not places:
        return _same_rows_otherwise(random, path, rows)
    row, at = random.choice(places)
    factor = random.choice([0, -1, 1e-9, 0.5, 2, 1e3, 1e9, 1e30])
    rows[row][at] = f"{float(rows[row][at]) * factor:.12g}"
    _write(path, rows)
    return "either", f"{rows[0][at]} of line {row + 1} times {factor:g}"


def _key_again(random: Random, path: Path, rows: Rows) -> tuple[Expected, str]:
    if len(rows) < 2:
        return _ragged(random, path, rows)
    row = random.randrange(1, len(rows))
    rows.insert(random.randrange(1, len(rows)), list(rows[row]))
    _write(path, rows)
    return "refused", f"line {row + 1} twice"


def _unknown_column(random: Random, path: Path, rows: Rows) -> tuple[Expected, str]:
    at = random.randrange(len(rows[0]))
    name = rows[0][at]
    rows[0][at] = name[:-1] + ("x" if name[-1] != "x" else "y")
    _write(path, rows)
    return "refused", f"column {name} is called {rows[0][at]}"


def _column_twice(random: Random, path: Path, rows: Rows) -> tuple[Expected, str]:
    at = random.randrange(len(rows[0]))
    for row in rows:
        row.append(row[at])
    _write(path, rows)
    return "refused", f"column {rows[0][at]} twice"


def _ragged(random: Random, path: Path, rows: Rows) -> tuple[Expected, str]:
    row = random.randrange(1, max(2, len(rows)))
    if row == len(rows):
        rows.append(["stray"] * (len(rows[0]) + 1))
    else:
        rows[row].append("stray")
    _write(path, rows)
    return "refused", f"line {row + 1} has a cell too many"


def _same_rows_otherwise(random: Random, path: Path, rows: Rows) -> tuple[Expected, str]:
    """The same table: rows or columns in another order."""
    order = list(range(len(rows[0])))
    random.shuffle(order)
    _write(path, [[row[at] for at in order] for row in rows])
    return "accepted", "columns in another order"


def _same_text_otherwise(random: Random, path: Path, rows: Rows) -> tuple[Expected, str]:
    """The same table: other line ends, a mark of byte order, quotes around every cell."""
    out = io.StringIO()
    quoting = random.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
    csv.writer(out, lineterminator=random.choice(["\n", "\r\n"]), quoting=quoting).writerows(rows)
    mark = random.choice([b"", b"\xef\xbb\xbf"])
    path.write_bytes(mark + out.getvalue().encode())
    return "accepted", "the same, written otherwise"


def _bytes(random: Random, path: Path, rows: Rows) -> tuple[Expected, str]:
    what, content = damaged(random, path.read_bytes())
    path.write_bytes(content)
    # What is cut at the end of a line may be a shorter table.
    return "either" if what == "cut short" else "refused", what


def _stranger(random: Random, path: Path, rows: Rows) -> tuple[Expected, str]:
    other = path.with_name(path.stem + random.choice(["s", "_new", "2"]) + ".csv")
    path.rename(other)
    return "refused", f"is called {other.name}"


def _strange_text(random: Random, path: Path, rows: Rows) -> tuple[Expected, str]:
    if len(rows) < 2:
        return _ragged(random, path, rows)
    row, at = random.randrange(1, len(rows)), random.randrange(len(rows[0]))
    text = random.choice(
        ["x" * 100_000, "\u202e\u0000", "a\nb", "';--", "\U0001f600", " ", "../.."]
    )
    rows[row][at] = text
    _write(path, rows)
    return "either", f"{rows[0][at]} of line {row + 1} is {text[:12]!r}"


def _blank(random: Random, path: Path, rows: Rows) -> tuple[Expected, str]:
    if len(rows) < 2:
        return _ragged(random, path, rows)
    row, at = random.randrange(1, len(rows)), random.randrange(len(rows[0]))
    rows[row][at] = ""
    _write(path, rows)
    return "either", f"{rows[0][at]} of line {row + 1} is blank"


MAKERS: dict[str, Maker] = {"table": table_case}
