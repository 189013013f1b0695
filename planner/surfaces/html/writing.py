"""Writing the reports of runs: the page always, the PDF where Typst is installed."""

from collections.abc import Sequence
from pathlib import Path

from planner.data.atomic_files import whole_file
from planner.surfaces.html.outline import comparison, document
from planner.surfaces.html.page import page
from planner.surfaces.html.parts import Document
from planner.surfaces.html.pdf import NoTypst, pdf
from planner.surfaces.html.reading import read_facts

PAGE, PDF = "report.html", "report.pdf"
COMPARISON_PAGE, COMPARISON_PDF = "comparison.html", "comparison.pdf"


def write_report(
    runs: Sequence[Path], folder: Path | None = None, *, with_pdf: bool = True
) -> tuple[list[Path], str]:
    """Write the report of a run; of several, the comparison, and the report of the first.

    In the report of the first the others stand as scenarios. Returns what was
    written, to `folder` or to that of the first run, and why there is no PDF,
    where there is none. Raises InputError when a run can't be read.
    """
    first, *others = [read_facts(run) for run in runs]
    reports = [(document(first, others), PAGE, PDF)]
    if others:
        reports.insert(0, (comparison([first, *others]), COMPARISON_PAGE, COMPARISON_PDF))
    return write_documents(reports, folder or runs[0], with_pdf)


def write_documents(
    reports: Sequence[tuple[Document, str, str]], place: Path, with_pdf: bool
) -> tuple[list[Path], str]:
    """Write each document as a page and a PDF of these names; returns as :func:`write_report`."""
    written: list[Path] = []
    missing = ""
    for whole, on_screen, on_paper in reports:
        written.append(_write(place / on_screen, page(whole).encode()))
        if with_pdf and not missing:
            missing = _paper(whole, place / on_paper, written)
    return written, missing


def _paper(whole: Document, path: Path, written: list[Path]) -> str:
    """Write the PDF of a report and add it to `written`; or say why there is none."""
    try:
        written.append(_write(path, pdf(whole)))
    except NoTypst as missing:
        return str(missing)
    return ""


def _write(path: Path, content: bytes) -> Path:
    with whole_file(path) as fresh:
        fresh.write_bytes(content)
    return path
