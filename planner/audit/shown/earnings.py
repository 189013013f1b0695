"""What generations earn at the price of compute, when that has paid, and why some stand idle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import Any

from planner.audit.checks import Check, Comparison, cell, compared
from planner.audit.credits import BUSD_PER_GWH
from planner.audit.demand_charges import UNITS
from planner.audit.demand_charges import price as price_of_a_gw
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, in_service, records
from planner.audit.halls import needs_liquid
from planner.audit.power_money import energy_charges, grid_prices
from planner.audit.programme.average_load import factor, idle
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.priced import at_work, hours
from planner.audit.proof import Proof
from planner.audit.shown.power_kept_out import Building
from planner.audit.shown.presence import same_rows

SOME = 1e-9
"""Million units, or GW, below which there are none."""
SURELY = 1e-6
"""Million units from which there are some; between the two either is right."""
AT_THE_EDGE = 3e-6
"""Share of a running cost about which what computing is worth may be called more of it or not."""
MISSED = 1e-6
"""Share of a target from which on it counts as missed."""
LOAD_ROW, ROOM_ROW, LIQUID_ROW = (
    "fleet_it_load_balance", "shell_capacity_limit", "liquid_cooled_load_limit",
)  # fmt: skip
WORK_ROW = "working_load_balance"
"""What work draws beside the load at rated power; none where a model counts rated power."""
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

        A stated load that is served beside it bears its own part of the energy, a GWh alike.
        Where nothing runs, it is what the grid's energy would cost the workload that draws most,
        with what a tariff bills.
        """
        total: dict[tuple[str, int], float] = {}
        for (s, y, _), busd in energy_charges(self.evidence).items():
            total[s, y] = total.get((s, y), 0.0) + busd
        of_it: dict[tuple[str, int], float] = {}
        beside: dict[tuple[str, int], float] = {}
        for (s, y, h), terms in self.evidence.terms.items():
            weight = self.evidence.weights[h]
            pue = self.evidence.places[s].pue_at(h)
            of_it[s, y] = of_it.get((s, y), 0.0) + weight * pue * self.evidence.average_gw[s, y]
            stated = -terms.get("stated_load", 0.0) - terms.get("unserved", 0.0)
            beside[s, y] = beside.get((s, y), 0.0) + weight * stated
        grid, year = grid_prices(self.evidence), self.evidence.files.hours
        found = {}
        for (s, y), gw in self.evidence.it_gw.items():
            if gw > SOME:
                part = of_it[s, y] / (of_it[s, y] + beside[s, y])
                found[s, y] = part * total.get((s, y), 0.0) / gw
            else:
                place = self.evidence.places[s]
                billed = sum(price_of_a_gw(self.evidence, what, s, y) for what in UNITS)
                drawn = self._at_work(y) * year * grid(place.region, y) * BUSD_PER_GWH
                found[s, y] = place.pue * (drawn + billed)
        return found

    def _at_work(self, y: int) -> float:
        """Average over rated power of the workload that draws most, where averages are counted."""
        if not self.evidence.files.averages:
            return 1.0
        kinds = {self.space.workloads[w]["kind"] for w, when in self.space.asked if when == y}
        most = (factor(self.evidence, kind) for kind in kinds)
        return max(most, default=idle(self.evidence))

    def upkeep(self, k: str) -> float:
        """Upkeep of a million units."""
        share = self.evidence.files.cluster_costs["non_energy_opex_share_per_year"]
        return share * self.evidence.chips[k].price_busd

    def energy(self, k: str, s: str, y: int) -> float:
        """Energy of a million units at a site."""
        return self.evidence.chips[k].power_gw * self.per_gw[s, y]

    @cached_property
    def price_of_load(self) -> Mapping[str, Mapping[tuple[str, str, str], float]]:
        """Stage to row, site and year to the size of its dual: of load, room and liquid."""
        found = {}
        for name, stage in self.proof.stages.items():
            if stage.duals is not None:
                own = zip(self.proof.row_families, self.proof.row_keys, stage.duals, strict=False)
                duals = {
                    (family, key[0], key[1]): float(dual)
                    for family, key, dual in own
                    if family in (LOAD_ROW, ROOM_ROW, LIQUID_ROW, WORK_ROW)
                }
                work: dict[str, float] = {}
                for (family, _, y), dual in duals.items():
                    if family == WORK_ROW:
                        work[y] = min(dual, work.get(y, dual))
                found[name] = {
                    (family, s, y): abs(dual + (work.get(y, 0.0) if family == LOAD_ROW else 0.0))
                    for (family, s, y), dual in duals.items()
                    if family != WORK_ROW
                }
        return found

    @cached_property
    def missed(self) -> Mapping[int, set[bool]]:
        """Year to whether a target of it is missed; both, where a share is neither."""
        files = self.evidence.files
        if files.definition["objective"]["goal"] == "most_compute":
            return {y: {True} for y in self.evidence.years}
        most = dict.fromkeys(self.evidence.years, 0.0)
        for row in records(self.evidence.plan("targets")):
            y = int(row["year"])
            if row["target"] == row["target"]:
                most[y] = max(most[y], 1.0 - float(row["delivered_share"]))
        return {
            y: {share > MISSED} if not MISSED / 3 < share < 3 * MISSED else {True, False}
            for y, share in most.items()
        }

    def reasons(self, k: str, s: str, y: int) -> set[str]:
        """Why a unit may be told to stand idle: one reason, or two at the edge between them."""
        priced = any(year == y for _, year, _ in self.space.steps)
        found: set[str] = set()
        for missed in self.missed[y]:
            if not missed and priced:
                found |= self._at_a_price(k, s, y)
                continue
            short = self._by_targets(k, s, y)
            found |= short - {""}
            if "" in short:
                found |= (
                    self._at_a_price(k, s, y) if priced else {"not_shown" if missed else "demand"}
                )
        return found

    def _by_targets(self, k: str, s: str, y: int) -> set[str]:
        """What the first stage before the cost that lacks any lacks at a site; blank for none."""
        found: set[str] = set()
        for stage in self.proof.stages:
            if stage != "cost":
                lacks = self._scarcer(stage, k, s, y)
                found |= lacks - {""}
                if "" not in lacks:
                    return found
        return {*found, ""}

    def _at_a_price(self, k: str, s: str, y: int) -> set[str]:
        """Whether it would earn more than its running cost, and what it lacks if so."""
        worth = self.value.get((k, y), nan)
        if worth != worth:
            return {"not_shown"}
        cost = self.upkeep(k) + self.energy(k, s, y)
        edge = AT_THE_EDGE * max(abs(cost), abs(worth))
        found = {"running_cost"} if worth <= cost + edge else set()
        if worth >= cost - edge:
            energy = self.per_gw[s, y] * self.evidence.files.present(y)
            lacks = self._scarcer("cost", k, s, y, energy)
            found |= {lack or "not_shown" for lack in lacks - {"power"}}
            found |= self.building.reasons(s, y) if "power" in lacks else set()
        return found

    @cached_property
    def building(self) -> Building:
        """What keeps sites from more power."""
        return Building(self.space, self.proof)

    def _scarcer(self, stage: str, k: str, s: str, y: int, energy: float = 0.0) -> set[str]:
        """What running a GW of IT at a site lacks: room, liquid, power beyond its energy, none."""
        duals = self.price_of_load.get(stage, {})
        room = duals.get((ROOM_ROW, s, str(y)), 0.0)
        whole = duals.get((LOAD_ROW, s, str(y)), 0.0)
        liquid = duals.get((LIQUID_ROW, s, str(y)), 0.0) if needs_liquid(self.evidence, k) else 0.0
        edge = AT_THE_EDGE * max(whole + liquid, SOME)
        lacks = {"shell": room, "cooling": liquid, "power": whole - room - energy}
        most = max(lacks.values())
        found = {""} if most <= edge else set()
        if most >= SOME / 10:
            found |= {name for name, worth in lacks.items() if worth >= most - edge and worth > 0}
        return found

    def made_way(self, k: str, s: str, y: int) -> float:
        """Million units that may have been replaced: they ran or stood, and do not run now."""
        running = self.evidence.running
        better = (
            running[other, s, y]
            for other in self.evidence.chips
            if other != k and self._gives_more(other, k, y)
        )
        if not any(million > SOME / 10 for million in better):
            return 0.0
        standing = self.evidence.places[s].existing_units.items()
        stood = sum(
            n for (j, v), n in standing if j == k and in_service(v, y, self.evidence.stays_years)
        )
        ran = max((running[k, s, v] for v in self.evidence.years if v < y), default=0.0)
        return max(0.0, max(stood, ran) - running[k, s, y])

    def _gives_more(self, other: str, k: str, y: int) -> bool:
        """Whether a generation may be told to give more for its power than another.

        At the prices of the year, where there are none at some work of the year, and where there
        is none in H100 equivalents.
        """
        theirs, own = self.evidence.chips[other], self.evidence.chips[k]
        worth = self.value.get((other, y), nan), self.value.get((k, y), nan)
        if worth[0] == worth[0] and worth[1] == worth[1] and max(worth) > 0:
            return worth[0] * own.power_gw >= worth[1] * theirs.power_gw * (1 - AT_THE_EDGE)
        at = [
            (at_work(self.space, w, other), at_work(self.space, w, k))
            for w, when in self.space.asked
            if when == y
        ]
        pairs = at or [(theirs.h100e, own.h100e)]
        return any(more * own.power_gw > less * theirs.power_gw for more, less in pairs)


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
    told = {(str(row["accelerator"]), int(row["year"])) for row in records(table)}
    few = {ky for ky, million in stand.items() if SOME / 10 < million < SURELY}
    yield from same_rows("generation_earnings", told, {*stand} - few, few)
    energy: dict[tuple[str, int], float] = {}
    for (k, s, y), million in evidence.running.items():
        if million:
            energy[k, y] = energy.get((k, y), 0.0) + earning.energy(k, s, y) * million
    for row in records(table):
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
        for row in records(evidence.plan("payback"))
    }
    # Without duals earnings are blank, and so is what comes of them.
    each = {
        (str(row["accelerator"]), int(row["year"])): float(row["earned_usd_per_unit"])
        for row in records(evidence.plan("generation_earnings"))
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
    evidence = earning.evidence
    rows: dict[tuple[str, str, int], list[dict[Any, Any]]] = {}
    for row in records(evidence.plan("switched_off")):
        place = str(row["accelerator"]), str(row["site"]), int(row["year"])
        rows.setdefault(place, []).append(row)
    idle = by_key(evidence.plan("accelerators"), ["accelerator", "site", "year"], "idle_million")
    few = {ksy for ksy, million in idle.items() if 0 < million < SURELY}
    due = {ksy for ksy, million in idle.items() if million >= SURELY}
    yield from same_rows("switched_off", rows, due if earning.space.steps else (), few)
    year = evidence.files.hours
    for (k, s, y), own in rows.items():
        where = f"{k} at {s} in {y}"
        told = sum(row["idle_million"] for row in own)
        yield Comparison(f"units of {where}", told, idle[k, s, y])
        cost = earning.upkeep(k) + earning.energy(k, s, y)
        worth = 1e3 * earning.value.get((k, y), nan) / year
        reasons = earning.reasons(k, s, y)
        for row in own:
            yield cell(f"worth of {where}", row["value_usd_per_unit_hour"], worth)
            yield Comparison(
                f"running cost of {where}", row["running_usd_per_unit_hour"], 1e3 * cost / year
            )
            yield from _reason(earning, (k, s, y), row, reasons)
    if earning.space.steps:
        again = {
            (*ksy, str(row["reason"])): 12 * row["idle_million"]
            for ksy, own in rows.items()
            for row in own
        }
        months = {
            (str(row["accelerator"]), str(row["site"]), int(row["year"]), str(row["reason"])):
                row["idle_million_months"]
            for row in records(evidence.plan("idle"))
        }  # fmt: skip
        for key in sorted({*again, *months}):
            where = f"months of {key[0]} at {key[1]} in {key[2]}, {key[3]}"
            yield Comparison(where, months.get(key, 0.0), again.get(key, 0.0))


def _reason(
    earning: Earning, ksy: tuple[str, str, int], row: Mapping[Any, Any], reasons: set[str]
) -> Iterator[Comparison]:
    """A reason follows from prices; who was replaced ran, or stood, and lacks room or power."""
    where = f"{ksy[0]} at {ksy[1]} in {ksy[2]}"
    if row["reason"] == "replaced":
        most = (
            earning.made_way(*ksy)
            if reasons & {"shell", "cooling", "power", "power_cost"}
            else 0.0
        )
        yield Comparison(f"replaced of {where}", row["idle_million"], most, "<")
    else:
        right = float(row["reason"] in reasons)
        yield Comparison(f"why {where} is off: {row['reason']}", right, 1.0)
