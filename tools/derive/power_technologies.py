"""Power sources: how each behaves, and what it costs to run and to build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import pandas as pd

from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number, weakest

RAW = "power/power_technologies.csv"
CENTRAL_SCENARIOS = ("market_2026", "atb_moderate", "estimate")
REFERENCE_YEAR = 2026
BOTTLENECKS = "chips/bottlenecks.csv"
MONTHS_PER_YEAR = 12
EGS_HIGH = "geothermal_egs_class4"


@dataclass(frozen=True, kw_only=True)
class Technology:
    """How a raw technology becomes a power technology."""

    name: str
    kind: str
    raw: str = ""
    fuel: str = "none"
    storage_hours: float = 0.0
    efficiency: float = 1.0
    profile: str = "none"
    build_limit: str = ""
    region_limited: bool = False
    rented: bool = False
    unit_mw: float = 0.0
    """What trips at once, by the rule in the README of the tables; 0 where nothing firm does."""
    lead_range: str = ""
    """Row of the raw list of bottlenecks whose range its lead time has."""
    note: str = ""


def _gas(
    name: str,
    unit_mw: float,
    note: str = "",
    *,
    region_limited: bool = False,
    rented: bool = False,
    lead_range: str = "",
) -> Technology:
    return Technology(
        name=name,
        kind="dispatchable",
        fuel="natural_gas",
        note=note,
        region_limited=region_limited,
        rented=rented,
        unit_mw=unit_mw,
        lead_range=lead_range,
    )


def _nuclear(
    name: str, unit_mw: float, note: str = "", *, region_limited: bool = False
) -> Technology:
    return Technology(
        name=name,
        kind="baseload",
        fuel="uranium",
        note=note,
        region_limited=region_limited,
        unit_mw=unit_mw,
    )


def _battery(hours: float) -> Technology:
    return Technology(
        name=f"Battery, {hours:.0f} hours",
        kind="storage",
        storage_hours=hours,
        efficiency=0.85,
        build_limit="battery",
        note="Prices asked in the USA with tariffs, recalled.",
    )


TECHNOLOGIES = {
    "gas_ccgt": _gas(
        "Gas combined cycle",
        420.0,
        "Lead time of a new order, 6 years by BNEF, to 6.5 of a maker's slots: read at "
        "fastbull.com, oilprice.com, gevernova.com; slots already reserved are shorter.",
        lead_range="CCGT plant project time",
    ),
    "gas_ct_frame": _gas(
        "Gas turbine, heavy frame, simple cycle",
        220.0,
        "Lead time of a new order: one of July 2026 runs in 2032 to 2033 at GE Vernova, sooner at "
        "Siemens Energy; read at gevernova.com, oilprice.com.",
        lead_range="Heavy-frame turbine lead time (new order)",
    ),
    "gas_ct_aero": _gas(
        "Gas turbine, aeroderivative",
        45.0,
        "Lead time of a new order, 3 to 5 years for an LM6000, sooner from smaller makers; read "
        "at second hand: EEPower, Data Centre Magazine.",
        lead_range="Aeroderivative turbine lead time",
    ),
    "gas_recip": _gas(
        "Gas reciprocating engine",
        18.0,
        "Lead time: an order of early 2026 runs late in 2028, one of late 2025 ships from 2027; "
        "read at idcnova.com, industrialpcworld.com; cost recalled.",
        lead_range="Gas reciprocating engine lead time",
    ),
    "gas_ct_mobile_bridge": _gas(
        "Mobile gas turbine, bridge power",
        35.0,
        "Trailer or skid turbines of 5 to 38 MW, let by the year at an annuity of their price.",
        rented=True,
    ),
    "fuel_cell_sofc": _gas(
        "Solid-oxide fuel cell on gas",
        0.3,
        "Stack replacement is in fixed cost; delivery recalled, between a vendor's claim of 90 "
        "days and its backlog over its sales.",
        lead_range="Fuel cell lead time",
    ),
    "coal_to_gas_conversion": _gas(
        "Coal unit converted to gas", 510.0, "Without the pipeline lateral.", region_limited=True
    ),
    "nuclear_ap1000": _nuclear(
        "Nuclear, AP1000", 1110.0, "The baseline assumes a series; Vogtle 3 and 4 cost far more."
    ),
    "nuclear_smr": _nuclear("Nuclear, small modular", 300.0, "The baseline assumes a series."),
    "nuclear_restart": _nuclear(
        "Nuclear restart", 800.0, "Operation as other nuclear plants.", region_limited=True
    ),
    "nuclear_uprate": _nuclear("Nuclear uprate", 150.0, region_limited=True),
    "geothermal_egs": Technology(
        raw="geothermal_egs_class1",
        name="Enhanced geothermal",
        unit_mw=18.0,
        kind="baseload",
        region_limited=True,
        note="Resource class 1.",
    ),
    "solar_utility": Technology(
        name="Solar, utility scale", kind="variable", profile="solar", note="Per kW of AC."
    ),
    "wind_onshore": Technology(name="Wind, onshore", kind="variable", profile="wind"),
    "battery_4h": _battery(4.0),
    "battery_8h": _battery(8.0),
    "grid": Technology(
        raw="grid_interconnection",
        name="Grid connection",
        kind="grid",
        build_limit="grid_large_load",
        note="Cost of substation and line share; energy is paid at electricity_prices.",
    ),
    "grid_flexible": Technology(
        raw="grid_interconnection",
        name="Grid connection that may be cut",
        kind="grid",
        build_limit="grid_flexible",
        region_limited=True,
        note="Cost as a firm connection; lead time is its construction, without a queue. "
        "Cut for the hours of power_terms.",
    ),
}


def _scenarios(raw: Raw, key: str) -> dict[str, pd.DataFrame]:
    """The raw rows of a technology by scenario, indexed by year; the central one first."""
    table = raw[RAW]
    own = table[table.tech == (TECHNOLOGIES[key].raw or key)]
    parts = {str(name): part.set_index("year") for name, part in own.groupby("scenario")}
    central = next(name for name in CENTRAL_SCENARIOS if name in parts)
    return {central: parts.pop(central), **parts}


def power_technology_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """``power_technologies.csv``: heat rate, cost of operation and lead time of 2026."""
    used = {technology.raw or key for key, technology in TECHNOLOGIES.items()} | {EGS_HIGH}
    unused = sorted(set(raw[RAW].tech) - used)
    left_out.extend("power_technologies", unused, "backup only, or not on sale before 2035")
    rows: list[Row] = []
    for key, technology in TECHNOLOGIES.items():
        scenario, part = next(iter(_scenarios(raw, key).items()))
        value = part.loc[REFERENCE_YEAR]
        # Output of these is limited by a profile or by what was stored.
        limited_elsewhere = technology.kind in ("variable", "storage")
        burns = technology.fuel != "none"
        baseline = scenario == "atb_moderate"
        rows.append(
            {
                "technology": key,
                "name": technology.name,
                "kind": technology.kind,
                "fuel": technology.fuel,
                "heat_rate_mmbtu_per_mwh": number(value.heat_rate_mmbtu_per_mwh) if burns else 0.0,
                "availability": 1.0 if limited_elsewhere else number(value.capacity_factor),
                "lifetime_years": number(value.lifetime_yr),
                **_lead_time_range(raw, technology, _lead_time(technology, value)),
                "construction_years": number(min(value.construction_yr, value.lead_time_yr)),
                "fixed_om_usd_per_kw_year": number(value.fom_usd_per_kw_yr),
                "variable_om_usd_per_mwh": number(value.vom_usd_per_mwh),
                "co2_t_per_mwh": number(value.co2_t_per_mwh),
                "storage_hours": technology.storage_hours,
                "round_trip_efficiency": technology.efficiency,
                "profile": technology.profile,
                "build_limit": technology.build_limit or key,
                "region_limited": technology.region_limited,
                "rented": technology.rented,
                "unit_size_mw": technology.unit_mw,
                "source_id": "nrel_atb_2024" if baseline else "planner_estimate",
                # Lead times and lives in the baseline's rows are partly our estimates.
                "confidence": weakest(value.confidence, "reported" if baseline else "estimate"),
                "note": technology.note,
            }
        )
    return rows


def _lead_time(technology: Technology, value: pd.Series) -> float | None:
    """Order to power: none for the grid, whose queue is the region's, but for what skips it."""
    if technology.kind == "grid":
        return number(value.construction_yr) if technology.region_limited else 0.0
    return number(value.lead_time_yr)


def _lead_time_range(raw: Raw, technology: Technology, years: float | None) -> Row:
    """The lead time, and how far the list of bottlenecks goes on either side of it."""
    low = high = None
    if technology.lead_range:
        row = raw[BOTTLENECKS].set_index("item").loc[technology.lead_range]
        low, high = (float(row[end]) / MONTHS_PER_YEAR for end in ("low", "high"))
    central = float(years or 0.0)
    return {
        "lead_time_years_low": number(low) if low is not None and low < central else None,
        "lead_time_years": years,
        "lead_time_years_high": number(high) if high is not None and high > central else None,
    }


def power_cost_rows(raw: Raw) -> list[Row]:
    """``power_costs.csv``: the central scenario, and the others as its range."""
    rows: list[Row] = []
    for key in TECHNOLOGIES:
        parts = _scenarios(raw, key)
        (scenario, central), *others = parts.items()
        if key == "geothermal_egs":
            table = raw[RAW]
            others = [(EGS_HIGH, table[table.tech == EGS_HIGH].set_index("year"))]
        for index, value in central.sort_index().iterrows():
            year = int(cast(int, index))
            cost = float(value.capex_usd_per_kw)
            beside = [float(part.capex_usd_per_kw[year]) for _, part in others]
            low, high = min([cost, *beside]), max([cost, *beside])
            source, note = _cost_provenance(key, scenario, str(value.confidence), bool(beside))
            rows.append(
                {
                    "technology": key,
                    "year": year,
                    "capex_usd_per_kw_low": number(low) if low < cost else None,
                    "capex_usd_per_kw": number(cost),
                    "capex_usd_per_kw_high": number(high) if high > cost else None,
                    "source_id": source,
                    "confidence": value.confidence,
                    "note": note,
                }
            )
    return rows


def _cost_provenance(key: str, scenario: str, confidence: str, has_range: bool) -> tuple[str, str]:
    """Source and note of a cost."""
    other_end = "Other end of the range: NREL ATB 2024 moderate." if has_range else ""
    if key == "geothermal_egs":
        return "nrel_atb_2024", "Central: resource class 1; high: class 4."
    if key == "nuclear_restart":
        return "ai_datacenter_atlas", "Crane: 1.6 billion USD for 835 MW."
    if scenario == "atb_moderate":
        return "nrel_atb_2024", "High: conservative case." if has_range else ""
    if confidence == "reported":
        return "bnef_ccgt_2025", other_end
    path = (
        "Our path through prices asked up to 2026." if scenario == "market_2026" else "Recalled."
    )
    return "planner_estimate", f"{path} {other_end}".strip()
