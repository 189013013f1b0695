"""Why units that stand do not run: by targets, or by the price of compute where it has one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import isnan, nan

import pyomo.environ as pyo

from planner.formulation.annuity import discount_factor
from planner.formulation.assemble import COMPUTE_STAGE
from planner.formulation.compute_at_work import h100e_at_work
from planner.results.running_worth import RunningWorth
from planner.results.worth import COST
from planner.solving.required_targets import MET
from planner.solving.solve import SolvedWorld

DEMAND, RUNNING_COST, REPLACED, SHELL, COOLING, POWER, POWER_COST, NOT_SHOWN = (
    "demand", "running_cost", "replaced", "shell", "cooling", "power", "power_cost", "not_shown",
)  # fmt: skip
WORDS = {
    DEMAND: "no demand beyond the targets",
    RUNNING_COST: "no demand at its running cost",
    REPLACED: "replaced",
    POWER: "no power",
    POWER_COST: "earning too little for its power",
    SHELL: "no room in the shell",
    COOLING: "no hall with liquid cooling",
    NOT_SHOWN: "the plan does not show why",
}
"""Reason to what a reader is told."""
CLOSE = 1e-6
"""Share of a running cost by which a value must lie above it to be more."""
NEGLIGIBLE = 1e-9
AT_WILL = ("grid", "dispatchable", "baseload")
"""Kinds that give power in every hour, as a load of computing needs it."""
ON_LOAD = ("site_load_limit", "site_water_limit")
"""Limits on what a site draws, by site and year, beside those on its power."""
Part = tuple[str, float]
"""Reason and million units."""


@dataclass(eq=False)
class OffReasons:
    """The reason why a unit that stands does not run, by generation, site and year."""

    solved: SolvedWorld
    worth: RunningWorth

    def parts(self, k: str, s: str, y: int, idle: float, displaced: float) -> Iterator[Part]:
        """Reason and million units of `idle` ones, of which `displaced` never run again.

        The reason is one of :meth:`of`; but those of the displaced that ran before, at a site
        that has no more room or power and where ones run that give more for their power, are
        ``replaced``.
        """
        reason = self.of(k, s, y)
        gone = 0.0
        if reason in (SHELL, COOLING, POWER, POWER_COST) and self._better_runs(k, s, y):
            gone = min(displaced, self._ran_before(k, s, y))
        if gone > NEGLIGIBLE:
            yield REPLACED, gone
        if idle - gone > NEGLIGIBLE:
            yield reason, idle - gone

    def of(self, k: str, s: str, y: int) -> str:
        """Why generation `k` stands idle at a site in a year.

        Where a target of the year is missed, or nothing has a price in it:

        - ``demand``: every target of the year is met without it;
        - ``shell``, ``cooling`` or ``power``: what is missed would take more load at the site,
          and most of its worth is that of room in the shell, of halls with liquid cooling
          for a unit that needs them, or of all else that more load takes.

        Where compute has a price:

        - ``running_cost``: what it would compute is worth no more than its upkeep and energy;
        - ``shell``, ``cooling`` or ``power``: it would earn more than that, and less than what
          room in the shell, liquid cooling, or power beyond its energy is worth at the
          site, of which there is no more at that price;
        - ``power_cost``: so it is with power, and more could be built there that no limit makes
          scarce, or kept, but costs more than the unit would earn.

        ``not_shown`` is left where the solver gave no prices, or none of these holds.
        """
        priced = (k, y) in self.worth.value
        missed = self._missed(y)
        if missed or not priced:
            short = self._by_targets(k, s, y)
            if short or not priced:
                return short or (NOT_SHOWN if missed else DEMAND)
        worth = self.worth.value[k, y]
        if worth != worth:
            return NOT_SHOWN
        cost = self.worth.cost.of(k, s, y)
        if worth <= cost + CLOSE * max(abs(cost), abs(worth)):
            return RUNNING_COST
        energy = self.worth.cost.energy_of_a_gw(s, y) * discount_factor(self.solved.world, y)
        found = self._scarcer(COST, k, s, y, energy) or NOT_SHOWN
        return POWER_COST if found == POWER and self._more_could_be_had(s, y) else found

    def _missed(self, y: int) -> bool:
        """Whether more compute is wanted in the year, whatever it costs."""
        m = self.solved.formulation.model
        if COMPUTE_STAGE in self.solved.stages and y in self.solved.world.compute_weight:
            return True
        shares = (share for (_, year), share in m.shortfall_share.items() if year == y)
        return any(pyo.value(share) > MET for share in shares)

    def _by_targets(self, k: str, s: str, y: int) -> str:
        """What a stage that comes before the cost lacks at a site; empty where none lacks any."""
        stages = (stage for stage in self.solved.stages if stage != COST)
        return next(filter(None, (self._scarcer(stage, k, s, y) for stage in stages)), "")

    def _scarcer(self, stage: str, k: str, s: str, y: int, energy: float = 0.0) -> str:
        """What of running a GW of IT is worth most in a stage; empty where nothing lacks.

        The worth of a GW of load is that of room in the shell, and of all that gives it power.
        Of the latter `energy`, billion USD at present, is paid and not lacking. A GW that needs
        liquid cooling takes that as well.
        """
        m, duals = self.solved.formulation.model, self._duals(stage)
        whole = abs(duals.get(m.fleet_it_load_balance[s, y].name, 0.0) + self._work(duals, y))
        room = abs(duals.get(m.shell_capacity_limit[s, y].name, 0.0))
        power, cooling = whole - room - energy, 0.0
        if (
            self.solved.world.accelerators[k].liquid_cooled
            and (s, y) in m.liquid_cooled_load_limit
        ):
            cooling = abs(duals.get(m.liquid_cooled_load_limit[s, y].name, 0.0))
        if max(room, power, cooling) <= max(NEGLIGIBLE, CLOSE * (whole + cooling)):
            return ""
        if cooling > max(room, power):
            return COOLING
        return SHELL if room >= power else POWER

    def _more_could_be_had(self, s: str, y: int) -> bool:
        """Whether no limit with a price keeps the site from more power that runs at will, or load.

        Then only what it costs does.
        """
        m, world = self.solved.formulation.model, self.solved.world
        duals, region = self._duals(COST), world.sites[s].region
        least = CLOSE * abs(duals.get(m.fleet_it_load_balance[s, y].name, 0.0))

        def scarce(*rows: tuple[str, object]) -> bool:
            known = ((getattr(m, family), key) for family, key in rows)
            return any(abs(duals.get(of[key].name, 0.0)) > least for of, key in known if key in of)

        def held_back(g: str, v: int) -> bool:
            technology = world.technologies[g]
            rows: list[tuple[str, object]] = [
                ("national_build_limit", (technology.build_limit, v)),
                ("regional_build_limit", (g, region)),
                *(("equipment_delivery_limit", (e, v)) for e in world.equipment),
            ]
            if technology.kind == "grid" and not technology.flexible:
                rows.append(("regional_connection_limit", (region, v)))
                rows += [
                    ("contracted_connection_limit", (s, late)) for late in m.YEARS if late >= v
                ]
            return scarce(*rows)

        on_load = (("facility_power_limit", y), *((row, (s, y)) for row in ON_LOAD))
        if scarce(*on_load):
            return False
        if any(
            (site, year) == (s, y) and pyo.value(gone) > NEGLIGIBLE
            for (g, site, year), gone in m.power_retired_gw.items()
            if world.technologies[g].kind in AT_WILL
        ):
            return True
        return any(
            site == s
            and v <= y
            and world.technologies[g].kind in AT_WILL
            and world.share_in_life(v, y, world.technologies[g].life_years) > 0
            and not held_back(g, v)
            for g, site, v in m.BUILDS
        )

    def _work(self, duals: dict[str, float], y: int) -> float:
        """What the draw of a GW at work costs besides, where a model counts averages.

        Load at rated power asks for room and capacity, and work for energy, each in its own row.
        """
        m = self.solved.formulation.model
        if not self.solved.world.average_load:
            return 0.0
        of = (
            duals.get(row.name, 0.0)
            for (_, when), row in m.working_load_balance.items()
            if when == y
        )
        return min(of, default=0.0)

    def _duals(self, stage: str) -> dict[str, float]:
        if stage not in self._found:
            self._found[stage] = self.solved.duals(stage)
        return self._found[stage]

    @cached_property
    def _found(self) -> dict[str, dict[str, float]]:
        return {}

    def _better_runs(self, k: str, s: str, y: int) -> bool:
        running = self.solved.formulation.model.accelerators_running_million
        return any(
            (other, s, y) in running
            and pyo.value(running[other, s, y]) > NEGLIGIBLE
            and self._gives_more(other, k, y)
            for other in self.solved.world.accelerators
        )

    def _gives_more(self, other: str, k: str, y: int) -> bool:
        """Whether a generation computes more for its power than another.

        By what both are worth in the year; where that is not told, at any work that is asked for,
        or, where there is none, by their H100 equivalents.
        """
        world = self.solved.world
        theirs, own = world.accelerators[other], world.accelerators[k]
        worth = [self.worth.value.get((chip, y), nan) for chip in (other, k)]
        if any(map(isnan, worth)) or not any(worth):
            asked = [w for w, load in world.workloads.items() if load.asked_in(y)]
            pairs = [[h100e_at_work(world, w, chip) for chip in (other, k)] for w in asked]
        else:
            pairs = [worth]
        return any(
            more * own.power_gw > less * theirs.power_gw
            for more, less in pairs or [[theirs.h100e, own.h100e]]
        )

    def _ran_before(self, k: str, s: str, y: int) -> float:
        """Million units at a site that ran, or stood before the plan, and do not run now."""
        m, world = self.solved.formulation.model, self.solved.world
        running = m.accelerators_running_million
        life = world.accelerators[k].stays_years
        stood = sum(
            units
            for (chip, v), units in world.sites[s].existing_fleet.items()
            if chip == k and world.in_life(v, y, life)
        )
        earlier = (pyo.value(running[k, s, v]) for v in m.YEARS if v < y and (k, s, v) in running)
        return max(0.0, max([stood, *earlier]) - pyo.value(running[k, s, y]))
