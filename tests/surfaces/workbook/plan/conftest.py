"""A plan of the tutorial, its workbook, and LibreOffice to compute it again."""

from functools import cache
from pathlib import Path

import openpyxl
import pytest

from planner import api
from planner.surfaces.workbook.plan.scenario import from_folder


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    """The tutorial model, planned and written once, with its workbook."""
    outputs = tmp_path_factory.mktemp("workbook_runs")
    run, paths = api.run("small", outputs)
    api.add_workbook(run, paths[0].parent)
    return paths[0].parent


@pytest.fixture(scope="session")
def other_folder(tmp_path_factory, run_folder):
    """The same at a higher discount rate: another scenario."""
    outputs = tmp_path_factory.mktemp("other_runs")
    model = api.load_model("small").model_copy(update={"discount_rate": 0.12, "name": "dearer"})
    _, paths = api.run(model, outputs)
    return paths[0].parent


@pytest.fixture(scope="session")
def scenario(run_folder):
    return from_folder(run_folder)


@pytest.fixture(scope="session")
def comparison(tmp_path_factory, run_folder, other_folder):
    """One workbook of both."""
    path = tmp_path_factory.mktemp("comparison") / "comparison.xlsx"
    return api.compare_in_workbook([run_folder, other_folder], path)


@pytest.fixture(scope="session")
def opened():
    """Workbooks with their formulas, each read once; who changes a cell changes it back."""
    return cache(openpyxl.load_workbook)


@pytest.fixture
def with_changes(tmp_path, opened, recalculated):
    """Have LibreOffice compute a copy of a workbook with single cells changed."""

    def compute(path: Path, **cells: object) -> openpyxl.Workbook:
        workbook = opened(path)
        before = {}
        for place, value in cells.items():
            sheet, _, name = place.rpartition("__")
            cell = workbook[sheet][name]
            before[cell], cell.value = cell.value, value
        changed = tmp_path / f"changed_{path.name}"
        workbook.save(changed)
        for cell, value in before.items():
            cell.value = value
        return recalculated(changed)

    return compute
