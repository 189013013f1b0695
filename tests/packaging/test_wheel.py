import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]

# Where each folder of the repository lands in the wheel.
SHIPPED = {"planner": "planner", "datasets": "planner/_datasets", "models": "planner/_models"}


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a user outside the clone would: nothing of this process but its path."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel of this clone, built without the network."""
    folder = tmp_path_factory.mktemp("wheel")

    built = run(
        sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=REPOSITORY
    )

    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """A fresh environment with the wheel in it; returns its Python.

    The dependencies are lent by this environment, by a path file: path files do not nest, so the
    clone itself, which is on this environment's path by one, stays out of sight.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    places = {"base": str(folder), "platbase": str(folder)}
    python = Path(sysconfig.get_path("scripts", "venv", places)) / "python"
    packages = Path(sysconfig.get_path("purelib", "venv", places))
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "lent.pth").write_text("\n".join(sorted(lent)) + "\n")

    command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-input"]
    options = ["--disable-pip-version-check", "--no-index", "--no-deps", "--ignore-installed"]
    done = run(*command, *options, wheel, cwd=folder)

    assert done.returncode == 0, done.stderr
    return python


def test_planner_is_the_only_top_level_name(wheel):
    with zipfile.ZipFile(wheel) as archive:
        top_level = {name.split("/")[0] for name in archive.namelist()}

    (metadata,) = {name for name in top_level if name.endswith(".dist-info")}
    assert top_level - {metadata} == {"planner"}


def test_the_wheel_holds_the_package_its_tables_and_its_models_and_nothing_else(wheel):
    expected = {
        f"{place}/{path.relative_to(REPOSITORY / folder).as_posix()}"
        for folder, place in SHIPPED.items()
        for path in (REPOSITORY / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }

    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if name.startswith("planner/")}

    assert shipped == expected
    assert {"planner/_datasets/datapackage.json", "planner/_models/frontier.toml"} <= shipped


def test_tables_and_models_bring_no_python(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    folders = tuple(f"{place}/" for place in SHIPPED.values() if place != "planner")
    assert [n for n in names if n.startswith(folders) and n.endswith((".py", ".pyc"))] == []


def test_the_installed_planner_checks_its_own_tables_outside_the_clone(installed, tmp_path):
    where = run(installed, "-c", "import planner; print(planner.__file__)", cwd=tmp_path)
    checked = run(installed.with_name("planner"), "check", cwd=tmp_path)

    assert Path(where.stdout.strip()).is_relative_to(installed.parents[1]), where.stderr
    assert checked.returncode == 0, checked.stderr
    assert list(tmp_path.iterdir()) == []
