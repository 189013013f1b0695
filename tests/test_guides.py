"""What the guides name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md"))
    if path.name != "CHANGELOG.md"  # what was there then
)
ROOMS = ("planner/", "tools/", "tests/", "benchmarks/", "datasets/", "models/", "docs/")


def named_in(text):
    """Paths of the repository that a guide names, and what its links lead to."""
    quoted = re.findall(rf"`((?:{'|'.join(ROOMS)})[\w./-]*)`", text)
    linked = re.findall(r"\]\(((?!http)[^)#\s]+)", text)
    return quoted, linked


@pytest.mark.parametrize("guide", GUIDES)
def test_the_files_that_a_guide_names_are_there(guide):
    quoted, linked = named_in((ROOT / guide).read_text(encoding="utf-8"))

    missing = [path for path in quoted if not (ROOT / path).exists()]
    missing += [path for path in linked if not (ROOT / guide).parent.joinpath(path).exists()]
    assert missing == []


def test_the_guide_for_contributors_names_every_room():
    quoted, _ = named_in((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))

    packages = {
        path.parent.relative_to(ROOT).as_posix() for path in ROOT.glob("planner/*/__init__.py")
    }
    assert packages <= {path.rstrip("/") for path in quoted}


@pytest.mark.parametrize(("guide", "name"), [("commitments", "given"), ("new-campuses",) * 2])
def test_the_model_that_a_guide_prints_is_the_one_that_it_plans(guide, name):
    text = (ROOT / "docs" / f"{guide}.md").read_text(encoding="utf-8")
    name = name.replace("-", "_")
    model = (ROOT / "docs" / "examples" / name / f"{name}.toml").read_text(encoding="utf-8")

    assert f"```toml\n{model}```" in text
    assert f"planner run docs/examples/{name}/{name}.toml" in text
