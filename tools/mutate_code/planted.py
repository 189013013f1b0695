"""A module compiled with one of its changes, in the process that imports it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

from tools.mutate_code.mutants import Mutant, mutated
from tools.quick.nearest import module_of


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        super().__init__(name, path)
        self._tree = tree

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._tree, self.path, "exec")


class _Finder(MetaPathFinder):
    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self._name, self._path, self._tree = name, str(path), tree

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        loader = _Loader(fullname, self._path, self._tree)
        package = [str(Path(self._path).parent)] if self._path.endswith("__init__.py") else None
        return spec_from_file_location(
            fullname, self._path, loader=loader, submodule_search_locations=package
        )


def plant(mutant: Mutant, root: Path) -> None:
    """Have this process import the changed module in place of the one on disk."""
    path = root / mutant.path
    tree = mutated(path.read_text(encoding="utf-8"), mutant.number)
    sys.meta_path.insert(0, _Finder(module_of(mutant.path), path, tree))
