r"""Most compute: what is sought before the targets, where a model asks for it.

Sets
    :math:`k \in K`  generations, :math:`s \in S` sites, :math:`y \in Y` years

Parameters
    :math:`e_{k}`  H100-equivalents of one unit, by 8-bit dense throughput  ``h100e``
    :math:`\omega_{y}`  weight of a year: one in every year, or in the last alone  ``compute_weight``

Objective ``compute_in_service`` (million H100e-years), with :math:`n_{ksy}` the units running,
``accelerators_running_million``; the stage ``compute`` makes it as large as it can be, and
minimises its negative:

.. math:: \sum_{ksy} \omega_y\, e_k\, n_{ksy}

What runs at the end of a year counts for the year, whether a workload uses it or not. Within a
budget of money or a limit of power this is how much compute it buys; without any, how much the
supply of components, power and sites allows. The targets then share what there is, and the last
stage finds the least cost of it all.
"""

import pyomo.environ as pyo


def compute_in_service(m: pyo.ConcreteModel) -> pyo.Expression:
    """Weighted H100e that run, added up over years: million H100e-years."""
    world = m.world
    return pyo.quicksum(
        world.compute_weight[y]
        * world.accelerators[k].h100e
        * m.accelerators_running_million[k, s, y]
        for k, s, y in m.FLEET
        if y in world.compute_weight
    )
