"""Rows of a run's topology: which campuses share it, and what their distance costs it in time.

What communication takes is that of a compute-optimal run of the size of its target, whose campuses
exchange gradients over links that grow wider by the year; see ``planner reference`` on topology.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import inf, isfinite, sqrt

from planner.audit.candidates import with_candidates
from planner.audit.files import rows_by
from planner.audit.programme.computing import RUN, per_million
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.statement import Column, NamedRows, Row, column, key

CLASSES_KM = (100.0, 300.0, 1000.0, 2000.0, inf)
LOOSER = 1.001
"""By how much the bounds of a choice are looser than need be."""
LEAST = 0.1
"""An option that leaves less of a run's time is none."""
FLOP_PER_PARAMETER_AND_TOKEN = 6.0
SECONDS = 86_400.0


@dataclass(frozen=True)
class Option:
    """A way in which the campuses of a run may lie."""

    sites: frozenset[str]
    most: int
    """Campuses that it may use."""
    counted: int
    """Campuses whose exchange its efficiency is for."""
    km: float


@dataclass(frozen=True, eq=False)
class Topology:
    """Hosts, options, distances and efficiencies, from the tables."""

    space: DecisionSpace

    @cached_property
    def hosts(self) -> list[str]:
        """Campuses that are large enough, in the order of the sites."""
        evidence = self.space.evidence
        kinds = {s: row["kind"] for s, row in with_candidates(evidence.files).rows.items()}
        least = evidence.files.definition["training"]["min_campus_gw"]
        return [
            s
            for s, place in evidence.places.items()
            if not place.members
            and kinds.get(s, "fleet_pool") != "fleet_pool"
            and max(place.room_gw, place.stood_gw) >= max(least, 1e-300)
        ]

    @cached_property
    def km(self) -> Mapping[frozenset[str], float]:
        """Each pair of hosts to the kilometres between them on the ellipsoid."""
        # The library takes long to load, and few models place their runs.
        from pyproj import Geod

        rows, earth = (
            rows_by(self.space.evidence.files.inputs["sites"], "site"),
            Geod(ellps="WGS84"),
        )
        return {
            frozenset((s, t)): earth.inv(
                rows[s]["longitude"], rows[s]["latitude"],
                rows[t]["longitude"], rows[t]["latitude"],
            )[2] / 1e3
            for s, t in combinations(self.hosts, 2)
        }  # fmt: skip

    @cached_property
    def options(self) -> dict[str, Option]:
        """Number of campuses and class of distance; or each region with all of its campuses."""
        run, everywhere = self.space.evidence.files.definition["training"], frozenset(self.hosts)
        if run["topology"] == "regional":
            regions: dict[str, list[str]] = {}
            for s in self.hosts:
                regions.setdefault(self.space.evidence.region(s), []).append(s)
            return {
                region: Option(
                    frozenset(own), len(own), len(own),
                    max((self.km[frozenset(pair)] for pair in combinations(own, 2)), default=0.0),
                )
                for region, own in regions.items()
            }  # fmt: skip
        found = {"1 campus": Option(everywhere, 1, 1, 0.0)}
        far = max(self.km.values(), default=0.0)
        ends, low = [], -1.0
        for high in CLASSES_KM:
            if any(low < km <= high for km in self.km.values()):
                ends.append(min(high, far))
            low = high
        for number in range(2, min(run["campuses"] or 1, len(self.hosts)) + 1):
            for end in ends:
                name = f"{number} campuses within {end:.0f} km"
                found[name] = Option(everywhere, number, number, end)
        return found

    def efficiency(self, w: str, y: int, option: Option) -> float:
        """Share of a run's time that is left for computing."""
        if option.counted == 1:
            return 1.0
        rows = self.space.evidence.files.inputs["demand_drivers"]
        of = dict(zip(rows["driver"], rows["value"].astype(float), strict=True))
        target, days = self.space.targets[w, y], self.space.run_days[w, y]
        tokens_each = of["data_tokens_per_parameter"]
        parameters = sqrt(target / (FLOP_PER_PARAMETER_AND_TOKEN * tokens_each))
        steps = parameters * tokens_each / of["communication_batch_tokens"]
        growth = of["communication_growth"] ** (y - of["communication_base_year"])
        bits = of["communication_bits_per_parameter"] * parameters
        through = bits / (of["communication_bit_s"] * growth)
        trip = option.km * of["communication_route_factor"] / of["communication_fibre_km_s"]
        exchange = 2 * ((option.counted - 1) / option.counted * through + trip)
        seen = (1 - of["communication_hidden_share"]) * exchange
        step_seconds = days * SECONDS / steps
        return max(0.0, 1 - seen / (of["communication_steps_per_exchange"] * step_seconds))

    @cached_property
    def runs(self) -> list[tuple[str, int]]:
        """Training runs and the years of their targets."""
        of_kind = self.space.workloads
        return [wy for wy in self.space.targets if of_kind[wy[0]]["kind"] == RUN]

    @cached_property
    def taken(self) -> dict[tuple[str, int], dict[str, float]]:
        """Run and year to the options that it may take, with their efficiency."""
        return {
            (w, y): {
                j: eta
                for j, option in self.options.items()
                if (eta := self.efficiency(w, y, option)) >= LEAST
            }
            for w, y in self.runs
        }

    @cached_property
    def places(self) -> dict[tuple[str, int], list[str]]:
        """Run and year to the hosts at which something can stand."""
        at = self.space.chips_at
        return {(w, y): [s for s in self.hosts if (s, y) in at] for w, y in self.runs}

    def reach(self, s: str, y: int) -> float:
        """IT power that a site can have reached, GW."""
        return self.space.reached(s, y) / self.space.evidence.places[s].pue

    def most_at(self, w: str, s: str, y: int) -> float:
        """Compute that a site can have reached, as a share of the target."""
        reach = self.reach(s, y)
        if not reach:
            return 0.0
        chips = self.space.evidence.chips
        return reach * max(
            per_million(self.space, w, k, y) / chips[k].power_gw if chips[k].power_gw else inf
            for k in self.space.chips_at[s, y]
        )


def spread(space: DecisionSpace) -> Topology | None:
    """The topology of the runs; None where they are pooled."""
    pooled = space.evidence.files.definition["training"]["topology"] == "pooled"
    return None if pooled else Topology(space)


def topology(space: DecisionSpace) -> NamedRows:
    """Where units serve a run, under which option, and what it loses."""
    of = spread(space)
    if of is None:
        return
    for w, y in of.runs:
        yield from _units(of, w, y)
        yield from _campuses(of, w, y)
        yield from _options(of, w, y)
    for k, s, y in space.fleet:
        here = (w for w in space.workloads if s in of.places.get((w, y), ()))
        used = {column("training_units_million", w, k, s, y): 1.0 for w in here}
        if used:
            used[column("accelerators_running_million", k, s, y)] = -1.0
            yield "training_site_unit_limit", key(k, s, y), Row(used, upper=0.0)


def _units(of: Topology, w: str, y: int) -> NamedRows:
    space = of.space
    for k in space.chips_in[y]:
        terms = {column("compute_allocated_million", w, k, y): 1.0}
        for s in of.places[w, y]:
            if k in space.chips_at[s, y]:
                terms[column("training_units_million", w, k, s, y)] = -1.0
        yield "training_host_unit_balance", key(w, k, y), Row(terms, 0.0, 0.0)
    wanted = 1 / min(of.taken[w, y].values(), default=1.0)
    for s in of.places[w, y]:
        hosted, reach = column("training_hosted", w, s, y), of.reach(s, y)
        here = space.chips_at[s, y]
        compute = {
            column("training_units_million", w, k, s, y): per_million(space, w, k, y) for k in here
        }
        compute[hosted] = -LOOSER * min(wanted, of.most_at(w, s, y))
        yield "training_host_limit", key(w, s, y), Row(compute, upper=0.0)
        if isfinite(reach):
            power = {
                column("training_units_million", w, k, s, y): space.evidence.chips[k].power_gw
                for k in here
            }
            power[hosted] = -LOOSER * reach
            yield "training_host_power_limit", key(w, s, y), Row(power, upper=0.0)


def _campuses(of: Topology, w: str, y: int) -> NamedRows:
    taken, hosts = of.taken[w, y], of.places[w, y]
    option = {j: column("training_option_taken", w, j, y) for j in taken}
    if taken:
        yield (
            "training_option_choice",
            key(w, y),
            Row(dict.fromkeys(option.values(), 1.0), upper=1.0),
        )
    if hosts:
        number = {column("training_hosted", w, s, y): 1.0 for s in hosts}
        number |= {option[j]: -float(of.options[j].most) for j in taken}
        yield "training_campus_count_limit", key(w, y), Row(number, upper=0.0)
    for s in hosts:
        inside = [j for j in taken if s in of.options[j].sites]
        if len(inside) < len(taken):
            terms = {column("training_hosted", w, s, y): 1.0, **{option[j]: -1.0 for j in inside}}
            yield "training_campus_option_limit", key(w, s, y), Row(terms, upper=0.0)
    several = {j: o for j, o in of.options.items() if o.most > 1}
    for s, t in combinations(hosts, 2):
        both, km = {s, t}, of.km[frozenset((s, t))]
        if any(both <= o.sites and km > o.km for o in several.values()):
            terms = {
                column("training_hosted", w, s, y): 1.0,
                column("training_hosted", w, t, y): 1.0,
            }
            for j in taken:
                if j in several and both <= several[j].sites and km <= several[j].km:
                    terms[option[j]] = -1.0
            yield "training_campus_distance_limit", key(w, s, t, y), Row(terms, upper=1.0)
    ends = sorted({o.km for o in several.values()})
    most = max(o.most for o in of.options.values())
    for s in hosts:
        for d, end in enumerate(ends):
            far = [t for t in hosts if t != s and of.km[frozenset((s, t))] > end]
            if not far:
                continue
            terms = {column("training_hosted", w, t, y): 1.0 for t in far}
            terms[column("training_hosted", w, s, y)] = float(most)
            for j in taken:
                if of.options[j].km > end and of.options[j].most > 1:
                    terms[option[j]] = -float(of.options[j].most - 1)
            yield "training_campus_reach_limit", key(w, s, y, d), Row(terms, upper=float(most))


def _options(of: Topology, w: str, y: int) -> NamedRows:
    space, taken = of.space, of.taken[w, y]
    share = {j: column("training_compute_share", w, j, y) for j in taken}
    computed: dict[Column, float] = dict.fromkeys(share.values(), 1.0)
    for k in space.chips_in[y]:
        computed[column("compute_allocated_million", w, k, y)] = -per_million(space, w, k, y)
    yield "training_option_compute_balance", key(w, y), Row(computed, 0.0, 0.0)
    lost = {column("training_lost_share", w, y): 1.0}
    for j, eta in taken.items():
        own = of.options[j]
        sizes = sorted(
            (of.most_at(w, s, y) for s in of.places[w, y] if s in own.sites), reverse=True
        )
        most = LOOSER * min(1 / eta, sum(sizes[: own.most]))
        terms = {share[j]: 1.0, column("training_option_taken", w, j, y): -most}
        yield "training_option_compute_limit", key(w, j, y), Row(terms, upper=0.0)
        lost[share[j]] = -(1 - eta)
    yield "training_communication_loss", key(w, y), Row(lost, 0.0, 0.0)
