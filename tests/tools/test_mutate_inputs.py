"""A sample of inputs changed at random: none is believed, none ends in a traceback."""

import pytest

from tools.mutate_inputs.__main__ import FINDINGS, MAKERS, SHARES, carry_out, finding, kinds
from tools.mutate_inputs.case import Case
from tools.mutate_inputs.worker import Answer, Worker


@pytest.mark.slow
def test_nothing_that_must_not_be_comes_of_changed_inputs(tmp_path):
    found = carry_out(100, seed=7, most_seconds=600, folder=tmp_path, loud=False)

    assert found == {name: [] for name in FINDINGS}


def test_every_kind_has_its_share():
    assert SHARES.keys() == MAKERS.keys()
    assert sum(SHARES.values()) == 100
    assert {kind: kinds(200).count(kind) for kind in SHARES} == {
        k: 2 * n for k, n in SHARES.items()
    }


@pytest.mark.parametrize(
    ("expected", "answer", "name"),
    [
        ("refused", Answer(2, "planner: a.csv: no"), ""),
        ("refused", Answer(0, ""), "silent"),
        ("refused", Answer(1, ""), "another exit code"),
        ("refused", Answer(None, "Traceback (most recent call last)"), "traceback"),
        ("accepted", Answer(0, ""), ""),
        ("accepted", Answer(2, ""), "refused though right"),
        ("either", Answer(3, ""), ""),
        ("either", Answer(None, "", hung=True), "hang"),
        ("either", Answer(1, "Traceback (most recent call last):\n"), "traceback"),
    ],
)
def test_what_must_not_be_is_told(expected, answer, name, tmp_path):
    case = Case("table", "changed", ("check",), expected, tmp_path)

    assert finding(case, answer) == name


def test_a_worker_is_replaced_when_its_command_hangs(tmp_path):
    import os

    pipe = tmp_path / "endless.toml"
    os.mkfifo(pipe)
    worker = Worker(most_seconds=20)

    # A pipe that nobody writes to is read for ever, or refused as no file.
    first = worker(("check", str(pipe)), tmp_path)
    second = worker(("check", "no such model"), tmp_path)
    worker.close()

    assert first.hung or first.code == 2
    assert second.code == 2
