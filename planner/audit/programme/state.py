"""The whole of a programme, stated from the tables: its columns, rows and objectives."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf

from planner.audit.calendar import WHOLE_YEAR
from planner.audit.demand_charges import billed, bills
from planner.audit.halls import air_halls
from planner.audit.programme import (
    average_load,
    clean,
    commitments,
    computing,
    contracts,
    credit_ranks,
    credits,
    dispatch,
    growth,
    power,
    priced,
    prices,
    ramp,
    run_chips,
    sites,
    storage,
    supply,
    topology,
)
from planner.audit.programme.decision_space import TURNED, DecisionSpace
from planner.audit.programme.statement import Key, Row, Statement, Variable, key

ROWS = (
    computing.computing,
    priced.priced,
    supply.supplies,
    ramp.ramps,
    contracts.contracts,
    supply.equipment,
    sites.siting,
    sites.halls,
    average_load.average_load,
    commitments.commitments,
    sites.water,
    sites.facility_budget,
    growth.construction,
    sites.goods,
    sites.stated_load,
    topology.topology,
    run_chips.run_chips,
    power.capacity,
    power.build_limits,
    power.security,
    credits.credits,
    dispatch.outputs,
    dispatch.shed,
    dispatch.balance,
    bills,
    storage.storage,
    clean.emissions,
    clean.matching,
    prices.money_budgets,
    growth.capital,
)
"""What states rows, one subject each."""


def state(space: DecisionSpace) -> Statement:
    """State the programme of a run."""
    rows: dict[str, dict[Key, Row]] = {}
    for subject in ROWS:
        for family, labels, row in subject(space):
            rows.setdefault(family, {})[labels] = row
    return Statement(variables(space), rows, prices.objectives(space))


def variables(space: DecisionSpace) -> dict[str, Variable]:
    """Every variable with its columns and their bounds."""
    evidence = space.evidence
    places, years = evidence.places, evidence.years
    balanced = [(s, y, h) for (s, y), slices in space.slices.items() for h in slices]
    turned = [
        (g, s, y, h)
        for g, s, y in space.power
        if space.kind(g) in TURNED and not space.steady(g)
        for h in space.slices[s, y]
        if h != WHOLE_YEAR
    ]
    shares, sheds = dispatch.clean_share(space), set(dispatch.shedding(space))
    found = {
        "accelerators_bought_million": _of(space.sales),
        "accelerators_running_million": _of(space.fleet),
        "compute_allocated_million": _of(space.allocations),
        "shortfall_share": _of(space.insisted, upper=1.0),
        priced.SERVED: _of(space.steps),
        run_chips.TAKEN: _of(run_chips.taken(space), upper=1.0, whole=True),
        "shell_built_gw": _of(space.shells),
        "hall_retrofitted_gw": _of((s, y) for s in air_halls(evidence) for y in years),
        "it_load_gw": _of((s, y) for s in places for y in years),
        "average_load_gw": _of((s, y) for s in places for y in years if evidence.files.averages),
        "working_gw": _of(average_load.working(space)),
        "peak_draw_gw": _of(average_load.drawers(space)),
        "power_built_gw": _of(space.builds),
        "power_capacity_gw": _of(space.power),
        "power_rented_gw": _of(
            gsy for gsy in space.power if evidence.files.technologies[gsy[0]]["rented"]
        ),
        "power_retired_gw": _of(space.retirable),
        "weather_curtailed_gw": _of(space.curtailed),
        "stated_peak_gw": _of(sites.peaks(space)),
        "flat_output_gw": _of(gsy for gsy in space.power if space.kind(gsy[0]) in TURNED),
        "turned_down_gw": _of(turned),
        "billed_gw": _of(billed(space)),
        "shed_gw": _of(syh for syh in balanced if syh[:2] in sheds),
        "matched_gw": _of(syh for syh in balanced if syh[1] in shares),
        "unserved_gw": _of(sites.unserved(space)),
        "curtailed_gw": _of(credit_ranks.curtailed(space)),
        "dispatched_curtailed_gw": _of(credits.dispatched_curtailed(space)),
        "uncredited_gw": _of(credit_ranks.uncredited(space)),
        "sent_thousand": _of(sites.ways(space)),
        **_of_supply(space),
        **_of_storage(space),
        **_of_runs(space),
    }
    return {name: variable for name, variable in found.items() if variable.keys}


def _of(
    tuples: Iterable[tuple[object, ...]],
    lower: float = 0.0,
    upper: float = inf,
    *,
    whole: bool = False,
) -> Variable:
    return Variable(frozenset(key(*labels) for labels in tuples), lower, upper, whole)


def _of_supply(space: DecisionSpace) -> dict[str, Variable]:
    of = supply.supply_of(space)
    found = {"capacity_expanded": _of(of.expansions)}
    if len(of.parts) > 1:
        found["accelerators_shipped_million"] = _of(of.shipments)
    return found


def _of_storage(space: DecisionSpace) -> dict[str, Variable]:
    stores = list(storage.stores(space))
    by_slice = [(*gsy, h) for gsy in stores for h in space.slices[gsy[1], gsy[2]]]
    found = {
        "charge_gw": _of(by_slice),
        "discharge_gw": _of(by_slice),
        "storage_energy_built_gwh": _of(gsv for gsv in space.builds if space.apart(gsv[0])),
        "storage_energy_gwh": _of(gsy for gsy in stores if space.apart(gsy[0])),
    }
    if not storage.between_days(space):
        return {**found, "state_of_charge_gwh": _of(by_slice)}
    by_day = [(*gsy, day) for gsy in stores for day in storage.days(space)]
    dawns = [(*gsy, i) for gsy in stores for i in range(len(space.evidence.calendar.days))]
    return {
        **found,
        "energy_moved_gwh": _of(by_slice, lower=-inf),
        "highest_energy_moved_gwh": _of(by_day),
        "lowest_energy_moved_gwh": _of(by_day, lower=-inf, upper=0.0),
        "energy_at_dawn_gwh": _of(dawns),
    }


def _of_runs(space: DecisionSpace) -> dict[str, Variable]:
    found: dict[str, Variable] = {}
    one_way = space.evidence.files.definition["fleet"]["redeployment"] == "one_way"
    if one_way and computing.has_runs(space):
        found["cohort_million"] = _of({(k, v) for k, _, v in space.sales})
        found["kept_for_training_million"] = _of(computing.cohorts(space))
    of = topology.spread(space)
    if of is None:
        return found
    hosted = [(w, s, y) for (w, y), hosts in of.places.items() for s in hosts]
    options = [(w, j, y) for (w, y), taken in of.taken.items() for j in taken]
    return {
        **found,
        "training_lost_share": _of(of.runs),
        "training_units_million": _of(
            (w, k, s, y) for w, s, y in hosted for k in space.chips_at[s, y]
        ),
        "training_hosted": _of(hosted, upper=1.0, whole=True),
        "training_option_taken": _of(options, upper=1.0, whole=True),
        "training_compute_share": _of(options),
    }
