"""Packages that offer plug-ins, written for a test."""

import sys

import pytest

from planner.plugins import discovery


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A function that installs a package: name, entry points by group, and its modules' text."""
    monkeypatch.syspath_prepend(str(tmp_path))
    discovery._installed.cache_clear()
    before = set(sys.modules)

    def install(name, entries, modules=(), version="1.0"):
        info = tmp_path / f"{name}-{version}.dist-info"
        info.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        (info / "METADATA").write_text(metadata, encoding="utf-8")
        text = "".join(
            f"[planner.{group}]\n" + "".join(f"{key} = {value}\n" for key, value in named.items())
            for group, named in entries.items()
        )
        (info / "entry_points.txt").write_text(text, encoding="utf-8")
        for module, source in dict(modules).items():
            (tmp_path / f"{module}.py").write_text(source, encoding="utf-8")
        discovery._installed.cache_clear()

    yield install
    discovery._installed.cache_clear()
    for name in set(sys.modules) - before:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]
