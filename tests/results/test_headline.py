"""What a plan of other demands says first: plants, what retires, and load that is not served."""

import pandas as pd
import pytest

from planner.results import Plan
from planner.results.headline import NOT_SERVED, curtailment_sentence, of_stated_demand


def plan(retired=0.0, unserved=0.0):
    """A plant of a year at one site, and an hour's load of it."""
    power = pd.DataFrame(
        {
            "technology": ["gas"], "site": ["town"], "year": [2026], "built_gw": [1.0],
            "capacity_gw": [1.0], "generation_twh": [8.0], "retired_gw": [retired],
        }
    )  # fmt: skip
    load = pd.DataFrame(
        {"site": ["town"], "year": [2026], "unserved_gw": [unserved], "weight_hours": [8.0]}
    )
    return Plan({"power": power, "load": load}, {"years": [2026]})


@pytest.mark.parametrize(("retired", "there"), [(0.0, False), (0.5, True)])
def test_what_is_retired_has_a_column_where_anything_is(retired, there):
    assert ("retired_gw" in of_stated_demand(plan(retired=retired))) is there


@pytest.mark.parametrize(("unserved", "rows"), [(0.0, ["gas"]), (0.5, ["gas", NOT_SERVED])])
def test_load_that_is_not_served_has_a_row_however_small(unserved, rows):
    # Half a GW for eight hours: 0.004 TWh.
    table = of_stated_demand(plan(unserved=unserved))

    assert table["technology"].tolist() == rows
    assert table["generation_twh"].tolist() == pytest.approx([8.0, 0.004][: len(rows)])


def test_what_is_curtailed_is_a_share_of_what_those_technologies_could_give():
    # Sun gives 1 TWh at one site and 2 at another, which loses 1, in a year that stands for two:
    # a quarter, of 8 TWh. Gas loses nothing and is none of it.
    power = pd.DataFrame(
        {
            "technology": ["sun", "sun", "gas"], "year": [2026, 2026, 2026],
            "generation_twh": [1.0, 2.0, 50.0], "curtailed_twh": [0.0, 1.0, 0.0],
        }
    )  # fmt: skip
    summary = {"years": [2026], "years_each": 2}

    assert curtailment_sentence(Plan({"power": power}, summary)) == (
        "Curtailed: 2 TWh, 25.0% of what these technologies could give."
    )
    none = power.assign(curtailed_twh=0.0)
    assert curtailment_sentence(Plan({"power": none}, summary)) == ""
    assert curtailment_sentence(Plan({"power": power.drop(columns="curtailed_twh")}, {})) == ""
