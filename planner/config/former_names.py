"""Names that were given up: files that use them are still read, with a notice of the new name.

Model files, tables, columns and run folders of version 0.1 speak of a power *source*, of the
*run* where they mean the training run, of a *generation* where they mean an accelerator, and of
constraints in sentences. Each change of a name stands here once; ``docs/glossary.md`` prints
these tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

TABLES = {
    "power_sources": "power_technologies",
    "source_availability": "technology_availability",
}
"""Input table: former name to new."""

COLUMNS: Mapping[str, Mapping[str, str]] = {
    table: {"source": "technology"}
    for table in (
        "power_technologies",
        "power_costs",
        "tax_credits",
        "regional_limits",
        "existing_power",
        "technology_availability",
        "connection_costs",
    )
}
"""Input table, by its new name, to its columns: former name to new."""

KEYS = {"run": "training", "power.sources": "power.technologies"}
"""Dotted key of a model file: former name to new."""

FORMER_WORKBOOK_KEYS = (
    "title", "description", "datasets", "tables.missing", "years.first", "years.last",
    "years.step", "currency_year", "discount_rate", "discount_timing", "discount_base_year",
    "h100e_basis", "sites.include", "sites.exclude", "sites.countries", "sites.kinds",
    "sites.min_facility_gw", "accelerators.include", "accelerators.exclude",
    "accelerators.supply_regions", "fleet.redeployment", "fleet.serve_for",
    "supply.periods_per_year", "supply.region_shares", "supply.expansion", "supply.euv",
    "supply.equipment", "power.sources", "power.exclude", "power.flexible_load",
    "power.electricity_price", "power.tax_credits", "power.security", "time.slice_set",
    "time.days", "time.slices_per_day", "time.extreme", "time.storage_between_days",
    "workloads.use", "workloads.must_meet", "run.topology", "run.campuses",
    "run.min_campus_gw", "demand.beyond_data", "demand.run_length",
    "limits.emissions_mt_per_year", "limits.capex_busd_per_year", "limits.present_cost_busd",
    "limits.facility_gw", "limits.clean_share_hourly", "limits.release", "objective.goal",
    "objective.compute_in", "foresight.mode", "foresight.window", "foresight.step",
    "reference.cases", "reference.given", "prices.carbon_usd_per_t",
    "solver.time_limit_seconds", "solver.threads", "solver.method", "solver.tolerance",
    "solver.mip_gap",
)  # fmt: skip
"""Every key that a workbook of the former names states; a key that came later has its default."""

CONSTRAINTS = {
    "sent_within_supply": "goods_supply_limit",
    "goods_arrive": "goods_demand_balance",
    "accelerators_in_life": "accelerator_vintage_balance",
    "output_within_capacity": "output_capacity_limit",
    "output_within_slice": "output_slice_limit",
    "overhauls_take_their_time": "scheduled_outage_limit",
    "turned_down_within_output": "turn_down_limit",
    "storage_power_within_capacity": "storage_power_limit",
    "storage_keeps_energy": "storage_energy_balance",
    "storage_energy_within_capacity": "storage_energy_limit",
    "components_within_supply": "component_supply_limit",
    "vendor_within_share": "vendor_share_limit",
    "first_year_of_a_generation": "first_year_shipment_limit",
    "spare_on_site": "onsite_reserve_margin_requirement",
    "unit_out_on_site": "n_minus_1_requirement",
    "load_is_served": "site_power_balance",
    "design_load_within_capacity": "design_load_requirement",
    "energy_moved_in_day": "intraday_energy_balance",
    "highest_of_day": "intraday_energy_maximum",
    "lowest_of_day": "intraday_energy_minimum",
    "energy_carried_over": "interday_energy_balance",
    "day_within_capacity": "interday_energy_upper_limit",
    "day_above_empty": "interday_energy_lower_limit",
    "run_units_at_hosts": "training_host_unit_balance",
    "run_units_within_site": "training_site_unit_limit",
    "run_only_where_hosted": "training_host_limit",
    "run_power_where_hosted": "training_host_power_limit",
    "run_takes_one_option": "training_option_choice",
    "run_campuses_within_number": "training_campus_count_limit",
    "run_campus_within_option": "training_campus_option_limit",
    "run_campuses_near_each_other": "training_campus_distance_limit",
    "run_campuses_in_reach": "training_campus_reach_limit",
    "run_compute_by_option": "training_option_compute_balance",
    "run_compute_within_option": "training_option_compute_limit",
    "run_compute_lost": "training_communication_loss",
    "cohort_is_bought": "cohort_purchase_balance",
    "training_is_of_cohorts": "cohort_training_balance",
    "training_is_left_for_good": "one_way_redeployment_limit",
    "inference_waits_for_moves": "redeployment_downtime",
    "shipped_is_bought": "part_year_shipment_balance",
    "components_within_part": "part_year_component_limit",
    "vendor_within_part": "part_year_vendor_share_limit",
    "first_part_of_a_generation": "first_part_shipment_limit",
    "built_within_national_limit": "national_build_limit",
    "built_within_regional_limit": "regional_build_limit",
    "grid_within_regional_additions": "regional_connection_limit",
    "grid_within_contract": "contracted_connection_limit",
    "it_load_of_fleet": "fleet_it_load_balance",
    "it_load_within_shell": "shell_capacity_limit",
    "site_within_limit": "site_size_limit",
    "shell_within_build_rate": "shell_build_rate_limit",
    "equipment_within_deliveries": "equipment_delivery_limit",
    "capex_within_budget": "capex_budget_limit",
    "cost_within_budget": "present_cost_limit",
    "facility_within_budget": "facility_power_limit",
    "matched_within_clean_supply": "matched_clean_supply_limit",
    "matched_within_load": "matched_load_limit",
    "clean_share_met": "clean_share_requirement",
    "flexible_connection_is_cut": "flexible_connection_curtailment",
    "shed_within_hours": "load_shedding_hours_limit",
    "shed_within_share": "load_shedding_share_limit",
    "power_capacity_in_service": "power_capacity_balance",
    "rented_stays_or_is_delivered": "rented_capacity_balance",
    "compute_meets_target": "compute_target_requirement",
    "compute_within_fleet": "fleet_compute_limit",
    "run_within_share": "training_fleet_share_limit",
    "emissions_within_cap": "emissions_cap_limit",
    "unserved_within_load": "unserved_load_limit",
    "expansion_within_growth": "expansion_growth_limit",
    "water_within_limit": "site_water_limit",
}
"""Constraint family, as limits, certificates and exported programmes name it: former to new."""

PLAN_TABLES = {"generations": "accelerator_availability", "run_sites": "training_sites"}
"""Table of a plan: former name to new."""

PLAN_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "accelerators": {"dark_million": "idle_million"},
    "idle": {"wait": "reason"},
    "power": {"source": "technology"},
}
"""Table of a plan, by its new name, to its columns: former name to new."""


def notice(former: str, new: str, where: str = "") -> str:
    """What a reader is told when a file uses a former name."""
    return f"{where}{': ' if where else ''}{former!r} is now called {new!r}; it was read as that"


def former_of(table: str) -> str:
    """The name that an input table had; empty where it has always been called so."""
    return next((former for former, new in TABLES.items() if new == table), "")


def current_path(path: str) -> str:
    """A dotted path of ``[cases]`` or ``[set]`` with the table and column as they are called."""
    table, dot, rest = path.partition(".")
    table = TABLES.get(table, table)
    row, mark, column = rest.rpartition(".")
    return f"{table}{dot}{row}{mark}{COLUMNS.get(table, {}).get(column, column)}"


def current_key(key: str) -> str:
    """A dotted key of a model file, or a path of a cell, as it is called."""
    head, _, rest = key.partition(".")
    if head in ("cases", "set") and rest:
        return f"{head}.{current_path(rest)}"
    for former, new in KEYS.items():
        if key == former or key.startswith(f"{former}."):
            return new + key[len(former) :]
    return current_path(key)


def current_document(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Rename the keys of a model's document in place; returns former and new of each.

    A document that holds the former key and the new one keeps both, and the former one is then
    an unknown key to whoever checks it.
    """
    found = []
    for former, new in KEYS.items():
        *of, last = former.split(".")
        holder: Any = document
        for part in of:
            holder = holder.get(part) if isinstance(holder, dict) else None
        name = new.rpartition(".")[2]
        if isinstance(holder, dict) and last in holder and name not in holder:
            items = [(name if key == last else key, value) for key, value in holder.items()]
            holder.clear()
            holder.update(items)
            found.append((former, new))
    for section in ("cases", "set"):
        paths = document.get(section)
        if isinstance(paths, dict) and any(current_path(str(path)) != path for path in paths):
            found += [
                (f"{section}.{path}", f"{section}.{current_path(path)}")
                for path in paths
                if current_path(path) != path
            ]
            document[section] = {current_path(path): value for path, value in paths.items()}
    return found


def current_header(table: str, header: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """A table's header with its columns as they are called, and what was renamed."""
    former = COLUMNS.get(table, {})
    names = {text.strip() for text in header}
    renamed = {old: new for old, new in former.items() if old in names and new not in names}
    return [renamed.get(text.strip(), text) for text in header], list(renamed.items())


def current_plan_columns(table: str, columns: Iterable[str]) -> dict[str, str]:
    """Which columns of a plan's table have a former name, and the new one of each."""
    former, there = PLAN_COLUMNS.get(table, {}), set(columns)
    return {old: new for old, new in former.items() if old in there and new not in there}


def current_descriptor(document: dict[str, Any]) -> None:
    """Rename tables and columns of a parsed ``datapackage.json`` in place; paths stay."""

    def rename(table: Any, names: Any) -> Any:
        renamed = COLUMNS.get(str(table), {})
        if isinstance(names, list):
            return [renamed.get(name, name) if isinstance(name, str) else name for name in names]
        return renamed.get(names, names) if isinstance(names, str) else names

    for resource in _dicts(document.get("resources")):
        name = resource.get("name")
        if isinstance(name, str):
            resource["name"] = TABLES.get(name, name)
        table = str(resource.get("name"))
        schema = resource.get("schema")
        if not isinstance(schema, dict):
            continue
        fields = _dicts(schema.get("fields"))
        if any(f.get("name") == new for f in fields for new in COLUMNS.get(table, {}).values()):
            continue
        for field in fields:
            field["name"] = rename(table, field.get("name"))
        if "primaryKey" in schema:
            schema["primaryKey"] = rename(table, schema["primaryKey"])
        for key in _dicts(schema.get("foreignKeys")):
            key["fields"] = rename(table, key.get("fields"))
    for resource in _dicts(document.get("resources")):
        schema = resource.get("schema")
        for key in _dicts(schema.get("foreignKeys")) if isinstance(schema, dict) else ():
            reference = key.get("reference")
            if isinstance(reference, dict) and isinstance(reference.get("resource"), str):
                target = TABLES.get(reference["resource"], reference["resource"])
                reference["resource"] = target
                reference["fields"] = rename(target, reference.get("fields"))


def _dicts(value: Any) -> Iterable[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
