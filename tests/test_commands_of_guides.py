"""Every command that README.md and the guides print, run as a reader runs it.

They share one folder, and one run of the reference plan, as `make plan` leaves
them. Where a command would plan hundreds of times, it is run on the tutorial, or
with fewer plans: `CHEAPER` says each.
"""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from planner.cli import main

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CHEAPER = (
    (r"^sweep frontier\b", "sweep small"),  # hundreds of plans of 25 s each
    (r"^run frontier$", "run small"),  # other tests run it
    (r"^run frontier (--set objective\S+)$", r"run small \1"),
    (r"^reference frontier\b", "reference small"),
    (r"^run frontier (.*) outputs/frontier", r"run small \1 outputs/small"),
    (r"--scheduler \S+", ""),  # a machine of one's own
    (r"--outputs /shared/outputs", ""),
    (r"^sweep small\s*$", "sweep small --vary hbm_supply.supply_eb"),  # every range of all tables
    (r"--design monte-carlo", "--design monte-carlo --vary discount_rate=0.05:0.1"),
    (r"--samples \d+", "--samples 2"),
    (r"=(\d+):(\d+):\d$", r"=\1:\2:2"),
    (r"--seed \$SLURM_ARRAY_TASK_ID", "--seed 1"),
    (r"workbook new frontier", "workbook new small"),
    (r"RUN RUN", "outputs/small outputs/frontier"),
    (r"^needed outputs/frontier", "needed outputs/small"),
    (r"^alternatives outputs/frontier", "alternatives outputs/small"),
    (r"^run (docs/examples/(?:given|new_campuses)/.*)", r"run \1 --no-workbook --no-report"),
    (r"^run my_model.toml", "run my_tutorial.toml"),  # the same question of fewer places
    # Two inputs planned again in place of ten: all are ranked by their duals before.
    (r"^matters small\b", "matters small --top 2"),
    # Page and workbook are those of `run small`, which is run whole.
    (r"^run small (--set (?!foresight).*)", r"run small \1 --no-report --no-workbook"),
)
"""What is asked of a command in place of what the guide prints."""


def commands_in(text):
    """The commands of the blocks of a guide, without their remarks."""
    for block in re.findall(r"^```\w*\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        for line in re.sub(r"\\\n\s*", " ", block).splitlines():
            if line.startswith("planner "):
                yield shlex.join(shlex.split(line, comments=True)[1:]).replace("'", "")


def as_run(command):
    """A command of a guide as it is run here."""
    for pattern, cheaper in CHEAPER:
        command = re.sub(pattern, cheaper, command)
    return shlex.split(command)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, shipped):
    """A folder as a reader has it after ``make plan``, with a model of the README's."""
    place = tmp_path_factory.mktemp("reader")
    (place / "docs").symlink_to(ROOT / "docs")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    model = re.search(r"^```toml\n(.*?)^```", readme, flags=re.MULTILINE | re.DOTALL)
    (place / "my_model.toml").write_text(model[1], encoding="utf-8")
    # The tutorial names the technologies that it may build: none of them is left out.
    tutorial = re.sub(r"^\[power\]\nexclude = .*\n", "", model[1], flags=re.MULTILINE)
    tutorial = tutorial.replace('extends = "frontier"', 'extends = "small"')
    (place / "my_tutorial.toml").write_text(tutorial, encoding="utf-8")
    for name in ("frontier", "small"):
        shutil.copytree(shipped(name).folder, place / "outputs" / name)
    return place


def test_each_guide_prints_commands_that_are_found():
    found = {guide.name: list(commands_in(guide.read_text("utf-8"))) for guide in GUIDES}

    assert len(found["README.md"]) > 30
    assert "run docs/examples/four_blocks/four_blocks.toml" in found["other-problems.md"]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_command_of_a_guide_ends_well(guide, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)

    for command in commands_in(guide.read_text(encoding="utf-8")):
        code = main(as_run(command))
        told = capsys.readouterr()
        assert code == 0, (command, told.err)
        assert "Traceback" not in told.err + told.out


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_python_of_a_guide_runs(guide, folder, monkeypatch):
    monkeypatch.chdir(folder)
    blocks = re.findall(
        r"^```python\n(.*?)^```", guide.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )

    for block in blocks:
        exec(compile(block, guide.name, "exec"), {})
    assert blocks or guide.name != "README.md"
