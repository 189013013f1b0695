"""A disk that is full, for real: a small one is mounted, where that is allowed."""

import subprocess

import pandas as pd
import pytest

from planner.cli import main

SWEEP = ["sweep", "small", "-j", "1", "-q", "--vary", "discount_rate=0.03,0.05,0.1"]


@pytest.fixture
def disk(tmp_path, needs_program):
    """A disk of 600 KiB, and a way to make it larger."""
    mount = needs_program("mount", package="mount")
    place = tmp_path / "disk"
    place.mkdir()

    def command(*arguments):
        return subprocess.run([str(mount), *arguments, str(place)], capture_output=True)

    if command("-t", "tmpfs", "-o", "size=600k", "tmpfs").returncode:
        pytest.skip("mounting a disk takes rights that this machine does not give")
    yield place, lambda: command("-o", "remount,size=50m")
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_fails_what_met_it_and_more_room_mends_it(disk, capsys):
    place, enlarge = disk

    code = main([*SWEEP, "-o", str(place)])
    err = capsys.readouterr().err
    runs = {path.name: path.stat().st_mtime_ns for path in place.glob("scenario_runs/[0-9a-f]*")}
    assert code == 1
    assert runs
    assert "failed: " in err
    assert "no space left on device" in err
    assert not list(place.rglob("*.part"))
    assert not list(place.glob("scenario_runs/.*"))

    enlarge()
    assert main([*SWEEP, "-o", str(place)]) == 0
    table = pd.read_parquet(place / "small_tornado" / "scenarios.parquet")
    after = {path.name: path.stat().st_mtime_ns for path in place.glob("scenario_runs/[0-9a-f]*")}
    assert (table["status"] == "done").all()
    assert runs.items() <= after.items()
    assert (place / "small_tornado" / "report.html").is_file()


@pytest.mark.parametrize("verb", [["run", "small"], ["alternatives", "small", "--within", "1%"]])
def test_other_commands_say_so_in_a_line_and_leave_nothing_half(disk, capsys, verb):
    place, _ = disk
    (place / "ballast").write_bytes(b"0" * 590_000)

    assert main([*verb, "-o", str(place), "-q"]) == 1
    assert "planner: no space left on device; what was whole before" in capsys.readouterr().err
    assert [path.name for path in place.iterdir()] == ["ballast"]
