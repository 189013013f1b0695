"""Labels of traces, and what is added up over the rows that have them."""

import pandas as pd
import pytest

from planner.analysis.trace.cells import Run
from planner.analysis.trace.trace import labels_of, trace
from planner.errors import InputError


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        (["site=abilene,year=2028"], {"site": "abilene", "year": "2028"}),
        (["site=abilene", "year = 2028 "], {"site": "abilene", "year": "2028"}),
        (["technology=a,b,site=x=y, year=1"], {"technology": "a,b", "site": "x=y", "year": "1"}),
        (["site=[red], of old"], {"site": "[red], of old"}),
        ([""], {}),
    ],
)
def test_labels_may_hold_the_signs_that_part_them(texts, labels):
    frame = pd.DataFrame(columns=["technology", "site", "year", "gw"])

    assert labels_of(texts, frame) == labels


def test_a_single_row_has_its_own_unit_and_several_that_of_the_column():
    frame = pd.DataFrame({"limit": ["a", "b"], "capacity": [1.0, 2.0], "unit": ["GW", "EB"]})
    frame = frame.assign(place="", year=2026, table="t", what="room", cell_row="", pool="")
    nothing = pd.DataFrame({"site": []})
    run = Run(None, {}, (), {}, nothing, {"sites": nothing})
    asked = {"limits": frame}

    assert trace(run, asked, "limits.capacity", {"limit": "b"}).unit == "EB"
    both = trace(run, asked, "limits.capacity", {})
    assert (both.rows, both.value, both.unit) == (2, 3.0, "the limit's own unit")
    bare = {"limits": frame.drop(columns="unit")}
    assert trace(run, bare, "limits.capacity", {"limit": "b"}).unit == "the limit's own unit"


def test_a_text_without_a_label_is_refused():
    with pytest.raises(InputError, match="name=value"):
        labels_of(["abilene"], pd.DataFrame(columns=["site"]))
