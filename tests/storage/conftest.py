"""A run of the layout before this one, as its version left it on disk."""

import tarfile
from pathlib import Path

import pytest

ARCHIVE = Path(__file__).parent / "layout_1" / "small.tar.xz"


@pytest.fixture
def earlier(tmp_path):
    """A copy of that run, which may be written into."""
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    return tmp_path / "small"
