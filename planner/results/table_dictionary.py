"""The plan's tables in words: what each holds, and the units that its columns' names tell."""

TABLES = {
    "targets": "Target and delivery of each workload",
    "sites": "Sites as they were planned: room, pace, first power, PUE",
    "site_members": "Small sites that each pool stands for",
    "site_contracts": "Connections that sites have or are promised",
    "clusters": "Sites by year: IT and facility power, shell, H100-equivalents",
    "halls": "Sites with halls for air by year: halls by their cooling, what is converted",
    "accelerators": "Generations by site and year: bought, running, idle",
    "allocations": "Accelerators that each workload uses",
    "power": (
        "Power technologies by site and year: built, in service, delivered, curtailed; of storage "
        "what it gives back, which is no generation in a sum"
    ),
    "stores": "What stores hold, where it is sized apart from their power",
    "demand_charges": "What tariffs bill by GW: contracted, drawn and billed, and the charge",
    "capex": "Capital as spent, by component, item and site",
    "cost": "What each year is charged, by term",
    "emissions": "Emissions by term",
    "ledger": "What is charged, spent and emitted, line by line: quantity, price, share, cells",
    "carbon_price": "What a tonne of CO2 is worth in a year: stated price, and that of the cap",
    "compute_price": "Demand that has a price: compute served, what an hour is worth (duals)",
    "compute_steps": "Steps of the demand curves: wanted, served, price and value",
    "generation_earnings": "Value of what each generation computes, less upkeep and energy",
    "payback": "What each purchase of accelerators earns, and when it has paid back",
    "switched_off": "Accelerators that are switched off, why, and what they would cost and earn",
    "water": "Water that cooling takes",
    "limits": "Every limit: capacity, use, and what one more unit is worth (duals)",
    "bottlenecks": "What one percent more of each input that states a limit brings",
    "idle": "Accelerators that stand idle, why, and what they are charged",
    "security": "What is left on site with the largest unit out, and what it lacks",
    "supply": "Supply of chips: capacity and use of each link",
    "shipments": "Accelerators shipped",
    "demand": "Targets with their range, and what limits them",
    "oom": "Orders of magnitude since the base year",
    "accelerator_availability": "Every accelerator: whether the model can buy it, and why not",
    "capability": "What a run's compute buys",
    "thresholds": "Legal thresholds that runs and campuses cross",
    "affordability": "Spending against revenue and GDP",
    "build_outs": "The plan against past efforts",
    "milestones": "By when each decision must be taken",
    "dispatch": "Terms of the power balance by slice of the year",
    "storage": "What storage takes in and gives back by slice of the year",
    "not_taken": "What sun and wind could give and the plan does not take, by slice of the year",
    "matching": "Load and carbon-free power by slice of the year",
    "training_sites": "Campuses that host each training run, and what distance leaves of it",
    "choice": "How the search for whole numbers ended in each stage",
    "redeployment": "Accelerators between training, inference and retirement",
    "expansion": "Capacity of the supply chain that the plan adds",
    "ceilings": "Most compute that each limit alone allows",
    "published": "Published projections beside the plan",
    "beside_facts": "What is counted and expected beside the plan, and why a row is outside",
}
"""What each table holds."""

OTHER = "A table of the plan"

_UNITS: tuple[tuple[str, str], ...] = (
    ("_million_h100e_years_per_unit", "million H100e-years per unit"),
    ("_million_h100e_years_per_step", "million H100e-years per step"),
    ("_million_h100e_years", "million H100e-years"),
    ("_years_of_target_per_unit", "years of target per unit"),
    ("_years_of_target_per_step", "years of target per step"),
    ("in_its_year_busd_per_unit", "billion USD of the year per unit"),
    ("_busd_per_unit", "billion USD per unit"),
    ("_usd_per_h100e_hour", "USD per H100e-hour"),
    ("_usd_per_unit_hour", "USD per accelerator-hour"),
    ("_usd_per_unit", "USD per accelerator"),
    ("_usd_per_mwh", "USD per MWh"),
    ("_thousand", "thousand"),
    ("payback_years", "years"),
    ("_usd_per_t", "USD per t CO2"),
    ("_usd_per_kw_year", "USD per kW and year"),
    ("price_per_unit", "see unit"),
    ("_musd_per_step", "million USD per step"),
    ("_percent_of_a_target", "% of a year's target"),
    ("h100e_million", "million H100e"),
    ("_million_months", "million accelerator-months"),
    ("_l_per_kwh_it", "L per kWh of IT"),
    ("_million_m3", "million m3"),
    ("_kw_per_unit", "kW per accelerator"),
    ("facility_gw_per_year", "GW of facility per year"),
    ("shell_built_it_gw", "GW of IT"),
    ("shell_it_gw", "GW of IT"),
    ("facility_gw", "GW of facility"),
    ("it_gw", "GW of IT"),
    ("_million", "million"),
    ("_hours", "hours"),
    ("_busd_low", "billion USD"),
    ("_busd_high", "billion USD"),
    ("_busd", "billion USD"),
    ("_flop", "FLOP"),
    ("oom", "orders of magnitude"),
    ("_twh", "TWh"),
    ("_mt", "million t CO2"),
    ("_gwh", "GWh"),
    ("_gw", "GW"),
    ("gw", "GW"),
    ("_km", "km"),
    ("share_low", "share"),
    ("share_high", "share"),
    ("_share", "share"),
    ("share_of_gdp", "share of GDP"),
    ("share_of_run", "share"),
    ("efficiency", "share"),
    ("seconds", "seconds"),
    ("utilisation", "share of capacity"),
    ("lead_years", "years"),
    ("planned_years", "years"),
    ("slack_years", "years"),
    ("decide_by_year", "year"),
    ("decide_by_year_if_slow", "year"),
    ("_from_year", "year"),
    ("_in_first_year", "see unit"),
    ("_in_last_year", "see unit"),
    ("year", "year"),
    ("discount_rate", "per year"),
)
"""What a column's name ends in, the longer endings first, and the unit of its numbers."""

SEE_UNIT = (
    "capacity", "used", "target", "delivered", "limit_value", "amount", "low", "central",
    "high", "value",
)  # fmt: skip
"""Columns whose unit is told row by row."""


def table_holds(name: str) -> str:
    """What a table of the plan holds, in a phrase."""
    return TABLES.get(name, OTHER)


def unit_of(column: str) -> str:
    """Unit of a column of the plan, ``see unit`` where its rows tell it; empty for a text."""
    for ending, unit in _UNITS:
        if column.endswith(ending):
            return unit
    return "see unit" if column in SEE_UNIT else ""
