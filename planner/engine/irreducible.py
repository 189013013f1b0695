"""Rows that can't all hold, when a programme has no solution."""

import highspy

_SECONDS = 5.0

_FROM_ROWS = 2
"""HiGHS's strategy that starts from the rows of an unbounded dual ray; the default one may
return an empty set and call it valid."""


def irreducible_rows(highs: highspy.Highs) -> list[int]:
    """Places of the rows of an irreducible infeasible set, or none when it takes too long."""
    highs.setOptionValue("iis_strategy", _FROM_ROWS)
    highs.setOptionValue("time_limit", highs.getRunTime() + _SECONDS)
    result = highs.getIis()
    iis = result[1] if isinstance(result, tuple) else result
    return [int(i) for i in iis.row_index_]
