"""Names of rows in place of their keys."""

import pandas as pd
import pytest

from planner.wording.names import Names

NAMES = Names.of(
    {
        "sites": pd.DataFrame({"site": ["north_park", "goodnight"], "name": ["North Park", None]}),
        "regions": pd.DataFrame({"region": ["ERCOT"], "name": ["ERCOT (Texas)"]}),
        "workloads": pd.DataFrame({"workload": ["run"], "name": ["Largest run: of all"]}),
        "accelerators": pd.DataFrame({"accelerator": ["gb300"], "name": ["NVIDIA GB300"]}),
        "power_technologies": pd.DataFrame(
            {
                "technology": ["grid", "ct_aero", "ct_frame"],
                "name": ["Grid connection", "Aeroderivative", "Heavy frame"],
                "build_limit": [None, "turbines", "turbines"],
            }
        ),
    }
)


def test_a_row_has_its_name_and_a_row_without_one_its_key_in_words():
    assert NAMES.called("sites", "north_park") == "North Park"
    assert NAMES.called("sites", "goodnight") == "goodnight"
    assert NAMES.called("sites", "south_park") == "south park"
    assert NAMES.workload("run") == "Largest run"
    assert NAMES.limits == {"turbines": ("Aeroderivative", "Heavy frame")}


def test_a_colon_in_a_key_without_a_name_is_a_part_of_it():
    assert Names().workload("run: of all") == "run: of all"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("room at north_park, north_park.", "room at North Park, North Park."),
        ("gb300 in 2027", "NVIDIA GB300 in 2027"),
        ("in ERCOT", "in ERCOT (Texas)"),
        ("in ERCOT (Texas)", "in ERCOT (Texas)"),
        # A word of the language is no key, unless it is said to be one.
        ("power of the grid", "power of the grid"),
        # What a reader types, or looks for in a file, stays.
        ("set sites.north_park.pue=1.2", "set sites.north_park.pue=1.2"),
        ("sites.csv, line 3 (row north_park)", "sites.csv, line 3 (row north_park)"),
        ("outputs/north_park/tables", "outputs/north_park/tables"),
        ("--site=north_park", "--site=north_park"),
    ],
)
def test_a_sentence_names_rows_and_leaves_what_is_typed(said, told):
    assert NAMES.told(said) == told


def test_a_key_that_is_a_word_is_named_where_it_is_said_to_be_a_key():
    assert NAMES.told("of the grid", "grid") == "of the Grid connection"


def test_columns_of_keys_show_names_and_blanks_stay():
    frame = pd.DataFrame(
        {"site": ["north_park", None], "item": ["grid", "shell"], "gw": [1.0, 2.0]}
    )

    shown = NAMES.shown(frame)

    assert shown["site"].tolist()[0] == "North Park"
    assert shown["site"].isna().tolist() == [False, True]
    assert shown["item"].tolist() == ["Grid connection", "shell"]
    assert frame["site"].tolist()[0] == "north_park"


def test_figures_of_a_workload_are_called_by_it():
    assert NAMES.figure("run_least_share") == "Largest run: least share"
    assert NAMES.figure("it_gw") == "it_gw"


def test_of_a_row_in_several_runs_the_first_name_holds():
    other = Names({"sites": {"north_park": "Renamed", "east": "East"}}, {"turbines": ("Other",)})

    both = Names.all_of([NAMES, other])

    assert both.called("sites", "north_park") == "North Park"
    assert both.called("sites", "east") == "East"
    assert both.limits["turbines"] == ("Aeroderivative", "Heavy frame")
