"""The tables of power: what stands, delivers and is curtailed, slice by slice."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.outputs import (
    dispatched_output,
    energy_by_year,
    running_hours,
    runs_unused,
)
from planner.formulation.sets import slice_of
from planner.formulation.tax_credits import Credited, credited_capacity, output_of_a_gw
from planner.solving.solve import SolvedWorld
from planner.units import THOUSAND

NEGLIGIBLE_GW = 1e-9
"""GW below which nothing is retired: the dust of a solver."""
NEGLIGIBLE = 1e-9
"""Share of the largest term of a balance below which what is over is rounding."""


@dataclass(frozen=True)
class Balances:
    """What each site has of each term of power in each slice, and what is over."""

    terms: Mapping[tuple[str, int, str], Mapping[str, float]]
    """Site, year and slice to the terms of the balance, GW; uses are negative."""
    curtailed: Mapping[tuple[str, str, int], float]
    """Source, site and year to output that nothing uses, GWh."""

    @classmethod
    def of(cls, solved: SolvedWorld) -> "Balances":
        """Read them off a solution.

        What nothing uses is curtailed: first of weather-driven technologies, in proportion to what
        each could give, then of baseload, of stores that are paid to give back, of what is
        dispatched and can not be turned down, and of those whose output earns a credit, the least
        first, as in the plan itself; last of other stores.
        """
        m, ledger = solved.formulation.model, solved.formulation.ledgers.power
        terms = {balance: dict(ledger.values(*balance)) for balance in m.BALANCES}
        curtailed: dict[tuple[str, str, int], float] = {}
        credited = credited_capacity(m)
        for (s, y, h), found in terms.items():
            surplus = sum(gw for term, gw in found.items() if term != "curtailed")
            # Rounding of the solver leaves a little more or less than the load.
            if surplus <= NEGLIGIBLE * max(map(abs, found.values()), default=0.0):
                continue
            hours = slice_of(solved.world, h).weight_hours
            for rank in _outputs(solved, credited, s, y, h):
                whole = sum(rank.values())
                share = min(1.0, surplus / whole) if whole > 0 else 0.0
                for g, gw in rank.items():
                    key = (g, s, y)
                    curtailed[key] = curtailed.get(key, 0.0) + hours * share * gw
                surplus -= share * whole
                if surplus <= 0:
                    break
        return cls(terms, curtailed)


def _outputs(
    solved: SolvedWorld, credited: Mapping[tuple[str, int], Credited], s: str, y: int, h: str
) -> list[dict[str, float]]:
    """What technologies could give a site in a slice, GW, in the order in which they give way."""
    m, world = solved.formulation.model, solved.world
    own = credited.get((s, y), [])
    weather: dict[str, float] = {}
    steady: dict[str, float] = {}
    chosen: dict[str, float] = {}
    paid: dict[str, float] = {}
    stored: dict[str, float] = {}
    gives: dict[str, float] = {}
    cut: dict[str, float] = {}
    for g in m.technologies_at.get((s, y), ()):
        technology = world.technologies[g]
        if technology.kind == "storage":
            back = max(0.0, pyo.value(m.discharge_gw[g, s, y, h]))
            (paid if runs_unused(world, g, s, y) else stored)[g] = back
            continue
        if technology.kind not in ("variable", "baseload"):
            chosen[g] = pyo.value(dispatched_output(m, g, s, y, h))
            continue
        gives[g] = output_of_a_gw(world, g, s, h)
        earning = sum(gw for rank in own for name, gw in rank.items() if name == g)
        free = gives[g] * max(0.0, pyo.value(m.power_capacity_gw[g, s, y]) - earning)
        if (g, s, y, h) in m.weather_curtailed_gw:
            cut[g] = pyo.value(m.weather_curtailed_gw[g, s, y, h])
        (weather if technology.kind == "variable" else steady)[g] = free
    earning_ranks = [{g: gives[g] * gw for g, gw in rank.items()} for rank in own]
    for g, gw in cut.items():
        # What is not taken anyway can not give way: what earns nothing, then what earns least.
        for rank in (weather, *earning_ranks):
            of_rank = min(gw, rank.get(g, 0.0))
            if of_rank > 0:
                rank[g], gw = rank[g] - of_rank, gw - of_rank
    return [weather, steady, paid, chosen, *earning_ranks, stored]


def power(solved: SolvedWorld, balances: Balances) -> pd.DataFrame:
    """Each technology, site and year: built and in service (GW), delivered and curtailed (TWh).

    Of what is curtailed, ``not_taken_twh`` is what sun and wind could give and the plan does not
    take, since each MWh of it costs or emits something. Of storage, which generates nothing, what
    it gives back is told, and is no part of a sum over technologies. ``retired_gw`` is what leaves
    in the year before the end of its life, to save what it costs.
    """
    m, world = solved.formulation.model, solved.world
    energy = {
        (g, s, y): float(pyo.value(gwh))
        for y, of_year in energy_by_year(m).items()
        for (g, s), gwh in of_year.items()
    }
    for g, s, y in m.POWER:
        technology = world.technologies[g]
        if technology.kind == "variable":
            capacity = pyo.value(m.power_capacity_gw[g, s, y])
            energy[g, s, y] = capacity * running_hours(world, g, s)
        elif technology.kind == "storage":
            energy[g, s, y] = 0.0
    for g, s, y, h in m.STORAGE:
        gwh = slice_of(world, h).weight_hours * float(pyo.value(m.discharge_gw[g, s, y, h]))
        energy[g, s, y] += gwh
    not_taken: dict[tuple[str, str, int], float] = {}
    for (g, s, y, h), cut in m.weather_curtailed_gw.items():
        gwh = slice_of(world, h).weight_hours * float(pyo.value(cut))
        not_taken[g, s, y] = not_taken.get((g, s, y), 0.0) + gwh
    rows = []
    for g, s, y in m.POWER:
        capacity = pyo.value(m.power_capacity_gw[g, s, y])
        built = pyo.value(m.power_built_gw[g, s, y]) if (g, s, y) in m.power_built_gw else 0.0
        gone = retired(solved, g, s, y)
        if capacity or built or gone:
            cut = not_taken.get((g, s, y), 0.0)
            curtailed = balances.curtailed.get((g, s, y), 0.0) + cut
            delivered = energy.get((g, s, y), 0.0) - curtailed
            twh = (delivered / THOUSAND, curtailed / THOUSAND, cut / THOUSAND)
            rows.append((g, world.technologies[g].kind, s, y, built, capacity, *twh, gone))
    columns = ["technology", "kind", "site", "year", "built_gw", "capacity_gw"]
    columns += ["generation_twh", "curtailed_twh", "not_taken_twh", "retired_gw"]
    return pd.DataFrame(rows, columns=columns)


def retired(solved: SolvedWorld, g: str, s: str, y: int) -> float:
    """What of a technology that stands at a site is retired in a year, GW."""
    m, world = solved.formulation.model, solved.world
    if (g, s, y) not in m.power_retired_gw:
        return 0.0
    site, before = world.sites[s], world.before(y)
    gone = pyo.value(m.power_retired_gw[g, s, y])
    if before is not None and (g, s, before) in m.power_retired_gw:
        entered = site.entering_power.get((g, y), 0.0)
        ended = site.standing(g, before) + entered - site.standing(g, y)
        gone -= max(0.0, pyo.value(m.power_retired_gw[g, s, before]) - ended)
    return gone if gone > NEGLIGIBLE_GW else 0.0


def storage(solved: SolvedWorld) -> pd.DataFrame:
    """What each storage takes in and gives back: technology, site, year, slice, GW."""
    m = solved.formulation.model
    rows = (
        (g, s, y, h, slice_of(solved.world, h).weight_hours, charge, discharge)
        for g, s, y, h in m.STORAGE
        if (charge := pyo.value(m.charge_gw[g, s, y, h]))
        + (discharge := pyo.value(m.discharge_gw[g, s, y, h]))
    )
    columns = ["technology", "site", "year", "slice", "weight_hours", "charge_gw", "discharge_gw"]
    return pd.DataFrame(rows, columns=columns)


def not_taken(solved: SolvedWorld) -> pd.DataFrame:
    """What the plan does not take of sun and wind: technology, site, year, slice, GW."""
    m = solved.formulation.model
    rows = (
        (g, s, y, h, slice_of(solved.world, h).weight_hours, gw)
        for (g, s, y, h), cut in m.weather_curtailed_gw.items()
        if (gw := float(pyo.value(cut)))
    )
    columns = ["technology", "site", "year", "slice", "weight_hours", "not_taken_gw"]
    return pd.DataFrame(rows, columns=columns)


def dispatch(solved: SolvedWorld, balances: Balances) -> pd.DataFrame:
    """The terms of the power balance: site, year, slice, term, GW; uses are negative."""
    rows = (
        (s, y, h, slice_of(solved.world, h).weight_hours, term, gw)
        for (s, y, h), terms in balances.terms.items()
        for term, gw in terms.items()
        if gw
    )
    return pd.DataFrame(rows, columns=["site", "year", "slice", "weight_hours", "term", "gw"])


def matching(solved: SolvedWorld) -> pd.DataFrame:
    """Load and the carbon-free power that covers it, by site, year and slice (GW).

    Only in years with a share to be matched.
    """
    load = solved.formulation.ledgers.load
    rows = (
        (
            *(s, y, h, slice_of(solved.world, h).weight_hours),
            *(float(pyo.value(load(s, y, h))), pyo.value(variable)),
        )
        for (s, y, h), variable in solved.formulation.model.matched_gw.items()
    )
    columns = ["site", "year", "slice", "weight_hours", "load_gw", "matched_gw"]
    return pd.DataFrame(rows, columns=columns)
