"""What generations earn at the price of compute, when that has paid, and why some stand idle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import nan

from planner.audit.checks import Check, Comparison, cell, compared
from planner.audit.credits import BUSD_PER_GWH
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, in_service
from planner.audit.power_money import energy_charges, grid_prices
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.priced import at_work, hours
from planner.audit.proof import Proof
from planner.audit.shown.presence import same_rows

SOME = 1e-9
"""Million units, or GW, below which there are none."""
SURELY = 1e-6
"""Million units from which there are some; between the two either is right."""
AT_THE_EDGE = 3e-6
"""Share of a running cost about which what computing is worth may be called more of it or not."""
LOAD_ROW, ROOM_ROW = "fleet_it_load_balance", "shell_capacity_limit"
Price = Mapping[tuple[str, int], float]
"""Workload and year to USD a H100e-hour."""


@dataclass(frozen=True, eq=False)
class Earning:
    """What a million units earn and cost in a year, billion USD, and the duals that say more."""

    evidence: Evidence
    space: DecisionSpace
    proof: Proof
    usd: Price

    @cached_property
    def value(self) -> Mapping[tuple[str, int], float]:
        """Generation and year to what a million units compute, at the price that is best."""
        found: dict[tuple[str, int], float] = {}
        for (w, y), price in self.usd.items():
            for k in self.evidence.chips:
                worth = at_work(self.space, w, k) * price * hours(self.space, w, y) / 1e3
                found[k, y] = max(worth, found.get((k, y), worth))
        return found

    @cached_property
    def per_gw(self) -> Mapping[tuple[str, int], float]:
        """Site and year to what the energy of a GW of IT costs there.

        Where nothing runs, what the grid's would.
        """
        total: dict[tuple[str, int], float] = {}
        for (s, y, _), busd in energy_charges(self.evidence).items():
            total[s, y] = total.get((s, y), 0.0) + busd
        grid, year = grid_prices(self.evidence), self.evidence.files.hours
        found = {}
        for (s, y), gw in self.evidence.it_gw.items():
            if gw > SOME:
                found[s, y] = total.get((s, y), 0.0) / gw
            else:
                place = self.evidence.places[s]
                found[s, y] = place.pue * year * grid(place.region, y) * BUSD_PER_GWH
        return found

    def upkeep(self, k: str) -> float:
        """Upkeep of a million units."""
        share = self.evidence.files.cluster_costs["non_energy_opex_share_per_year"]
        return share * self.evidence.chips[k].price_busd

    def energy(self, k: str, s: str, y: int) -> float:
        """Energy of a million units at a site."""
        return self.evidence.chips[k].power_gw * self.per_gw[s, y]

    @cached_property
    def price_of_load(self) -> Mapping[tuple[str, str, str], float]:
        """Row, site and year to the size of its dual: of a GW of IT load, and of room for it."""
        last = self.proof.stages.get("cost")
        if last is None or last.duals is None:
            return {}
        own = zip(self.proof.row_families, self.proof.row_keys, last.duals, strict=False)
        return {
            (family, key[0], key[1]): abs(float(dual))
            for family, key, dual in own
            if family in (LOAD_ROW, ROOM_ROW)
        }

    def reasons(self, k: str, s: str, y: int) -> set[str]:
        """Why a unit may be told to stand idle: one reason, or two at the edge between them."""
        worth = self.value.get((k, y), nan)
        if worth != worth:
            return {"choice"}
        cost = self.upkeep(k) + self.energy(k, s, y)
        edge = AT_THE_EDGE * max(abs(cost), abs(worth))
        found = {"running_cost"} if worth <= cost + edge else set()
        if worth >= cost - edge:
            found |= self._kept_out(k, s, y)
        return found

    def _kept_out(self, k: str, s: str, y: int) -> set[str]:
        """What runs, or is scarcer, in the place of units that would earn more than they cost."""
        own = self.evidence.chips[k]
        better = max(
            (
                self.evidence.running.get((other, s, y), 0.0)
                for other, chip in self.evidence.chips.items()
                if chip.h100e * own.power_gw > own.h100e * chip.power_gw
            ),
            default=0.0,
        )
        found = {"newer_chips"} if better > SOME / 10 else set()
        if better < SURELY:
            room = 2 * self.price_of_load.get((ROOM_ROW, s, str(y)), 0.0)
            whole = self.price_of_load.get((LOAD_ROW, s, str(y)), 0.0)
            edge = AT_THE_EDGE * max(room, whole)
            found |= {"shell"} if room >= whole - edge else set()
            found |= {"power"} if room <= whole + edge else set()
        return found


def earning_checks(
    evidence: Evidence, space: DecisionSpace, proof: Proof, usd: Price
) -> list[Check]:
    """Earnings of generations, their payback, and what is switched off; `usd` is the price."""
    earning = Earning(evidence, space, proof, usd)
    return [
        compared("generation_earnings", "a generation earns the price of its compute, less upkeep "
                 "and the energy of the sites where it runs", "million units or billion USD",
                 _earnings(earning)),
        compared("payback", "a purchase has paid back when its earnings come to its price",
                 "years or USD", _payback(evidence, space)),
        compared("switched_off", "what stands idle is told with its worth, its running cost and "
                 "the reason that they give", "million units or USD a unit-hour",
                 _switched_off(earning)),
    ]  # fmt: skip


def _earnings(earning: Earning) -> Iterator[Comparison]:
    evidence = earning.evidence
    table = evidence.plan("generation_earnings")
    keys = ["accelerator", "year"]
    runs = by_key(evidence.plan("accelerators"), keys, "running_million")
    idle = by_key(evidence.plan("accelerators"), keys, "idle_million")
    years = {y for _, y, _ in earning.space.steps}
    stand = {ky: million + idle[ky] for ky, million in runs.items() if ky[1] in years}
    told = {(str(row["accelerator"]), int(row["year"])) for row in table.to_dict("records")}
    few = {ky for ky, million in stand.items() if SOME / 10 < million < SURELY}
    yield from same_rows("generation_earnings", told, {*stand} - few, few)
    energy: dict[tuple[str, int], float] = {}
    for (k, s, y), million in evidence.running.items():
        if million:
            energy[k, y] = energy.get((k, y), 0.0) + earning.energy(k, s, y) * million
    for row in table.to_dict("records"):
        k, y = str(row["accelerator"]), int(row["year"])
        where, running = f"{k} in {y}", row["running_million"]
        yield Comparison(f"units of {where}", running, runs.get((k, y), 0.0))
        yield Comparison(f"idle units of {where}", row["idle_million"], idle.get((k, y), 0.0))
        yield Comparison(f"upkeep of {where}", row["upkeep_busd"], earning.upkeep(k) * running)
        yield Comparison(f"energy of {where}", row["energy_busd"], energy.get((k, y), 0.0))
        value = earning.value.get((k, y), nan) * running
        yield cell(f"value of {where}", row["value_busd"], value)
        earned = row["value_busd"] - row["upkeep_busd"] - row["energy_busd"]
        size = abs(row["value_busd"])
        yield cell(f"earned by {where}", row["earned_busd"], earned, size)
        stands = running + row["idle_million"]
        each, size = 1e3 * earned / stands, 1e3 * size / stands
        yield cell(f"earned by a unit of {where}", row["earned_usd_per_unit"], each, size)


def _payback(evidence: Evidence, space: DecisionSpace) -> Iterator[Comparison]:
    rows = {
        (str(row["accelerator"]), int(row["year"])): row
        for row in evidence.plan("payback").to_dict("records")
    }
    # Without duals earnings are blank, and so is what comes of them.
    each = {
        (str(row["accelerator"]), int(row["year"])): float(row["earned_usd_per_unit"])
        for row in evidence.plan("generation_earnings").to_dict("records")
    }
    bought: dict[tuple[str, int], float] = {}
    for (k, _, v), million in evidence.bought.items():
        bought[k, v] = bought.get((k, v), 0.0) + max(0.0, million)
    due = {kv for kv, million in bought.items() if million > SOME}
    yield from same_rows("payback", rows, due if space.steps else ())
    for (k, v), row in rows.items():
        where, price = f"{k} of {v}", 1e3 * evidence.chips[k].price_busd
        yield Comparison(f"bought of {where}", row["bought_million"], bought.get((k, v), 0.0))
        yield Comparison(f"price of {where}", row["price_usd_per_unit"], price)
        total, paid = 0.0, nan
        for y in evidence.years:
            usd = each.get((k, y), 0.0) if in_service(v, y, evidence.stays_years) else 0.0
            if paid != paid and usd > 0 and total + usd >= price:
                paid = y - v + (price - total) / usd
            total += usd
        yield cell(f"earned by {where}", row["earned_usd_per_unit"], total)
        yield cell(f"payback of {where}", row["payback_years"], paid)


def _switched_off(earning: Earning) -> Iterator[Comparison]:
    evidence, table = earning.evidence, earning.evidence.plan("switched_off")
    rows = {
        (str(row["accelerator"]), str(row["site"]), int(row["year"])): row
        for row in table.to_dict("records")
    }
    idle = by_key(evidence.plan("accelerators"), ["accelerator", "site", "year"], "idle_million")
    few = {ksy for ksy, million in idle.items() if 0 < million < SURELY}
    due = {ksy for ksy, million in idle.items() if million >= SURELY}
    yield from same_rows("switched_off", rows, due if earning.space.steps else (), few)
    year = evidence.files.hours
    for (k, s, y), row in rows.items():
        where = f"{k} at {s} in {y}"
        yield Comparison(f"units of {where}", row["idle_million"], idle.get((k, s, y), 0.0))
        cost = earning.upkeep(k) + earning.energy(k, s, y)
        worth = 1e3 * earning.value.get((k, y), nan) / year
        yield cell(f"worth of {where}", row["value_usd_per_unit_hour"], worth)
        yield Comparison(
            f"running cost of {where}", row["running_usd_per_unit_hour"], 1e3 * cost / year
        )
        right = row["reason"] in earning.reasons(k, s, y)
        yield Comparison(f"why {where} is off: {row['reason']}", float(right), 1.0)
    if earning.space.steps:
        for row in evidence.plan("idle").to_dict("records"):
            ksy = (str(row["accelerator"]), str(row["site"]), int(row["year"]))
            same = row["wait"] == rows[ksy]["reason"] if ksy in rows else ksy in few
            where = f"{ksy[0]} at {ksy[1]} in {ksy[2]}"
            yield Comparison(f"what {where} waits for, as it is off", float(same), 1.0)
