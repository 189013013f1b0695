"""Problems of a few tables, written out in a test."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def problem(tmp_path) -> Callable[..., Path]:
    """Write a model and its tables, by name; returns the path of the model."""

    def write(model: str, **tables: str) -> Path:
        folder = tmp_path / "tables"
        folder.mkdir()
        for name, text in tables.items():
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        path = tmp_path / "problem.toml"
        path.write_text(
            'title = "a problem"\ndatasets = "tables"\n'
            f'tables = {{ missing = "default" }}\n{model}',
            encoding="utf-8",
        )
        return path

    return write
