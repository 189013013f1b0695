"""One driver of demand: a published row, or a judgement that says it is one."""

from collections.abc import Callable

import pandas as pd

from tools.derive.projections import confidence
from tools.derive.rows import Row, named_number, weakest

Triple = tuple[float | None, float, float | None]
DAYS_PER_YEAR = 365
DAYS_PER_MONTH = DAYS_PER_YEAR / 12
EPOCH = "epoch_scaling_2030"
SA = "situational_awareness"
OURS = "planner_estimate"


def _same(x: float) -> float:
    return x


def triple(row: pd.Series, by: Callable[[float], float] = _same) -> Triple:
    """Low, central and high of a published row; the middle where it has no central value."""
    low, central, high = (None if pd.isna(x) else by(x) for x in (row.low, row.central, row.high))
    if central is None:
        assert low is not None
        assert high is not None
        central = (low + high) / 2
    return low, central, high


def driver_row(
    driver: str,
    unit: str,
    values: Triple,
    source: str,
    note: str,
    *rows: pd.Series,
    ours: bool = False,
) -> Row:
    """One driver; `rows` are the published ones that it cites, `ours` what we added to them."""
    cited = ", ".join(
        dict.fromkeys(
            f"{r.case_id.lower()} {r.quantity}" + ("" if pd.isna(r.year) else f" {r.year}")
            for r in rows
        )
    )
    marks = [confidence(str(r.note)) for r in rows]
    weight = weakest(*marks, *(["estimate"] if ours or not marks else []))
    remark = " ".join(filter(None, (note, f"Published rows: {cited}." if cited else "")))
    return named_number("driver", driver, unit, values, (source, weight), remark)
