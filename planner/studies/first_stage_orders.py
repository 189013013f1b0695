"""What is ordered: by each policy before anything is learned, by the joint plan now and later."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from planner.data.inputs import Inputs
from planner.lp.row_and_column_names import Key
from planner.solving.stochastic import Policy, Scenario, decided_first, keys_of

NOTHING = 1e-6
"""A commitment below this is rounding of the solver."""
ALIKE = 1e-3
"""Sums that differ by no more than this share of the largest are alike to a reader."""
_UNITS = {
    "accelerators_bought_million": "million",
    "shell_built_gw": "GW",
    "hall_retrofitted_gw": "GW",
    "power_built_gw": "GW",
    "power_retired_gw": "GW",
    "capacity_expanded": "steps",
}
_NAMES = {
    "accelerators_bought_million": "accelerators",
    "power_built_gw": "power_technologies",
    "power_retired_gw": "power_technologies",
}
"""What is ordered to the table that names it."""
_LABELS = ["what", "item", "name", "site", "year", "unit"]


def commitments_of(
    policies: Mapping[str, Policy], scenarios: Sequence[Scenario], inputs: Inputs
) -> pd.DataFrame:
    """A row for each commitment that any policy makes, and a column for each policy."""
    keys = keys_of(scenarios)
    rows = []
    for column in next(iter(policies.values())):
        values = {policy: own.get(column, 0.0) for policy, own in policies.items()}
        if max(values.values()) >= NOTHING:
            rows.append({**_labels(keys[column], inputs), **values})
    return pd.DataFrame(rows, columns=[*_LABELS, *policies])


def sums_of(commitments: pd.DataFrame, policies: Sequence[str]) -> pd.DataFrame:
    """Commitments summed over sites, and whether they are ``alike`` in all policies."""
    keys = [label for label in _LABELS if label != "site"]
    sums = commitments.groupby(keys, sort=False)[list(policies)].sum().reset_index()
    values = sums[list(policies)]
    spread = values.max(axis=1) - values.min(axis=1)
    return sums.assign(alike=spread <= ALIKE * values.max(axis=1))


def decisions_of(
    scenarios: Sequence[Scenario], values: Sequence[np.ndarray], learned: int, inputs: Inputs
) -> pd.DataFrame:
    """What the joint plan orders: when it is decided, and how much in each scenario."""
    first, keys = decided_first(scenarios), keys_of(scenarios)
    own = [
        dict(zip(one.program.column_names, found.tolist(), strict=True))
        for one, found in zip(scenarios, values, strict=True)
    ]
    rows = []
    for column, year in first.items():
        amounts = {one.name: own[n].get(column, 0.0) for n, one in enumerate(scenarios)}
        if max(amounts.values()) >= NOTHING:
            when = "now" if year < learned else "later"
            clean = {name: max(0.0, amount) for name, amount in amounts.items()}
            labels = _labels(keys[column], inputs)
            rows.append({**labels, "decided_year": year, "when": when, **clean})
    columns = [*_LABELS, "decided_year", "when", *(one.name for one in scenarios)]
    return pd.DataFrame(rows, columns=columns)


def _labels(key: Key, inputs: Inputs) -> dict[str, object]:
    """What a commitment is of, where and when."""
    what, (*labels, year) = key
    place = labels.pop() if what != "capacity_expanded" else ""
    item = " ".join(map(str, labels))
    name = "buildings"
    if item:
        names = inputs[_NAMES[what]]["name"] if what in _NAMES else {}
        # A name is optional: without one a thing is called as its row is.
        name = str(names.get(item) or item)
    return {
        "what": what, "item": item, "name": name, "site": place, "year": year,
        "unit": _UNITS[what],
    }  # fmt: skip
