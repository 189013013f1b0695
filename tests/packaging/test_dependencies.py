import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def imported(folder: Path) -> set[str]:
    """The top-level names that the modules in a folder import."""
    names = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names


def normal(name: str) -> str:
    """A distribution's name in its one normal spelling."""
    return re.sub(r"[-_.]+", "-", name).lower()


# The tests run beside the tools of a developer, which bring packages of their own.
def test_the_planner_imports_only_what_it_declares():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    declared = {normal(re.split(r"[^\w.-]", line)[0]) for line in project["dependencies"]}
    providers = packages_distributions()

    foreign = imported(REPOSITORY / "planner") - {"planner"} - sys.stdlib_module_names
    undeclared = {
        name for name in foreign if declared.isdisjoint(map(normal, providers.get(name, ())))
    }

    assert undeclared == set()
