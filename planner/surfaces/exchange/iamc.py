"""A plan as the integrated-assessment community writes scenarios.

Wide: Model, Scenario, Region, Variable, Unit, then a column a year. Variables
are paths from the general to the particular, parted by bars, and a path without
its last part is the sum of those below it. A region within a country is
written ``USA|ERCOT``, and the country's rows are the sums of its regions'.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from planner.results import Plan
from planner.results.over_years import by_the_year

SHEET = "data"
"""Name of the sheet that readers of this form look for."""

LABELS = ["Model", "Scenario", "Region", "Variable", "Unit"]
MODEL = "planner"

_FUELS = {
    "Gas": ("gas", "fuel_cell", "coal_to_gas"),
    "Nuclear": ("nuclear",),
    "Geothermal": ("geothermal",),
    "Solar": ("solar",),
    "Wind": ("wind",),
    "Storage": ("battery", "storage"),
    "Grid": ("grid",),
}
"""Family of power technologies to how their names begin."""

_COMPONENTS = {
    "accelerators": "Accelerators",
    "shell": "Buildings",
    "hall_retrofit": "Hall Retrofit",
    "power": "Power",
}

Row = tuple[str, str, str, int, float]
"""Region, variable, unit, year, value."""


def iamc(
    plan: Plan, scenario: str, *, countries: Mapping[str, str], currency_year: int
) -> pd.DataFrame:
    """The plan as one wide frame, its columns Model to Unit and then the years as numbers.

    `countries` maps each electricity region to its country. Power in GW,
    energy in TWh/yr, money in billion USD of `currency_year`, emissions in
    Mt CO2/yr, accelerators in millions. What is nought in every year is left out.
    """
    region_of = plan["clusters"].groupby("site")["region"].first()
    rows = [
        *_clusters(plan),
        *_accelerators(plan, region_of),
        *_power(plan, region_of),
        *_curtailed(plan, region_of),
        *_investment(plan, region_of, currency_year),
    ]
    frame = pd.DataFrame(rows, columns=["Region", "Variable", "Unit", "year", "value"])
    frame["country"] = frame["Region"].map(dict(countries)).fillna("World")
    frame["Region"] = frame["country"] + "|" + frame["Region"]
    whole = frame.assign(Region=frame["country"])
    everywhere = _of_all(plan, _only(frame["country"]), currency_year)
    parts = [frame.drop(columns="country"), whole.drop(columns="country"), everywhere]
    total = pd.concat(parts, ignore_index=True)
    wide = total.pivot_table(
        index=["Region", "Variable", "Unit"], columns="year", values="value", aggfunc="sum"
    )
    wide = wide.reindex(columns=[int(year) for year in plan.summary["years"]]).fillna(0.0)
    wide = wide[(wide != 0).any(axis=1)].reset_index()
    wide.insert(0, "Scenario", scenario)
    wide.insert(0, "Model", MODEL)
    wide.columns.name = None
    return wide


def _only(countries: pd.Series) -> str:
    """The country of the plan, or the world when there are several."""
    found = set(countries)
    return found.pop() if len(found) == 1 else "World"


def _with_sums(path: str) -> Iterable[str]:
    """A variable and those above it that are sums of the like, down to two parts."""
    parts = path.split("|")
    return ("|".join(parts[:length]) for length in range(2, len(parts) + 1))


def _clusters(plan: Plan) -> Iterable[Row]:
    columns = {
        "it_gw": ("Capacity|Data Center|IT", "GW"),
        "facility_gw": ("Capacity|Data Center|Facility", "GW"),
        "energy_twh": ("Final Energy|Electricity|Data Center", "TWh/yr"),
        "shell_built_it_gw": ("Capacity Additions|Data Center|IT", "GW/yr"),
        "h100e_million": ("Stock|Accelerators|H100 equivalents", "million"),
    }
    for column, (variable, unit) in columns.items():
        for (region, year), value in plan.rate("clusters", column, "region", "year").items():
            yield region, variable, unit, int(year), float(value)


def _accelerators(plan: Plan, region_of: pd.Series) -> Iterable[Row]:
    table = plan["accelerators"].assign(region=lambda t: t["site"].map(region_of))
    columns = {
        "running_million": ("Stock|Accelerators|Running", "million"),
        "idle_million": ("Stock|Accelerators|Idle", "million"),
        "bought_million": ("Purchases|Accelerators", "million/yr"),
    }
    for column, (variable, unit) in columns.items():
        grouped = table.groupby(["region", "accelerator", "year"])[column].sum()
        grouped = by_the_year("accelerators", column, grouped, plan.lengths)
        for (region, accelerator, year), value in grouped.items():
            for path in (variable, f"{variable}|{accelerator}"):
                yield region, path, unit, int(year), float(value)


def _power(plan: Plan, region_of: pd.Series) -> Iterable[Row]:
    table = plan["power"].assign(region=lambda t: t["site"].map(region_of))
    columns = {
        "capacity_gw": ("Capacity", "GW"),
        "built_gw": ("Capacity Additions", "GW/yr"),
        "generation_twh": ("Secondary Energy", "TWh/yr"),
    }
    # What storage gives back was generated before, and is no part of that sum.
    stores = set(table.loc[table["kind"] == "storage", "technology"])
    for column, (head, unit) in columns.items():
        grouped = table.groupby(["region", "technology", "year"])[column].sum()
        grouped = by_the_year("power", column, grouped, plan.lengths)
        for (region, technology, year), value in grouped.items():
            path = f"{head}|Electricity|{path_of(str(technology))}"
            if column == "generation_twh" and technology in stores:
                path = f"Electricity Storage|Discharge|{technology}"
            for part in _with_sums(path):
                yield region, part, unit, int(year), float(value)


def _curtailed(plan: Plan, region_of: pd.Series) -> Iterable[Row]:
    """What technologies could give and nothing uses; no part of the energy that is delivered."""
    if "curtailed_twh" not in plan["power"]:
        return
    table = plan["power"].assign(region=lambda t: t["site"].map(region_of))
    for (region, year), twh in table.groupby(["region", "year"])["curtailed_twh"].sum().items():
        variable = "Secondary Energy|Electricity|Curtailment"
        yield region, variable, "TWh/yr", int(year), float(twh)


def path_of(technology: str) -> str:
    """A power technology below its family: ``gas_ccgt`` is ``Gas|gas_ccgt``."""
    for word, beginnings in _FUELS.items():
        if technology.startswith(beginnings):
            return f"{word}|{technology}"
    return f"Other|{technology}"


def _investment(plan: Plan, region_of: pd.Series, currency_year: int) -> Iterable[Row]:
    table = plan["capex"].assign(region=lambda t: t["site"].map(region_of))
    unit = f"billion USD_{currency_year}/yr"
    grouped = table.groupby(["region", "component", "item", "year"])["capex_busd"].sum()
    grouped = by_the_year("capex", "capex_busd", grouped, plan.lengths)
    for (region, component, item, year), value in grouped.items():
        word = _COMPONENTS.get(str(component), str(component))
        path = f"Investment|Data Center|{word}"
        if component != "shell":
            path += f"|{path_of(str(item)) if component == 'power' else item}"
        for part in _with_sums(path):
            yield region, part, unit, int(year), float(value)


def _of_all(plan: Plan, region: str, currency_year: int) -> pd.DataFrame:
    """What the plan knows for all places together only: emissions, their price, targets."""
    rows: list[Row] = []
    for (term, year), value in plan.by("emissions", "emissions_mt", "term", "year").items():
        for path in _with_sums(f"Emissions|CO2|Data Center|{str(term).capitalize()}"):
            if path != "Emissions|CO2":
                rows.append((region, path, "Mt CO2/yr", int(year), float(value)))
    carbon = plan.tables.get("carbon_price", pd.DataFrame())
    for row in carbon.itertuples():
        unit = f"USD_{currency_year}/t CO2"
        rows.append((region, "Price|Carbon", unit, int(row.year), float(row.price_usd_per_t)))
    for row in plan["targets"].itertuples():
        unit = "FLOP" if row.unit == "FLOP" else "H100 equivalents"
        for word, value in (("Target", row.target), ("Delivered", row.delivered)):
            path = f"Compute|{row.workload}|{word}"
            rows.append((region, path, unit, int(row.year), float(value)))
    return pd.DataFrame(rows, columns=["Region", "Variable", "Unit", "year", "value"])
