"""A plan of the tutorial: its certificate holds, and the terminal says it as it is kept."""

import pytest

from planner import api
from planner.cli import main

ASKED = {
    "small": [
        ["show", "RUN"],
        ["bottlenecks", "RUN", "--ranges", "3"],
        ["why", "RUN", "--site", "coreweave_helios", "--accelerator", "google_tpu_v7",
         "--technology", "solar_utility"],
        ["needed", "RUN"],
        ["milestones", "RUN"],
    ],
    "short": [
        ["show", "RUN"],
        ["bottlenecks", "RUN", "--ranges", "3"],
        ["why", "RUN", "--accelerator", "nvidia_vr200", "--technology", "grid"],
        ["why", "RUN", "--accelerator", "amd_mi455x"],
        ["needed", "RUN"],
    ],
}  # fmt: skip


@pytest.fixture(params=ASKED)
def run(request):
    return request.getfixturevalue(request.param)


def test_its_certificate_holds(run):
    record = api.read_certificate(run)

    assert record["passed"], [c["what"] for c in record["checks"] if not c["passed"]]


def test_the_terminal_says_what_it_said(run, capsys, kept, without_numbers):
    for words in ASKED[run.name]:
        print(f"\n> planner {' '.join(words)}")
        assert main([str(run) if word == "RUN" else word for word in words]) == 0

    kept(f"terminal_{run.name}", without_numbers(capsys.readouterr().out))
