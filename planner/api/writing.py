"""Runs as workbooks, reports, charts and files for other programs."""

from collections.abc import Sequence
from pathlib import Path

from planner.planning.record import Run
from planner.storage.run_folder import add_file, read_manifest, record_files
from planner.storage.study_folder import read_study
from planner.surfaces.exchange.write import export as write_exports

WORKBOOK = "plan.xlsx"
"""Name of the workbook in the folder of its run."""
STUDY_WORKBOOK = "study.xlsx"
"""Name of the workbook in the folder of its study."""


def add_workbook(run: Run, folder: Path) -> Path:
    """Write ``plan.xlsx`` into the folder of a run that was written; returns its path."""
    # Openpyxl takes as long to import as a small model takes to plan.
    from planner.surfaces.workbook.plan.scenario import Scenario
    from planner.surfaces.workbook.plan.write import write_workbook

    tables = {name: table.reset_index() for name, table in run.inputs.tables.items()}
    manifest = read_manifest(folder)
    name = run.model.name
    scenario = Scenario(name, run.plan, tables, manifest, run.inputs.schema, str(folder))
    return add_file(folder, WORKBOOK, lambda path: write_workbook(path, [scenario]))


def compare_in_workbook(runs: Sequence[Path], output: Path) -> Path:
    """Write one workbook of several runs, the first of them its base; returns its path.

    Raises InputError when a folder is no run, or its files were changed.
    """
    from planner.surfaces.workbook.plan.scenario import from_folders
    from planner.surfaces.workbook.plan.write import write_workbook

    return write_workbook(output, from_folders(list(runs)))


def charts(run: Run, folder: Path) -> list[Path]:
    """Draw the charts of a run's demand as SVG and PNG; returns their paths."""
    # Matplotlib takes longer to import than a small model takes to plan.
    from planner.surfaces.charts import oom, target

    return [
        *oom.draw(run.plan, run.model.title, folder),
        *target.draw(run.plan, run.model.title, folder),
    ]


def report_study(
    folder: Path, output: Path | None = None, *, pdf: bool = True
) -> tuple[list[Path], str]:
    """Write the workbook, the page and the PDF of a study, to `output` or into its folder.

    Returns the paths of what was written, and why there is no PDF, where there
    is none. Raises what :func:`planner.storage.study_folder.read_study` raises.
    """
    # Drawing takes longer to import than a small model takes to plan.
    from planner.surfaces.html.studies.outline import study_document
    from planner.surfaces.html.writing import PAGE, PDF, write_documents
    from planner.surfaces.workbook.study.write import Finding, write_study_workbook

    study = read_study(folder)
    document = study_document(study)
    findings = [
        Finding(each.question, str(each.finding), [str(text) for text in each.paragraphs if text])
        for each in document.sections
    ]
    place = output or folder
    written, missing = write_documents([(document, PAGE, PDF)], place, pdf)
    book = write_study_workbook(place / STUDY_WORKBOOK, study, document.title, findings)
    record_files(folder, [book, *written])
    return [book, *written], missing


def report(
    runs: Sequence[Path], folder: Path | None = None, *, pdf: bool = True
) -> tuple[list[Path], str]:
    """Write the report of a run; of several, their comparison, and the report of the first.

    Returns the paths of what was written, to `folder` or to that of the first
    run, and why there is no PDF, where there is none. Raises InputError when a
    run is incomplete, of another version, or changed since it was written.
    """
    # Drawing takes longer to import than a small model takes to plan.
    from planner.surfaces.html.writing import write_report

    written, missing = write_report(runs, folder, with_pdf=pdf)
    record_files(runs[0], written)
    return written, missing


def export(run: Path, formats: Sequence[str], output: Path | None = None) -> list[Path]:
    """Write a run for other programs; see :func:`planner.surfaces.exchange.write.export`."""
    return write_exports(run, formats, output)
