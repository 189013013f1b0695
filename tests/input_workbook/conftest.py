"""An input workbook of the tutorial, written once, and copies of it to change."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from planner import api
from planner.cli import main
from planner.config.locations import bundled
from planner.data.inputs import Inputs
from planner.input_workbook.candidates import write_candidates
from planner.input_workbook.definition import SHEETS_OF_MODEL, definition_of
from planner.input_workbook.dropdowns import Lists
from planner.input_workbook.model_sheets import write_cases, write_limits, write_model, write_set
from planner.input_workbook.sheets import grid
from planner.input_workbook.styles import Styles


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """The input workbook of the model small."""
    path = tmp_path_factory.mktemp("written") / "inputs.xlsx"
    return api.write_inputs(api.load_model("small"), path)


@dataclass
class Copy:
    """A copy of the workbook, and what the planner says to it."""

    path: Path
    capsys: pytest.CaptureFixture

    def edit(self, change):
        """Open the copy, let `change` alter the book, and save it."""
        book = load_workbook(self.path)
        change(book)
        book.save(self.path)

    def check(self):
        """Exit code, standard output and standard error of ``planner check``."""
        before = self.path.read_bytes()
        code = main(["check", str(self.path)])
        assert self.path.read_bytes() == before
        out, err = self.capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err


@pytest.fixture
def copy(written, tmp_path, capsys):
    """A copy of the workbook that a test may change."""
    return Copy(Path(shutil.copy(written, tmp_path / "inputs.xlsx")), capsys)


@pytest.fixture(scope="session")
def through_the_sheets():
    """Write a definition to the sheets of the model alone, and read it: the model, and faults."""
    tables = Inputs.read(bundled("datasets"))

    def go(model):
        book = Workbook()
        styles = Styles(book)
        lists = Lists(book, book.active, styles)
        write_model(book, model, model.path, styles, lists)
        write_limits(book, model, styles, lists)
        write_candidates(book, model, styles, lists)
        write_cases(book, model, tables, styles)
        write_set(book, model, tables, styles)
        grids = {
            sheet: grid(book[sheet], f"{model.name}.xlsx sheet {sheet}", tuple(table.fields))
            for sheet, table in SHEETS_OF_MODEL.items()
        }
        return definition_of(model.path, grids)

    return go
