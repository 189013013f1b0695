"""Milestones put together: what must be decided, by when, for the cluster of one year."""

from math import inf, isinf

import pandas as pd

from planner.analysis.outlook.milestones import AHEAD, COMMITTED, EVERYWHERE, PAST

PARTLY_PAST = "partly past"


def serving(milestones: pd.DataFrame, year: int) -> pd.DataFrame:
    """The milestones of what serves in `year`: built by then, and still in its life."""
    built = milestones["in_service_year"] <= year
    until = milestones["serves_until_year"]
    return milestones[built & (until.isna() | (until >= year).fillna(False))]


def decisions(milestones: pd.DataFrame, *, by_site: bool) -> pd.DataFrame:
    """One row for each decision, and site if `by_site`, the most urgent first.

    ``first_by`` is the latest date for the first piece of it and ``last_by``
    for the last, ``first_by_year`` and ``last_by_year`` the same as decimal
    years. The status compares both with the start of the plan, and
    what is committed already is never late. What concerns
    no site in particular counts no ``sites``.
    """
    keys = ["item", "what", "unit", *(["site"] if by_site else [])]
    placed = milestones["site"].where(milestones["site"] != EVERYWHERE)
    slack = milestones["slack_years"].where(milestones["status"] != COMMITTED, inf)
    groups = milestones.assign(placed=placed, slack=slack).groupby(keys, sort=False)
    table = groups.agg(
        sites=("placed", "nunique"),
        amount=("amount", "sum"),
        lead_years=("lead_years", "max"),
        first_by=("decide_by", "min"),
        last_by=("decide_by", "max"),
        first_by_year=("decide_by_year", "min"),
        last_by_year=("decide_by_year", "max"),
        worst=("slack", "min"),
        best=("slack", "max"),
    ).reset_index()
    table["status"] = [
        _status(worst, best) for worst, best in zip(table["worst"], table["best"], strict=True)
    ]
    order = ["first_by_year", "item", "what", *(["site"] if by_site else [])]
    front = ["item", "what", "site" if by_site else "sites", "amount", "unit", "lead_years"]
    dates = ["first_by", "last_by", "first_by_year", "last_by_year", "status"]
    return table.sort_values(order, ignore_index=True)[front + dates]


def _status(worst: float, best: float) -> str:
    """Of the slack of what is least and most ahead; what is committed is endlessly so."""
    if worst < 0:
        return PAST if best < 0 else PARTLY_PAST
    return COMMITTED if isinf(worst) else AHEAD
