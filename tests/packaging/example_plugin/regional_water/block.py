r"""Regional water: a cap on what cooling takes in a region.

Sets
    :math:`r \in R_W`  regions with a cap, :math:`s \in S_r`  their sites, :math:`y \in Y`  years

Parameters
    :math:`W_r`  most water of a year, million m3  ``million_m3.REGION``

Constraint ``regional_water_limit`` (million m3), with :math:`w_{sy}` the total of the ledger
``water``. Its dual is the worth of one more million m3:

.. math:: \sum_{s \in S_r} w_{sy} \le W_r
"""

from collections.abc import Iterator

import pyomo.environ as pyo

from planner.api.plugins import (
    MODEL,
    Cell,
    Effect,
    Fault,
    Ledgers,
    Settings,
    World,
    at_most,
    did_you_mean,
    listed,
)

CAPS = "million_m3"


def faults(settings: Settings, world: World) -> list[Fault]:
    """A cap that is no amount or of no region, and keys that say nothing here."""
    found, regions = [], sorted(world.regions)
    for region, value in settings.under(CAPS).items():
        where = settings.place(f"{CAPS}.{region}")
        if region not in regions:
            fix = did_you_mean(region, regions)
            found.append(Fault(where, "no region of the plan", f"one of {listed(regions)}", fix))
        elif isinstance(value, (bool, str)) or value < 0:
            found.append(Fault(where, repr(value), "million m3 a year, at least 0"))
    strange = [key for key in settings.values if not key.startswith(f"{CAPS}.")]
    return found + [Fault(settings.place(key), "unknown key", f"{CAPS}.REGION") for key in strange]


def build(m: pyo.ConcreteModel, ledgers: Ledgers, settings: Settings) -> None:
    """Add the block to `m`."""
    caps = {region: float(cap) for region, cap in settings.under(CAPS).items()}
    sites = {r: [s for s, site in m.world.sites.items() if site.region == r] for r in caps}

    @m.Constraint([(r, y) for r in caps for y in m.YEARS])
    def regional_water_limit(m, r, y):  # type: ignore[no-untyped-def]
        return at_most(pyo.quicksum(ledgers.water.total(s, y) for s in sites[r]), caps[r])

    def of_cap(r: str, y: int) -> Iterator[Effect]:
        """The setting that caps a region in all years, and how far a row gives way by it."""
        key = (f"plugins.regional_water.{CAPS}.{r}",)
        what = "regional water"
        cell = Cell(table=MODEL, key=key, what=what, place=r, value=caps[r], unit="million m3")
        yield cell, caps[r] or 1.0

    ledgers.limits.declare(
        "regional_water_limit",
        "regional water",
        unit="million m3",
        index=("region", "year"),
        cells=of_cap,
    )
