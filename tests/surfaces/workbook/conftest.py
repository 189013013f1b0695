"""LibreOffice, to compute workbooks again."""

import subprocess
from pathlib import Path

import openpyxl
import pytest


@pytest.fixture
def recalculated(needs_program, tmp_path):
    """Have LibreOffice compute a copy of a workbook; opened with the values that it found."""
    soffice = needs_program("soffice", package="libreoffice-calc-nogui")

    def compute(path: Path) -> openpyxl.Workbook:
        folder = tmp_path / f"computed_{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        source = folder / "in" / path.name
        source.parent.mkdir()
        # LibreOffice trusts the values that a file brings; openpyxl saves formulas without them.
        openpyxl.load_workbook(path).save(source)
        profile = (tmp_path / "profile").as_uri()
        command = [str(soffice), f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", "xlsx", "--outdir", str(folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return openpyxl.load_workbook(folder / path.name, data_only=True)

    return compute
