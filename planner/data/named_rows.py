"""Rows that the model reads by name: that they are there, in their units, and divide."""

from collections.abc import Iterator

from planner.data.reading import Check, Readings, stated_rows
from planner.errors import Fault, listed

UNITS_OF_ROWS = {
    "cluster_costs": {
        "server_network_multiplier": "USD/USD",
        "shell_usd_per_w_it": "USD/W",
        "non_energy_opex_share_per_year": "1/year",
        "accelerator_life_years": "years",
        "accelerator_physical_life_years": "years",
        "redeployment_weeks": "weeks",
        "hall_retrofit_usd_per_w_it": "USD/W",
        "hall_retrofit_weeks": "weeks",
        "facility_life_years": "years",
    },
}
"""Unit that the model reads a row in, where a table has a unit for each row."""

WHERE_ASKED_FOR = ("hall_retrofit_usd_per_w_it", "hall_retrofit_weeks")
"""Rows that a table may lack where the model asks for nothing that reads them."""

REQUIRED_ROWS = {
    "cluster_costs": tuple(
        item for item in UNITS_OF_ROWS["cluster_costs"] if item not in WHERE_ASKED_FOR
    ),
    "demand_drivers": (
        "raw_compute_base_flop",
        "raw_compute_base_year",
        "raw_compute_growth_oom",
        "raw_compute_change_year",
        "raw_compute_growth_after_oom",
        "data_stock_tokens",
        "data_stock_base_year",
        "data_stock_growth_per_year",
        "data_repetition_factor",
        "data_synthetic_share",
        "data_tokens_per_parameter",
        "algorithmic_efficiency_growth_oom",
        "unhobbling_growth_oom",
        "training_efficiency_growth_oom",
        "inference_compute_growth_oom",
        "inference_efficiency_growth_oom",
    ),
    "supply_terms": ("node", "packaging", "hbm", "euv"),
    "power_terms": (
        "flexible_load_share",
        "flexible_load_hours",
        "rental_delivery_share",
        "onsite_reserve_margin",
    ),
    "capability_assumptions": (
        "thinking_words_per_minute",
        "tokens_per_word",
        "anchor_training_flop",
        "anchor_forward_flop",
        "anchor_oversize",
        "data_departure",
        "speed_vs_human",
        "throughput_sacrifice",
    ),
    "equipment_lead_times": (
        "large_power_transformer",
        "medium_voltage_switchgear",
        "backup_generator",
        "data_center_shell",
        "packaging_line",
        "hbm_cycle",
        "hbm_line",
    ),
}
"""Rows that the model reads by name, so that no table may lack them."""

READ_WITH = {
    ("power_terms", "flexible_load_share"): "power.flexible_load = true",
    ("power_terms", "flexible_load_hours"): "power.flexible_load = true",
    ("power_terms", "onsite_reserve_margin"): 'power.security = "reserve_margin" or "both"',
    (
        "power_terms",
        "rental_delivery_share",
    ): "a technology that is rented, in power.technologies,",
    ("cluster_costs", "redeployment_weeks"): 'fleet.redeployment = "one_way"',
    ("cluster_costs", "accelerator_physical_life_years"): 'fleet.serve_for = "physical_life"',
    ("supply_terms", "euv"): "supply.euv = true",
}
"""Table and row to the key of a model with which it is read, where others are read without."""

ABOVE_ZERO = {"cluster_costs": ("accelerator_life_years", "facility_life_years")}
"""Rows whose value divides something."""


def _required_rows_are_there(readings: Readings) -> Iterator[Fault]:
    for name, required in REQUIRED_ROWS.items():
        reading = readings.get(name)
        if reading is None or reading.absent or not reading.whole:
            continue
        key = reading.table.key[0]
        present = [value for _, (value,) in stated_rows(readings, name, key)]
        for missing in required:
            if missing not in present:
                place = f"{readings[name].table.path}, column {key}"
                found = f"no row {missing!r}"
                yield Fault(place, found, f"the rows {listed(required)}", "add the row")


def _rows_are_in_their_units(readings: Readings) -> Iterator[Fault]:
    for name, units in UNITS_OF_ROWS.items():
        reading = readings.get(name)
        if reading is None or not reading.whole:
            continue
        for row, (item, unit) in stated_rows(readings, name, reading.table.key[0], "unit"):
            if item in units and unit != units[item]:
                place = reading.place(row, "unit")
                yield Fault(
                    place, f"{unit!r} for {item!r}", f"{units[item]!r}", "convert the value"
                )


def _divisors_are_above_zero(readings: Readings) -> Iterator[Fault]:
    for name, items in ABOVE_ZERO.items():
        reading = readings.get(name)
        if reading is None or not reading.whole:
            continue
        for row, (item, value) in stated_rows(readings, name, reading.table.key[0], "value"):
            if item in items and not value > 0:
                place = reading.place(row, "value")
                yield Fault(place, f"{value:g} for {item!r}", "a number above 0")


NAMED_ROW_CHECKS: tuple[Check, ...] = (
    _required_rows_are_there,
    _rows_are_in_their_units,
    _divisors_are_above_zero,
)
