"""Milestones put together: what must be decided, by when, for the cluster of one year."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from planner.analysis.outlook.milestones import AHEAD, COMMITTED, EVERYWHERE, PAST

PARTLY_PAST = "partly past"
PARTLY_COMMITTED = "partly committed, rest {status}"


def serving(milestones: pd.DataFrame, year: int) -> pd.DataFrame:
    """The milestones of what serves in `year`: built by then, and still in its life."""
    built = milestones["in_service_year"] <= year
    until = milestones["serves_until_year"]
    return milestones[built & (until.isna() | (until >= year).fillna(False))]


def decisions(milestones: pd.DataFrame, *, by_site: bool) -> pd.DataFrame:
    """One row for each decision, and site if `by_site`, the most urgent first.

    ``first_by`` is the latest date for the first piece of it and ``last_by``
    for the last, ``first_by_year`` and ``last_by_year`` the same as decimal
    years; where some of it is committed already they are those of the rest, which is left to
    decide. The status compares both with the start of the plan, and says
    whether all is committed, or a part. What concerns
    no site in particular counts no ``sites``.
    """
    keys = ["item", "what", "unit", *(["site"] if by_site else [])]
    placed = milestones["site"].where(milestones["site"] != EVERYWHERE)
    given = milestones["status"] == COMMITTED
    left = (~given).groupby([milestones[key] for key in keys], sort=False).transform("any")
    counts = ~(given & left)
    dated = {c: milestones[c].where(counts) for c in ("slack_years", "decide_by_year")}
    dated["decide_by"] = milestones["decide_by"].where(counts, None)
    whole = milestones.assign(placed=placed, given=given, **dated)
    groups = whole.groupby(keys, sort=False)
    table = groups.agg(
        sites=("placed", "nunique"),
        amount=("amount", "sum"),
        lead_years=("lead_years", "max"),
        first_by=("decide_by", "min"),
        last_by=("decide_by", "max"),
        first_by_year=("decide_by_year", "min"),
        last_by_year=("decide_by_year", "max"),
        worst=("slack_years", "min"),
        best=("slack_years", "max"),
        all_given=("given", "all"),
        some_given=("given", "any"),
    ).reset_index()
    table["status"] = [_status(row) for row in table.to_dict("records")]
    order = ["first_by_year", "item", "what", *(["site"] if by_site else [])]
    front = ["item", "what", "site" if by_site else "sites", "amount", "unit", "lead_years"]
    dates = ["first_by", "last_by", "first_by_year", "last_by_year", "status"]
    return table.sort_values(order, ignore_index=True)[front + dates]


def is_late(status: str) -> bool:
    """Whether any of a decision had to be taken before the plan begins."""
    return status.endswith((PAST, PARTLY_PAST))


def _status(row: Mapping[Hashable, Any]) -> str:
    """By the slack of what is least and most ahead of all that is left to decide."""
    if row["all_given"]:
        return COMMITTED
    status = AHEAD
    if row["worst"] < 0:
        status = PAST if row["best"] < 0 else PARTLY_PAST
    return PARTLY_COMMITTED.format(status=status) if row["some_given"] else status
