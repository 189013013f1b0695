"""Writing the report of a run: the page always, the PDF where Typst is installed."""

from collections.abc import Sequence
from pathlib import Path

from planner.report.document.outline import document
from planner.report.document.page import page
from planner.report.document.pdf import NoTypst, pdf
from planner.report.document.reading import read_facts

PAGE, PDF = "report.html", "report.pdf"


def write_report(
    runs: Sequence[Path], folder: Path | None = None, *, with_pdf: bool = True
) -> tuple[list[Path], str]:
    """Write the report of the first of `runs`, the others beside it as scenarios.

    Returns what was written, to `folder` or to that of the first run, and why
    there is no PDF, where there is none. Raises InputError when a run can't be
    read.
    """
    first, *others = [read_facts(run) for run in runs]
    whole = document(first, others)
    place = folder or runs[0]
    place.mkdir(parents=True, exist_ok=True)
    written = [_write(place / PAGE, page(whole).encode())]
    if not with_pdf:
        return written, ""
    try:
        return [*written, _write(place / PDF, pdf(whole))], ""
    except NoTypst as missing:
        return written, str(missing)


def _write(path: Path, content: bytes) -> Path:
    """Write a file under a temporary name, then rename it."""
    fresh = path.with_name(f".{path.name}.part")
    fresh.write_bytes(content)
    fresh.replace(path)
    return path
