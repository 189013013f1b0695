"""How the headline of a model moves from one folder of tables to another."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from planner import api

SAME = 1e-9
"""Relative: what the solver's own tolerance moves is no movement."""


def moves(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The figures of two headlines that differ: year, figure, before, after, change."""
    long = [
        frame.rename_axis(columns="figure").stack().rename(name)
        for frame, name in ((before, "before"), (after, "after"))
    ]
    both = pd.concat(long, axis=1).rename_axis(["year", "figure"]).reset_index()
    both["change"] = both.after / both.before - 1
    gap = (both.after - both.before).abs()
    scale = both[["before", "after"]].abs().max(axis=1)
    same = (gap <= SAME * scale) | (both.before.isna() & both.after.isna())
    return both[~same].reset_index(drop=True)


def headline(model: str, datasets: Path) -> pd.DataFrame:
    """The headline of a shipped model, or a file, planned from the tables of a folder."""
    definition = api.load_model(model)
    return api.solve(definition.model_copy(update={"datasets": datasets})).plan.headline()


def movement_text(model: str, old: Path, new: Path) -> str:
    """The movement of one model's headline, as text."""
    moved = moves(headline(model, old), headline(model, new))
    if moved.empty:
        return f"{model}: the headline is the same"
    return f"{model}: the headline moves\n{moved.to_string(index=False, float_format='%.6g')}"
