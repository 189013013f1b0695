"""Why a backcast and the counts differ: how many wafers were packaged, and what was on them.

H100e are packaging wafers times H100e a wafer, on both sides. So what a plan has more of is a
factor of volume times a factor of mix, and the larger of the two gives the reason. The counted
units are taken through the plan's own draws a unit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, log

import pandas as pd

from planner.data.inputs import Inputs
from planner.results import Plan
from planner.system import World
from planner.units import QUARTERS_PER_YEAR, THOUSAND, UNITS_PER_MILLION
from planner.wording.numbers import to_figures, to_percent

NEAR = 0.1
"""A difference of at most this share is given no reason."""
SHORT_OF_ORDERS = 0.75
"""Where counted units fill less of the lines than this share, lines are not what was short."""
THOUSAND_PER_MILLION = UNITS_PER_MILLION / THOUSAND
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Gap:
    """Plan and counts of a time: thousand H100e and thousand packaging wafers."""

    plan_h100e_k: float
    observed_h100e_k: float
    plan_wafers: float
    observed_wafers: float
    supply: float
    full: tuple[str, ...] = ()
    """Resources other than packaging of which the plan uses all, by kind and pool."""

    @property
    def difference(self) -> float:
        """How much more the plan has, as a share of the counts."""
        return _ratio(self.plan_h100e_k, self.observed_h100e_k) - 1

    @property
    def volume(self) -> float:
        """Wafers of the plan over those of the counted units."""
        return _ratio(self.plan_wafers, self.observed_wafers)

    @property
    def mix(self) -> float:
        """H100e a wafer of the plan over those of the counted units."""
        return _ratio(self.difference + 1, self.volume)

    @property
    def plan_fill(self) -> float:
        """Share of the wafers there are that the plan takes."""
        return _ratio(self.plan_wafers, self.supply)

    @property
    def observed_fill(self) -> float:
        """Share of the wafers there are that the counted units take; above 1 they contradict."""
        return _ratio(self.observed_wafers, self.supply)

    def reason(self) -> str:
        """What makes the larger part of the difference; empty where it is small."""
        if abs(self.difference) <= NEAR + _ROUNDING:
            return ""
        plan, counted = to_percent(self.plan_fill, 0), to_percent(self.observed_fill, 0)
        if _towards(self.mix, self.difference) > _towards(self.volume, self.difference):
            return f"mix: the plan has {to_figures(self.mix)} times the H100e on a wafer"
        if self.difference < 0 and self.observed_fill > 1:
            return f"lag: what shipped takes {counted} of the packaging that is there by then"
        if self.difference < 0:
            held_by = ", ".join(self.full) or "shares and ramps"
            return f"{held_by}: the plan fills {plan} of the packaging, what shipped {counted}"
        if self.observed_fill < SHORT_OF_ORDERS:
            return f"orders: what shipped fills {counted} of the packaging, the plan {plan}"
        return f"lines: the plan fills {plan} of the packaging, what shipped {counted}"

    def columns(self) -> dict[str, object]:
        """The gap as cells of a table."""
        return {
            "observed_shipped_h100e_k": self.observed_h100e_k,
            "plan_shipped_h100e_k": self.plan_h100e_k,
            "difference_share": self.difference,
            "observed_packaging_utilisation": self.observed_fill,
            "plan_packaging_utilisation": self.plan_fill,
            "volume_factor": self.volume,
            "mix_factor": self.mix,
            "reason": self.reason(),
        }


def quarters(plan: Plan, world: World, inputs: Inputs) -> pd.DataFrame:
    """One row a quarter of the plan: H100e in thousands, fills, factors and the reason.

    Empty where the plan does not follow quarters.
    """
    if world.supply_periods != QUARTERS_PER_YEAR:
        return pd.DataFrame()
    observed = inputs["observed_quarters"].reset_index()
    shipped, full = plan["shipments"], _full(plan)
    planned = pd.DataFrame(
        {
            "accelerator": shipped["accelerator"],
            "year": shipped["year"],
            "quarter": shipped["part"],
            "units_k": shipped["shipped_million"] * THOUSAND_PER_MILLION,
            "h100e_k": shipped["h100e_million"] * THOUSAND_PER_MILLION,
        }
    )
    rows = [
        {
            "year": y,
            "quarter": t,
            **_gap(world, planned, observed, full.get((y, t), ()), (y, t)).columns(),
        }
        for y in world.years
        for t in range(1, QUARTERS_PER_YEAR + 1)
    ]
    return pd.DataFrame(rows)


def years(table: pd.DataFrame, components: pd.DataFrame) -> Iterator[Gap]:
    """The gap of each year of `table`, with the packaging of `components`."""
    lines = components[components["kind"] == "packaging"].groupby("year")
    wafers = lines[["plan_used", "observed_used", "supply"]].sum()
    binding = components["plan_binding"].astype(bool) & (components["kind"] != "packaging")
    for row in table.itertuples():
        of = wafers.loc[row.year] if row.year in wafers.index else pd.Series(dtype=float)
        yield Gap(
            plan_h100e_k=float(row.plan_shipped_h100e_k),
            observed_h100e_k=float(row.observed_shipped_h100e_k),
            plan_wafers=float(of.get("plan_used", 0.0)),
            observed_wafers=float(of.get("observed_used", 0.0)),
            supply=float(of.get("supply", 0.0)),
            full=_names(components[binding & (components["year"] == row.year)]),
        )


def _full(plan: Plan) -> dict[tuple[int, int], tuple[str, ...]]:
    """Year and quarter to what the plan uses all of, beside packaging."""
    limits = plan["limits"]
    of_all = limits["limit"] == "part_year_component_limit"
    full = limits[of_all & limits["binding"].astype(bool) & (limits["kind"] != "packaging")]
    return {(int(y), int(t)): _names(rows) for (y, t), rows in full.groupby(["year", "part"])}


def _names(rows: pd.DataFrame) -> tuple[str, ...]:
    return tuple(f"{kind} {pool}" for kind, pool in zip(rows["kind"], rows["pool"], strict=True))


def _gap(
    world: World,
    planned: pd.DataFrame,
    observed: pd.DataFrame,
    full: tuple[str, ...],
    when: tuple[int, int],
) -> Gap:
    y, t = when
    of_plan = planned[(planned["year"] == y) & (planned["quarter"] == t)]
    counted = observed[(observed["year"] == y) & (observed["quarter"] == t)]
    return Gap(
        plan_h100e_k=float(of_plan["h100e_k"].sum()),
        observed_h100e_k=float(counted["h100e_k"].sum()),
        plan_wafers=_wafers(world, of_plan),
        observed_wafers=_wafers(world, counted),
        supply=sum(
            limit.parts[y, t] for (kind, _), limit in world.supply.items() if kind == "packaging"
        ),
        full=full,
    )


def _wafers(world: World, units: pd.DataFrame) -> float:
    """Thousand wafers of limited packaging lines that the units take."""
    taken = 0.0
    for k, units_k in zip(units["accelerator"], units["units_k"], strict=True):
        chip = world.accelerators.get(k)
        for (kind, pool), amount in (chip.uses if chip else {}).items():
            if kind == "packaging" and (kind, pool) in world.supply:
                taken += amount * float(units_k) / THOUSAND_PER_MILLION
    return taken


def _ratio(one: float, other: float) -> float:
    if other > 0:
        return one / other
    return 1.0 if one <= 0 else inf


def _towards(factor: float, difference: float) -> float:
    """How far a factor goes the way of the difference."""
    if factor <= 0:
        return inf if difference < 0 else -inf
    return log(factor) if difference > 0 else -log(factor)
