"""Backcast: a plan of past years beside what vendors shipped in them.

The plan knows supply and ship dates, never a count of accelerators. Counts
are set beside it: by year, by quarter where the plan follows quarters, by family
of accelerators, and by component, where the observed units are taken through
the plan's own dies, packages and memory.
H100-equivalents are on the 8-bit dense basis, as the counts are.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from planner.analysis.reference import backcast_gaps
from planner.data.inputs import Inputs
from planner.errors import Fault, InputError
from planner.results import Plan
from planner.system import Accelerator, World
from planner.units import THOUSAND, UNITS_PER_MILLION

TOLERANCE = 0.25
"""A year whose H100e shipped differ by at most this share of the observed is close."""
THOUSAND_PER_MILLION = UNITS_PER_MILLION / THOUSAND
SUPPLY_RANGE = (
    "node_capacity.capacity_kwpm",
    "packaging_capacity.wafers_k_per_year",
    "hbm_supply.supply_eb",
    "supply_terms.ai_share",
)
"""Quantities that are all put to their low, or all to their high value, for the plan's range."""
CHAIN = ("accelerators", "process_nodes", "node_capacity", "packaging_capacity", "hbm_supply",
         "supply_terms", "vendor_shares")  # fmt: skip
"""Tables that decide how many accelerators the supply allows."""


@dataclass(frozen=True)
class Backcast:
    """The comparison as tables, H100e and units in thousands."""

    years: pd.DataFrame
    quarters: pd.DataFrame
    """Empty where the plan does not follow quarters."""
    families: pd.DataFrame
    components: pd.DataFrame
    sources: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names that they have in a run folder."""
        quarters = {} if self.quarters.empty else {"backcast_quarters": self.quarters}
        return {
            "backcast_years": self.years,
            **quarters,
            "backcast_families": self.families,
            "backcast_components": self.components,
            "backcast_sources": self.sources,
        }


def compare(
    plan: Plan,
    world: World,
    inputs: Inputs,
    extremes: Mapping[str, Plan] | None = None,
    *,
    within_year: bool = False,
) -> Backcast:
    """Set `plan` beside the observed shipments; `extremes` may hold its low and high case.

    `within_year` says that the model follows what is made within a year, as it is stated.

    Raises InputError when a year has no counts, or H100e are on another basis.
    """
    observed = inputs["observed_shipments"].reset_index()
    # A part of a year is no year to be compared with.
    observed = observed[observed["share_of_year"] == 1]
    _comparable(world, observed)
    observed = observed[observed["year"].isin(world.years)]
    family = inputs["accelerators"]["family"]
    components = _components(plan, world, observed)
    years = _years(plan, world, observed, extremes or {})
    return Backcast(
        years=years.assign(
            reason=[gap.reason() for gap in backcast_gaps.years(years, components)]
        ),
        quarters=backcast_gaps.quarters(plan, world, inputs),
        families=_families(plan, world, observed, family),
        components=components,
        sources=_sources(inputs, world, observed, within_year),
    )


def _comparable(world: World, observed: pd.DataFrame) -> None:
    faults = []
    known = set(observed["year"])
    unknown = [str(y) for y in world.years if y not in known]
    if unknown:
        found = f"no shipments of {', '.join(unknown)}"
        expected = f"years from {min(known)} to {max(known)}"
        faults.append(Fault("observed_shipments.csv", found, expected, "backcast other years"))
    if world.h100e_basis != "eight_bit_dense":
        found = f"h100e_basis {world.h100e_basis!r}"
        faults.append(Fault("backcast", found, "'eight_bit_dense', the basis of the counts"))
    if faults:
        raise InputError(faults)


def _shipped(plan: Plan, world: World) -> pd.DataFrame:
    """Each generation and year: units and H100e bought, in thousands."""
    bought = plan["accelerators"][["accelerator", "year", "bought_million"]]
    units = bought["bought_million"] * THOUSAND_PER_MILLION
    h100e = bought["accelerator"].map(lambda k: world.accelerators[k].h100e)
    return bought.assign(units_k=units, h100e_k=units * h100e)


def _years(
    plan: Plan, world: World, observed: pd.DataFrame, extremes: Mapping[str, Plan]
) -> pd.DataFrame:
    """One row a year: H100e shipped and in service, planned and observed, thousands.

    In service is what runs at the year's end in the plan, and all that was
    shipped since its first year in the counts.
    """
    counted = observed.groupby("year")["h100e_k"].sum()
    for_china = observed[observed["made_for_china"]].groupby("year")["units_k"].sum()
    planned = _shipped(plan, world).groupby("year")["h100e_k"].sum()
    table = pd.DataFrame({"observed_shipped_h100e_k": counted, "plan_shipped_h100e_k": planned})
    for name, other in extremes.items():
        column = f"plan_{name}_shipped_h100e_k"
        table[column] = _shipped(other, world).groupby("year")["h100e_k"].sum()
    table = table.fillna(0.0)
    ratio = table["plan_shipped_h100e_k"] / table["observed_shipped_h100e_k"]
    table["difference_share"] = ratio - 1
    table["within_tolerance"] = table["difference_share"].abs() <= TOLERANCE
    table["observed_in_service_h100e_k"] = counted.cumsum()
    running = plan["clusters"].groupby("year")["h100e_million"].sum()
    table["plan_in_service_h100e_k"] = running * THOUSAND_PER_MILLION
    table["observed_made_for_china_units_k"] = for_china.reindex(table.index, fill_value=0.0)
    return table.reset_index()


def _families(
    plan: Plan, world: World, observed: pd.DataFrame, family: "pd.Series[str]"
) -> pd.DataFrame:
    """One row a family and year: units and H100e shipped, observed and planned, thousands."""
    sides = []
    for side, rows in (("observed", observed), ("plan", _shipped(plan, world))):
        named = rows.assign(family=rows["accelerator"].map(family))
        summed = named.groupby(["family", "year"])[["units_k", "h100e_k"]].sum()
        sides.append(summed.add_prefix(f"{side}_"))
    table = sides[0].join(sides[1], how="outer").fillna(0.0)
    return table[(table > 0).any(axis=1)].reset_index()


def _components(plan: Plan, world: World, observed: pd.DataFrame) -> pd.DataFrame:
    """One row a component and year: supply, what the plan used, what the observed units took.

    The observed units are taken through the plan's own draws a unit, so a
    value above the supply says that the two inputs contradict each other.
    """
    took: dict[tuple[str, str, int], float] = {}
    for k, y, units_k in zip(
        observed["accelerator"], observed["year"], observed["units_k"], strict=True
    ):
        # A chip that the model leaves out has no draws; it is a difference by family.
        chip = world.accelerators.get(k)
        for (kind, pool), amount in (chip.uses if chip else {}).items():
            key = (kind, pool, int(y))
            took[key] = took.get(key, 0.0) + amount * units_k / THOUSAND_PER_MILLION
    supply = plan["supply"]
    table = supply[supply["vendor"] == ""]
    table = table[["kind", "pool", "year", "unit", "capacity", "used", "utilisation", "binding"]]
    table = table.rename(
        columns={
            "capacity": "supply",
            "used": "plan_used",
            "utilisation": "plan_utilisation",
            "binding": "plan_binding",
        }
    )
    keys = zip(table["kind"], table["pool"], table["year"], strict=True)
    table["observed_used"] = [took.get((kind, pool, int(y)), 0.0) for kind, pool, y in keys]
    table["observed_utilisation"] = table["observed_used"] / table["supply"]
    return table.sort_values(["kind", "pool", "year"]).reset_index(drop=True)


def _ships(chip: Accelerator, world: World) -> bool:
    """Whether a generation is on sale in a year of the plan."""
    return chip.ship_year < world.end and chip.last_sale_year >= world.years[0]


def _sources(
    inputs: Inputs, world: World, observed: pd.DataFrame, within_year: bool
) -> pd.DataFrame:
    """One row a table and source of the chain: how many rows, and whether the counts share it.

    A row shares the source of the counts when the same body published both:
    then its agreement with them is no test.
    """
    publisher = inputs["sources"]["publisher"]
    witnesses = set(observed["source_id"].map(publisher))
    pools = {pool for _, pool in world.supply}
    rows = []
    asked = (("supply_quarters", within_year), ("accelerator_ramp", bool(world.ramps)))
    for name in (*CHAIN, *(name for name, is_read in asked if is_read)):
        table = inputs[name].reset_index()
        if "year" in table:
            table = table[table["year"].between(world.years[0] - 1, world.years[-1])]
        if "accelerator" in table:
            on_sale = [k for k, chip in world.accelerators.items() if _ships(chip, world)]
            table = table[table["accelerator"].isin(on_sale)]
        else:
            for column in {"node_pool", "packaging", "hbm_pool"}.intersection(table.columns):
                table = table[table[column].isin(pools)]
        for source, part in table.groupby("source_id"):
            shared = publisher[source] in witnesses
            rows.append((name, source, publisher[source], len(part), shared))
    columns = ["table", "source_id", "publisher", "rows", "shared_with_observed"]
    return pd.DataFrame(rows, columns=columns)
