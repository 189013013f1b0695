"""LibreOffice, to compute workbooks again."""

import re
import subprocess
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

# LibreOffice trusts the values that a file brings: they are left out, so that it computes all.
VALUE = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(?: t="[a-z]+")?(><f>[^<]*</f>)<v>[^<]*</v>')
# What a printed page repeats takes it longer to open than everything else.
PRINTED = re.compile(rb'<definedName name="_xlnm.Print_Titles"[^>]*>[^<]*</definedName>')
# All sheets, each as a file of its name: text in quotes, numbers in full, formulas as what they
# came to.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|\Z)')


def to_compute(source: Path, target: Path) -> None:
    """Copy a workbook without the values of its formulas."""
    with ZipFile(source) as given, ZipFile(target, "w", ZIP_DEFLATED) as taken:
        for name in given.namelist():
            content = given.read(name)
            if name.startswith("xl/worksheets/"):
                content = VALUE.sub(rb"\1\2", content)
                assert content.count(b"<f>") == content.count(b"</f></c>") + content.count(
                    b"</f><v /></c>"
                ) + content.count(b"</f><v></v></c>")
            taken.writestr(name, PRINTED.sub(b"", content))


def cells_of(text: str) -> list[list[object]]:
    """The rows of a sheet that LibreOffice wrote as text."""
    rows, row, place = [], [], 0
    while place < len(text):
        found = FIELD.match(text, place)
        assert found, text[place : place + 80]
        quoted, bare, end = found.groups()
        row.append(_value(bare) if quoted is None else quoted.replace('""', '"'))
        place = found.end()
        if end != ",":
            rows.append(row)
            row = []
    return rows


def _value(text: str) -> object:
    if text in ("", "TRUE", "FALSE"):
        return {"": None, "TRUE": True, "FALSE": False}[text]
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return text


@pytest.fixture
def recalculated_all(needs_program, tmp_path):
    """Have LibreOffice compute copies of workbooks; books of the values that it found."""
    soffice = needs_program("soffice", package="libreoffice-calc-nogui")

    def compute(paths: list[Path]) -> list[openpyxl.Workbook]:
        folder = tmp_path / f"computed_{len(list(tmp_path.iterdir()))}"
        sources = folder / "in"
        sources.mkdir(parents=True)
        for path in paths:
            to_compute(path, sources / path.name)
        profile = (tmp_path / "profile").as_uri()
        command = [str(soffice), f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", FILTER, "--outdir", str(folder)]
        command += [str(sources / path.name) for path in paths]
        subprocess.run(command, check=True, capture_output=True, timeout=120 + 180 * len(paths))
        return [_book(folder, path.stem) for path in paths]

    return compute


def _book(folder: Path, stem: str) -> openpyxl.Workbook:
    """What was computed of a workbook, of each sheet a file."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for path in sorted(folder.glob(f"{stem}-*.csv")):
        sheet = book.create_sheet(path.stem.removeprefix(f"{stem}-"))
        for row, cells in enumerate(cells_of(path.read_text(encoding="utf-8")), start=1):
            for column, value in enumerate(cells, start=1):
                if value is not None:
                    cell = sheet.cell(row, column, value)
                    if isinstance(value, str):
                        cell.data_type = "s"
    return book


@pytest.fixture
def recalculated(recalculated_all):
    """Have LibreOffice compute a copy of one workbook."""
    return lambda path: recalculated_all([path])[0]
