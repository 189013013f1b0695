"""Figures and rows that reports ask a plan for."""

import pandas as pd

from planner.results import Plan
from planner.results.key_figures import retirements


def test_only_what_retires_is_told():
    power = pd.DataFrame({"technology": ["coal", "gas"], "retired_gw": [0.5, 0.0]})

    assert retirements(Plan({"power": power}, {}))["technology"].tolist() == ["coal"]
    # A run of an earlier version has no such column.
    assert retirements(Plan({"power": power.drop(columns="retired_gw")}, {})).empty
