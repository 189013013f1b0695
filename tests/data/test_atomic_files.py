"""Files written whole: the old one stays until the new one is done."""

import os

import pytest

from planner.data.atomic_files import whole_file


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
