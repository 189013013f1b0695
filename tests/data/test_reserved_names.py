"""Words that stand for something in a table name nothing there."""

import pytest

from planner.data.cross_checks import cross_check
from planner.data.reserved_names import RESERVED


@pytest.mark.parametrize("reserved", RESERVED, ids=lambda r: f"{r.table}.{r.column}={r.word}")
def test_a_reserved_word_is_refused_and_what_begins_with_it_is_not(table, found_by, reserved):
    cells = [f"{reserved.word}_1", reserved.word, reserved.word.title()]
    groups = {reserved.within: ["a", "b", "b"]} if reserved.within else {}
    named = table(reserved.table, reserved.column, **{reserved.column: cells}, **groups)

    (told,) = (fault for fault in found_by(cross_check, named) if "stands for" in fault)
    assert told == (
        f"{reserved.table}.csv, line 3, column {reserved.column}: {reserved.word!r}, which stands "
        f"for {reserved.meaning}; expected another name; write {reserved.word}_1, for example, in "
        "every table that names it"
    )


def test_one_of_several_operators_of_a_site_is_not_all_of_them(table, found_by):
    sites = table("sites", "site", site=["a", "b"], operator=["Hills / all", "All Hills"])

    (told,) = (fault for fault in found_by(cross_check, sites) if "stands for" in fault)
    assert told.startswith("sites.csv, line 2, column operator: 'all'")


def test_all_slices_may_be_called_all_where_there_is_one(table, found_by):
    slices = table(
        "time_slices", "slice_set slice", slice_set=["one", "two", "two"],
        slice=["all", "all", "night"],
    )  # fmt: skip

    (told,) = (fault for fault in found_by(cross_check, slices) if "stands for" in fault)
    assert told.startswith("time_slices.csv, line 3, column slice: 'all'")
