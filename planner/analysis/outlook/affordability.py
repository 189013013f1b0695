"""The plan tables ``affordability`` and ``build_outs``: spending, revenue and the economy."""

import pandas as pd

from planner.data.inputs import Inputs
from planner.formulation.capital import CHARGED
from planner.results import Plan

COUNTRY = "USA"
"""Whose gross domestic product a plan is held against."""


def yearly_spending(plan: Plan) -> pd.DataFrame:
    """Year to capex as spent, running cost, their sum, and what the year is charged, billion USD.

    A planned year that stands for several has what each of them spends in the mean.

    The charge has capital as annuities in place of capex. Neither holds what
    stood before the plan began.
    """
    cost = plan["cost"]
    running = cost[~cost["term"].str.endswith(CHARGED)]
    table = pd.DataFrame(index=pd.Index(plan.summary["years"], name="year"))
    table["capex_busd"] = plan.rate("capex", "capex_busd", "year")
    table["running_busd"] = running.groupby("year")["cost_busd"].sum()
    table["charge_busd"] = plan.by("cost", "cost_busd", "year")
    table = table.fillna(0.0)
    table["spend_busd"] = table["capex_busd"] + table["running_busd"]
    return table[["capex_busd", "running_busd", "spend_busd", "charge_busd"]]


def affordability(inputs: Inputs, plan: Plan) -> pd.DataFrame:
    """One row for each year and each thing that spending is held against.

    ``against`` is ``leader_revenue``, ``industry_revenue`` (both the world's)
    or ``gdp``. ``spend_share`` is spend over its central value;
    ``spend_share_low`` is over its high value and so the smaller. ``basis``
    says whether a source prints that year's value or a rule continued it.
    Years and things that the input tables lack are left out.
    """
    paths = {
        "leader_revenue": (_path(inputs, "ai_revenue", "leader"), "revenue_busd"),
        "industry_revenue": (_path(inputs, "ai_revenue", "industry"), "revenue_busd"),
        "gdp": (_path(inputs, "gdp", COUNTRY), "gdp_busd"),
    }
    spending = yearly_spending(plan)
    parts: list[pd.DataFrame] = []
    for against, (path, column) in paths.items():
        part = spending[spending.index.isin(path.index)].copy()
        known = path.loc[part.index]
        part.insert(0, "against", against)
        central = known[column]
        low = known[f"{column}_low"].fillna(central)
        high = known[f"{column}_high"].fillna(central)
        part["reference_busd_low"], part["reference_busd"] = low, central
        part["reference_busd_high"], part["basis"] = high, known["basis"]
        part["capex_share"] = part["capex_busd"] / central
        part["charge_share"] = part["charge_busd"] / central
        part["spend_share_low"] = part["spend_busd"] / high
        part["spend_share"] = part["spend_busd"] / central
        part["spend_share_high"] = part["spend_busd"] / low
        parts.append(part.reset_index())
    return pd.concat(parts, ignore_index=True)


def _path(inputs: Inputs, table: str, name: str) -> pd.DataFrame:
    """The rows of a table by year, of a name in its first key; none where it has none."""
    rows = inputs[table]
    return rows[rows.index.get_level_values(0) == name].droplevel(0)


def build_outs(inputs: Inputs, plan: Plan) -> pd.DataFrame:
    """One row for each build-out of the past, with the plan's share of GDP beside it.

    A build-out of one year is held against the plan's largest year of capex, a
    sum over years against the sum of the plan's years, both in shares of the
    GDP of the USA. ``plan_over_build_out`` is their ratio.
    """
    gdp = _path(inputs, "gdp", COUNTRY)["gdp_busd"]
    capex = yearly_spending(plan)["capex_busd"]
    shares = (capex / gdp.reindex(capex.index)).dropna()
    table = inputs["build_outs"].reset_index()
    rows = []
    for row in table.itertuples():
        alone = row.basis == "peak_year"
        plan_share = float((shares.max() if alone else shares.sum()) if len(shares) else "nan")
        first, last = (shares.idxmax(),) * 2 if alone and len(shares) else _ends(shares)
        rows.append(
            (
                row.build_out, row.name, row.country, row.basis, row.first_year, row.last_year,
                row.share_of_gdp, first, last, plan_share, plan_share / row.share_of_gdp,
            )
        )  # fmt: skip
    result = pd.DataFrame(
        rows,
        columns=[
            "build_out", "name", "country", "basis", "first_year", "last_year", "share_of_gdp",
            "plan_first_year", "plan_last_year", "plan_share_of_gdp", "plan_over_build_out",
        ],
    )  # fmt: skip
    years = ["first_year", "last_year", "plan_first_year", "plan_last_year"]
    return result.astype(dict.fromkeys(years, "Int64"))


def _ends(shares: pd.Series) -> tuple[object, object]:
    return (shares.index[0], shares.index[-1]) if len(shares) else (pd.NA, pd.NA)
