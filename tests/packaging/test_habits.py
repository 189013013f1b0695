"""What a release, a commit and a pull request rest on says the same everywhere."""

import re
import tomllib
from pathlib import Path

import yaml

REPOSITORY = Path(__file__).parents[2]
DEFINITION = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = DEFINITION["project"]


def text(name):
    return (REPOSITORY / name).read_text(encoding="utf-8")


def test_the_version_is_one_everywhere():
    headings = re.findall(r"^## \[(.+?)\] - (.+)$", text("CHANGELOG.md"), flags=re.MULTILINE)

    assert headings[0][0] == PROJECT["version"]
    assert yaml.safe_load(text("CITATION.cff"))["version"] == PROJECT["version"]
    assert yaml.safe_load(text("CITATION.cff"))["license"] == PROJECT["license"]
    # The top one may be in the making; a version that others may have has its date.
    dates = [date for _, date in headings]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for date in dates[1:])
    assert dates[0] == "unreleased" or dates == sorted(dates, reverse=True)
    assert text("CHANGELOG.md").count("\n## ") == len(headings)


def test_ci_runs_on_every_supported_python_and_platform():
    workflow = yaml.safe_load(text(".github/workflows/ci.yml"))
    claimed = [c.rpartition(" ")[2] for c in PROJECT["classifiers"] if "Python :: 3." in c]
    systems = [c for c in PROJECT["classifiers"] if c.startswith("Operating System")]

    jobs = workflow["jobs"]
    assert {name: job["strategy"]["matrix"]["python"] for name, job in jobs.items()} == {
        "linux": claimed,
        "macos": claimed,
    }
    assert f">={claimed[0]}" == PROJECT["requires-python"]
    assert len(systems) == len(jobs)
    commands = {name: [step.get("run", "") for step in job["steps"]] for name, job in jobs.items()}
    assert ".ci/run" in commands["linux"]
    assert any(command.startswith("make test ") for command in commands["macos"])


def test_ci_samples_planted_errors_by_a_command_that_there_is():
    (job,) = yaml.safe_load(text(".github/workflows/mutants.yml"))["jobs"].values()
    (command,) = [step["run"] for step in job["steps"] if "run" in step]
    recipe = re.search(r"^mutants:.*\n((?:\t.*\n)+)", text("Makefile"), flags=re.MULTILINE)[1]

    assert command.startswith("make mutants ")
    for name in re.findall(r"([A-Z]+)=", command.replace("PYTHON=", "")):
        assert f"$({name})" in recipe
    assert "$GITHUB_RUN_NUMBER" in command
    assert "$GITHUB_STEP_SUMMARY" in command


def test_hooks_are_the_linters_of_make_lint_as_they_are_locked():
    (local,) = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", text("Makefile"), flags=re.MULTILINE)[1]

    assert local["repo"] == "local"
    hooks = [hook["entry"].split() for hook in local["hooks"]]
    linters = [line.split() for line in recipe.strip().splitlines()]
    in_hooks = [(entry[0].removeprefix(".venv/bin/"), entry[1:2]) for entry in hooks]
    in_make = [(command[0].removeprefix("$(BIN)/"), command[1:2]) for command in linters]

    def names(commands):
        return [(tool, rest if tool == "ruff" else []) for tool, rest in commands]

    assert names(in_hooks) == names(in_make)
    assert {hook["language"] for hook in local["hooks"]} == {"system"}


def test_every_form_for_an_issue_is_one():
    forms = sorted((REPOSITORY / ".github/ISSUE_TEMPLATE").glob("*.yml"))

    assert len(forms) > 1
    for path in forms:
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        if path.stem == "config":
            continue
        ids = [part["id"] for part in form["body"]]
        assert len(ids) == len(set(ids))
        assert form["name"]
        assert form["description"]
        for part in form["body"]:
            assert part["type"] in ("input", "textarea", "dropdown", "checkboxes", "markdown")
            assert part["attributes"]["label"]
