"""Every table that a check reads, in rows that are sound by a hair, and ways of spoiling them."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from planner.config.locations import bundled
from planner.data.descriptor import read_schema
from planner.data.named_rows import REQUIRED_ROWS, UNITS_OF_ROWS
from planner.data.reading import Reading
from planner.data.schema import Field, Schema, relaxed

Readings = dict[str, Reading]
YEARS = (2026, 2027)
TECHNOLOGIES = ["grid", "gas", "sun", "cell", "tank", "atom"]
CURVE = "price_usd_per_h100e_hour"


def _named(table: str, **more: list[object]) -> dict[str, list[object]]:
    """The rows that the model reads by name."""
    names = list(REQUIRED_ROWS[table])
    (key, *_) = _schema()[table].key
    return {key: names, **more}


def _in_units(table: str, value: float) -> dict[str, list[object]]:
    units = UNITS_OF_ROWS.get(table, {})
    names = REQUIRED_ROWS[table]
    return _named(table, unit=[units.get(n, "") for n in names], value=[value] * len(names))


@cache
def _schema() -> Schema:
    return read_schema(bundled("datasets"))


def _by_year(name: str, things: list[str], column: str, first: float) -> dict[str, list[object]]:
    cells = [(thing, year) for thing in things for year in YEARS]
    return {
        name: [thing for thing, _ in cells],
        "year": [year for _, year in cells],
        column: [first + i for i in range(len(cells))],
    }


def _rows() -> dict[str, dict[str, list[object]]]:
    """Table to its columns."""
    return {
        "regions": {"region": ["north", "south"], "country": ["USA", "CAN"]},
        "sites": {
            "site": ["hill", "lake", "pool_north"], "kind": ["campus", "candidate", "fleet_pool"],
            "region": ["north", "south", "north"], "country": ["USA", "CAN", "USA"],
            "max_facility_gw": [3.0, 2.0, 9.0],
        },
        "power_technologies": {
            "technology": TECHNOLOGIES,
            "kind": ["grid", "dispatchable", "variable", "storage", "storage", "baseload"],
            "fuel": ["none", "natural_gas", "none", "none", "none", "uranium"],
            "heat_rate_mmbtu_per_mwh": [0.0, 7.0, 0.0, 0.0, 0.0, 10.0],
            "storage_hours": [0.0, 0.0, 0.0, 4.0, 0.0, 0.0],
            "profile": ["none", "none", "solar", "none", "none", "none"],
            "charge_efficiency": [None, None, None, None, 0.8, None],
            "round_trip_efficiency": [1.0, 1.0, 1.0, 0.85, 0.8, 1.0],
            "energy_fixed_om_usd_per_kwh_year": [0.0, 0.0, 0.0, 0.0, 2.0, 0.0],
            "build_limit": [None, "turbines", None, None, None, None],
            "region_limited": [False, False, False, False, False, True],
        },
        "power_costs": {
            **_by_year("technology", TECHNOLOGIES, "capex_usd_per_kw", 90.0),
            "energy_capex_usd_per_kwh": [*[None] * 8, 30.0, 31.0, None, None],
        },
        "existing_power": {
            "site": ["hill", "hill"], "technology": ["sun", "tank"], "capacity_gw": [0.1, 0.2],
            "energy_gwh": [None, 1.5],
        },
        "tax_credits": {
            "technology": ["sun", "atom"], "construction_start_year": [2025, 2026],
            "latest_online_year": [2029, 2026], "production_credit_usd_per_mwh": [28.0, 15.0],
            "production_credit_years": [10.0, 12.0],
        },
        "build_limits": _by_year("technology", ["turbines"], "feasible_gw_per_year", 5.0),
        "regional_limits": {"region": ["north"], "technology": ["atom"], "max_total_gw": [2.0]},
        "electricity_prices": _by_year("region", ["north", "south"], "price_usd_per_mwh", 60.0),
        "grid_carbon": _by_year("region", ["north", "south"], "carbon_t_per_mwh", 0.3),
        "grid_large_loads": _by_year("region", ["north", "south"], "gw_per_year", 1.0),
        "fuel_prices": {
            "fuel": ["natural_gas", "uranium"] * 4, "region": (["north"] * 2 + ["south"] * 2) * 2,
            "year": [2026] * 4 + [2027] * 4,
        },
        "process_nodes": {"node": ["n3", "n2"]},
        "node_capacity": _by_year("node_pool", ["n3"], "capacity_kwpm", 100.0),
        "packaging": {"packaging": ["cowos", "free"], "limited": [True, False]},
        "packaging_capacity": {
            "packaging": ["cowos"] * 2, "supplier": ["tsmc"] * 2, "year": list(YEARS),
        },
        "hbm_supply": _by_year("hbm_pool", ["global"], "supply_eb", 3.0),
        "supply_quarters": {
            "resource_kind": ["hbm"] * 4, "pool": ["global"] * 4, "year": [2026] * 4,
            "quarter": [1, 2, 3, 4], "share_of_year": [0.1, 0.2, 0.3, 0.4],
        },
        "supply_terms": _named("supply_terms"),
        "accelerators": {
            "accelerator": ["old", "new", "later"], "vendor": ["v", "v", "u"],
            "family": ["V Old", "V New", "U One"], "supply_region": ["west", "west", "china"],
            "volume_ship_year": [2024.5, 2026.25, 2027.0], "last_sale_year": [2024, 2026, 2030],
            "node": ["n3", "n2", "n3"], "packaging": ["cowos", "cowos", "free"],
            "logic_die_mm2": [800.0, 750.0, 400.0], "logic_dies_per_package": [1, 2, 1],
            "estimated_fields": [None, "logic_die_mm2;node", None],
        },
        "accelerator_ramp": {
            "phase": ["ramp"] * 6 + ["decline"] * 4,
            "generation": ["all"] * 4 + ["new"] * 2 + ["all"] * 4,
            "resource_kind": [
                *("hbm", "hbm", "packaging", "packaging", "hbm", "packaging"),
                *("hbm", "hbm", "packaging", "packaging"),
            ],
            "quarter": [1, 2, 1, 2, 1, 1, 1, 2, 1, 2],
            "share_low": [0.1, 0.2, None, None, None, None, 0.7, 0.5, None, None],
            "share": [0.2, 0.4, 0.2, 0.2, 0.3, 0.3, 0.8, 0.6, 0.4, 0.4],
            "share_high": [0.3, 0.6, None, None, None, None, 0.9, 0.8, None, None],
        },
        "supply_contracts": {"resource_kind": ["packaging", "hbm"]},
        "vendor_shares": {
            "vendor": ["v", "u"], "resource_kind": ["packaging", "hbm"],
            "pool": ["cowos", "global"], "year": [2026, 2026],
        },
        "workloads": {
            "workload": ["run", "rest"], "kind": ["training_run", "throughput"],
            "unit": ["FLOP", "H100e"], "target": ["frontier_training", "trend"],
            "base_year": [None, 2025], "base_value": [None, 5.0],
            "growth_oom_per_year": [None, 0.3], "run_days": [100.0, None], "mfu": [0.4, None],
        },
        "compute_demand_curve": {
            "workload": ["rest"] * 4, "year": [2026, 2026, 2027, 2027], "step": [1, 2, 1, 2],
            CURVE: [2.0, 2.0, 2.5, 1.5], f"{CURVE}_low": [None, 1.0, 2.0, 1.0],
            f"{CURVE}_high": [3.0, 3.0, 3.0, 2.5],
        },
        "existing_accelerators": {
            "site": ["hill"], "accelerator": ["old"], "year_installed": [2025],
        },
        "site_commitments": {
            "site": ["hill", "hill", "lake"], "year": [2026, 2027, 2026],
            "bound": ["floor", "ceiling", "both"], "facility_gw_low": [2.0, None, None],
            "facility_gw": [2.0, 2.0, 2.0], "facility_gw_high": [None, 3.0, 2.0],
        },
        "accelerator_commitments": {
            "family": ["V New", "V New", "V Old"], "year": [2026, 2026, 2026],
            "quarter": [2, 2, 1], "bound": ["floor", "ceiling", "both"],
            "units_k_low": [5.0, None, None], "units_k": [10.0, 10.0, 7.0],
            "units_k_high": [12.0, 25.0, None],
        },
        "capex_limits": {
            "term": ["guided", "planned_share", "growth"], "year": [2026, 2026, 2027],
            "low": [None, 0.4, 0.1], "value": [300.0, 0.5, 0.2], "high": [None, 1.0, 10.0],
        },
        "construction_limits": {
            "country": ["USA", "USA"], "term": ["facility_added", "growth"], "low": [None, 0.1],
            "value": [5.0, 0.2], "high": [None, 10.0],
        },
        "time_slices": {
            "slice_set": ["two", "two"], "slice": ["day", "night"], "day": [1, 2],
            "weight_hours": [100 * 24.0, 265 * 24.0],
        },
        "slice_days": {
            "slice_set": ["two"] * 365, "day_of_year": list(range(1, 366)),
            "day": [1] * 100 + [2] * 265,
        },
        "slice_profiles": {
            "slice_set": ["two"] * 2, "slice": ["day", "night"], "region": ["north"] * 2,
            "profile": ["solar"] * 2,
        },
        "cluster_costs": _in_units("cluster_costs", 3.0),
        "demand_drivers": _in_units("demand_drivers", 1.0),
        "power_terms": _named("power_terms"),
        "capability_assumptions": _named("capability_assumptions"),
        "equipment_lead_times": _named("equipment_lead_times"),
    }  # fmt: skip


def sound(*, own: bool = False) -> Readings:
    """The tables as they are read; of a problem of one's own, which need not be whole."""
    schema, given = _schema(), _rows()
    schema = relaxed(schema) if own else schema
    readings = {}
    for name, table in schema.items():
        columns = given.get(name, {})
        keys = tuple(k for k in table.foreign_keys if k.table in given)
        table = replace(table, foreign_keys=keys)
        count = max(map(len, columns.values()), default=0)
        lines = list(range(2, 2 + count))
        readings[name] = Reading(table, lines=lines, values=dict(columns), absent=not columns)
    return readings


def spoiled(readings: Readings) -> Iterator[tuple[str, Readings]]:
    """Each way of spoiling the tables in one place, in words, with the tables that come of it."""
    for name, reading in readings.items():
        if not reading.values:
            continue
        yield f"no table {name}", _without(readings, name)
        yield f"{name} is not whole", {**readings, name: replace(reading, whole=False)}
        nothing = {column: [] for column in reading.values}
        empty = replace(reading, values=nothing, lines=[])
        yield f"{name} has no row", {**readings, name: empty}
        yield f"{name} is absent", {**readings, name: replace(empty, absent=True)}
        yield from _rows_spoiled(readings, name)
        for column, cells in reading.values.items():
            others = {c: v for c, v in reading.values.items() if c != column}
            yield f"{name}.{column} left out", {**readings, name: replace(reading, values=others)}
            for row in sorted({0, len(cells) - 1}):
                for cell in _others(reading.table.fields[column], cells[row]):
                    changed = [*cells[:row], cell, *cells[row + 1 :]]
                    values = {**reading.values, column: changed}
                    words = (
                        f"{name}.{column} of line {reading.lines[row]}: {cells[row]!r} is {cell!r}"
                    )
                    yield words, {**readings, name: replace(reading, values=values)}


def _without(readings: Readings, name: str) -> Readings:
    """The tables without one, to which none of the others refers then."""
    left = {}
    for other, reading in readings.items():
        if other != name:
            keys = tuple(k for k in reading.table.foreign_keys if k.table != name)
            left[other] = replace(reading, table=replace(reading.table, foreign_keys=keys))
    return left


def _rows_spoiled(readings: Readings, name: str) -> Iterator[tuple[str, Readings]]:
    """Tables without one of the rows, or with the last of them once more."""
    reading = readings[name]
    count = len(reading.lines)
    choices = {f"line {reading.lines[0]} left out": list(range(1, count))}
    choices |= {f"line {reading.lines[-1]} left out": list(range(count - 1))}
    choices |= {f"line {reading.lines[-1]} once more": [*range(count), count - 1]}
    for words, chosen in choices.items():
        values = {column: [cells[i] for i in chosen] for column, cells in reading.values.items()}
        lines = [reading.lines[i] for i in chosen]
        yield f"{name}, {words}", {**readings, name: replace(reading, values=values, lines=lines)}


def _others(field: Field, cell: object) -> list[object]:
    """Other cells than the one that is there: none, near it, and far from it."""
    if isinstance(cell, bool):
        return [None, not cell]
    if isinstance(cell, int):
        return [None, cell - 1, cell + 1]
    if isinstance(cell, float):
        return [None, 0.0, cell / 2, cell + 1, 20 * cell]
    if cell is None:
        return ["x"] if field.type == "string" else [0.0, 1.0, 1.5]
    return [None, *(other for other in field.enum if other != cell), f"{cell}s"]
