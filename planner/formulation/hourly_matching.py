r"""Hourly matching: a share of the load covered by carbon-free power in every slice.

A cap on a year's emissions lets the sun of noon make up for the gas of the night. Here each slice
stands for itself. Power counts where it is used: what a site curtails helps no other, and storage
counts as far as it was charged from carbon-free power.

Sets
    :math:`g \in G^{0}_{s}`  technologies whose emission factor is zero: for grid power the region's; storage apart
    :math:`s \in S`  sites, :math:`y \in Y` years with a share, :math:`h \in H_{sy}` slices of the site

Parameters
    :math:`\sigma_{y}`  share of the load to be covered  ``clean_share``
    :math:`\alpha_{g}`  share of nameplate that can run  ``availability``
    :math:`\kappa_{grh}`  capacity factor of the weather  ``capacity_factor``

Variables
    :math:`x_{syh} \ge 0`  carbon-free power that covers load, all that its rows allow, GW  ``matched_gw``

Constraint ``matched_clean_supply_limit``, for every s, y, h (GW), with :math:`d_{gsyh}` the output
of a carbon-free technology, at most :math:`\alpha_g k_{gsy}` or :math:`\kappa_{grh} k_{gsy}`, and
:math:`o, i` what storage gives and takes, ``discharge_gw`` and ``charge_gw``. As :math:`x` is not
negative, storage takes no more than carbon-free power gives:

.. math:: x_{syh} \le \sum_{g \in G^{0}_{s}} d_{gsyh} + \sum_g (o_{gsyh} - i_{gsyh})

Constraint ``matched_load_limit``, for every s, y, h (GW), with :math:`\pi_{sh} l_{sy}` the load that
takes energy, as in ``siting``:

.. math:: x_{syh} \le \pi_{sh} l_{sy}

Constraint ``clean_share_requirement``, for every y with a share and every slice h (GW); a site that is
balanced once a year is the same in all of them:

.. math:: \sum_s x_{syh} \ge \sigma_y \sum_s \pi_{sh} l_{sy}
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers, MeasuringVariable
from planner.formulation.limits import Effect, Measure, of_model
from planner.formulation.outputs import co2_factor, dispatched_output
from planner.formulation.sets import ANNUAL


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``dispatch``, ``storage`` and ``siting``."""
    world = m.world
    m.MATCHED = [(s, y, h) for s, y, h in m.BALANCES if world.clean_share.get(y, 0.0) > 0]
    m.matched_gw = pyo.Var(m.MATCHED, within=pyo.NonNegativeReals)
    ledgers.runs.append(m.matched_gw)

    def load(s: str, y: int, h: str) -> pyo.Expression:
        return -ledgers.load(s, y, h)

    def output(g: str, s: str, y: int, h: str) -> pyo.Expression:
        technology = world.technologies[g]
        capacity = m.power_capacity_gw[g, s, y]
        if technology.kind == "storage":
            return m.discharge_gw[g, s, y, h] - m.charge_gw[g, s, y, h]
        if technology.kind in ("variable", "baseload"):
            given = world.output_share(g, world.sites[s].region, h) * capacity
            cut = (g, s, y, h) in m.weather_curtailed_gw
            return given - m.weather_curtailed_gw[g, s, y, h] if cut else given
        return dispatched_output(m, g, s, y, h)

    @m.Constraint(m.MATCHED)
    def matched_clean_supply_limit(m, s, y, h):
        clean = [g for g in m.technologies_at.get((s, y), ()) if not co2_factor(world, g, s, y)]
        return m.matched_gw[s, y, h] <= pyo.quicksum(output(g, s, y, h) for g in clean)

    @m.Constraint(m.MATCHED)
    def matched_load_limit(m, s, y, h):
        return m.matched_gw[s, y, h] <= -load(s, y, h)

    own: dict[tuple[str, int], set[str]] = {}
    for s, y, h in m.MATCHED:
        own.setdefault((s, y), set()).add(h)
    # Where any site is balanced by the slice, the year as a whole is no slice of its own.
    slices = {
        y: [h for h in world.slices if any(h in own[s, y] for s in m.SITES)] or [ANNUAL]
        for y in {y for _, y, _ in m.MATCHED}
    }

    def at_slice(y: int, h: str) -> dict[str, str]:
        return {s: h if h in own[s, y] else ANNUAL for s in m.SITES}

    @m.Constraint([(y, h) for y in m.YEARS for h in slices.get(y, ())])
    def clean_share_requirement(m, y, h):
        at = at_slice(y, h)
        used = pyo.quicksum(-load(s, y, at[s]) for s in m.SITES)
        matched = pyo.quicksum(m.matched_gw[s, y, at[s]] for s in m.SITES)
        return matched >= world.clean_share[y] * used

    def used_in(y: int, h: str) -> float:
        return sum(-float(pyo.value(load(s, y, at))) for s, at in at_slice(y, h).items())

    def of_share(y: int, h: str) -> Iterator[Effect]:
        share = world.clean_share[y]
        ((cell, _),) = of_model(
            "limits.clean_share_hourly", "share of clean power in every slice", "of the load",
            world.clean_share, y, sense="less", most=1.0, weighs=True,
        )  # fmt: skip
        yield cell, lambda: share * used_in(y, h)

    def covered(y: int, h: str) -> Measure:
        used = used_in(y, h)
        matched = sum(float(pyo.value(m.matched_gw[s, y, at])) for s, at in at_slice(y, h).items())
        share = matched / used if used else 1.0
        return Measure(1.0 - world.clean_share[y], 1.0 - share, rows_per_unit=used)

    ledgers.limits.declare(
        "clean_share_requirement",
        "load without clean power",
        unit="share of the load",
        index=("year", "slice"),
        cells=of_share,
        measure=covered,
    )
    ledgers.limits.fact("matched_load_limit", "a demand: the load that is stated")
    rows = frozenset({"matched_clean_supply_limit", "matched_load_limit"})
    ledgers.measures.append(MeasuringVariable(m.matched_gw, rows, most=True))

    def shares(s: str, y: int, h: str) -> list[tuple[tuple[int, str], float]]:
        # A site that is balanced once has its load in every slice.
        return [((y, k), world.clean_share[y]) for k in slices.get(y, ()) if h in (k, ANNUAL)]

    matches = set(m.MATCHED)
    ledgers.load_in["clean_share_requirement"] = shares
    ledgers.load_in["matched_load_limit"] = lambda s, y, h: (
        [((s, y, h), -1.0)] if (s, y, h) in matches else []
    )
