"""Demands for compute, and the campuses that may share a training run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import Literal

WorkloadKind = Literal["training_run", "throughput"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandStep:
    """One step of a demand curve: so much compute is wanted at so much, after the steps before."""

    step: int
    """Its number in the table, dearest first."""
    wanted: float
    """Compute that is wanted in this step, million H100e."""
    price: float
    """What it is worth, USD a H100e-hour."""
    row_year: int
    """Year of the row that states it, which holds until the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """A demand for compute that shares the fleet with the others."""

    kind: WorkloadKind
    target: Mapping[int, float]
    """Year to 1e27 FLOP (training run) or million H100e (throughput)."""
    priority: int = 1
    run_days: float = 0.0
    """Length of a training run, days."""
    run_days_in: Mapping[int, float] = field(default_factory=dict)
    """Year to run length where it is not `run_days`."""
    utilisation: float = 1.0
    """Model FLOP utilisation of a training run."""
    decode_share: float = 0.0
    """Share of its hours on an H100 in which it generates tokens, which reads memory; 0 where all
    that it computes is counted by FLOP."""
    decode_flop_per_byte: float = 0.0
    """8-bit FLOP of peak that go with a byte of memory while it does."""
    load_factor: float = 1.0
    """Average over rated IT power of the units that work for it."""
    max_share_of_fleet: float = 1.0
    must_meet: bool = False
    """Whether a miss means that there is no plan."""
    steps: Mapping[int, tuple[DemandStep, ...]] = field(default_factory=dict)
    """Year to the demand curve that stands in the place of a target; empty where the target is
    put first."""
    curve_share: float = 1.0
    """Share of its demand curve that the planned sites serve, and of what the drivers ask for."""

    @property
    def priced(self) -> bool:
        """Whether it is served as far as it is worth it, and not as far as can be."""
        return bool(self.steps)

    def asked_in(self, year: int) -> bool:
        """Whether it asks for compute in `year`, by a target or by a curve."""
        return year in (self.steps if self.priced else self.target)

    def days(self, year: int) -> float:
        """Length of a training run in `year`, days."""
        return self.run_days_in.get(year, self.run_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOption:
    """One way in which the campuses of a run may lie."""

    sites: frozenset[str]
    """Campuses that it may use."""
    most_campuses: int = 1
    farthest_km: float = inf
    """The farthest that two of them may be apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingTopology:
    """Which campuses can share a training run, and how well."""

    kind: Literal["regional", "campuses"]
    hosts: tuple[str, ...]
    options: Mapping[str, RunOption]
    distance_km: Mapping[tuple[str, str], float]
    """Pair of hosts, in their order, to the distance between them."""
    efficiency: Mapping[tuple[str, int, str], float]
    """Run, year and option to the share of the run's time that is left for computing."""

    def apart_km(self, s: str, t: str) -> float:
        """The distance between two hosts, in whichever order."""
        return self.distance_km[(s, t) if (s, t) in self.distance_km else (t, s)]

    def may_share(self, option: str, s: str, t: str) -> bool:
        """Whether two hosts may share a run under an option."""
        choice = self.options[option]
        near = self.distance_km[s, t] <= choice.farthest_km
        return near and choice.most_campuses > 1 and {s, t} <= choice.sites

    def too_far(self, s: str, t: str) -> bool:
        """Whether two hosts are too far apart for an option that may use them both."""
        return any(
            choice.most_campuses > 1
            and {s, t} <= choice.sites
            and self.distance_km[s, t] > choice.farthest_km
            for choice in self.options.values()
        )
