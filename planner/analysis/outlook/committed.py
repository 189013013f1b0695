"""How much of what a plan builds and buys is committed already, and so decided by others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from planner.data.inputs import Inputs
from planner.results import Plan
from planner.results.bottlenecks import GIVEN

SHELL_ITEMS = ("shell", "transformers", "switchgear", "backup_generators")
CHIP_ITEMS = ("chip_order", "packaging_start", "hbm_start")
LINE_ITEMS = ("new_fab", "new_packaging_line", "new_hbm_line")
OF_SITES, OF_SHIPMENTS = GIVEN
ORDERED = "ordered_equipment_limit"


@dataclass(frozen=True)
class Committed:
    """Shares, from 0 to 1, of what is built or bought in a year."""

    shells: Mapping[tuple[str, int], float]
    """Site and year to the share of the shell that is built in it."""
    chips: Mapping[tuple[str, int], float]
    """Accelerator and year to the share of the units that are bought in it."""
    announced: bool = False
    """Whether what the tables announce counts as ordered, as equipment that is contracted does."""

    @classmethod
    def of(cls, inputs: Inputs, plan: Plan) -> "Committed":
        """Read it off the limits of a plan; none where its model gives no commitments."""
        ordered = plan["limits"]["limit"].eq(ORDERED).any()
        return cls(dict(_shells(plan)), dict(_chips(inputs, plan)), bool(ordered))

    def late(self, item: str) -> bool:
        """Whether an item that would have been decided before the plan begins was so by others.

        So are lines and fabs of which the tables say that they run.
        """
        return self.announced and item in LINE_ITEMS

    def share(self, item: str, what: str, site: str, year: int) -> float:
        """The share of an item of the milestones that is committed."""
        if item in SHELL_ITEMS:
            return self.shells.get((site, year), 0.0)
        return self.chips.get((what, year), 0.0) if item in CHIP_ITEMS else 0.0


def _shells(plan: Plan) -> Iterator[tuple[tuple[str, int], float]]:
    """What is committed by a year's end and was not built before, over what it builds."""
    limits, clusters = plan["limits"], plan["clusters"]
    # A floor tells as used what is given, of what is there; what is ordered is a capacity.
    floors = limits[limits["limit"] == OF_SITES].assign(given=lambda of: of["used"])
    ordered = limits[limits["limit"] == ORDERED].assign(given=lambda of: of["capacity"])
    rows_of = pd.concat(
        [floors.assign(there=floors["capacity"]), ordered.assign(there=ordered["used"])]
    ).sort_values("year", kind="stable")
    pue = plan["sites"].set_index("site")["pue"]
    for site, rows in rows_of.groupby("place"):
        own = clusters[clusters["site"] == site].set_index("year")["shell_built_it_gw"]
        built = float(pue[site]) * own.sort_index()
        first = rows.iloc[0]
        # The limit tells what stands in all, with what stood before the plan.
        there = float(first["there"]) - float(built[built.index <= first["year"]].sum())
        for y, gw in zip(built.index, built, strict=True):
            given = rows.loc[rows["year"] <= y, "given"].max()
            if gw > 0 and given > there:
                yield (str(site), int(y)), min(1.0, (float(given) - there) / float(gw))
            there += float(gw)


def _chips(inputs: Inputs, plan: Plan) -> Iterator[tuple[tuple[str, int], float]]:
    """What is committed of a family in a year, over what is bought of it."""
    limits, bought = plan["limits"], plan["accelerators"]
    floors = limits[limits["limit"] == OF_SHIPMENTS]
    if floors.empty:
        return
    family = inputs["accelerators"]["family"]
    units = bought.groupby([bought["accelerator"].map(family), "year"])["bought_million"].sum()
    given = floors.groupby(["pool", "year"])["used"].sum()
    for (name, y), million in given.items():
        total = float(units.get((name, y), 0.0))
        for k in family.index[family == name] if total > 0 else ():
            yield (str(k), int(y)), min(1.0, float(million) / total)
