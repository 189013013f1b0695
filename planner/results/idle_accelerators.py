"""Idle accelerators: how many stand idle at a site, for how long, and what they wait for."""

from collections.abc import Iterable, Iterator
from math import isfinite

import pandas as pd
import pyomo.environ as pyo

from planner.formulation.annuity import yearly_charge
from planner.results.off_reasons import OffReasons
from planner.solving.solve import SolvedWorld
from planner.units import MONTHS_PER_YEAR
from planner.wording.money import billions
from planner.wording.numbers import to_decimals

COLUMNS = ("site", "year", "accelerator", "wait", "idle_million_months", "capital_busd")
NEGLIGIBLE = 1e-9
"""Million units, and GW of room, below which there are none."""
ROOM = 1e-6


def idle(solved: SolvedWorld, reasons: OffReasons | None = None) -> pd.DataFrame:
    """Each site, year and generation with units that stand idle, by what they wait for.

    ``wait`` is

    - ``newer_chips``: they never run again; ones that give more for their power run at the site;
    - ``nothing``: they never run again, though nothing better runs at the site;
    - ``demand``: they run later, and every target of the year is met without them;
    - ``shell``: they run later; the shell is full and the site can add no more in the year;
    - ``power``: they run later; the site's power is used up, and no technology that could
      serve it in the year has room left in its limits;
    - ``choice``: they run later, and only cost keeps them idle.

    Where compute has a price, its `reasons` are given, and ``wait`` is why they are switched off
    in the year, whether they run again or not: see
    :meth:`planner.results.off_reasons.OffReasons.of`.

    ``idle_million_months`` counts twelve months for each unit of the year.
    ``capital_busd`` is what the year is charged for those among them that the
    plan bought; older units stand idle before bought ones do, and units that
    run again are taken to be bought ones.
    """
    rows = []
    for k, s, y, waiting, displaced, bought in idle_units(solved):
        chip = solved.world.accelerators[k]
        charge = chip.it_capex * yearly_charge(solved.world, chip.life_years)
        paid = min(waiting, bought)
        if reasons is None:
            later = _wait(solved, s, y) if waiting else ""
            never = _end(solved, k, s, y)
        else:
            later = never = reasons.of(k, s, y)
        for units, charged, wait in (
            (waiting, paid, later),
            (displaced, min(displaced, bought - paid), never),
        ):
            if units > NEGLIGIBLE:
                rows.append((s, y, k, wait, MONTHS_PER_YEAR * units, charge * charged))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def idle_units(solved: SolvedWorld) -> Iterator[tuple[str, str, int, float, float, float]]:
    """Generation, site and year: idle units that run again, those that don't, and all bought.

    An idle unit runs again when some later year has more running than run now
    and are bought in between.
    """
    m, world = solved.formulation.model, solved.world
    bought = {index: pyo.value(v) for index, v in m.accelerators_bought_million.items()}
    running = {index: pyo.value(v) for index, v in m.accelerators_running_million.items()}
    for (k, s, y), now in running.items():
        life = world.accelerators[k].life_years
        in_life = sum(
            world.share_in_life(v, y, life) * bought.get((k, s, v), 0.0) for v in m.YEARS
        )
        idle = m.accelerator_vintage_balance[k, s, y].uslack()
        # A share of what there is: less is rounding of the solver.
        if idle <= NEGLIGIBLE * max(1.0, now + idle):
            continue
        again, added = 0.0, 0.0
        for later in (year for year in m.YEARS if year > y):
            added += bought.get((k, s, later), 0.0)
            again = max(again, running.get((k, s, later), 0.0) - added - now)
        waiting = min(idle, again)
        yield k, s, y, waiting, idle - waiting, in_life


def _end(solved: SolvedWorld, k: str, s: str, y: int) -> str:
    """Why units of generation `k` don't run again."""
    world, running = solved.world, solved.formulation.model.accelerators_running_million
    own = world.accelerators[k]
    better = any(
        pyo.value(running[other, s, year]) > NEGLIGIBLE
        for other, chip in world.accelerators.items()
        if chip.h100e * own.power_gw > own.h100e * chip.power_gw
        for year in world.years
        if year >= y and (other, s, year) in running
    )
    return "newer_chips" if better else "nothing"


def _wait(solved: SolvedWorld, s: str, y: int) -> str:
    """What keeps units idle that will run again."""
    m = solved.formulation.model
    missed = (pyo.value(share) for (_, year), share in m.shortfall_share.items() if year == y)
    if all(share < ROOM for share in missed):
        return "demand"
    if _used_up(m.shell_capacity_limit, [(s, y)]) and not _can_add_shell(m, s, y):
        return "shell"
    if _power_is_used_up(m, s, y) and not _can_add_power(solved, s, y):
        return "power"
    return "choice"


def _used_up(constraint: pyo.Constraint, indices: Iterable[object]) -> bool:
    """Whether one of the constraint's rows, of those that exist, has no room."""
    return any(constraint[i].slack() <= ROOM for i in indices if i in constraint)


def _can_add_shell(m: pyo.ConcreteModel, s: str, y: int) -> bool:
    if (s, y) not in m.shell_built_gw:
        return False
    return not (
        _used_up(m.shell_build_rate_limit, [(s, y)])
        or _used_up(m.site_size_limit, [s])
        or _equipment_is_used_up(m, "per_facility", y)
    )


def _equipment_is_used_up(m: pyo.ConcreteModel, need: str, y: int) -> bool:
    """Whether any equipment that is needed so has no more deliveries in the year."""
    taken = [(e, y) for e, kind in m.world.equipment.items() if getattr(kind, need) > 0]
    return _used_up(m.equipment_delivery_limit, taken)


def _power_is_used_up(m: pyo.ConcreteModel, s: str, y: int) -> bool:
    """Whether the technologies in place could carry no more load."""
    spare = (
        [m.onsite_reserve_margin_requirement[s, y]]
        if (s, y) in m.onsite_reserve_margin_requirement
        else []
    )
    spare += [
        m.n_minus_1_requirement[g, s, y]
        for g in m.technologies_at.get((s, y), ())
        if (g, s, y) in m.n_minus_1_requirement
    ]
    if spare:
        return any(row.slack() <= ROOM for row in spare)
    technologies = [
        (g, s, y) for g in m.technologies_at.get((s, y), ()) if (g, s, y) in m.flat_output_gw
    ]
    return all(_used_up(m.output_capacity_limit, [index]) for index in technologies)


def _can_add_power(solved: SolvedWorld, s: str, y: int) -> bool:
    """Whether a technology that could enter service in the year has room in all of its limits."""
    m, world = solved.formulation.model, solved.world
    region = world.sites[s].region
    for g in world.technologies:
        if (g, s, y) not in m.power_built_gw:
            continue
        technology = world.technologies[g]
        limits = [
            (m.national_build_limit, (technology.build_limit, y)),
            (m.regional_build_limit, (g, region)),
        ]
        if technology.kind == "grid" and not technology.flexible:
            limits += [
                (m.regional_connection_limit, (region, y)),
                (m.contracted_connection_limit, (s, y)),
            ]
        steady = technology.kind not in ("variable", "storage")
        need = "per_grid" if technology.kind == "grid" else "per_onsite"
        if not technology.rented and _equipment_is_used_up(m, need, y):
            continue
        if steady and not any(_used_up(constraint, [index]) for constraint, index in limits):
            return True
    return False


def idle_sentence(table: pd.DataFrame) -> str:
    """The sum of idle accelerator-months in words, or nothing."""
    total = float(table["idle_million_months"].sum())
    if not isfinite(total) or total <= 0:
        return ""
    waits = table.groupby("wait")["idle_million_months"].sum()
    words = {
        "power": "wait for power",
        "shell": "wait for shell",
        "demand": "wait for demand",
        "choice": "are idle by choice",
        "newer_chips": "have made way for newer chips",
        "nothing": "do not run again",
        "running_cost": "find no demand at their running cost",
    }
    parts = [
        f"{to_decimals(waits[name], 1)} {said}"
        for name, said in words.items()
        if waits.get(name, 0) > 0
    ]
    charged = float(table["capital_busd"].sum())
    return (
        f"Idle: {to_decimals(total, 1)} million accelerator-months, charged with "
        f"{billions(charged)}; "
        f"{', '.join(parts)}."
    )
