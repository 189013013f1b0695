"""Numbers are formatted in `planner.wording` alone, and formats of Excel stand in one table."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import planner

ROOT = Path(planner.__file__).parent
WORDING = "wording/"
EXCEL = "surfaces/workbook/number_formats.py"

# `audit` shares no code with what it checks; a workbook of inputs tells sizes of files.
# The last writes numbers into the XML of a workbook, digit by digit as its library does.
EXCEPTIONS = (
    WORDING, "audit/", "input_workbook/preflight.py", "surfaces/workbook/plan/cached_values.py",
)  # fmt: skip
# A fault of an input repeats the value as it stands in the file, and nothing is rounded for it.
REPEATS = ("config/", "data/", "demand/", "input_workbook/", "lp/", "system/")

FIGURE = re.compile(r"[,%]|\.\d+[efgn]?$|[eEfFgGn]$")
TEMPLATE = re.compile(r"\{\w*:[^{}]*[eEfFgG%]\}|%[-+]?\.\d+[efg]")
EXCEL_FORMAT = re.compile(r"#,##0|^0(\.0+)?%$|^0\.0+|^0?0E\+00$")


def formatted(source: str, *, repeats: bool = False) -> Iterator[str]:
    """What a file formats: specs in f-strings, templates, and calls that make text of numbers."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FormattedValue(format_spec=ast.JoinedStr() as form):
                parts = (part.value for part in ast.walk(form) if isinstance(part, ast.Constant))
                spec = "".join(str(part) for part in parts)
                found = bool(FIGURE.search(spec)) and not (repeats and spec == "g")
            case ast.Constant(value=str() as text):
                found = bool(TEMPLATE.search(text))
            case ast.Call(func=ast.Name(id="format")):
                found = True
            case ast.Call(keywords=keywords):
                found = any(keyword.arg == "float_format" for keyword in keywords)
            case _:
                found = False
        if found:
            yield ast.unparse(node)


def name(path: Path) -> str:
    """A file of the planner by its place in the package."""
    return path.relative_to(ROOT).as_posix()


FILES = sorted(ROOT.rglob("*.py"), key=name)


def test_no_surface_formats_a_number_itself() -> None:
    """An exception that formats nothing any more is to be struck off as well."""
    own = {
        name(path): found
        for path in FILES
        if (found := list(formatted(path.read_text(), repeats=name(path).startswith(REPEATS))))
    }
    strays = {file: found for file, found in own.items() if not file.startswith(EXCEPTIONS)}
    assert not strays, "use planner.wording.numbers or planner.wording.money"
    assert [e for e in EXCEPTIONS if not any(file.startswith(e) for file in own)] == []


@pytest.mark.parametrize(
    "source",
    [
        'f"{x:,.1f} GW"', 'f"{x:.3g}"', 'f"{x:+.1%}"', 'f"{n:,}"', 'f"{x:.{places}f}"',
        '"{:.2f}".format(x)', '"%.3g" % x', 'format(x, ".2f")', 'axis.set("{x:,.6g}")',
        'table.to_csv(float_format="%g")', 'f"{x:g}"',
    ],
)  # fmt: skip
def test_every_way_to_format_a_number_is_seen(source: str) -> None:
    assert list(formatted(source))


@pytest.mark.parametrize("source", ['f"{n:>3}"', 'f"{text:<10}"', 'f"{n:02}"', 'f"{code:04X}"'])
def test_padding_is_no_figure(source: str) -> None:
    assert not list(formatted(source))


def test_formats_of_excel_stand_in_one_table() -> None:
    strays = [
        f"{name(path)}, line {node.lineno}: {node.value!r}"
        for path in FILES
        if name(path).startswith("surfaces/") and name(path) != EXCEL
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if EXCEL_FORMAT.search(node.value)
    ]
    assert not strays, f"name the format in {EXCEL}"
