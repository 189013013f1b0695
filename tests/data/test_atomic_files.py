"""Files written whole: the old one stays until the new one is done."""

import os

import pytest

from planner.data.atomic_files import _HOST, fresh_folder, is_temporary, leftovers, whole_file


def test_a_file_takes_its_place_when_it_is_done(tmp_path):
    path = tmp_path / "new" / "deeper" / "plan.txt"

    with whole_file(path) as fresh:
        fresh.write_text("half")
        assert not path.exists()
        fresh.write_text("whole")

    assert path.read_text() == "whole"
    assert [p.name for p in path.parent.iterdir()] == ["plan.txt"]


def test_what_breaks_off_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text("old")

    def break_off():
        with whole_file(path) as fresh:
            fresh.write_text("half")
            raise ValueError("no more paper")

    with pytest.raises(ValueError, match="no more paper"):
        break_off()

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_has_the_permissions_that_its_user_gives_to_new_files(tmp_path):
    before = os.umask(0o027)
    try:
        with whole_file(tmp_path / "plan.txt") as fresh:
            fresh.write_text("whole")
    finally:
        os.umask(before)

    assert (tmp_path / "plan.txt").stat().st_mode & 0o777 == 0o640


def left_by(process, folder, host=_HOST):
    path = folder / f".plan.txt.being-written-{host}-{process}-abc"
    path.mkdir()
    return path


@pytest.mark.parametrize("error", [None, PermissionError])
def test_what_a_process_is_still_writing_stays(tmp_path, monkeypatch, error):
    # One of another user can't be asked, and runs all the same.
    def asked(process, signal):
        assert (process, signal) == (77, 0)
        if error:
            raise error

    monkeypatch.setattr(os, "kill", asked)
    left_by(77, tmp_path)

    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("error", [ProcessLookupError, OverflowError])
def test_what_a_dead_process_left_is_removed_and_nothing_of_others(tmp_path, monkeypatch, error):
    def asked(process, signal):
        raise error

    monkeypatch.setattr(os, "kill", asked)
    dead = left_by(77, tmp_path)
    elsewhere = left_by(77, tmp_path, host="another")
    (tmp_path / "plan.being-written-x-77-abc").mkdir()

    assert leftovers(tmp_path) == [dead]
    with whole_file(tmp_path / "plan.txt") as fresh:
        fresh.write_text("whole")
    assert not dead.exists()
    assert elsewhere.exists()
    assert leftovers(tmp_path / "nowhere") == []


def test_a_long_name_lends_a_hundred_bytes_to_what_is_being_written(tmp_path):
    # Two bytes each: fifty letters, and half of none.
    with whole_file(tmp_path / ("a" + "é" * 100)) as fresh:
        fresh.write_text("whole")
        assert is_temporary(fresh.parent.name)
        assert fresh.parent.name.startswith("." + "a" + "é" * 49 + ".being-written-")

    assert not is_temporary("plan.txt")


def test_in_a_folder_that_is_being_written_a_file_is_written_where_it_belongs(tmp_path):
    with fresh_folder(tmp_path, "run") as folder:
        with whole_file(folder / "tables" / "a.csv") as fresh:
            assert fresh == folder / "tables" / "a.csv"
            fresh.write_text("new")
        assert [path.name for path in (folder / "tables").iterdir()] == ["a.csv"]
        assert fresh.read_text() == "new"
    assert not list(tmp_path.iterdir())
