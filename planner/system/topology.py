"""From a model's topology of runs to the ways in which their campuses may lie."""

from collections.abc import Mapping
from itertools import combinations, product
from math import inf

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.demand.communication import Communication
from planner.demand.drivers import Drivers
from planner.errors import Fault, InputError
from planner.system.objects.sites import Site
from planner.system.objects.workloads import RunOption, TrainingTopology, Workload
from planner.units import FLOP_PER_MODEL_UNIT

DISTANCE_CLASSES_KM = (100.0, 300.0, 1000.0, 2000.0, inf)
"""Upper ends of the classes of distance; the last one ends where the farthest campuses lie."""
POOL = "fleet_pool"


def training_topology(
    inputs: Inputs,
    model: ModelDefinition,
    sites: Mapping[str, Site],
    workloads: Mapping[str, Workload],
) -> TrainingTopology | None:
    """The topology of the model's training runs; None where they are pooled.

    Raises InputError when no campus can host a run, or no workload is one.
    """
    if model.training.topology == "pooled":
        return None
    runs = {w: load for w, load in workloads.items() if load.kind == "training_run"}
    if not runs:
        where = model.place("training.topology")
        found = f"{model.training.topology!r}, but no training run in workloads.use"
        raise InputError([Fault(where, found, "a training run, or 'pooled'")])
    hosts = _hosts(inputs, model, sites)
    distance = _distances(inputs, hosts)
    if model.training.topology == "regional":
        options = _regions(sites, hosts, distance)
        numbers = {j: len(option.sites) for j, option in options.items()}
    else:
        options = _numbers_and_classes(model.training.campuses or 1, hosts, distance)
        numbers = {j: option.most_campuses for j, option in options.items()}
    drivers = Drivers.of(inputs)
    efficiency = {}
    for w, load in runs.items():
        for y, target in load.target.items():
            flop = target * FLOP_PER_MODEL_UNIT
            exchange = Communication.of(drivers, y, flop, load.days(y))
            for j, option in options.items():
                efficiency[w, y, j] = exchange.efficiency(numbers[j], option.farthest_km)
    return TrainingTopology(
        kind=model.training.topology,
        hosts=hosts,
        options=options,
        distance_km=distance,
        efficiency=efficiency,
    )


def _hosts(inputs: Inputs, model: ModelDefinition, sites: Mapping[str, Site]) -> tuple[str, ...]:
    """The campuses that are large enough; pools stand for many places."""
    table = inputs["sites"]
    campuses = {s: site for s, site in sites.items() if s in table.index}
    campuses = {s: site for s, site in campuses.items() if table.at[s, "kind"] != POOL}
    least = model.training.min_campus_gw
    hosts = tuple(s for s, site in campuses.items() if _size(site) >= least and _size(site) > 0)
    if hosts:
        return hosts
    where = model.place("training.min_campus_gw" if least else "training.topology")
    if not campuses:
        fault = Fault(where, "no site of the model is a campus", "one that can host a run")
    else:
        largest = max(campuses, key=lambda s: _size(campuses[s]))
        found = f"no site of the model can grow to {least:g} GW"
        size = f"at most {_size(campuses[largest]):g}, the size of {largest!r}"
        fault = Fault(where, found, size, "lower it, or take in larger sites")
    raise InputError([fault])


def _size(site: Site) -> float:
    return max(site.max_facility_gw, site.existing_facility_gw)


def _distances(inputs: Inputs, hosts: tuple[str, ...]) -> dict[tuple[str, str], float]:
    """Kilometres between each two hosts."""
    # Geopandas takes longer to import than a small model takes to plan.
    from planner.data.geography import distance_km

    places = inputs["sites"].loc[list(hosts)]
    table = distance_km(places, places)
    return {(s, t): float(table.at[s, t]) for s, t in combinations(hosts, 2)}


def _numbers_and_classes(
    most: int, hosts: tuple[str, ...], distance: Mapping[tuple[str, str], float]
) -> dict[str, RunOption]:
    """One campus; then each number up to `most` in each class of distance that has a pair."""
    everywhere = frozenset(hosts)
    options = {"1 campus": RunOption(sites=everywhere, most_campuses=1, farthest_km=0.0)}
    farthest = max(distance.values(), default=0.0)
    ends: list[float] = []
    for low, high in zip((-1.0, *DISTANCE_CLASSES_KM), DISTANCE_CLASSES_KM, strict=False):
        if any(low < km <= high for km in distance.values()):
            ends.append(min(high, farthest))
    for number, end in product(range(2, min(most, len(hosts)) + 1), ends):
        name = f"{number} campuses within {round(end)} km"
        options[name] = RunOption(sites=everywhere, most_campuses=number, farthest_km=end)
    return options


def _regions(
    sites: Mapping[str, Site],
    hosts: tuple[str, ...],
    distance: Mapping[tuple[str, str], float],
) -> dict[str, RunOption]:
    """Each region with all of its campuses."""
    members: dict[str, list[str]] = {}
    for s in hosts:
        members.setdefault(sites[s].region, []).append(s)
    return {
        region: RunOption(
            sites=frozenset(own),
            most_campuses=len(own),
            farthest_km=max((distance[pair] for pair in combinations(own, 2)), default=0.0),
        )
        for region, own in members.items()
    }
