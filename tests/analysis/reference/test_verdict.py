"""When a figure agrees with a published one."""

import pandas as pd
import pytest

from planner.analysis.reference.comparison import Comparison
from planner.analysis.reference.verdict import Verdict, verdict


@pytest.mark.parametrize(
    ("plan", "low", "central", "high", "in_oom", "expected"),
    [
        (5.0, 1.0, 2.5, 5.0, False, Verdict.INSIDE),
        (5.1, 1.0, 2.5, 5.0, False, Verdict.OUTSIDE),
        # Beyond a band a factor of two does not help.
        (0.9, 1.0, None, 5.0, False, Verdict.OUTSIDE),
        # A band may be open: at least a trillion.
        (4e12, 1e12, None, None, False, Verdict.INSIDE),
        (2.0, None, 1.0, None, False, Verdict.NEAR),
        (0.49, None, 1.0, None, False, Verdict.OUTSIDE),
        # A factor of two is 0.3 orders.
        (3.3, None, 3.0, None, True, Verdict.NEAR),
        (3.4, None, 3.0, None, True, Verdict.OUTSIDE),
        (0.0, None, 1.0, None, False, Verdict.OUTSIDE),
    ],
)
def test_a_band_must_hold_and_a_value_may_be_missed_by_two(
    plan, low, central, high, in_oom, expected
):
    assert verdict(plan, low, central, high, in_oom=in_oom) is expected


def test_how_many_rows_agree_is_told_with_their_share():
    verdicts = ["inside", "near", "outside", "outside", "given"]
    rows = pd.DataFrame({"verdict": [Verdict[v.upper()].value for v in verdicts]})

    assert Comparison("m", "t", rows).verdict().startswith("m: 2 of 4 rows agree (50%): 1 inside")
