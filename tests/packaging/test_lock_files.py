import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

REPOSITORY = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def pins(lock: str) -> dict[str, str]:
    """The version of each package in a lock file."""
    text = (REPOSITORY / lock).read_text()
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", text, flags=re.MULTILINE))


def wanted(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for: to run, to build and, for each extra, to develop."""
    definition = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    project = definition["project"]
    lines = [*project["dependencies"], *definition["dependency-groups"]["build"]]
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_index_and_no_place(lock):
    text = (REPOSITORY / lock).read_text()

    # An address, an option line, a file given by its path, a folder of somebody's machine.
    forbidden = re.compile(r"://|^-|^\.?/|/(tmp|home|root|Users)/", flags=re.MULTILINE)
    assert forbidden.findall(text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_version_and_a_hash(lock):
    lines = (REPOSITORY / lock).read_text().replace("\\\n", " ").splitlines()
    packages = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]

    assert packages
    assert [p for p in packages if "==" not in p or "--hash=sha256:" not in p] == []


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], ()), (LOCKS[1], ("dev",))])
def test_the_lock_file_has_what_the_project_asks_for(lock, extras):
    locked = pins(lock)

    unmet = [str(r) for r in wanted(*extras) if not r.specifier.contains(locked.get(r.name, "0"))]
    assert unmet == [], "run `make lock`"


def test_tests_run_on_the_versions_that_users_get():
    for_tests = pins("requirements-dev.lock")

    assert {k: v for k, v in pins("requirements.lock").items() if for_tests.get(k) != v} == {}
