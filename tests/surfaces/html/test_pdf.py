"""The PDF: the same sections as the page, tagged, and a plain word where it can't be made."""

import subprocess
import sys

import pytest

from planner import api
from planner.surfaces.html.outline import document
from planner.surfaces.html.pdf import NoTypst, pdf
from planner.surfaces.html.reading import read_facts


def test_the_pdf_has_every_section_of_the_page(report, needs_program):
    program = needs_program("pdftotext", package="poppler-utils")
    whole = document(read_facts(report.folder))

    text = subprocess.run(
        [program, "-layout", report.pdf, "-"], capture_output=True, text=True, check=True
    ).stdout

    assert report.pdf.read_bytes().startswith(b"%PDF-")
    flat = " ".join(text.split())
    for section in whole.sections:
        assert section.question in flat
        assert " ".join(str(section.finding).split()) in flat


def test_the_pdf_is_tagged_for_screen_readers(report, needs_program):
    program = needs_program("pdfinfo", package="poppler-utils")

    said = subprocess.run([program, report.pdf], capture_output=True, text=True, check=True).stdout

    assert [line.split()[1] for line in said.splitlines() if line.startswith("Tagged:")] == ["yes"]


def test_without_typst_the_page_is_written_and_the_reason_told(report, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)

    paths, missing = api.report([report.folder], tmp_path)

    assert [path.name for path in paths] == ["report.html"]
    assert missing == (
        "report.pdf: the package typst is missing; expected a typesetter; install the extra: "
        "pip install 'planner[pdf]'"
    )


def test_asked_for_by_itself_it_says_what_is_missing(report, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(NoTypst, match="install the extra"):
        pdf(document(read_facts(report.folder)))
