r"""Every hour of the year: whether the capacities that a plan chose would serve each site.

The plan sees a few representative days. Here one site and year is dispatched
over all 8,760 hours with its capacities as they are, at least running cost,
by arrays that share no code with the formulation:

.. math:: \min \sum_h \Big( \sum_g q_g d_{gh} + V u_h \Big)

so that in each hour
:math:`\sum_g d_{gh} + \mathrm{base} + \mathrm{weather}_h + o_h - i_h + u_h \ge \mathrm{load}`,
each output is within its available capacity, and storage keeps its energy over
the whole year, ending as it began. :math:`u_h` is unserved power, at a value
:math:`V` above any cost of supply.

A connection that the grid may cut gives at most its ``energy_limit_gwh`` in the year. In
return :math:`x_h`, load that is shed, stands on the left side too, at no cost:
:math:`x_h \le \phi\, \mathrm{load}_h` and :math:`\sum_h x_h \le X`, with ``shed_share`` and
``shed_limit_gwh``. The hours are chosen, as the plan chooses its slices.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import sqrt

import numpy as np
from scipy import sparse

from planner.lp.linear_program import LinearProgram
from planner.lp.solver import Session

UNSERVED_USD_PER_MWH = 10_000.0
"""Value of lost load: dearer than any technology here, so that none goes unserved to save cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """A store of a site: power (GW), energy (GWh) and round-trip efficiency."""

    power_gw: float
    energy_gwh: float
    round_trip_efficiency: float
    charge_efficiency: float | None = None
    """Share of what is taken in that is held; None for half of the loss on each way."""

    @property
    def ways(self) -> tuple[float, float]:
        """Shares that stay of what is taken in, and of what is let go."""
        held = self.charge_efficiency
        way_in = sqrt(self.round_trip_efficiency) if held is None else held
        return way_in, self.round_trip_efficiency / way_in


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteYear:
    """What serves a site in a year; arrays run over its hours."""

    load_gw: np.ndarray
    flat_gw: float = 0.0
    """Baseload output, the same in every hour."""
    weather_gw: np.ndarray | float = 0.0
    """What sun and wind give in each hour, before curtailment."""
    dispatchable: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Source to available capacity (GW) and running cost (USD a MWh)."""
    storage: Mapping[str, Storage] = field(default_factory=dict)
    energy_limit_gwh: Mapping[str, float] = field(default_factory=dict)
    """Dispatchable technology to the most that it gives in the year; absent where unlimited."""
    shed_share: float = 0.0
    """Share of an hour's load that may be shed."""
    shed_limit_gwh: float = 0.0
    """The most that may be shed in the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What came of it over the year."""

    unserved_gwh: float
    hours_short: int
    largest_shortage_gw: float
    running_cost_musd: float
    """Cost of dispatchable output, million USD; unserved energy is not in it."""
    generation_gwh: Mapping[str, float]
    shed_gwh: float = 0.0
    """Load that was shed as agreed with the grid; it is not unserved."""


def dispatch_hours(site: SiteYear) -> Hours:
    """Dispatch a site by merit order, or by a linear programme where hours depend on others."""
    if not site.storage and not site.energy_limit_gwh and not site.shed_limit_gwh:
        return _merit_order(site)
    return _programme(site)


def _merit_order(site: SiteYear) -> Hours:
    """Cheapest first: exact where no hour depends on another."""
    left = np.maximum(site.load_gw - site.flat_gw - site.weather_gw, 0.0)
    generation: dict[str, float] = {}
    cost = 0.0
    for name, (capacity, price) in sorted(site.dispatchable.items(), key=lambda item: item[1][1]):
        given = np.minimum(left, capacity)
        left = left - given
        generation[name] = float(given.sum())
        cost += price * float(given.sum())
    return _result(left, cost, generation)


def _programme(site: SiteYear) -> Hours:
    """The linear programme of the module's docstring."""
    hours = len(site.load_gw)
    names = list(site.dispatchable)
    eye = sparse.identity(hours, format="csr")
    step = eye - _previous(hours)
    served = [*names, "shed", "unserved"]
    blocks: list[sparse.csr_array] = [eye] * len(served)
    upper = [np.full(hours, site.dispatchable[n][0]) for n in names]
    upper += [site.shed_share * site.load_gw, np.full(hours, np.inf)]
    prices = [np.full(hours, site.dispatchable[n][1]) for n in names]
    prices += [np.zeros(hours), np.full(hours, UNSERVED_USD_PER_MWH)]
    linked: list[list[sparse.csr_array | None]] = []
    width = len(served) + 3 * len(site.storage)
    for number, store in enumerate(site.storage.values()):
        way_in, way_out = store.ways
        blocks += [-eye, eye, sparse.csr_array((hours, hours))]
        upper += [np.full(hours, store.power_gw)] * 2 + [np.full(hours, store.energy_gwh)]
        prices += [np.zeros(hours)] * 3
        row: list[sparse.csr_array | None] = [None] * width
        first = len(served) + 3 * number
        row[first : first + 3] = [-way_in * eye, eye / way_out, step]
        linked.append(row)
    limits = {**site.energy_limit_gwh, "shed": site.shed_limit_gwh}
    for name in limits:
        row = [None] * width
        row[served.index(name)] = sparse.csr_array(np.ones((1, hours)))
        linked.append(row)
    matrix = sparse.csr_array(sparse.block_array([blocks, *linked], format="csr"))
    energy = np.zeros(len(site.storage) * hours)
    need = site.load_gw - site.flat_gw - site.weather_gw
    program = LinearProgram(
        matrix=matrix,
        row_lower=np.concatenate([need, energy, np.full(len(limits), -np.inf)]),
        row_upper=np.concatenate([np.full(hours, np.inf), energy, list(limits.values())]),
        column_lower=np.zeros(matrix.shape[1]),
        column_upper=np.concatenate(upper),
        row_names=[f"row[{i}]" for i in range(matrix.shape[0])],
        column_names=[f"column[{j}]" for j in range(matrix.shape[1])],
        columns=[None] * matrix.shape[1],
    )
    values = Session(program).minimise(np.concatenate(prices) / 1e3).column_values
    parts = dict(zip(served, values.reshape(-1, hours), strict=False))
    generation = {name: float(parts[name].sum()) for name in names}
    cost = sum(site.dispatchable[name][1] * generation[name] for name in names)
    found = _result(parts["unserved"], cost, generation)
    return replace(found, shed_gwh=float(parts["shed"].sum()))


def _previous(hours: int) -> sparse.csr_array:
    """The matrix that takes each hour to the one before, the first to the last."""
    columns = (np.arange(hours) - 1) % hours
    return sparse.csr_array((np.ones(hours), (np.arange(hours), columns)), shape=(hours, hours))


def _result(unserved_gw: np.ndarray, cost: float, generation: Mapping[str, float]) -> Hours:
    short = np.where(unserved_gw > 1e-6, unserved_gw, 0.0)
    return Hours(
        unserved_gwh=float(short.sum()),
        hours_short=int((short > 0).sum()),
        largest_shortage_gw=float(short.max(initial=0.0)),
        # GWh times USD a MWh are thousands of dollars.
        running_cost_musd=cost / 1e3,
        generation_gwh=generation,
    )
