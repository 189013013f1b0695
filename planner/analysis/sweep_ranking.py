"""What came of many plans: which lever moves a figure most, and how far figures spread."""

from collections.abc import Iterable

import pandas as pd


def tornado(results: pd.DataFrame, figure: str) -> pd.DataFrame:
    """By how much each lever moves one figure, the widest first.

    `results` has a row for each scenario with its ``key`` and ``value``, blank
    for the base. Returns key, the values at the ends, the figure at both and
    at the base, and its swing; levers without two finished ends are left out.
    """
    done = results[results["status"] == "done"]
    base = done.loc[done["key"] == "", figure]
    rows = []
    for key, group in done[done["key"] != ""].groupby("key", sort=False):
        finished = group.dropna(subset=[figure]).sort_values(figure)
        if finished.empty:
            continue
        least, most = finished.iloc[0], finished.iloc[-1]
        rows.append(
            {
                "key": key,
                "value_at_least": least["value"],
                "least": least[figure],
                "base": base.iloc[0] if len(base) else float("nan"),
                "most": most[figure],
                "value_at_most": most["value"],
            }
        )
    columns = ["key", "value_at_least", "least", "base", "most", "value_at_most"]
    table = pd.DataFrame(rows, columns=columns)
    ends = table[["least", "base", "most"]]
    table["swing"] = ends.max(axis=1) - ends.min(axis=1)
    return table.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def ends(results: pd.DataFrame, figure: str) -> pd.DataFrame:
    """A figure at the first and the last value of each lever, in the order of the levers.

    Columns are ``input``, ``low`` and ``high``, blank where that end was not
    planned, the values there as ``low_is`` and ``high_is``, and ``base``. A
    lever with one finished value has a low end, unless the value is "high".
    """
    done = results[results["status"] == "done"]
    values = pd.to_numeric(done[figure], errors="coerce")
    base = values[done["key"] == ""]
    rows = []
    for key, group in done[done["key"] != ""].groupby("key", sort=False):
        first, last = group.index[0], group.index[-1]
        low, high = ((float(values[at]), str(group.at[at, "value"])) for at in (first, last))
        if len(group) == 1:
            alone = (float("nan"), "")
            low, high = (alone, high) if high[1] == "high" else (low, alone)
        rows.append((key, low[0], high[0], low[1], high[1]))
    table = pd.DataFrame(rows, columns=["input", "low", "high", "low_is", "high_is"])
    return table.assign(base=float(base.iloc[0]) if len(base) else float("nan"))


def spread(results: pd.DataFrame, names: Iterable[str]) -> pd.DataFrame:
    """Quantiles of each figure over the scenarios that were planned, the base aside."""
    done = results[(results["status"] == "done") & (results["scenario"] != "base")]
    quantiles = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
    rows = [
        {"figure": name, "plans": int(done[name].notna().sum())}
        | {word: done[name].astype(float).quantile(share) for word, share in quantiles.items()}
        for name in names
        if not name.endswith("_first_missed")
    ]
    return pd.DataFrame(rows, columns=["figure", "plans", *quantiles])
