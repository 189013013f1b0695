"""The candidates that a model asks for, as further rows of its tables."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from planner.config import ModelDefinition
from planner.data.candidates import (
    Need,
    Tables,
    candidates,
    contracts,
    new_rows,
    region_fault,
    too_little,
)
from planner.data.new_campuses import new_campuses
from planner.errors import Fault


@dataclass(frozen=True)
class Chosen:
    """Sites that meet a model's needs, and the rows of those that no table has."""

    sites: tuple[str, ...]
    rows: Mapping[str, pd.DataFrame]


def candidates_of_model(tables: Tables, model: ModelDefinition) -> tuple[Chosen, list[Fault]]:
    """Candidates for each need in turn, beyond what the model plans anyway, and the faults.

    After them come the new campuses of all its regions, where it asks for them.
    """
    where = model.place("sites.candidates")
    taken = {*planned_sites(tables["sites"], model), *model.sites.exclude}
    sites: list[str] = []
    parts: dict[str, list[pd.DataFrame]] = {"sites": [], "site_power": []}
    faults: list[Fault] = []
    for wish in model.sites.candidates:
        if fault := region_fault(tables, where, wish.region):
            faults.append(fault)
            continue
        by = wish.by or model.years.last
        need = Need(wish.region, wish.gw, by, model.years.first, wish.kinds)
        found = candidates(tables, need, taken)
        if fault := too_little(need, found, where):
            faults.append(fault)
        best = found[found["chosen"]]
        fresh = new_rows(tables, best)
        parts["sites"].append(fresh)
        parts["site_power"].append(contracts(tables, best.loc[fresh.index]))
        sites += map(str, best.index)
        taken |= set(best.index)
    if model.sites.new_campuses:
        found, more = new_campuses(tables, model)
        parts["sites"].append(found[~found.index.isin(tables["sites"].index)])
        sites += map(str, found.index)
        faults += more
    rows = {name: pd.concat(found) for name, found in parts.items() if any(map(len, found))}
    return Chosen(tuple(sites), rows), faults


def planned_sites(sites: pd.DataFrame, model: ModelDefinition) -> list[str]:
    """Sites of the table that the model takes in without candidates, pooled ones included."""
    chosen = model.sites
    fits = sites["country"].map(chosen.takes_country).astype(bool)
    if chosen.kinds != "all":
        fits &= sites["kind"].isin(chosen.kinds)
    return [str(site) for site in sites.index[fits | sites.index.isin(chosen.include)]]
