"""The errors that are planted: each by its name, with where it has an effect."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from planner.system import World
from tests.audit.bottleneck_errors import bottleneck_errors
from tests.audit.fact_errors import fact_errors
from tests.audit.fleet_errors import fleet_errors
from tests.audit.planting import Planted
from tests.audit.priced_errors import blank_errors, priced_errors
from tests.audit.programme_errors import programme_errors
from tests.audit.row_errors import row_errors
from tests.audit.shown_errors import manifest_errors, table_errors

ABILENE = "openai_stargate_abilene"


def _each(name: str, field: str, change: Callable[[Any], Any]) -> Callable[[World], World]:
    """Change a field of every member of one of a world's mappings."""

    def plant(world: World) -> World:
        of = {
            key: replace(item, **{field: change(getattr(item, field))})
            for key, item in getattr(world, name).items()
        }
        return replace(world, **{name: of})

    return plant


def _world(field: str, change: Callable[[Any], Any]) -> Callable[[World], World]:
    return lambda world: replace(world, **{field: change(getattr(world, field))})


def by(factor: float) -> Callable[[Any], Any]:
    """Multiply a number, or every number of a mapping."""

    def changed(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: factor * number for key, number in value.items()}
        return None if value is None else factor * value

    return changed


def plus(step: float) -> Callable[[Any], Any]:
    """Add to a number, or to every number of a mapping."""

    def changed(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: number + step for key, number in value.items()}
        return value + step

    return changed


def _world_errors() -> list[Planted]:
    """Too much and too little of what the tables say, on the way into model units."""
    rows: list[tuple[str, str, Callable[[World], World]]] = []
    for name, field, change, model, words in (
        ("sites", "max_facility_gw", by(0.5), "small", "room halved"),
        ("sites", "max_facility_gw", by(2), "small", "room doubled"),
        ("sites", "build_gw_per_year", by(0.5), "small", "pace halved"),
        ("sites", "build_gw_per_year", by(2), "small", "pace doubled"),
        ("sites", "max_facility_gw", by(0.9), "new_pools", "less room for new campuses"),
        ("sites", "build_gw_per_year", by(2), "new_pools", "new campuses at twice the pace"),
        ("sites", "first_power_year", plus(-1), "by_status", "a slip a year short"),
        ("sites", "max_facility_gw", by(2), "by_status", "twice the share of a status"),
        ("sites", "build_gw_per_year", by(2), "by_status", "twice the pace of a status"),
        ("sites", "first_power_year", plus(-1), "new_pools", "new campuses a year soon"),
        ("sites", "first_power_year", plus(1), "small", "first power a year late"),
        ("sites", "first_power_year", plus(-1), "small", "first power a year soon"),
        ("sites", "pue", by(0.99), "small", "PUE a percent low"),
        ("sites", "pue", by(1.01), "small", "PUE a percent high"),
        ("sites", "onsite_generation", lambda _: False, "small", "no generation on site"),
        ("sites", "onsite_renewables", lambda _: False, "sunny", "no land for the sun"),
        ("sites", "onsite_renewables", lambda _: True, "small", "land for the sun everywhere"),
        ("sites", "contracted_gw", by(0.5), "small", "contracts halved"),
        ("sites", "contracted_gw", by(2), "small", "contracts doubled"),
        ("sites", "existing_power", by(0.9), "small", "less power stood before"),
        ("sites", "air_hall_gw", by(0.9), "halls", "fewer halls for air"),
        ("sites", "air_hall_gw", by(0.0), "halls", "no hall for air"),
        ("accelerators", "liquid_cooled", lambda _: False, "halls", "chips that need no liquid"),
        ("accelerators", "liquid_cooled", lambda _: True, "halls", "chips that all need liquid"),
        ("sites", "existing_fleet", by(1.1), "small", "more chips stood before"),
        ("sites", "barred_vendors", lambda _: frozenset(), "operators", "TPUs at CoreWeave"),
        ("sites", "barred_vendors", lambda of: of | {"NVIDIA"}, "operators", "no chips"),
        ("accelerators", "ship_year", plus(0.5), "small", "chips ship half a year late"),
        ("accelerators", "ship_year", plus(-1), "small", "chips ship a year soon"),
        ("accelerators", "last_sale_year", plus(-14), "small", "last year of sale years soon"),
        ("accelerators", "power_gw", by(0.98), "small", "chips that draw too little"),
        ("accelerators", "h100e", by(1.01), "most", "H100e of a chip too many"),
        ("accelerators", "training_compute_per_day", by(1.01), "small", "chips too strong"),
        ("accelerators", "it_capex", by(0.9), "small", "chips too cheap"),
        ("accelerators", "life_years", plus(1), "small", "a longer economic life of chips"),
        ("accelerators", "service_years", lambda _: 1.0, "one_way", "chips retired too soon"),
        ("technologies", "lead_years", plus(1), "small", "power ordered a year late"),
        ("technologies", "lead_years", lambda _: 0.0, "small", "power without a lead time"),
        ("technologies", "capex", by(0.9), "small", "plants too cheap"),
        ("technologies", "capex", by(9), "sunny", "plants so dear that none is built"),
        ("technologies", "fixed_om", by(2), "small", "fixed upkeep doubled"),
        ("technologies", "variable_om", by(2), "small", "variable upkeep doubled"),
        ("technologies", "heat_rate", by(0.9), "small", "engines too thrifty"),
        ("technologies", "co2_mt_per_gwh", by(0.5), "budgets", "half the emissions"),
        ("technologies", "availability", by(1.05), "small", "sources that run too often"),
        ("technologies", "availability", by(0.9), "small", "sources that run too seldom"),
        ("technologies", "life_years", lambda _: 1.5, "small", "plants that fall down"),
        ("technologies", "storage_hours", by(2), "between", "batteries twice as deep"),
        ("technologies", "storage_hours", by(0.5), "clean", "batteries half as deep"),
        ("technologies", "round_trip_efficiency", lambda _: 1.0, "clean", "lossless batteries"),
        ("technologies", "unit_gw", by(0.1), "secure", "small units that trip"),
        ("technologies", "unit_gw", by(3), "secure", "large units that trip"),
        ("technologies", "rented", lambda _: False, "small", "nothing is given back"),
        ("regions", "fuel_price", by(1.1), "small", "dear gas"),
        ("regions", "grid_price", by(0.9), "small", "cheap grid energy"),
        ("regions", "demand_charge", by(0.9), "tariff", "cheap capacity and wires"),
        ("regions", "minimum_take", by(0.9), "tariff", "a small minimum take"),
        ("workloads", "load_factor", by(0.9), "average", "units that draw too little"),
        ("workloads", "load_factor", by(1.1), "average_run", "a run that draws too much"),
        ("regions", "co2_mt_per_gwh", by(0.5), "budgets", "a clean grid"),
        ("regions", "interconnection_lead_years", plus(1), "small", "a queue a year longer"),
        ("regions", "interconnection_lead_years", plus(-2), "small", "a queue two years shorter"),
        ("regions", "grid_gw_per_year", by(0.01), "small", "hardly a connection"),
        ("regions", "grid_gw_per_year", by(3), "small", "three times the connections"),
        ("regions", "technology_limit_gw", by(0.5), "flexible", "half the headroom"),
        ("workloads", "run_days_in", by(1.05), "small", "longer runs"),
        ("workloads", "utilisation", by(1.05), "small", "runs that use chips better"),
        ("workloads", "max_share_of_fleet", by(0.5), "small", "half the fleet for a run"),
        ("workloads", "decode_share", by(0.9), "roofline", "fewer tokens"),
        ("workloads", "decode_flop_per_byte", by(3), "roofline_targets", "large batches"),
        ("accelerators", "memory_tb_per_s", by(0.9), "roofline_targets", "slow memory"),
        ("equipment", "deliveries", by(0.001), "expanding", "hardly a transformer"),
        ("equipment", "per_facility", by(2), "expanding", "twice the switchgear"),
        ("construction", "added_gw", by(1.1), "growing", "builders who added more"),
        ("construction", "growth", by(0.9), "growing", "builders who grow too slowly"),
        ("construction", "growth", by(1.1), "growing", "builders who grow too fast"),
        ("construction", "start_gw", plus(0.01), "growing", "builders with a start"),
        ("construction", "base_year", plus(1), "growing", "builders free for a year"),
        ("construction", "base_year", plus(-1), "growing", "builders counted a year sooner"),
        ("expansion", "cost", by(0.5), "expanding", "cheap lines"),
        ("expansion", "headroom", by(2), "expanding", "lines that grow too fast"),
        ("expansion", "lead_years", plus(-1), "expanding", "lines a year soon"),
        ("expansion", "life_years", lambda _: 1.0, "expanding", "lines that wear out"),
        ("site_commitments", "amount", by(0.9), "committed", "a campus smaller than it is"),
        ("accelerator_commitments", "amount", by(0.5), "committed", "half of what is counted"),
        ("accelerator_commitments", "amount", by(1.1), "committed_half", "more than was counted"),
        ("ramps", "begins", plus(0.25), "ramped", "ramps a quarter late"),
        ("ramps", "begins", plus(-0.25), "ramped_half", "ramps a quarter soon"),
        ("ramps", "shares", lambda of: {kind: (*path[:-1], 1.0) for kind, path in of.items()},
         "ramped", "ramps that end a quarter soon"),
        ("ramps", "chips", lambda of: of[:1], "ramped", "one of a generation ramped alone"),
    ):  # fmt: skip
        rows.append((f"{words} ({name}.{field})", model, _each(name, field, change)))
    for field, change, model, words in (
        ("discount_rate", plus(0.01), "small", "another discount rate"),
        ("discount_timing", lambda _: "end", "small", "payments at the end"),
        ("shell_capex", by(0.9), "small", "cheap shell"),
        ("shell_life_years", plus(6), "small", "shell for longer"),
        ("hall_retrofit_capex", by(0.9), "halls", "cheap conversion"),
        ("hall_retrofit_years", by(0.5), "halls", "halls shut for half the time"),
        ("non_energy_opex_share", by(0.5), "small", "half the upkeep"),
        ("rental_delivery_share", by(0.0), "small", "rent without delivery"),
        ("reserve_margin", by(2), "small", "twice the margin"),
        ("idle_power_share", by(0.5), "average_most", "idle units that draw too little"),
        ("average_load", lambda _: False, "average", "rated power where averages are asked for"),
        ("average_load", lambda _: True, "small", "averages where rated power is asked for"),
        ("reserve_margin", lambda _: None, "small", "no margin"),
        ("unit_outage", lambda _: True, "small", "N-1 unasked"),
        ("unit_outage", lambda _: False, "n_minus_1", "N-1 forgotten"),
        ("vendor_share", by(0.5), "scarce", "half of vendors' shares"),
        ("vendor_share", by(2), "scarce", "twice vendors' shares"),
        ("build_limit_gw", by(0.5), "small", "half the national deliveries"),
        ("build_limit_gw", by(2), "small", "twice the national deliveries"),
        ("tax_credits", lambda _: {}, "clean", "credits forgotten"),
        ("site_commitments", lambda _: {}, "committed", "campuses forgotten"),
        ("accelerator_commitments", lambda _: {}, "committed_half", "what is counted forgotten"),
        ("equipment_lead_years", by(0.5), "ordered", "equipment that is there in half the time"),
        ("equipment_lead_years", lambda _: 0.0, "ordered", "lead times forgotten"),
        ("contracted_share", lambda _: {}, "contracted", "contracts forgotten"),
        ("contracted_share", lambda of: {kind: 0.9 * of[kind] for kind in of}, "contracted",
         "contracts that ask for less"),
        ("ramps", lambda _: {}, "ramped", "ramps forgotten"),
        ("ramps", lambda of: {key: ramp for key, ramp in of.items() if key[0] == "ramp"},
         "ramped_half", "declines forgotten"),
        ("carbon_price", by(0.5), "budgets", "half the price of carbon"),
        ("emissions_cap_mt", by(1.1), "budgets", "a loose cap"),
        ("emissions_cap_mt", by(0.9), "budgets", "a tight cap"),
        ("capex_budget", by(1.1), "budgets", "a larger budget"),
        ("capex_growth", lambda of: replace(of, guided_busd=by(1.1)(of.guided_busd)), "spending",
         "buyers who guide for more"),
        ("capex_growth", lambda of: replace(of, growth=of.growth.mapped(by(0.9))),
         "spending", "buyers who grow too slowly"),
        ("capex_growth", lambda of: replace(of, planned_share=of.planned_share.mapped(by(0.5))),
         "spending", "half the share of what is guided for"),
        ("capex_growth", lambda _: None, "spending", "buyers without a limit"),
        ("facility_budget_gw", by(0.9), "budgets", "less power than allowed"),
        ("cost_budget", by(1.1), "most", "a larger budget of all years"),
        ("clean_share", by(0.9), "clean", "a lower share of clean power"),
        ("clean_share", by(1.1), "clean", "a higher share of clean power"),
        ("capacity_factor", by(1.05), "sunny", "more sun"),
        ("capacity_factor", by(0.5), "sunny", "half the sun"),
        ("flexible_load_hours", by(2), "flexible", "twice the hours shed"),
        ("flexible_load_share", by(0.5), "flexible", "half the share shed"),
        ("one_way_redeployment", lambda _: False, "one_way", "units come back to training"),
        ("training_group", lambda _: {}, "one_vendor", "a run on two vendors"),
        ("training_group", lambda of: dict.fromkeys(of, "x"), "one_family", "families in one"),
        ("redeployment_years", by(3), "one_way", "units that move slowly"),
        ("day_sequence", lambda days: days[::-1], "between", "the year backwards"),
        ("day_sequence", lambda _: (), "between", "no energy between days"),
        ("compute_weight", lambda w: dict(list(w.items())[-1:]), "most", "the last year alone"),
    ):  # fmt: skip
        rows.append((f"{words} ({field})", model, _world(field, change)))
    for words, model, change in (
        ("half the memory", "scarce", lambda s: _supply(s, "hbm", 0.5)),
        ("twice the memory", "scarce", lambda s: _supply(s, "hbm", 2.0)),
        ("half the wafers", "half", lambda s: _supply(s, "node", 0.5)),
        ("quarters that are all alike", "by_quarters", _alike),
        ("twice the exposures", "half", lambda s: _supply(s, "euv", 2.0)),
        ("memory of a chip a percent low", "scarce", lambda w: _draws(w, "hbm", 0.99)),
        ("wafers of a chip a percent high", "small", lambda w: _draws(w, "node", 1.01)),
        ("packages of a chip a percent high", "small", lambda w: _draws(w, "packaging", 1.01)),
        ("weights of the slices", "sunny", _weights),
        ("no loss to distance", "campuses", lambda w: _efficiency(w, 1.0)),
        ("too much loss to distance", "campuses", lambda w: _efficiency(w, 0.97)),
        ("a site left out", "small", _fewer_sites),
        ("a chip left out", "small", _fewer_chips),
        ("demand a tenth dearer", "priced", lambda w: _steps(w, price=1.1)),
        ("demand a tenth cheaper", "priced", lambda w: _steps(w, price=0.9)),
        ("a tenth more demand", "priced", lambda w: _steps(w, wanted=1.1)),
        ("demand without its first step", "priced", lambda w: _steps(w, first=1)),
        ("a priced demand that comes first", "priced", lambda w: _steps(w, first=None)),
        ("a source left out", "small", _fewer_sources),
    ):  # fmt: skip
        rows.append((words, model, change))
    return [Planted(name, model, world=change) for name, model, change in rows]


def _alike(world: World) -> World:
    """Each part of a year with as much as the others."""
    supply = {
        resource: replace(
            limit,
            parts={(y, t): limit.available[y] / world.supply_periods for y, t in limit.parts},
        )
        for resource, limit in world.supply.items()
    }
    return replace(world, supply=supply)


def _supply(world: World, kind: str, factor: float) -> World:
    supply = {
        (q, p): replace(
            limit,
            available=by(factor)(limit.available) if q == kind else limit.available,
            parts=by(factor)(limit.parts) if q == kind else limit.parts,
        )
        for (q, p), limit in world.supply.items()
    }
    return replace(world, supply=supply)


def _draws(world: World, kind: str, factor: float) -> World:
    return _each(
        "accelerators",
        "uses",
        lambda uses: {key: u * (factor if key[0] == kind else 1) for key, u in uses.items()},
    )(world)


def _steps(world: World, *, first: int | None = 0, **factors: float) -> World:
    """Curves from a step on, with what they say multiplied; none at all from None on."""

    def changed(curve: Any) -> Any:
        return tuple(
            replace(step, **{name: by(f)(getattr(step, name)) for name, f in factors.items()})
            for step in curve[first:]
        )

    loads = {
        w: replace(
            load,
            steps={} if first is None else {y: changed(curve) for y, curve in load.steps.items()},
        )
        for w, load in world.workloads.items()
    }
    return replace(world, workloads=loads)


def _weights(world: World) -> World:
    """The first slice of the year stands for half its hours, the last for as many more."""
    names = list(world.slices)
    first, last = world.slices[names[0]], world.slices[names[-1]]
    moved = first.weight_hours / 2
    changed = {
        names[0]: replace(first, weight_hours=first.weight_hours - moved),
        names[-1]: replace(last, weight_hours=last.weight_hours + moved),
    }
    return replace(world, slices={**world.slices, **changed})


def _efficiency(world: World, value: float) -> World:
    topology = world.training_topology
    assert topology is not None
    efficiency = {key: value if eta < 1 else eta for key, eta in topology.efficiency.items()}
    return replace(world, training_topology=replace(topology, efficiency=efficiency))


def _fewer_sites(world: World) -> World:
    return replace(world, sites={s: site for s, site in world.sites.items() if s == ABILENE})


def _fewer_chips(world: World) -> World:
    kept = {k: chip for k, chip in world.accelerators.items() if k != "nvidia_vr200"}
    return replace(world, accelerators=kept)


def _fewer_sources(world: World) -> World:
    kept = {g: source for g, source in world.technologies.items() if g != "gas_recip"}
    return replace(world, technologies=kept)


ERRORS: list[Planted] = [
    *_world_errors(),
    *programme_errors(),
    *table_errors(),
    *row_errors(),
    *priced_errors(),
    *fact_errors(),
    *bottleneck_errors(),
    *fleet_errors(),
    *blank_errors(),
    *manifest_errors(),
]

SURVIVORS: dict[str, str] = {}
"""Errors that the certificate does not catch, each with the reason."""
