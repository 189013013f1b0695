"""A module with one of its changes, in the process that tests it."""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

from tools.mutate_code.mutants import Mutant, mutated
from tools.quick.nearest import module_of

FORGOTTEN = ("planner", "tests")
"""Packages that are imported again where a change is no part of a function."""


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
    """Have this process run the changed module in place of the one on disk.

    Where the module is imported and only the inside of functions changes, they get the changed
    code; else whatever may have read the module is forgotten, and imported again when it is asked
    for.
    """
    path = root / mutant.path
    text = path.read_text(encoding="utf-8")
    tree = mutated(text, mutant.number)
    name = module_of(mutant.path)
    if name in sys.modules and _in_place(text, tree, path):
        return
    for each in list(sys.modules):
        if each.partition(".")[0] in FORGOTTEN:
            del sys.modules[each]
    sys.meta_path.insert(0, _Finder(name, path, tree))


def _in_place(text: str, tree: ast.Module, path: Path) -> bool:
    """Give functions the code that they have in a changed tree; False where that isn't all."""
    before = compile(ast.parse(text), str(path), "exec")
    after = compile(tree, str(path), "exec")
    changed = list(_differing(before, after))
    if any(old.co_name == "<module>" or not _is_function(old) for old, _ in changed):
        return False
    found = {(old.co_qualname, old.co_firstlineno): new for old, new in changed}
    planted = set()
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename == str(path):
            key = (each.__code__.co_qualname, each.__code__.co_firstlineno)
            if key in found:
                each.__code__ = found[key]
                planted.add(key)
    return planted == found.keys()


def _differing(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The outermost functions, or other blocks, of two versions of a module that differ.

    A module or class holds those of its functions as constants: it differs itself only where
    anything else does.
    """
    pairs = [
        (old, new)
        for old, new in zip(before.co_consts, after.co_consts, strict=False)
        if isinstance(old, CodeType) and isinstance(new, CodeType)
    ]
    inner = [pair for old, new in pairs for pair in _apart(old, new)]
    if _shell(before) != _shell(after):
        yield before, after
    else:
        yield from inner


def _apart(old: CodeType, new: CodeType) -> list[tuple[CodeType, CodeType]]:
    if old == new:
        return []
    return [(old, new)] if _is_function(old) else list(_differing(old, new))


def _shell(code: CodeType) -> tuple[object, ...]:
    """What a block of code is, less the blocks in it."""
    constants = [
        (type(c), c) if not isinstance(c, CodeType) else c.co_name for c in code.co_consts
    ]
    return code.co_code, code.co_names, tuple(map(repr, constants))


def _is_function(code: CodeType) -> bool:
    """Whether code is that of a function, whose variables are its own; not a class or module."""
    return bool(code.co_flags & 0x1) and not code.co_name.startswith("<")
