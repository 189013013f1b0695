"""Why units are switched off where compute has a price."""

from dataclasses import dataclass
from functools import cached_property

import pyomo.environ as pyo

from planner.results.running_worth import RunningWorth
from planner.solving.solve import SolvedWorld

RUNNING_COST, REPLACED, SHELL, POWER, UNKNOWN = (
    "running_cost", "newer_chips", "shell", "power", "choice",
)  # fmt: skip
WORDS = {
    RUNNING_COST: "no demand at its running cost",
    REPLACED: "replaced",
    POWER: "no power",
    SHELL: "no room in the shell",
    UNKNOWN: "idle by choice",
}
"""Reason to what a reader is told."""
CLOSE = 1e-6
"""Share of a running cost by which a value must lie above it to be more."""
NEGLIGIBLE = 1e-9


@dataclass(eq=False)
class OffReasons:
    """The reason why a unit that stands does not run, by generation, site and year."""

    solved: SolvedWorld
    worth: RunningWorth

    @cached_property
    def _duals(self) -> dict[str, float]:
        return self.solved.duals("cost")

    def of(self, k: str, s: str, y: int) -> str:
        """Why generation `k` stands idle at a site in a year.

        - ``running_cost``: what it would compute is worth no more than its upkeep and energy;
        - ``newer_chips``: it would earn more than that, and ones that give more for their power
          run at the site in its place;
        - ``shell`` or ``power``: it would earn more than that, and less than what room in the
          shell, or power, is worth at the site, of which there is no more at that price;
        - ``choice``: the solver gave no prices.
        """
        worth = self.worth.value.get((k, y), float("nan"))
        if worth != worth:
            return UNKNOWN
        cost = self.worth.cost.of(k, s, y)
        if worth <= cost + CLOSE * max(abs(cost), abs(worth)):
            return RUNNING_COST
        if self._better_runs(k, s, y):
            return REPLACED
        return SHELL if self._shell_is_scarcer(s, y) else POWER

    def _better_runs(self, k: str, s: str, y: int) -> bool:
        running = self.solved.formulation.model.accelerators_running_million
        chips, own = self.solved.world.accelerators, self.solved.world.accelerators[k]
        return any(
            (other, s, y) in running
            and pyo.value(running[other, s, y]) > NEGLIGIBLE
            and chip.h100e * own.power_gw > own.h100e * chip.power_gw
            for other, chip in chips.items()
        )

    def _shell_is_scarcer(self, s: str, y: int) -> bool:
        """Whether more of the price of running a GW of IT is that of room than that of power."""
        m = self.solved.formulation.model
        whole = abs(self._duals.get(m.fleet_it_load_balance[s, y].name, 0.0))
        room = abs(self._duals.get(m.shell_capacity_limit[s, y].name, 0.0))
        return 2 * room > whole
