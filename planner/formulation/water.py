r"""Water: a ledger of what the cooling takes, with a limit at a site where one is known.

Sets
    :math:`s \in S`  sites, :math:`y \in Y` years, :math:`h \in H_{sy}` slices of the site

Parameters
    :math:`\theta_{sh}`  water by IT energy in the weather of a slice, million m3 a GWh  ``water_in``
    :math:`\omega_{h}`  hours of the year that a slice stands for  ``weight_hours``
    :math:`W_{s}`  most water of a year, million m3  ``water_limit``

Water of a site and year (million m3), with :math:`l_{sy}` the IT load, ``it_load_gw``, or where a
model counts averages ``average_load_gw``; the term ``cooling`` of the water ledger:

.. math:: \sum_h \omega_h \theta_{sh} l_{sy}

Constraint ``site_water_limit``, for every s with a limit and a cooling that takes water, and
every y (million m3). Its dual is the worth of one more million m3:

.. math:: \sum_h \omega_h \theta_{sh} l_{sy} \le W_s
"""

from collections.abc import Iterator
from math import isfinite

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers
from planner.formulation.limits import Cell, Effect
from planner.formulation.outputs import drawn_it_load
from planner.formulation.sets import slice_of, slices_of


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``siting``."""
    world = m.world

    def cooling(s: str, y: int) -> pyo.Expression:
        water = world.sites[s].water_in
        per_gw = sum(
            slice_of(world, h).weight_hours * water.get(h, 0.0)
            for h in slices_of(world, m.technologies_at, s, y)
        )
        return per_gw * drawn_it_load(m)[s, y]

    ledgers.water.enter("cooling", cooling, uses=["cooling.water_l_per_kwh_it"])
    limited = [
        s for s, site in world.sites.items() if site.water_in and isfinite(site.water_limit)
    ]

    @m.Constraint([(s, y) for s in limited for y in m.YEARS])
    def site_water_limit(m, s, y):
        return ledgers.water.total(s, y) <= world.sites[s].water_limit

    def of_site(s: str, _: int) -> Iterator[Effect]:
        limit = world.sites[s].water_limit
        cell = Cell(
            table="site_cooling", key=(s,), column="water_limit_million_m3_per_year",
            what="water", place=s, value=limit, unit="million m3 a year",
        )  # fmt: skip
        yield cell, limit or 1.0

    ledgers.limits.declare(
        "site_water_limit",
        "water at sites",
        unit="million m3",
        index=("site", "year"),
        cells=of_site,
    )
