"""``planner run --warm-from`` and ``--solver``."""

import json
import shutil

import pytest

from planner.cli import main
from planner.storage.run_folder import read_run


def manifest_of(outputs, name):
    return read_run(outputs / name)[1]


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    outputs = tmp_path_factory.mktemp("outputs")
    assert main(["run", "small", "-q", "--no-workbook", "--no-report", "-o", str(outputs)]) == 0
    return outputs


def test_a_run_goes_on_from_another_and_says_so(planned):
    asked = ["run", "small", "--set", "discount_rate=0.09", "-q", "--no-workbook", "--no-report"]
    warm = ["--name", "warm", "--warm-from", str(planned / "small")]

    assert main([*asked, "--name", "cold", "-o", str(planned)]) == 0
    assert main([*asked, *warm, "-o", str(planned)]) == 0

    cold, found = manifest_of(planned, "cold"), manifest_of(planned, "warm")
    assert found["warm_start"]["run"] == "small"
    assert "warm_start" not in cold
    for name, stage in found["stages"].items():
        assert stage["warm"]
        assert not cold["stages"][name]["warm"]
        assert stage["objective"] == pytest.approx(cold["stages"][name]["objective"])


def test_a_folder_without_a_vertex_is_refused(planned, tmp_path, capsys):
    asked = ["run", "small", "-q", "-o", str(tmp_path / "out")]

    assert main([*asked, "--warm-from", str(tmp_path)]) == 2
    assert f"{tmp_path}: no basis.npz" in capsys.readouterr().err
    assert main([*asked, "--warm-from", str(tmp_path / "nowhere")]) == 2
    assert "no such folder" in capsys.readouterr().err
    (tmp_path / "basis.npz").write_bytes(b"PK nonsense")
    assert main([*asked, "--warm-from", str(tmp_path)]) == 2
    assert f"{tmp_path}: no run.json" in capsys.readouterr().err


def test_a_changed_vertex_is_refused(planned, tmp_path, capsys):
    changed = tmp_path / "changed"
    shutil.copytree(planned / "small", changed)
    (changed / "basis.npz").write_bytes(b"PK nonsense")

    assert main(["run", "small", "-q", "-o", str(tmp_path), "--warm-from", str(changed)]) == 2
    assert "basis.npz" in capsys.readouterr().err


def test_the_solver_can_be_chosen_on_the_command_line(planned, tmp_path, capsys):
    asked = ["run", "small", "-q", "--no-workbook", "--no-report", "--json", "-o", str(tmp_path)]

    assert main([*asked, "--solver", "ipm"]) == 0

    by_points = json.loads(capsys.readouterr().out)
    assert by_points["solver_options"]["method"] == "ipm"
    first = next(iter(by_points["stages"].values()))
    assert first["method"] == "ipx"
    cost = manifest_of(planned, "small")["stages"]["cost"]["objective"]
    assert by_points["stages"]["cost"]["objective"] == pytest.approx(cost)
