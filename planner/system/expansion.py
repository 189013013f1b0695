"""From the table of expansion to what may be built of each resource beyond the announced."""

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from planner.data.inputs import Inputs
from planner.errors import Fault, InputError
from planner.system.objects.chips import Expansion, Resource
from planner.system.output import at_year, by_year
from planner.system.supply import STEPS, terms
from planner.units import MONTHS_PER_YEAR

LINES = {"packaging": "packaging_line", "hbm": "hbm_line"}
"""Kind of resource to its row of ``equipment_lead_times``; a fab's is with its node."""


def expansion(
    inputs: Inputs, kinds: Iterable[str], years: tuple[int, ...], limited: Iterable[Resource]
) -> dict[Resource, Expansion]:
    """What the resources of `kinds` take to be expanded, of those that the plan is limited by.

    A pool without a row of ``supply_expansion`` can't be expanded. Raises
    InputError when a kind has no row for any of them.
    """
    table = inputs["supply_expansion"]
    wanted = tuple(kinds)
    pools = [(q, p) for q, p in sorted(limited) if q in wanted]
    found = {(q, p): _expansion(inputs, q, p, years) for q, p in pools if (q, p) in table.index}
    faults = [
        Fault(
            where=inputs.file("supply_expansion"),
            found=f"no row for any {kind} that the model draws on",
            expected=f"a row for one of {', '.join(p for q, p in pools if q == kind)}",
            fix=f"add a row, or leave {kind!r} out of supply.expansion",
        )
        for kind in wanted
        if any(q == kind for q, _ in pools) and not any(q == kind for q, _ in found)
    ]
    if faults:
        raise InputError(faults)
    return found


def _expansion(inputs: Inputs, kind: str, pool: str, years: tuple[int, ...]) -> Expansion:
    row = inputs["supply_expansion"].loc[(kind, pool)]
    capacity, ai_share = _announced(inputs, kind, pool)
    term = terms(inputs, kind)
    cap = float(row["growth_share_per_year"])
    headroom: dict[int, float] = {}
    gain: dict[tuple[int, int], float] = {}
    for v in years:
        before, then = (at_year(capacity, y, term.growth) for y in (v - 1, v))
        room = cap * before - max(0.0, then - before)
        if room <= 0:
            continue
        headroom[v] = room
        # A step announced for one year alone is no growth of the year before it, and a
        # decline leaves the cap as it is.
        grows = then > before
        gain[v, v - 1] = cap + (1.0 if grows else 0.0)
        gain[v, v] = -1.0 if grows else 0.0
    return Expansion(
        unit=STEPS[kind] if kind != "hbm" else f"{STEPS[kind]} a year",
        cost=float(row["capex_busd_per_step"]),
        paid_share={v: term.share * ai_share(v) for v in years},
        lead_years=_lead(inputs, kind, pool),
        life_years=float(row["life_years"]),
        growth_share=cap,
        standing={v - 1: at_year(capacity, v - 1, term.growth) for v in years},
        headroom=headroom,
        headroom_gain=gain,
    )


def _announced(
    inputs: Inputs, kind: str, pool: str
) -> tuple[Mapping[int, float], Callable[[int], float]]:
    """Year to the world's announced capacity in steps, and the share that AI has of it by year."""
    if kind == "node":
        table = inputs["node_capacity"].reset_index()
        rows = table[table["node_pool"] == pool]
        shares = dict(zip(rows["year"], rows["ai_share"], strict=True))
        first, last = min(shares), max(shares)
        capacity = by_year(rows["year"], rows["capacity_kwpm"])
        return capacity, lambda y: float(shares[min(max(y, first), last)])
    if kind == "packaging":
        table = inputs["packaging_capacity"].reset_index()
        rows = table[table["packaging"] == pool]
        return by_year(rows["year"], rows["wafers_k_per_year"] / MONTHS_PER_YEAR), _all
    table = inputs["hbm_supply"].reset_index()
    rows = table[table["hbm_pool"] == pool]
    return by_year(rows["year"], rows["supply_eb"]), _all


def _all(year: int) -> float:
    """A share that the terms of supply hold already."""
    return 1.0


def _lead(inputs: Inputs, kind: str, pool: str) -> float:
    """Decision to first wafer, years; of the nodes of a pool, the slowest counts."""
    if kind in LINES:
        return float(inputs["equipment_lead_times"].at[LINES[kind], "lead_years"])
    nodes: pd.DataFrame = inputs["process_nodes"]
    return float(nodes.loc[nodes["node_pool"] == pool, "fab_build_years"].max())
