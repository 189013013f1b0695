"""LibreOffice, to compute workbooks again."""

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest


@pytest.fixture
def recalculated_all(needs_program, tmp_path):
    """Have LibreOffice compute copies of workbooks; opened with the values that it found."""
    soffice = needs_program("soffice", package="libreoffice-calc-nogui")

    def compute(
        paths: list[Path], *, with_values: bool = True, whole: bool = True
    ) -> list[openpyxl.Workbook]:
        folder = tmp_path / f"computed_{len(list(tmp_path.iterdir()))}"
        sources = folder / "in"
        sources.mkdir(parents=True)
        for path in paths:
            if with_values:
                # LibreOffice trusts the values that a file brings; openpyxl saves none.
                openpyxl.load_workbook(path).save(sources / path.name)
            else:
                shutil.copy(path, sources)
        profile = (tmp_path / "profile").as_uri()
        command = [str(soffice), f"-env:UserInstallation={profile}", "--headless"]
        command += ["--convert-to", "xlsx", "--outdir", str(folder)]
        command += [str(sources / path.name) for path in paths]
        subprocess.run(command, check=True, capture_output=True, timeout=120 + 180 * len(paths))
        # Where few cells are looked at, a sheet is read when it is asked for.
        return [
            openpyxl.load_workbook(folder / path.name, data_only=True, read_only=not whole)
            for path in paths
        ]

    return compute


@pytest.fixture
def recalculated(recalculated_all):
    """Have LibreOffice compute a copy of one workbook."""
    return lambda path, **how: recalculated_all([path], **how)[0]
