r"""Topology of a run: which campuses share it, and what their distance costs.

Sets
    :math:`w \in W_T`  training runs, which share a few campuses; none where runs are pooled  ``SPREAD_RUNS``
    :math:`s \in S_T`  campuses that can host a run  ``hosts``
    :math:`j \in J`  options: ways in which the campuses of a run may lie  ``options``
    :math:`k \in K` generations, :math:`y \in Y` years

Parameters
    :math:`n_{j}`  most campuses under an option  ``most_campuses``
    :math:`S_j \subseteq S_T`  campuses that an option may use  ``sites``
    :math:`d_{j}`  farthest that two of them may be apart, km  ``farthest_km``
    :math:`d_{st}`  distance of two campuses, km  ``distance_km``
    :math:`\eta_{wjy}`  share of the run's time that is left for computing  ``efficiency``
    :math:`f_k, D_{wy}, \mu_w, T_{wy}`  as in ``workloads``, :math:`P_k` as in ``siting``
    :math:`G_{sy}`  IT power that a site can have reached by a year, GW  ``reachable_it_gw``

Under ``campuses`` an option is a number of campuses up to the model's and a class of distance;
under ``regional`` it is a region with all of its campuses, and their number and largest distance
give its efficiency. The efficiency is that of a run of the size of the target, at the far end of
the class, by the formula of ``planner/demand/communication.py``; an option of one campus loses
nothing, and one that leaves less than a tenth of the time is left out. Pools stand for many places
and host no run.

Variables
    :math:`r_{wksy} \ge 0`  units that serve the run at a site, million  ``training_units_million``
    :math:`u_{wsy} \in \{0, 1\}`  whether a site is a campus of the run  ``training_hosted``
    :math:`q_{wjy} \in \{0, 1\}`  whether the run takes an option  ``training_option_taken``
    :math:`e_{wjy} \ge 0`  compute under an option, before losses, as a share of the target  ``training_compute_share``
    :math:`\lambda_{wy} \ge 0`  what communication takes of it  ``training_lost_share``

Constraint ``training_host_unit_balance``, for every w, k, y (million units), with :math:`a_{wky}` the
units allocated, ``compute_allocated_million``:

.. math:: a_{wky} = \sum_{s \in S_T} r_{wksy}

Constraint ``training_site_unit_limit``, for every k, s, y (million units), with :math:`n_{ksy}` the
units running, ``accelerators_running_million``:

.. math:: \sum_w r_{wksy} \le n_{ksy}

Constraint ``training_host_limit``, for every w, s, y, as a share of the target. The bound is
what the site can have reached, and no more than the target and the losses on it, each a thousandth
larger (:math:`\epsilon = 0.001`), so that limits of the tables bind first and have the price:

.. math:: \frac{D_{wy} \mu_w}{T_{wy}} \sum_k f_k r_{wksy} \le (1 + \epsilon) \min\left(\frac{1}{\min_j \eta_{wjy}},\; M_{wsy}\right) u_{wsy}, \quad M_{wsy} = G_{sy} \frac{D_{wy} \mu_w}{T_{wy}} \max_k \frac{f_k}{P_k}

Constraint ``training_host_power_limit``, for every w, s, y (GW of IT):

.. math:: \sum_k P_k r_{wksy} \le (1 + \epsilon)\, G_{sy}\, u_{wsy}

Constraint ``training_option_choice``, for every w, y:

.. math:: \sum_j q_{wjy} \le 1

Constraint ``training_campus_count_limit``, for every w, y:

.. math:: \sum_s u_{wsy} \le \sum_j n_j q_{wjy}

Constraint ``training_campus_option_limit``, for every w, y and s that some option leaves out:

.. math:: u_{wsy} \le \sum_{j : s \in S_j} q_{wjy}

Constraint ``training_campus_distance_limit``, for every w, y and pair s, t that is too far apart for
some option:

.. math:: u_{wsy} + u_{wty} \le 1 + \sum_{j : d_{st} \le d_j,\; n_j > 1} q_{wjy}

Constraint ``training_campus_reach_limit``, for every w, y, s and class of distance d. It follows from the
one before, and keeps fractions from using campuses that lie apart:

.. math:: \sum_{t : d_{st} > d} u_{wty} \le \max_j n_j\, (1 - u_{wsy}) + \sum_{j : d_j > d} (n_j - 1)\, q_{wjy}

Constraint ``training_option_compute_balance``, for every w, y, as a share of the target:

.. math:: \sum_j e_{wjy} = \frac{D_{wy} \mu_w}{T_{wy}} \sum_k f_k a_{wky}

Constraint ``training_option_compute_limit``, for every w, j, y, with what its :math:`n_j` largest
campuses can have reached:

.. math:: e_{wjy} \le (1 + \epsilon) \min\left(\frac{1}{\eta_{wjy}},\; \sum_{s \in \mathrm{largest}(n_j)} M_{wsy}\right) q_{wjy}

Constraint ``training_communication_loss``, for every w, y. The loss lowers what ``compute_target_requirement``
counts:

.. math:: \lambda_{wy} = \sum_j (1 - \eta_{wjy})\, e_{wjy}

Campuses are chosen anew each year: a run is one of a year, and accelerators stay where they are.
Binaries have no price, so the duals of a plan hold for its choice of campuses.
"""

from functools import partial
from itertools import combinations
from math import inf, isfinite

import pyomo.environ as pyo

from planner.formulation.compute_at_work import LEAST_EFFICIENCY, SLACK, share_of_target
from planner.formulation.ledger import Ledgers
from planner.system import World


def build(m: pyo.ConcreteModel, ledgers: Ledgers) -> None:
    """Add the block to `m`; it needs ``workloads``, and has no rows where runs are pooled."""
    world, topology = m.world, m.world.training_topology
    if topology is None:
        return
    chips_at: dict[tuple[str, int], list[str]] = {}
    for k, s, y in m.FLEET:
        if s in topology.hosts:
            chips_at.setdefault((s, y), []).append(k)
    places = [(w, s, y) for w, y in m.SPREAD_RUNS for s in topology.hosts if (s, y) in chips_at]
    hosts_of: dict[tuple[str, int], list[str]] = {}
    for w, s, y in places:
        hosts_of.setdefault((w, y), []).append(s)
    units = [(w, k, s, y) for w, s, y in places for k in chips_at[s, y]]
    taken = [
        (w, j, y)
        for w, y in m.SPREAD_RUNS
        for j in topology.options
        if topology.efficiency[w, y, j] >= LEAST_EFFICIENCY
    ]
    options_of: dict[tuple[str, int], list[str]] = {}
    for w, j, y in taken:
        options_of.setdefault((w, y), []).append(j)

    m.training_units_million = pyo.Var(units, within=pyo.NonNegativeReals)
    m.training_hosted = pyo.Var(places, within=pyo.Binary)
    m.training_option_taken = pyo.Var(taken, within=pyo.Binary)
    m.training_compute_share = pyo.Var(taken, within=pyo.NonNegativeReals)

    reached = {(s, y): reachable_it_gw(world, s, y) for _, s, y in places}

    per_unit = partial(share_of_target, world)

    @m.Constraint([wky for wky in m.ALLOCATIONS if (wky[0], wky[2]) in set(m.SPREAD_RUNS)])
    def training_host_unit_balance(m, w, k, y):
        at = [s for s in hosts_of.get((w, y), ()) if k in chips_at[s, y]]
        used = pyo.quicksum(m.training_units_million[w, k, s, y] for s in at)
        return m.compute_allocated_million[w, k, y] == used

    @m.Constraint(list(dict.fromkeys((k, s, y) for _, k, s, y in units)))
    def training_site_unit_limit(m, k, s, y):
        runs = [w for w, when in m.SPREAD_RUNS if when == y]
        used = pyo.quicksum(m.training_units_million[w, k, s, y] for w in runs)
        return used <= m.accelerators_running_million[k, s, y]

    def most_at(w: str, s: str, y: int) -> float:
        """Compute that a site can have reached, as a share of the target."""
        best = max(
            _ratio(per_unit(w, k, y), world.accelerators[k].power_gw) for k in chips_at[s, y]
        )
        return best * reached[s, y] if reached[s, y] else 0.0

    def most_wanted(w: str, y: int) -> float:
        """Compute that the target takes with the greatest losses, as a share of it."""
        left = [topology.efficiency[w, y, j] for j in options_of.get((w, y), ())]
        return 1 / min(left, default=1.0)

    @m.Constraint(places)
    def training_host_limit(m, w, s, y):
        used = pyo.quicksum(
            per_unit(w, k, y) * m.training_units_million[w, k, s, y] for k in chips_at[s, y]
        )
        most = min(most_wanted(w, y), most_at(w, s, y))
        return used <= SLACK * most * m.training_hosted[w, s, y]

    @m.Constraint([(w, s, y) for w, s, y in places if isfinite(reached[s, y])])
    def training_host_power_limit(m, w, s, y):
        used = pyo.quicksum(
            world.accelerators[k].power_gw * m.training_units_million[w, k, s, y]
            for k in chips_at[s, y]
        )
        return used <= SLACK * reached[s, y] * m.training_hosted[w, s, y]

    def chosen(w: str, y: int, among: list[str]) -> pyo.Expression:
        return pyo.quicksum(m.training_option_taken[w, j, y] for j in among)

    @m.Constraint(m.SPREAD_RUNS)
    def training_option_choice(m, w, y):
        among = options_of.get((w, y), [])
        return chosen(w, y, among) <= 1 if among else pyo.Constraint.Skip

    @m.Constraint(m.SPREAD_RUNS)
    def training_campus_count_limit(m, w, y):
        if not hosts_of.get((w, y)):
            return pyo.Constraint.Skip
        hosts = pyo.quicksum(m.training_hosted[w, s, y] for s in hosts_of[w, y])
        return hosts <= pyo.quicksum(
            topology.options[j].most_campuses * m.training_option_taken[w, j, y]
            for j in options_of.get((w, y), ())
        )

    @m.Constraint(places)
    def training_campus_option_limit(m, w, s, y):
        all_of = options_of.get((w, y), [])
        among = [j for j in all_of if s in topology.options[j].sites]
        if len(among) == len(all_of):
            return pyo.Constraint.Skip
        return m.training_hosted[w, s, y] <= chosen(w, y, among)

    @m.Constraint(
        [
            (w, s, t, y)
            for w, y in m.SPREAD_RUNS
            for s, t in combinations(hosts_of.get((w, y), ()), 2)
            if topology.too_far(s, t)
        ]
    )
    def training_campus_distance_limit(m, w, s, t, y):
        among = [j for j in options_of.get((w, y), ()) if topology.may_share(j, s, t)]
        return m.training_hosted[w, s, y] + m.training_hosted[w, t, y] <= 1 + chosen(w, y, among)

    ends = sorted({o.farthest_km for o in topology.options.values() if o.most_campuses > 1})
    most_campuses = max(option.most_campuses for option in topology.options.values())

    def beyond(w: str, s: str, y: int, km: float) -> list[str]:
        """Hosts that are farther from a site than a class of distance allows."""
        return [t for t in hosts_of[w, y] if t != s and topology.apart_km(s, t) > km]

    @m.Constraint(
        [(w, s, y, d) for w, s, y in places for d in range(len(ends)) if beyond(w, s, y, ends[d])]
    )
    def training_campus_reach_limit(m, w, s, y, d):
        far = beyond(w, s, y, ends[d])
        wider = [
            (j, topology.options[j].most_campuses - 1)
            for j in options_of.get((w, y), ())
            if topology.options[j].farthest_km > ends[d]
        ]
        return pyo.quicksum(m.training_hosted[w, t, y] for t in far) <= most_campuses * (
            1 - m.training_hosted[w, s, y]
        ) + pyo.quicksum(others * m.training_option_taken[w, j, y] for j, others in wider)

    @m.Constraint(m.SPREAD_RUNS)
    def training_option_compute_balance(m, w, y):
        computed = pyo.quicksum(
            per_unit(w, k, y) * m.compute_allocated_million[w, k, y]
            for run, k, when in m.ALLOCATIONS
            if (run, when) == (w, y)
        )
        shares = [m.training_compute_share[w, j, y] for j in options_of.get((w, y), ())]
        return pyo.quicksum(shares) == computed

    @m.Constraint(taken)
    def training_option_compute_limit(m, w, j, y):
        option = topology.options[j]
        by_size = sorted(
            (most_at(w, s, y) for s in hosts_of.get((w, y), ()) if s in option.sites), reverse=True
        )
        reach = sum(by_size[: option.most_campuses])
        most = SLACK * min(1 / topology.efficiency[w, y, j], reach)
        return m.training_compute_share[w, j, y] <= most * m.training_option_taken[w, j, y]

    @m.Constraint(m.SPREAD_RUNS)
    def training_communication_loss(m, w, y):
        return m.training_lost_share[w, y] == pyo.quicksum(
            (1 - topology.efficiency[w, y, j]) * m.training_compute_share[w, j, y]
            for j in options_of.get((w, y), ())
        )

    for constraint in (
        "training_option_choice", "training_campus_distance_limit", "training_campus_reach_limit",
    ):  # fmt: skip
        ledgers.limits.fact(constraint, "a choice of campuses, of which one is taken or none")


def reachable_it_gw(world: World, s: str, y: int) -> float:
    """IT power that a site can have reached by the end of a year, GW: size and pace of building."""
    return world.reachable_facility_gw(s, y) / world.sites[s].pue


def _ratio(compute: float, power_gw: float) -> float:
    return compute / power_gw if power_gw else inf
