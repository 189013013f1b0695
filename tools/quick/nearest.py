"""Which tests a change touches, nearest first."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path, PurePosixPath

import grimp

from planner.cli import lazy_verbs

PACKAGES = ("planner", "tools")
ITSELF, MIRROR = 0, 1
"""Ranks of a test that changed, and of one that mirrors or names what changed; those further
away are counted from here by the chain of imports."""
CACHE = ".import_linter_cache"


def touched_by(root: Path, changed: Sequence[str]) -> list[tuple[int, str]]:
    """Rank and path of each test file that a change of files can touch, nearest first."""
    files = {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((root / "tests").rglob("*.py"))
    }
    tests = {name: text for name, text in files.items() if _is_test(name)}
    steps = steps_from(_importers(), {module_of(name) for name in changed} - {""})
    ranks: dict[str, int] = {}
    for name in tests:
        near = [ITSELF] if name in changed else []
        near += [MIRROR for each in changed if _mirrors(name, each) or _names(tests[name], each)]
        near += [MIRROR + 1 + step for step in _steps(name, files, steps)]
        # What all tests of a folder share is as near as the tests themselves.
        near += [MIRROR for each in changed if _is_shared(each) and _lies_by(name, each)]
        if near:
            ranks[name] = min(near)
    folders = {str(PurePosixPath(each).parent).replace("planner", "tests", 1) for each in changed}
    return sorted(
        ((rank, name) for name, rank in ranks.items()),
        key=lambda each: (each[0], str(PurePosixPath(each[1]).parent) not in folders, each[1]),
    )


def steps_from(importers: Mapping[str, Iterable[str]], changed: Iterable[str]) -> dict[str, int]:
    """How many imports lie between a module and the nearest changed one, which counts as none.

    `importers` gives the modules that import a module.
    """
    steps = dict.fromkeys(changed, 0)
    edge = list(steps)
    while edge:
        edge = [
            steps.setdefault(importer, steps[module] + 1) and importer
            for module in edge
            for importer in importers.get(module, ())
            if importer not in steps
        ]
    return steps


def module_of(path: str) -> str:
    """The module that a file holds; empty where it holds none of a package."""
    pure = PurePosixPath(path)
    if pure.suffix != ".py" or pure.parts[0] not in PACKAGES:
        return ""
    parts = pure.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports_of(text: str) -> frozenset[str]:
    """The modules and names that a file imports, wherever in it: ``a``, ``a.b`` of ``a``'s b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    # What the package gives is imported when it is asked for, which no import statement shows.
    return frozenset(found | ({"planner.api"} if "planner" in found else set()))


@cache
def _importers() -> dict[str, set[str]]:
    graph = grimp.build_graph(*PACKAGES, cache_dir=CACHE)
    found = {each: graph.find_modules_that_directly_import(each) for each in graph.modules}
    # A verb is imported by its name when it is asked for.
    for verb in lazy_verbs.VERBS:
        found[f"planner.cli.{verb}"].add(lazy_verbs.__name__)
    return found


def _steps(test: str, files: Mapping[str, str], steps: Mapping[str, int]) -> list[int]:
    """Steps from a test file to what changed.

    What its folders share, and what it imports of other tests, is a step further away than it is.
    """
    away = {test: 0}
    edge = [
        test,
        *(name for name in files if name.endswith("conftest.py") and _lies_by(test, name)),
    ]
    away |= dict.fromkeys(edge[1:], 1)
    for name in edge:
        for module in imports_of(files[name]):
            other = f"{module.replace('.', '/')}.py"
            if other in files and other not in away:
                away[other] = away[name] + 1
                edge.append(other)
    return [
        further + steps[module]
        for name, further in away.items()
        for module in imports_of(files[name]) & steps.keys()
    ]


def _is_test(name: str) -> bool:
    return PurePosixPath(name).name.startswith("test_")


def _is_shared(changed: str) -> bool:
    return changed.startswith("tests/") and changed.endswith(".py") and not _is_test(changed)


def _lies_by(test: str, shared: str) -> bool:
    return PurePosixPath(shared).parent in PurePosixPath(test).parents


def _mirrors(test: str, changed: str) -> bool:
    """Whether a test file stands where the tests of a changed module, or folder, belong."""
    pure = PurePosixPath(changed)
    if pure.suffix != ".py":
        return test.startswith(f"tests/{pure.parts[0]}/")
    if pure.parts[0] not in PACKAGES:
        return False
    parts = pure.parts[1:] if pure.parts[0] == "planner" else pure.parts
    folder = PurePosixPath("tests", *parts[:-1])
    name = folder.name if pure.stem == "__init__" else pure.stem
    return PurePosixPath(test) in (folder / f"test_{name}.py", folder.parent / f"test_{name}.py")


def _names(text: str, changed: str) -> bool:
    """Whether a test file names a changed file that is no module, by its name or its folder."""
    pure = PurePosixPath(changed)
    if pure.suffix == ".py":
        return False
    return pure.name in text or (len(pure.parts) > 1 and f'"{pure.parts[0]}"' in text)
