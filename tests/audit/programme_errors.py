"""Errors planted into the programme: rows, costs and coefficients."""

from collections.abc import Callable

import pyomo.environ as pyo
from pyomo.repn import generate_standard_repn

from planner.formulation.assemble import Formulation
from tests.audit.planting import Planted


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


def programme_errors() -> list[Planted]:
    """Constraints that are left out, coefficients that are off, choices that are shut."""
    rows: list[tuple[str, str, Callable[[Formulation], None]]] = [
        (f"{family} left out", model, _without(family))
        for family, model in (
            ("accelerator_vintage_balance", "small"),
            ("compute_target_requirement", "small"),
            ("fleet_compute_limit", "small"),
            ("component_supply_limit", "scarce"),
            ("shell_capacity_limit", "small"),
            ("liquid_cooled_load_limit", "halls"),
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
            ("contracted_supply_requirement", "contracted"),
            ("ordered_equipment_limit", "ordered"),
            ("site_commitment_requirement", "committed"),
            ("shipment_commitment_requirement", "committed"),
            ("shipment_commitment_limit", "committed_half"),
            ("predecessor_decline_limit", "ramped_half"),
            ("load_shedding_hours_limit", "flexible"),
            ("training_communication_loss", "campuses"),
            ("training_group_choice", "one_vendor"),
            ("training_group_limit", "one_family"),
            ("redeployment_downtime", "one_way"),
            ("compute_demand_balance", "priced"),
            ("demand_step_limit", "priced"),
            ("goods_supply_limit", "valley"),
            ("goods_demand_balance", "valley"),
            ("regional_build_limit", "valley"),
            ("curtailment_limit", "valley"),
            ("scheduled_outage_limit", "valley"),
            ("output_slice_limit", "valley"),
            ("uncredited_output_requirement", "valley"),
            ("uncredited_weather_requirement", "paid_sun"),
            ("dispatched_curtailment_limit", "flat_steam"),
            ("stated_load_peak", "capped"),
            ("site_load_limit", "capped"),
            ("facility_power_limit", "capped"),
            ("minimum_take_requirement", "tariff"),
            ("average_load_balance", "average"),
            ("working_load_balance", "average"),
            ("peak_draw_requirement", "average"),
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
            ("liquid_cooled_load_limit", "accelerators_running_million", 0.9, "halls"),
            ("liquid_cooled_load_limit", "shell_built_gw", 1.1, "halls"),
            ("liquid_cooled_load_limit", "hall_retrofitted_gw", 1.1, "halls"),
            ("shell_capacity_limit", "hall_retrofitted_gw", 0.5, "halls"),
            ("ordered_equipment_limit", "shell_built_gw", 0.9, "ordered"),
            ("hall_retrofit_limit", "hall_retrofitted_gw", 0.5, "halls"),
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
            ("training_group_limit", "training_group_taken", 1.1, "one_vendor"),
            ("part_year_component_limit", "accelerators_shipped_million", 0.9, "half"),
            ("n_minus_1_requirement", "it_load_gw", 0.9, "n_minus_1"),
            ("storage_energy_balance", "discharge_gw", 0.9, "clean"),
            ("intraday_energy_balance", "charge_gw", 1.1, "between"),
            ("matched_load_limit", "it_load_gw", 2.0, "clean"),
            ("emissions_cap_limit", "flat_output_gw", 0.9, "budgets"),
            ("power_capacity_balance", "power_built_gw", 1.2, "small"),
            ("compute_demand_balance", "compute_allocated_million", 1.01, "priced"),
            ("demand_step_limit", "compute_served_million_h100e", 0.9, "priced"),
            ("n_minus_1_requirement", "power_capacity_gw", 1.05, "valley"),
            ("onsite_reserve_margin_requirement", "power_capacity_gw", 1.05, "valley"),
            ("site_power_balance", "weather_curtailed_gw", 0.9, "valley"),
            ("uncredited_output_requirement", "weather_curtailed_gw", 0.5, "valley"),
            ("uncredited_weather_requirement", "weather_curtailed_gw", 0.5, "paid_sun"),
            ("uncredited_weather_requirement", "power_built_gw", 0.5, "paid_sun"),
            ("uncredited_output_requirement", "dispatched_curtailed_gw", 0.5, "flat_steam"),
            ("storage_energy_balance", "charge_gw", 1.1, "valley"),
            ("facility_power_limit", "stated_peak_gw", 0.9, "capped"),
            ("peak_billing_requirement", "flat_output_gw", 0.9, "tariff"),
            ("minimum_take_requirement", "power_capacity_gw", 0.9, "tariff"),
            ("average_load_balance", "working_gw", 0.9, "average"),
            ("hosted_load_balance", "training_units_million", 0.9, "average_run"),
            ("average_load_balance", "it_load_gw", 0.9, "average_most"),
            ("working_load_balance", "compute_allocated_million", 0.9, "average"),
            ("peak_draw_requirement", "it_load_gw", 0.9, "average"),
            ("design_load_requirement", "it_load_gw", 0.9, "average"),
        )
    ]
    rows += [
        (f"{term} charged by {factor:g} in {model}", model, _cost(term, factor))
        for term, factor, model in (
            ("accelerators_capital", 0.9, "small"),
            ("shell_capital", 0.9, "small"),
            ("shell_upkeep", 1.1, "small"),
            ("power_capital", 0.9, "small"),
            ("power_fixed_om", 0.0, "small"),
            ("fuel", 0.9, "small"),
            ("grid_energy", 1.1, "small"),
            ("grid_energy", 1.1, "tariff"),
            ("grid_capacity", 0.9, "tariff"),
            ("grid_wires", 1.1, "tariff"),
            ("rental_delivery", 3.0, "small"),
            ("tax_credits", 0.5, "clean"),
            ("carbon", 0.5, "budgets"),
            ("supply_expansion_capital", 0.5, "expanding"),
            ("unserved_load", 0.9, "valley"),
            ("freight", 0.9, "valley"),
            ("connection_capital", 0.9, "valley"),
            ("standing_charges", 0.9, "valley"),
            ("tax_credits", 0.9, "valley"),
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
