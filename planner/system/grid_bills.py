"""What power from the grid costs in a region: energy, and what a tariff charges by GW."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from planner.config import ModelDefinition
from planner.config.stated_values import StatedValues, held
from planner.data.inputs import Inputs
from planner.errors import Fault, listed, raise_any
from planner.system.objects.power import DEMAND_CHARGES, EnergyPrice
from planner.system.objects.world import World
from planner.units import USD_PER_KW_MONTH, USD_PER_MW_DAY, USD_PER_MWH

ENERGY_COLUMNS: Mapping[EnergyPrice, str] = {
    "retail": "price_usd_per_mwh",
    "wholesale": "wholesale_usd_per_mwh",
}
"""What grid energy is priced at, to its column in the table of prices."""
CHARGE_COLUMNS = {
    "capacity": ("capacity_usd_per_mw_day", USD_PER_MW_DAY, "capacity_minimum_take"),
    "wires": ("wires_usd_per_kw_month", USD_PER_KW_MONTH, "wires_minimum_take"),
}
"""What is charged by GW to its column, one of its unit in billion USD a GW and year, and the
column of its minimum take."""


@dataclass(frozen=True)
class GridBill:
    """What a region charges for power from its grid, by year."""

    energy: Mapping[int, float]
    """Billion USD a GWh."""
    priced_at: EnergyPrice
    demand_charge: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """What is charged by GW and year to billion USD a GW and year."""
    minimum_take: Mapping[tuple[str, int], float] = field(default_factory=dict)
    """The same to the least share of the contracted GW that is billed."""


def grid_bills(
    inputs: Inputs, model: ModelDefinition, names: Iterable[str], years: tuple[int, ...]
) -> dict[str, GridBill]:
    """Region to what it charges, as the model asks for it.

    With tariffs a region that has none charges the retail price. Raises InputError for a region
    without a price of energy of the kind that it is charged at.
    """
    prices, tariffs = inputs["electricity_prices"], inputs["grid_tariffs"]
    asked = model.power.electricity_price
    with_tariff = _regions(tariffs) if asked == "tariff" else frozenset()
    kinds: dict[str, EnergyPrice] = {r: energy_price(asked, r, with_tariff) for r in names}
    raise_any(_without_price(inputs, model, kinds))
    found = {}
    for r, kind in kinds.items():
        energy = path_of(prices[ENERGY_COLUMNS[kind]] * USD_PER_MWH, r, years)
        if r not in with_tariff:
            found[r] = GridBill(energy, kind)
            continue
        charge: dict[tuple[str, int], float] = {}
        take: dict[tuple[str, int], float] = {}
        for c in DEMAND_CHARGES:
            price, unit, least = CHARGE_COLUMNS[c]
            charge |= {(c, y): usd for y, usd in path_of(tariffs[price] * unit, r, years).items()}
            take |= {(c, y): share for y, share in path_of(tariffs[least], r, years).items()}
        found[r] = GridBill(energy, kind, charge, take)
    return found


def energy_price(asked: str, region: str, with_tariff: Container[str]) -> EnergyPrice:
    """What grid energy is priced at: by a tariff at wholesale, and at retail without one."""
    by_tariff = asked == "tariff" and region in with_tariff
    return "wholesale" if asked == "wholesale" or by_tariff else "retail"


def path_of(column: "pd.Series[float]", region: str, years: tuple[int, ...]) -> StatedValues[int]:
    """A column of a region by year; nothing where a problem of one's own has no row of it."""
    return held(column.loc[region], years) if region in _regions(column) else StatedValues({})


def tariff_notices(inputs: Inputs, world: World) -> Iterator[str]:
    """A note of the regions that are charged the retail price since they have no tariff.

    None where nothing can be connected, or the tables of a problem of one's own have no tariffs.
    """
    grids = any(technology.kind == "grid" for technology in world.technologies.values())
    if world.electricity_price != "tariff" or not grids or inputs["grid_tariffs"].empty:
        return
    without = sorted(r for r, region in world.regions.items() if not region.demand_charge)
    if without:
        have = "has" if len(without) == 1 else "have"
        yield f"{listed(without)} {have} no row in grid_tariffs: power is charged at retail there"


def _without_price(
    inputs: Inputs, model: ModelDefinition, kinds: Mapping[str, EnergyPrice]
) -> Iterator[Fault]:
    """Blank prices of energy in rows of a region that is charged by them."""
    tariffs, table = inputs["grid_tariffs"], inputs["electricity_prices"]
    why = f"{model.place('power.electricity_price')} asks for it; write it, or plan at retail"
    if model.power.electricity_price == "tariff":
        why = "a tariff charges energy at it; write it, or leave the region out of grid_tariffs"
        for r, kind in kinds.items():
            if kind == "wholesale" and r not in _regions(table):
                key = next(key for key in tariffs.index if key[0] == r)
                place = inputs.place("grid_tariffs", key, "region")
                yield Fault(
                    place, f"{r!r}, without a price of energy", "a row in electricity_prices"
                )
    for key in table.index:
        charged = kinds.get(str(key[0]))
        if charged is not None and pd.isna(table.at[key, ENERGY_COLUMNS[charged]]):
            place = inputs.place("electricity_prices", key, ENERGY_COLUMNS[charged])
            yield Fault(place, "blank", f"a {charged} price", why)


def _regions(table: "pd.DataFrame | pd.Series[float]") -> frozenset[str]:
    return frozenset(map(str, table.index.get_level_values("region")))
