"""Generations of accelerators: which a model can buy, and why it can't buy the others."""

from collections.abc import Mapping

import pandas as pd

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.system.objects.sites import Site

PROJECTED = "projected"
"""Kind of memory of a generation that nobody has announced."""


def accelerator_availability(
    inputs: Inputs, model: ModelDefinition, sites: Mapping[str, Site] | None = None
) -> pd.DataFrame:
    """One row for every generation of the tables, so that none is left out in silence.

    ``on_sale`` says whether the model can buy it in any of its years;
    ``reason`` says from when to when, or why not. ``projected`` are those that the tables carry
    on from earlier ones, and that nobody has announced. `sites` are those of its world, where it
    is at hand: what the operators of all of them don't buy is not on sale.
    """
    places = (sites or {}).values()
    barred = frozenset.intersection(*(site.barred_vendors for site in places)) if places else ()
    rows = []
    for name, row in inputs["accelerators"].iterrows():
        reason = _left_out(str(name), row, model)
        if not reason and row["vendor"] in barred:
            reason = f"no operator of the model's sites buys from {row['vendor']}"
        first = max(int(row["volume_ship_year"]), model.years.first)
        last = min(int(row["last_sale_year"]), model.years.last)
        on_sale = not reason
        projected = row["hbm_type"] == PROJECTED
        said = reason or f"on sale from {first} to {last}"
        rows.append((name, row["vendor"], on_sale, said, projected))
    columns = ["accelerator", "vendor", "on_sale", "reason", "projected"]
    return pd.DataFrame(rows, columns=columns)


def _left_out(name: str, row: pd.Series, model: ModelDefinition) -> str:
    """Why a model can't buy a generation; empty where it can."""
    chosen = model.accelerators
    if name in chosen.exclude:
        return "excluded by the model"
    if chosen.include and name not in chosen.include:
        return "not among those that the model includes"
    if row["supply_region"] not in chosen.supply_regions:
        return f"of supply region {row['supply_region']}, which the model does not buy from"
    if row["volume_ship_year"] >= model.years.last + 1:
        return f"ships in {row['volume_ship_year']:g}, after the last year, {model.years.last}"
    if row["last_sale_year"] < model.years.first:
        return f"last sold in {row['last_sale_year']}, before the first year, {model.years.first}"
    return ""
