r"""Average load: what accelerators draw over a year, beside the rated power that they are built for.

Shell, connections, plants and their margin are built for rated power, ``it_load_gw``: some hours ask
for all of it. Over a year a unit at work draws less: chips wait for memory and for each other, and
demand for serving falls at night. So energy, fuel, emissions and water follow the average. Where a model
counts rated power all year, the block has no rows and the load is ``it_load_gw``.

Compute is counted elsewhere, once. A workload has so many units for itself, and what they compute is
their peak rate times the utilisation of ``workloads``, over the days of a run, or the H100-equivalents
of a throughput. The load factor is the other side of the same work: the power that a unit draws at
that utilisation. It takes no compute away, and no run length or utilisation stands in it. Outside the
days of its run a unit works on, so its draw goes on all year.

Sets
    :math:`w \in W`  workloads that ask for compute, :math:`s \in S` sites, :math:`y \in Y` years
    :math:`k \in K`  generations
    :math:`(w, s, y)`  workload, site and year in which it asks for compute  ``WORKING``

Parameters
    :math:`\varphi_{w}`  average over rated IT power of units at work  ``load_factor``
    :math:`\iota`  the same of units that run and have no work  ``idle_power_share``
    :math:`P_{k}`  IT power, GW a million units  ``power_gw``

Variables
    :math:`t_{wsy} \ge 0`  rated IT power of the units that work for w at a site, GW  ``working_gw``
    :math:`e_{sy} \ge 0`  average IT load, GW  ``average_load_gw``

Constraint ``average_load_balance``, for every s, y (GW), with :math:`l_{sy}` the IT load at rated power:

.. math:: e_{sy} = \sum_w \varphi_w t_{wsy} + \iota \left(l_{sy} - \sum_w t_{wsy}\right)

Constraint ``working_load_limit``, for every s, y (GW):

.. math:: \sum_w t_{wsy} \le l_{sy}

Constraint ``working_load_balance``, for every w, y (GW), with :math:`a_{wky}` the units allocated,
``compute_allocated_million``. Units are allotted by generation and not by site, so which workload is
at which site is free as far as power tells them apart:

.. math:: \sum_s t_{wsy} = \sum_k P_k\, a_{wky}

Constraint ``hosted_load_balance``, for every training run that is bound to campuses, at each of them,
and y (GW), with :math:`r_{wksy}` the units that serve it there, ``training_units_million``:

.. math:: t_{wsy} = \sum_k P_k\, r_{wksy}
"""

import pyomo.environ as pyo

from planner.formulation.ledger import Ledgers


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``siting`` and ``training_topology``."""
    world = m.world
    if not world.average_load:
        return
    asked = {y: [w for w, load in world.workloads.items() if load.asked_in(y)] for y in m.YEARS}
    m.WORKING = [(w, s, y) for y in m.YEARS for w in asked[y] for s in m.SITES]
    m.working_gw = pyo.Var(m.WORKING, within=pyo.NonNegativeReals)
    m.average_load_gw = pyo.Var(m.SITES, m.YEARS, within=pyo.NonNegativeReals)
    idle = world.idle_power_share
    chips: dict[tuple[str, int], list[str]] = {}
    for w, k, y in m.ALLOCATIONS:
        chips.setdefault((w, y), []).append(k)

    @m.Constraint(m.SITES, m.YEARS)
    def average_load_balance(m, s, y):
        more = pyo.quicksum(
            (world.workloads[w].load_factor - idle) * m.working_gw[w, s, y] for w in asked[y]
        )
        return m.average_load_gw[s, y] == idle * m.it_load_gw[s, y] + more

    @m.Constraint([(s, y) for s in m.SITES for y in m.YEARS if asked[y]])
    def working_load_limit(m, s, y):
        return pyo.quicksum(m.working_gw[w, s, y] for w in asked[y]) <= m.it_load_gw[s, y]

    @m.Constraint([(w, y) for y in m.YEARS for w in asked[y]])
    def working_load_balance(m, w, y):
        allotted = pyo.quicksum(
            world.accelerators[k].power_gw * m.compute_allocated_million[w, k, y]
            for k in chips.get((w, y), ())
        )
        return pyo.quicksum(m.working_gw[w, s, y] for s in m.SITES) == allotted

    hosted: dict[tuple[str, str, int], list[str]] = {}
    for w, k, s, y in m.training_units_million if m.SPREAD_RUNS else ():
        hosted.setdefault((w, s, y), []).append(k)

    @m.Constraint(list(hosted))
    def hosted_load_balance(m, w, s, y):
        return m.working_gw[w, s, y] == pyo.quicksum(
            world.accelerators[k].power_gw * m.training_units_million[w, k, s, y]
            for k in hosted[w, s, y]
        )

    for family in ("working_load_limit", "average_load_balance"):
        ledgers.limits.fact(family, "what units at work draw")
