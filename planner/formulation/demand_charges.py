r"""Demand charges: what a connection pays for capacity and wires, by GW, beside the energy it draws.

A large load pays a tariff. Its energy is charged as it is drawn, at the wholesale price; capacity
and wires are charged on GW, whatever is drawn: on the most that is drawn in the year, and on no
less than a share of what is contracted, the minimum take.

Sets
    :math:`c \in C`  what is charged by GW: ``capacity``, ``wires``
    :math:`(c, g, s, y)`  connections of regions with a tariff, and the years in which it charges something  ``BILLED``; one that the grid may cut pays no ``capacity``, since it is cut at the peak that capacity is bought for

Parameters
    :math:`\pi_{cry}`  charge in the region, billion USD a GW and year  ``demand_charge``
    :math:`\tau_{cry}`  least share of the contracted GW that is billed  ``minimum_take``
    :math:`k_{gsy}`  contracted: connection in service, GW  ``power_capacity_gw``
    :math:`f_{gsy}`  the most that is drawn in any slice, GW  ``flat_output_gw``

Variables
    :math:`B_{cgsy} \ge 0`  GW that are billed  ``billed_gw``
    :math:`p_{gsy} \ge 0`  where a model counts averages: the most that is drawn in any hour, GW  ``peak_draw_gw``

Constraint ``peak_billing_requirement``, for every such c, g, s, y (GW):

.. math:: B_{cgsy} \ge f_{gsy}

Where a model counts the average load of ``average_load``, :math:`f_{gsy}` is what is drawn on
average, and the bill is for the hour that asks for rated power. Then :math:`p_{gsy}` stands in the
place of :math:`f_{gsy}`, ``peak_draw_requirement`` of ``power_balance`` says what the other supply of
the site leaves to it, and it is no less than the average:

Constraint ``average_draw_limit``, for every such g, s, y (GW):

.. math:: f_{gsy} \le p_{gsy}

Constraint ``minimum_take_requirement``, for every such c, g, s, y with a minimum take (GW):

.. math:: B_{cgsy} \ge \tau_{cry}\, k_{gsy}

Cost terms ``grid_capacity`` and ``grid_wires``, for every y (billion USD a year), where a region
has a tariff: :math:`\sum_{gs} \pi_{cry} B_{cgsy}`
"""

from collections.abc import Callable, Iterator

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers, MeasuringVariable
from planner.formulation.lines import CellKey, Line, Price
from planner.system import DEMAND_CHARGES, Region
from planner.system.grid_bills import CHARGE_COLUMNS


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m` and its terms to `ledgers`; it needs ``dispatch``."""
    world = m.world

    def region(s: str) -> Region:
        return world.regions[world.sites[s].region]

    m.BILLED = [
        (c, g, s, y)
        for c in DEMAND_CHARGES
        for g, s, y in m.OUTPUTS
        if world.technologies[g].kind == "grid"
        and region(s).demand_charge.get((c, y), 0.0) > 0
        and not (c == "capacity" and world.technologies[g].flexible)
    ]
    m.billed_gw = pyo.Var(m.BILLED, within=pyo.NonNegativeReals)
    ledgers.runs.append(m.billed_gw)
    drawn = m.flat_output_gw
    if world.average_load:
        drawn = _peak_draw(m, ledgers)

    @m.Constraint(m.BILLED)
    def peak_billing_requirement(m, c, g, s, y):
        return m.billed_gw[c, g, s, y] >= drawn[g, s, y]

    taking = [
        (c, g, s, y) for c, g, s, y in m.BILLED if region(s).minimum_take.get((c, y), 0.0) > 0
    ]

    @m.Constraint(taking)
    def minimum_take_requirement(m, c, g, s, y):
        share = region(s).minimum_take[c, y]
        return m.billed_gw[c, g, s, y] >= share * m.power_capacity_gw[g, s, y]

    def charged(component: str) -> Callable[[], Iterator[Line]]:
        column, unit, _ = CHARGE_COLUMNS[component]

        def lines() -> Iterator[Line]:
            for (c, g, s, y), gw in m.billed_gw.items():
                if c == component:
                    cell = CellKey("grid_tariffs", (world.sites[s].region, y), column)
                    price = Price(region(s).demand_charge[c, y], (cell,), unit)
                    yield Line(y, g, gw, "GW billed", price, s)

        return lines

    for component in dict.fromkeys(c for c, *_ in m.BILLED):
        ledgers.cost.enter_lines(f"grid_{component}", charged(component))
    for family in ("peak_billing_requirement", "minimum_take_requirement"):
        ledgers.limits.fact(family, "what a tariff bills")


def _peak_draw(m: pyo.ConcreteModel, ledgers: Ledgers) -> pyo.Var:
    """What is drawn in the hour that asks for rated power, no less than on average."""
    billed = list(dict.fromkeys((g, s, y) for _, g, s, y in m.BILLED))
    m.peak_draw_gw = pyo.Var(billed, within=pyo.NonNegativeReals)
    ledgers.runs.append(m.peak_draw_gw)

    @m.Constraint(billed)
    def average_draw_limit(m, g, s, y):
        return m.flat_output_gw[g, s, y] <= m.peak_draw_gw[g, s, y]

    ledgers.limits.fact("average_draw_limit", "what a tariff bills")
    rows = frozenset({"average_draw_limit", "peak_draw_requirement"})
    ledgers.measures.append(MeasuringVariable(m.peak_draw_gw, rows, most=False))
    return m.peak_draw_gw
