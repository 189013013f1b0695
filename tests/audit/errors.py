"""The errors that are planted: each by its name, with where it has an effect."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pyomo.environ as pyo
from pyomo.repn import generate_standard_repn

from planner.audit.files import PLAN
from planner.formulation.assemble import Formulation
from planner.results import Plan
from planner.system import World
from tests.audit.planting import Planted, cell, dropped

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
        ("sites", "existing_fleet", by(1.1), "small", "more chips stood before"),
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
        ("regions", "co2_mt_per_gwh", by(0.5), "budgets", "a clean grid"),
        ("regions", "interconnection_lead_years", plus(1), "small", "a queue a year longer"),
        ("regions", "interconnection_lead_years", plus(-2), "small", "a queue two years shorter"),
        ("regions", "grid_gw_per_year", by(0.01), "small", "hardly a connection"),
        ("regions", "grid_gw_per_year", by(3), "small", "three times the connections"),
        ("regions", "technology_limit_gw", by(0.5), "flexible", "half the headroom"),
        ("workloads", "run_days_in", by(1.05), "small", "longer runs"),
        ("workloads", "utilisation", by(1.05), "small", "runs that use chips better"),
        ("workloads", "max_share_of_fleet", by(0.5), "small", "half the fleet for a run"),
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
        ("non_energy_opex_share", by(0.5), "small", "half the upkeep"),
        ("rental_delivery_share", by(0.0), "small", "rent without delivery"),
        ("reserve_margin", by(2), "small", "twice the margin"),
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
        ("ramps", lambda _: {}, "ramped", "ramps forgotten"),
        ("ramps", lambda of: {key: ramp for key, ramp in of.items() if key[0] == "ramp"},
         "ramped_half", "declines forgotten"),
        ("carbon_price", by(0.5), "budgets", "half the price of carbon"),
        ("emissions_cap_mt", by(1.1), "budgets", "a loose cap"),
        ("emissions_cap_mt", by(0.9), "budgets", "a tight cap"),
        ("capex_budget", by(1.1), "budgets", "a larger budget"),
        ("capex_growth", lambda of: replace(of, guided_busd=1.1 * of.guided_busd), "spending",
         "buyers who guide for more"),
        ("capex_growth", lambda of: replace(of, growth=0.9 * of.growth), "spending",
         "buyers who grow too slowly"),
        ("capex_growth", lambda of: replace(of, base_year=of.base_year - 1), "spending",
         "buyers who guided a year sooner"),
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


def _without(name: str) -> Callable[[Formulation], None]:
    """Leave a family of constraints out."""
    return lambda formulation: getattr(formulation.model, name).deactivate()


def _cost(term: str, factor: float) -> Callable[[Formulation], None]:
    def plant(formulation: Formulation) -> None:
        whole = formulation.ledgers.cost.terms[term]
        formulation.ledgers.cost.terms[term] = lambda y: factor * whole(y)
        # The rule is what counts where a term has no arrays of the same.
        formulation.ledgers.cost.arrays.pop(term, None)

    return plant


def _value(factor: float) -> Callable[[Formulation], None]:
    def plant(formulation: Formulation) -> None:
        whole = formulation.ledgers.value.terms["compute"]
        formulation.ledgers.value.terms["compute"] = lambda y: factor * whole(y)

    return plant


def _coefficients(name: str, variable: str, factor: float) -> Callable[[Formulation], None]:
    """Multiply every coefficient of a variable in the rows of a family."""

    def plant(formulation: Formulation) -> None:
        for row in getattr(formulation.model, name).values():
            body = generate_standard_repn(row.body)
            changed = body.constant + pyo.quicksum(
                c * (factor if v.parent_component().local_name == variable else 1) * v
                for c, v in zip(body.linear_coefs, body.linear_vars, strict=True)
            )
            if row.equality:
                row.set_value(changed == row.upper)
            else:
                row.set_value((row.lower, changed, row.upper))

    return plant


def _fixed(name: str) -> Callable[[Formulation], None]:
    """Hold every column of a variable at zero."""

    def plant(formulation: Formulation) -> None:
        for variable in getattr(formulation.model, name).values():
            variable.fix(0.0)

    return plant


def _programme_errors() -> list[Planted]:
    """Constraints that are left out, coefficients that are off, choices that are shut."""
    rows: list[tuple[str, str, Callable[[Formulation], None]]] = [
        (f"{family} left out", model, _without(family))
        for family, model in (
            ("accelerator_vintage_balance", "small"),
            ("compute_target_requirement", "small"),
            ("fleet_compute_limit", "small"),
            ("component_supply_limit", "scarce"),
            ("shell_capacity_limit", "small"),
            ("site_size_limit", "small"),
            ("shell_build_rate_limit", "small"),
            ("power_capacity_balance", "small"),
            ("rented_capacity_balance", "small"),
            ("output_capacity_limit", "small"),
            ("site_power_balance", "small"),
            ("onsite_reserve_margin_requirement", "small"),
            ("storage_energy_balance", "clean"),
            ("storage_energy_limit", "clean"),
            ("interday_energy_upper_limit", "between"),
            ("matched_clean_supply_limit", "clean"),
            ("clean_share_requirement", "clean"),
            ("emissions_cap_limit", "budgets"),
            ("capex_budget_limit", "budgets"),
            ("expansion_growth_limit", "expanding"),
            ("generation_ramp_limit", "ramped"),
            ("site_commitment_requirement", "committed"),
            ("shipment_commitment_requirement", "committed"),
            ("shipment_commitment_limit", "committed_half"),
            ("predecessor_decline_limit", "ramped_half"),
            ("load_shedding_hours_limit", "flexible"),
            ("training_communication_loss", "campuses"),
            ("redeployment_downtime", "one_way"),
            ("compute_demand_balance", "priced"),
            ("demand_step_limit", "priced"),
        )
    ]
    rows += [
        (
            f"{variable} by {factor:g} in {family}, {model}",
            model,
            _coefficients(family, variable, factor),
        )
        for family, variable, factor, model in (
            ("fleet_it_load_balance", "accelerators_running_million", 0.98, "small"),
            ("site_power_balance", "it_load_gw", 0.99, "small"),
            ("site_power_balance", "it_load_gw", 1.01, "small"),
            ("site_power_balance", "discharge_gw", 1.1, "clean"),
            ("design_load_requirement", "it_load_gw", 0.9, "small"),
            ("design_load_requirement", "it_load_gw", 1.1, "small"),
            ("onsite_reserve_margin_requirement", "it_load_gw", 0.9, "small"),
            ("n_minus_1_requirement", "it_load_gw", 0.9, "secure"),
            ("compute_target_requirement", "compute_allocated_million", 1.01, "small"),
            ("fleet_compute_limit", "compute_allocated_million", 0.9, "small"),
            ("training_fleet_share_limit", "accelerators_running_million", 2.0, "shared"),
            ("part_year_component_limit", "accelerators_shipped_million", 0.9, "half"),
            ("n_minus_1_requirement", "it_load_gw", 0.9, "n_minus_1"),
            ("storage_energy_balance", "discharge_gw", 0.9, "clean"),
            ("intraday_energy_balance", "charge_gw", 1.1, "between"),
            ("matched_load_limit", "it_load_gw", 2.0, "clean"),
            ("emissions_cap_limit", "flat_output_gw", 0.9, "budgets"),
            ("power_capacity_balance", "power_built_gw", 1.2, "small"),
            ("compute_demand_balance", "compute_allocated_million", 1.01, "priced"),
            ("demand_step_limit", "compute_served_million_h100e", 0.9, "priced"),
        )
    ]
    rows += [
        (f"{term} charged by {factor:g}", model, _cost(term, factor))
        for term, factor, model in (
            ("accelerators_capital", 0.9, "small"),
            ("shell_capital", 0.9, "small"),
            ("shell_upkeep", 1.1, "small"),
            ("power_capital", 0.9, "small"),
            ("power_fixed_om", 0.0, "small"),
            ("fuel", 0.9, "small"),
            ("grid_energy", 1.1, "small"),
            ("rental_delivery", 3.0, "small"),
            ("tax_credits", 0.5, "clean"),
            ("carbon", 0.5, "budgets"),
            ("supply_expansion_capital", 0.5, "expanding"),
        )
    ]
    rows += [
        (f"no {variable}", model, _fixed(variable))
        for variable, model in (
            ("power_rented_gw", "small"),
            ("charge_gw", "clean"),
            ("capacity_expanded", "expanding"),
            ("shed_gw", "flexible"),
            ("training_lost_share", "campuses"),
            ("turned_down_gw", "sunny"),
            ("compute_served_million_h100e", "priced"),
        )
    ]
    rows += [
        (f"compute worth {factor:g} of what it is", "priced", _value(factor))
        for factor in (0.9, 1.1)
    ]
    return [Planted(name, model, programme=change) for name, model, change in rows]


def _more(number: Any) -> Any:
    """A tenth more of a number, the other truth, another text."""
    if isinstance(number, str):
        return f"{number} 2"
    if isinstance(number, bool) or str(type(number).__name__).startswith("bool"):
        return not number
    return 1.1 * number


_COLUMNS = {
    "targets": ("target", "delivered", "delivered_share", "met", "gap_oom:budgets"),
    "clusters": ("it_gw", "facility_gw", "energy_twh", "shell_it_gw", "shell_built_it_gw",
                 "h100e_million"),
    "accelerators": ("bought_million", "running_million", "h100e_million", "idle_million:scarce"),
    "allocations": ("units_million", "h100e_million"),
    "power": ("built_gw", "capacity_gw", "generation_twh", "kind"),
    "dispatch": ("gw", "weight_hours"),
    "capex": ("capex_busd",),
    "cost": ("cost_busd", "present_cost_busd"),
    "emissions": ("emissions_mt",),
    "limits": ("capacity", "used", "utilisation", "binding", "cost_change_busd_per_unit",
               "worth_cost_busd_per_unit", "price_in_its_year_busd_per_unit",
               "worth_shortfall_1_years_of_target_per_unit:budgets"),
    "supply": ("capacity", "used", "utilisation", "limited"),
    "shipments": ("shipped_million", "h100e_million"),
    "security": ("load_on_site_gw", "firm_gw", "unit_out_gw", "left_gw"),
    "idle": ("idle_million_months:scarce", "capital_busd:scarce"),
    "matching": ("matched_gw:clean", "load_gw:clean"),
    "expansion": ("built:expanding", "most:expanding", "shipped:expanding",
                  "capex_busd:expanding"),
    "training_sites": ("it_gw:campuses", "share_of_run:campuses", "efficiency:campuses",
                  "h100e_million:campuses"),
    "sites": ("max_facility_gw", "pue", "first_power_year", "onsite_generation",
              "build_facility_gw_per_year:candidates", "region:candidates"),
    "site_contracts": ("contracted_facility_gw",),
    "compute_steps": ("wanted_h100e_million:priced", "served_h100e_million:priced",
                      "value_busd:priced", "price_usd_per_h100e_hour:priced"),
    "compute_price": ("wanted_h100e_million:priced", "served_h100e_million:priced",
                      "value_busd:priced", "price_usd_per_h100e_hour:priced", "paid_busd:priced",
                      "next_step_usd_per_h100e_hour:priced"),
    "generation_earnings": ("running_million:priced", "idle_million:priced", "value_busd:priced",
                            "upkeep_busd:priced", "energy_busd:priced", "earned_busd:priced",
                            "earned_usd_per_unit:priced"),
    "payback": ("bought_million:priced", "price_usd_per_unit:priced", "payback_years:priced",
                "earned_usd_per_unit:priced"),
    "ledger": ("amount", "quantity", "price_per_unit", "share", "term"),
    "carbon_price": ("stated_usd_per_t:budgets", "cap_usd_per_t:budgets",
                     "price_usd_per_t:budgets"),
}  # fmt: skip
"""Table to the columns in which a number is changed, and the model if not the tutorial."""


def _table_errors() -> list[Planted]:
    """Numbers that are changed after the solve, and rows that are lost."""
    found = []
    for table, columns in _COLUMNS.items():
        for told in columns:
            column, _, model = told.partition(":")
            name = f"{table}.{column} changed"
            found.append(Planted(name, model or "small", plan=cell(table, column, _more)))
    for table in ("targets", "clusters", "accelerators", "power", "dispatch", "capex", "cost",
                  "limits", "supply", "shipments", "emissions", "sites"):  # fmt: skip
        assert table in PLAN
        found.append(Planted(f"a row of {table} lost", plan=dropped(table)))
    return found


def _thrice(manifest: dict[str, Any]) -> None:
    objective = manifest["summary"]["objective"]
    objective["cost"] *= 3


def _both(manifest: dict[str, Any]) -> None:
    """The summary and the stage agree, and are wrong."""
    _thrice(manifest)
    manifest["stages"]["cost"]["objective"] *= 3


def _met(manifest: dict[str, Any]) -> None:
    manifest["stages"]["shortfall_1"]["objective"] = 0.0
    manifest["summary"]["objective"]["shortfall_1"] = 0.0


def _told(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest["summary"].update({key: value})


def _manifest_errors() -> list[Planted]:
    """What ``run.json`` tells beside the plan."""
    return [
        Planted("the cost of the summary thrice", manifest=_thrice),
        Planted("the cost of summary and stage thrice", manifest=_both),
        Planted("a stage that misses nothing", "budgets", manifest=_met),
        Planted("another basis of H100e told", manifest=_told("h100e_basis", "bf16_dense")),
        Planted("other years told", manifest=_told("years", [2026, 2027])),
        Planted("another discount rate told", manifest=_told("discount_rate", 0.05)),
        Planted("wholesale prices told", manifest=_told("electricity_price", "wholesale")),
        Planted("another status told", manifest=_told("status", {"cost": "feasible"})),
        Planted("more value of compute told", "priced",
                manifest=_told("present_value_of_compute_busd", 1e4)),
        Planted("another size of the programme told",
                manifest=lambda m: m["program"].update(rows=m["program"]["rows"] + 1)),
    ]  # fmt: skip


def _half(plan: Plan) -> Plan:
    """All numbers of the headline halved together, as if half the sites were another's."""
    tables = dict(plan.tables)
    for name, columns in (
        ("clusters", ["it_gw", "facility_gw", "energy_twh", "h100e_million"]),
        ("accelerators", ["running_million", "h100e_million"]),
    ):
        frame = tables[name].copy()
        frame[columns] *= 0.5
        tables[name] = frame
    return replace(plan, tables=tables)


ERRORS: list[Planted] = [
    *_world_errors(),
    *_programme_errors(),
    *_table_errors(),
    *_manifest_errors(),
    Planted("the headline halved", plan=_half),
]

SURVIVORS: dict[str, str] = {}
"""Errors that the certificate does not catch, each with the reason."""
