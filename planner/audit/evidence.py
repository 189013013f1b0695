"""Evidence: what a plan's tables are held against, gathered once for all checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from planner.audit.accelerator_rows import H100_TB_A_SECOND, H100_TFLOPS, Chip, chips
from planner.audit.amounts import Amounts
from planner.audit.calendar import Calendar
from planner.audit.files import Files, by_key, number_or, rows_by
from planner.audit.sites import Place, places


@dataclass(frozen=True, eq=False)
class Evidence:
    """The inputs as the certificate understands them, beside the plan's tables."""

    files: Files
    places: Mapping[str, Place]
    calendar: Calendar
    chips: Mapping[str, Chip]

    @classmethod
    def of(cls, files: Files) -> Evidence:
        """Read the inputs again."""
        found, year = places(files)
        return cls(files, found, year, chips(files))

    @property
    def years(self) -> Sequence[int]:
        """The years that are planned."""
        return self.files.years

    @cached_property
    def on_sale(self) -> dict[str, Chip]:
        """Generations that the model can buy in one of its years."""
        chosen = self.files.definition["accelerators"]
        return {
            k: chip
            for k, chip in self.chips.items()
            if chip.supply_region in chosen["supply_regions"]
            and (not chosen["include"] or k in chosen["include"])
            and k not in chosen["exclude"]
            and chip.ships < self.years[-1] + 1
            and chip.last_sale >= self.years[0]
        }

    def served_h100e(self, row: Mapping[str, Any], k: str) -> float:
        """H100e of one unit at a throughput: by FLOP, or in part by FLOP or memory, the lower."""
        chip = self.chips[k]
        roofs = self.files.definition["workloads"].get("serving", "flop") == "roofline"
        decoded = number_or(row.get("decode_share"), 0.0) if roofs else 0.0
        if decoded == 0 or chip.h100e == 0:
            return chip.h100e
        # How long a unit takes for what an H100 does in an hour: prompts, then tokens.
        fed = float(row["decode_flop_per_byte"]) / H100_TFLOPS["eight_bit_dense"]
        tokens = min(1.0, fed * H100_TB_A_SECOND) / min(chip.h100e, fed * chip.memory_tb)
        return 1 / ((1 - decoded) / chip.h100e + decoded * tokens)

    @property
    def stays_years(self) -> float:
        """Years for which an accelerator can serve."""
        costs, fleet = self.files.cluster_costs, self.files.definition["fleet"]
        physical = fleet["serve_for"] == "physical_life"
        item = "accelerator_physical_life_years" if physical else "accelerator_life_years"
        return float(costs[item])

    @cached_property
    def unlimited(self) -> frozenset[tuple[str, str]]:
        """Packaging lines that the tables call not limited."""
        rows = rows_by(self.files.inputs["packaging"], "packaging")
        return frozenset(("packaging", line) for line, row in rows.items() if not row["limited"])

    def plan(self, name: str) -> pd.DataFrame:
        """A table of the plan."""
        return self.files.plan[name]

    @cached_property
    def bought(self) -> Amounts[Any]:
        """Generation, site and year to million units bought."""
        return by_key(self.plan("accelerators"), ["accelerator", "site", "year"], "bought_million")

    @cached_property
    def running(self) -> Amounts[Any]:
        """Generation, site and year to million units that run."""
        return by_key(
            self.plan("accelerators"), ["accelerator", "site", "year"], "running_million"
        )

    def _of_power(self, column: str) -> Amounts[Any]:
        """Source, site and year to a column of power, which earlier plans may lack."""
        power = self.plan("power")
        keys = ["technology", "site", "year"]
        return by_key(power, keys, column) if column in power else Amounts()

    @cached_property
    def built(self) -> Amounts[Any]:
        """Source, site and year to GW built."""
        return self._of_power("built_gw")

    @cached_property
    def capacity(self) -> Amounts[Any]:
        """Source, site and year to GW in service."""
        return self._of_power("capacity_gw")

    @cached_property
    def delivered(self) -> Amounts[Any]:
        """Source, site and year to TWh that are used."""
        return self._of_power("generation_twh")

    @cached_property
    def curtailed(self) -> Amounts[Any]:
        """Source, site and year to TWh that nothing uses."""
        return self._of_power("curtailed_twh")

    @cached_property
    def not_taken(self) -> Amounts[Any]:
        """Source, site and year to TWh of it that the plan does not take of sun and wind."""
        power = self.plan("power")
        told = "not_taken_twh" in power
        return (
            by_key(power, ["technology", "site", "year"], "not_taken_twh") if told else Amounts()
        )

    @cached_property
    def not_taken_gw(self) -> Amounts[Any]:
        """Source, site, year and slice to GW of it, where a plan has any."""
        table = self.plan("not_taken")
        keys = ["technology", "site", "year", "slice"]
        return Amounts() if table.empty else by_key(table, keys, "not_taken_gw")

    @cached_property
    def taken(self) -> Amounts[Any]:
        """Source, site and year to TWh that cost and emit: all but what is not taken."""
        return Amounts({key: twh - self.not_taken[key] for key, twh in self.output.items()})

    @cached_property
    def output(self) -> Amounts[Any]:
        """Source, site and year to TWh in all: what is burned for, used or not."""
        return Amounts({key: twh + self.curtailed[key] for key, twh in self.delivered.items()})

    @cached_property
    def shell(self) -> Amounts[Any]:
        """Site and year to GW of IT for which shell was built."""
        return by_key(self.plan("clusters"), ["site", "year"], "shell_built_it_gw")

    @cached_property
    def it_gw(self) -> Amounts[Any]:
        """Site and year to IT load, GW."""
        return by_key(self.plan("clusters"), ["site", "year"], "it_gw")

    @cached_property
    def average_gw(self) -> Amounts[Any]:
        """Site and year to IT load on average, GW; earlier plans ran at rated power all year."""
        clusters = self.plan("clusters")
        told = "average_it_gw" in clusters
        return by_key(clusters, ["site", "year"], "average_it_gw") if told else self.it_gw

    @cached_property
    def terms(self) -> dict[tuple[str, int, str], Amounts[str]]:
        """Site, year and slice to the terms of its power balance, GW."""
        found: dict[tuple[str, int, str], Amounts[str]] = {}
        table = self.plan("dispatch")
        for s, y, h, term, gw in zip(
            table["site"], table["year"], table["slice"], table["term"], table["gw"], strict=True
        ):
            found.setdefault((str(s), int(y), str(h)), Amounts())[str(term)] = float(gw)
        return found

    @cached_property
    def weights(self) -> dict[str, float]:
        """Slice to hours of the year."""
        return {h: piece.weight_hours for h, piece in self.calendar.slices.items()} | {
            "year": self.files.hours
        }

    def gives(self, g: str, region: str, h: str) -> float:
        """Share of its nameplate that a technology can give in a slice of the year."""
        share, profile = self.files.runs(g, h), self.files.technologies[g]["profile"]
        if profile == "none":
            return share
        return share * self.calendar.capacity_factor[profile, region, h]

    def full_hours(self, g: str, region: str) -> float:
        """Hours of full output in a year of a technology that gives all that it can."""
        return sum(
            piece.weight_hours * self.gives(g, region, h)
            for h, piece in self.calendar.slices.items()
        )

    @cached_property
    def stored(self) -> dict[tuple[str, str, int, str], tuple[float, float]]:
        """Source, site, year and slice to what storage takes in and gives back, GW."""
        table = self.plan("storage")
        if table.empty:
            return {}
        keys = ("technology", "site", "year", "slice", "charge_gw", "discharge_gw")
        return {
            (str(g), str(s), int(y), str(h)): (float(i), float(o))
            for g, s, y, h, i, o in zip(*(table[key] for key in keys), strict=True)
        }

    @cached_property
    def kept(self) -> Amounts[tuple[str, str, int]]:
        """Source, site and year to what stands by the tables and is not retired, GW.

        What is told as retired is gone for good; what comes to the end of its life may be of it.
        """
        power = self.plan("power")
        told = "retired_gw" in power
        retired = (
            by_key(power, ["technology", "site", "year"], "retired_gw") if told else Amounts()
        )
        found: Amounts[tuple[str, str, int]] = Amounts()
        for s, place in self.places.items():
            for g in place.standing_technologies:
                before, stood_before = 0.0, 0.0
                for y in self.years:
                    stood = place.stood(g, y)
                    came = stood - stood_before + self.ended(g, s, y)
                    before = min(stood, before + came) - retired[g, s, y]
                    found[g, s, y], stood_before = before, stood
        return found

    def ended(self, g: str, s: str, y: int) -> float:
        """What of a technology that stands reaches the end of its life in a planned year, GW.

        None does in the first: what ended by then stands no more.
        """
        before, gone = self.files.before(y), self.places[s].gone
        if before is None:
            return 0.0
        return sum(gw for (name, end), gw in gone.items() if name == g and before < end <= y)

    def kind(self, technology: str) -> str:
        """Kind of a power technology."""
        return str(self.files.technologies[technology]["kind"])

    def region(self, site: str) -> str:
        """Region of a site."""
        return self.places[site].region

    def is_metered(self, g: str) -> bool:
        """Whether each MWh of a technology costs or emits something, or a year's are limited.

        Of sun and wind that cost nothing the plan tells what could be given.
        """
        row = self.files.technologies[g]
        amounts = (row["variable_om_usd_per_mwh"], row["co2_t_per_mwh"])
        limited = row["scheduled_outage_share"] > 0
        return bool(row["fuel"] != "none" or any(amounts) or limited)
