"""An input workbook of the tutorial, written once, and copies of it to change."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planner import api
from planner.cli import main


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
