"""Files that are no input workbook, or are dangerous to open: refused before they are read."""

import io
import zipfile

import pytest

from planner.cli import main
from planner.errors import InputError
from planner.input_workbook import preflight
from planner.input_workbook.layout import FORMAT, LISTS, STAMP
from planner.input_workbook.preflight import MOST_ENTRIES, checked_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<workbook>&c;</workbook>"""


def package(**parts):
    """A zip archive of parts, as text or bytes; what a workbook must have is filled in."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {"[Content_Types].xml": "", "xl/workbook.xml": "", **parts}.items():
            archive.writestr(name, part)
    return content.getvalue()


def repacked(path, **parts):
    """The bytes of a workbook with parts replaced or added."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(path) as old,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            new.writestr(entry, parts.pop(entry, None) or old.read(entry))
        for name, part in parts.items():
            new.writestr(name, part)
    return content.getvalue()


FILES = {
    "macros, by name": ("mine.xlsm", package(), "a file of the kind .xlsm; expected a workbook "
                        "saved as .xlsx; save it as Excel Workbook (*.xlsx); macros are never"),
    "macros, renamed": ("mine.xlsx", package(**{"xl/vbaProject.bin": "x"}), "with macros"),
    "macros, declared": ("mine.xlsx", package(**{"[Content_Types].xml": "macroEnabled.main"}),
                         "a workbook with macros; expected a workbook saved as .xlsx"),
    "the old format": ("mine.xls", OLE + bytes(512), "a workbook of the old format .xls; expected "
                       "a workbook saved as .xlsx; save it as .xlsx"),
    "the old format, renamed": ("mine.xlsx", OLE + bytes(512), "a workbook of the old format"),
    "a password": ("mine.xlsx", OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"),
                   "protected with a password; expected a workbook without one"),
    "binary": ("mine.xlsb", package(), "a file of the kind .xlsb"),
    "OpenDocument": ("mine.ods", package(), "a file of the kind .ods"),
    "empty": ("mine.xlsx", b"", "an empty file"),
    "text": ("mine.xlsx", b"site,pue\nabilene,1.2\n", "not a workbook (file is not a zip file)"),
    "cut short": ("mine.xlsx", package()[:-30], "not a workbook"),
    "another archive": ("mine.xlsx", package(**{"xl/workbook.xml": ""}).replace(
                        b"xl/workbook", b"no/workbook"), "a zip archive that holds no workbook"),
    "a zip bomb": ("mine.xlsx", package(**{"xl/worksheets/sheet1.xml": bytes(200 * 2**20)}),
                   "200 MiB when unpacked; expected at most 64 MiB"),
    "too many parts": ("mine.xlsx", package(**{f"xl/{n}.xml": "" for n in range(MOST_ENTRIES)}),
                       "2,002 files in the workbook; expected at most 2,000"),
    "links": ("mine.xlsx", package(**{"xl/externalLinks/externalLink1.xml": "<a/>"}),
              "links to 1 other workbook; expected values of this workbook alone; in Excel: Data"),
    "links and macros": ("mine.xlsx", package(**{"xl/externalLinks/externalLink1.xml": "<a/>",
                         "xl/vbaProject.bin": "x"}), "links to 1 other workbook"),
    "a bomb of entities": ("mine.xlsx", package(**{"xl/workbook.xml": ENTITIES}),
                           "a document type"),
    "broken inside": ("mine.xlsx", package(**{"xl/workbook.xml": "<workbook"}), "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
@pytest.mark.parametrize("verb", ["check", "run"])
def test_a_file_that_is_no_input_workbook_is_refused(case, verb, tmp_path, capsys):
    name, content, answer = FILES[case]
    path = tmp_path / name
    path.write_bytes(content)

    code = main([verb, str(path)] + (["-o", str(tmp_path / "out")] if verb == "run" else []))

    err = capsys.readouterr().err
    assert code == 2
    assert f"planner: {name}: " in err
    assert answer in err
    assert "Traceback" not in err
    assert path.read_bytes() == content
    assert not (tmp_path / "out").exists()


def test_macros_and_links_are_told_together(tmp_path):
    path = tmp_path / "mine.xlsx"
    path.write_bytes(FILES["links and macros"][1])

    with pytest.raises(InputError) as caught:
        checked_bytes(path)

    assert len(caught.value.faults) == 2


def test_an_entry_that_lies_about_its_size_unpacks_no_further(written, tmp_path, capsys):
    bomb = repacked(written, **{"xl/worksheets/sheet1.xml": b"<worksheet>" + bytes(2**20)})
    # The size unpacked stands in the directory at the end, 24 bytes into the entry.
    at = bomb.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    path = tmp_path / "mine.xlsx"
    path.write_bytes(bomb[:at] + (1000).to_bytes(4, "little") + bomb[at + 4 :])

    assert main(["check", str(path)]) == 2
    assert "not a workbook (bad crc-32" in capsys.readouterr().err


def test_a_missing_file_is_answered_with_the_one_that_was_meant(tmp_path, capsys):
    (tmp_path / "inputs.xlsx").write_bytes(b"")

    assert main(["check", str(tmp_path / "input.xlsx")]) == 2
    assert "no such file; expected a workbook; did you mean 'inputs.xlsx'?" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("cell", "value", "answer"),
    [
        ("format", FORMAT - 1, f"format {FORMAT - 1}; expected format {FORMAT}; planner workbook"),
        ("format", None, f"no stamp of an input workbook; expected format {FORMAT}"),
        ("schema", "0123456789ab", "written for tables 0123456789ab; expected tables"),
    ],
)
def test_an_older_stamp_is_a_fault(copy, cell, value, answer):
    copy.edit(lambda book: setattr(book[LISTS][STAMP[cell]], "value", value))

    code, _, err = copy.check()

    assert code == 2
    assert f"inputs.xlsx sheet Lists, cell {STAMP[cell]}: {answer}" in err


def test_a_workbook_of_somebody_else_is_none_of_ours(copy):
    copy.edit(lambda book: book.remove(book[LISTS]))

    code, _, err = copy.check()

    assert code == 2
    assert "no stamp of an input workbook" in err
    assert err.count("\n") == 1


def test_an_input_workbook_is_far_below_the_limits(written):
    with zipfile.ZipFile(written) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())

        assert unpacked * 4 < preflight.MOST_UNPACKED_MIB * 2**20
        assert len(archive.infolist()) * 4 < MOST_ENTRIES
