"""The input tables as a workbook shows them: the rows that its first scenario planned with."""

import numpy as np
import pandas as pd

from planner.surfaces.workbook.plan.scenario import Scenario

PREFIX = "in_"
LINE = "line"
_FIRST_LINE = 2
"""Line of a CSV file on which the first row below the headings stands."""

_BY_PLACE = {"site": "site", "region": "region"}
"""Column that names a place in a table of inputs, to the column of the plan's clusters."""

_WHOLE = ("regions",)
"""Tables that are shown whole, though they name places."""


def shown_inputs(scenario: Scenario) -> dict[str, pd.DataFrame]:
    """Tables with the ``line`` of each row in front, without rows of places not planned.

    ``line`` is that of ``inputs/<table>.csv`` in the run's folder, where the
    table is whole. Rows of a site or region that the model doesn't have can't
    have moved its plan, so they are left out.
    """
    clusters = scenario.plan["clusters"]
    shown = {}
    for name, table in scenario.inputs.items():
        if table.empty:
            # An optional table that the model does without is no sheet.
            continue
        frame = table.reset_index(drop=True)
        held = np.ones(len(frame), dtype=bool)
        for column, of_plan in _BY_PLACE.items():
            if column in frame.columns and name not in _WHOLE:
                held &= frame[column].isin(set(clusters[of_plan])).to_numpy()
        for column in frame.columns:
            if pd.api.types.is_bool_dtype(frame[column]) or frame[column].dtype == object:
                frame[column] = frame[column].map(_word, na_action="ignore")
        frame.insert(0, LINE, np.arange(_FIRST_LINE, len(frame) + _FIRST_LINE))
        shown[name] = frame[held].reset_index(drop=True)
    return shown


def _word(value: object) -> object:
    """A flag as its file has it; spreadsheets differ in how long they find a TRUE."""
    return str(value).lower() if isinstance(value, bool) else value


def differences(scenarios: list[Scenario]) -> pd.DataFrame:
    """Cells in which the inputs of the other scenarios differ from those of the first.

    One row a cell; a row or a table that only one of them has counts as one.
    """
    base = scenarios[0]
    found: list[tuple[object, ...]] = []
    for other in scenarios[1:]:
        for name in dict.fromkeys([*base.inputs, *other.inputs]):
            if name not in base.inputs or name not in other.inputs:
                has = base.name if name in base.inputs else other.name
                found.append((other.name, name, "", "", f"only in {has}", ""))
                continue
            found.extend(_different(base, other, name))
    columns = ["scenario", "table", "key", "column", "first_scenario", "this_scenario"]
    return pd.DataFrame(found, columns=columns)


def _different(base: Scenario, other: Scenario, name: str) -> list[tuple[object, ...]]:
    schema = base.schema.get(name)
    keys = [key for key in (schema.key if schema else ()) if key in base.inputs[name].columns]
    keys = keys or [str(base.inputs[name].columns[0])]
    left, right = base.inputs[name], other.inputs[name]
    if not set(keys) <= set(right.columns) or left.duplicated(keys).any():
        return []
    both = left.merge(right, on=keys, how="outer", suffixes=("\n1", "\n2"), indicator=True)
    rows: list[tuple[object, ...]] = []
    labels = [", ".join(map(str, key)) for key in both[keys].itertuples(index=False)]
    for label, side in zip(labels, both["_merge"], strict=True):
        if side != "both":
            has = base.name if side == "left_only" else other.name
            rows.append((other.name, name, label, "", f"row only in {has}", ""))
    common = (both["_merge"] == "both").to_numpy()
    for column in left.columns:
        if column in keys or column not in right.columns:
            continue
        a, b = both[f"{column}\n1"], both[f"{column}\n2"]
        unlike = common & (a.astype(object) != b.astype(object)).to_numpy()
        unlike &= ~(a.isna() & b.isna()).to_numpy()
        for at in np.flatnonzero(unlike):
            rows.append((other.name, name, labels[at], column, str(a.iloc[at]), str(b.iloc[at])))
    return rows
