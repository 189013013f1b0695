"""Stores whose energy is sized apart from their power: what they hold, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.audit.amounts import Amounts
from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, by_year_held

BUSD_PER_GWH = 1e6 / 1e9
"""Of a price in USD a kWh."""


def energy_price(evidence: Evidence) -> Mapping[tuple[str, int], float]:
    """Store and year to the capital cost of what it holds, billion USD a GWh."""
    table = evidence.files.inputs["power_costs"]
    if "energy_capex_usd_per_kwh" not in table:
        return {}
    held = by_year_held(table, ["technology"], "energy_capex_usd_per_kwh", evidence.years)
    return {key: usd * BUSD_PER_GWH for key, usd in held.items()}


def built_gwh(evidence: Evidence) -> dict[tuple[str, str, int], float]:
    """Store, site and year to the energy that is built."""
    return by_key(evidence.plan("stores"), ["technology", "site", "year"], "built_gwh")


def store_charges(evidence: Evidence) -> dict[tuple[int, str], float]:
    """Year and term to what energy is charged, and what is still paid for what stands."""
    files, price = evidence.files, energy_price(evidence)
    total: Amounts[tuple[int, str]] = Amounts()

    def add(y: int, term: str, busd: float) -> None:
        total[y, term] += busd

    for (g, _, v), gwh in built_gwh(evidence).items():
        payback = files.technologies[g]["payback_years"]
        for y in evidence.years:
            due = files.falls_due(v, y, payback)
            if gwh and due:
                charge = files.charge(payback)
                add(y, "storage_energy_capital", due * charge * price[g, v] * gwh)
    energy = by_key(evidence.plan("stores"), ["technology", "site", "year"], "energy_gwh")
    for (g, _, y), gwh in energy.items():
        usd = files.technologies[g]["energy_fixed_om_usd_per_kwh_year"]
        add(y, "storage_energy_fixed_om", usd * BUSD_PER_GWH * gwh)
    for place in evidence.places.values():
        for y, busd in place.paid.items():
            add(y, "standing_charges", busd)
    return total


def store_checks(evidence: Evidence) -> list[Check]:
    """What stores hold is what stood and what was built, in its life."""
    if evidence.plan("stores").empty:
        return []
    what = "what a store holds is what stood and is not retired, and what was built and serves"
    return [compared("storage_energy", what, "GWh", _holds(evidence))]


def _holds(evidence: Evidence) -> Iterator[Comparison]:
    built = built_gwh(evidence)
    told = by_key(evidence.plan("stores"), ["technology", "site", "year"], "energy_gwh")
    for (g, s, y), gwh in told.items():
        life = evidence.files.technologies[g]["lifetime_years"]
        stood = evidence.places[s].stood(g, y)
        # What stood leaves with its power.
        stays = evidence.kept[g, s, y] / stood if stood else 0.0
        right = stays * evidence.places[s].held.get((g, y), 0.0) + sum(
            evidence.files.serves(v, y, life) * more
            for (what, where, v), more in built.items()
            if (what, where) == (g, s)
        )
        yield Comparison(f"{g} at {s} in {y}", gwh, right)
