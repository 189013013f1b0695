import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def names_in(nodes) -> set[str]:
    """The top-level names that import statements among nodes of a syntax tree ask for."""
    names = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def imported(folder: Path) -> tuple[set[str], set[str]]:
    """What the modules of a folder import as they are loaded, and what only when it is needed."""
    at_once, when_needed = set(), set()
    for path in folder.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        at_once |= names_in(tree.body)
        when_needed |= names_in(ast.walk(tree))
    return at_once, when_needed - at_once


def normal(name: str) -> str:
    """A distribution's name in its one normal spelling."""
    return re.sub(r"[-_.]+", "-", name).lower()


# The tests run beside the tools of a developer, which bring packages of their own.
def test_the_planner_imports_only_what_it_declares_and_extras_only_when_needed():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    core = project["dependencies"]
    optional = [line for name, lines in extras.items() if name != "dev" for line in lines]
    providers = packages_distributions()

    def undeclared(names, lines):
        declared = {normal(re.split(r"[^\w.-]", line)[0]) for line in lines}
        foreign = names - {"planner"} - sys.stdlib_module_names
        return {n for n in foreign if declared.isdisjoint(map(normal, providers.get(n, ())))}

    at_once, when_needed = imported(REPOSITORY / "planner")

    assert undeclared(at_once, core) == set()
    assert undeclared(when_needed, [*core, *optional]) == set()


def private_parts(folder: Path) -> set[str]:
    """Packages of which a module imports what has an underscore, or lies inside Pyomo."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                parts = node.module.split(".")
                private = any(
                    name.startswith("_") and not name.startswith("__")
                    for name in [*parts, *(alias.name for alias in node.names)]
                )
                if private or parts[:2] in (["pyomo", "core"], ["pyomo", "repn"]):
                    found.add(parts[0])
    return found - {"planner"} - sys.stdlib_module_names


def test_a_package_whose_private_parts_are_used_has_an_upper_bound():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    lines = [*project["dependencies"], *(line for extra in extras for line in extra)]
    bounded = {normal(re.split(r"[^\w.-]", line)[0]) for line in lines if "<" in line}

    used = private_parts(REPOSITORY / "planner")

    assert used >= {"highspy", "pyomo"}
    assert used <= bounded
