"""From accelerators and what stands at sites to halls by their cooling, and what converts them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.errors import Fault, raise_any
from planner.system.objects.chips import Accelerator
from planner.system.objects.sites import Site
from planner.units import WEEKS_PER_YEAR

COSTS = "cluster_costs"
COST, TIME = "hall_retrofit_usd_per_w_it", "hall_retrofit_weeks"
KEY = "sites.cooling_class"


@dataclass(frozen=True)
class HallRetrofit:
    """What liquid cooling in a hall for air takes; nothing where no table has a price."""

    capex: float = 0.0
    """Billion USD a GW of IT, as one USD a W is."""
    years: float = 0.0
    """Time for which the hall houses nothing."""


def hall_retrofit(
    inputs: Inputs, model: ModelDefinition, accelerators: Mapping[str, Accelerator]
) -> HallRetrofit:
    """What converts a hall; every generation of the plan must have its class.

    Raises InputError for every generation without one and every row that is missing, and for a
    hall that would be shut for more than the year in which it is converted.
    """
    raise_any([*_unclassed(inputs, model, accelerators), *_unpriced(inputs, model)])
    table = inputs.optional(COSTS)
    if table is None:
        return HallRetrofit()
    return HallRetrofit(
        float(table.at[COST, "value"]), float(table.at[TIME, "value"]) / WEEKS_PER_YEAR
    )


def with_halls(
    sites: Mapping[str, Site], accelerators: Mapping[str, Accelerator], years: tuple[int, ...]
) -> dict[str, Site]:
    """The sites with the shell that is cooled by air alone.

    The shell that stands is shared between both kinds of halls as the IT power of the units is
    that stand in it before the first year. Where none stand it waits for what comes, and houses
    either.
    """
    return {s: replace(site, air_hall_gw=_for_air(site, accelerators, years[0]))
            for s, site in sites.items()}  # fmt: skip


def _for_air(site: Site, accelerators: Mapping[str, Accelerator], first: int) -> float:
    drawn = {True: 0.0, False: 0.0}
    for (k, installed), units in site.existing_fleet.items():
        if installed < first:
            drawn[accelerators[k].liquid_cooled] += units * accelerators[k].power_gw
    total = sum(drawn.values())
    return site.existing_facility_gw / site.pue * drawn[False] / total if total else 0.0


def _unclassed(
    inputs: Inputs, model: ModelDefinition, accelerators: Mapping[str, Accelerator]
) -> Iterator[Fault]:
    table = inputs["accelerators"]
    for k in accelerators:
        told = table.at[k, "cooling_class"] if "cooling_class" in table else None
        if pd.isna(told) or not told:
            yield Fault(
                inputs.place("accelerators", k, "cooling_class"),
                f"blank for {k!r}, and the model tells halls apart by it",
                "air or liquid",
                f"fill it, or leave out {KEY} ({model.place(KEY)})",
            )


def _unpriced(inputs: Inputs, model: ModelDefinition) -> Iterator[Fault]:
    table = inputs.optional(COSTS)
    if table is None:
        return
    for item in (COST, TIME):
        if item not in table.index:
            found = f"no row {item} in {inputs.file(COSTS)}"
            expected = "what converting a hall costs, and for how long it is shut"
            yield Fault(model.place(KEY), found, expected, "add the row, or leave out the key")
    if TIME in table.index and table.at[TIME, "value"] > WEEKS_PER_YEAR:
        found = f"{table.at[TIME, 'value']:g} weeks, more than the year of the conversion"
        yield Fault(inputs.place(COSTS, TIME, "value"), found, f"at most {WEEKS_PER_YEAR:g}")
