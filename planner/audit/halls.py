"""Halls by their cooling: what is for air alone by the tables, and what converting it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from planner.audit.amounts import Amounts
from planner.audit.checks import Check, Comparison, compared
from planner.audit.evidence import Evidence
from planner.audit.files import by_key, records

DAYS_OF_A_WEEK, DAYS_OF_A_YEAR = 7, 365.25
TERM, ITEM = "hall_retrofit", "liquid_cooling"


def told_apart(evidence: Evidence) -> bool:
    """Whether the model tells halls apart by their cooling."""
    return str(evidence.files.definition["sites"].get("cooling_class", "none")) == "observed"


def needs_liquid(evidence: Evidence, k: str) -> bool:
    """Whether a generation needs a hall with liquid cooling."""
    return told_apart(evidence) and evidence.chips[k].cooling == "liquid"


def air_halls(evidence: Evidence) -> dict[str, float]:
    """Site to the shell for air alone that stood, GW of IT, where there is any.

    Of the power of all units that stood in it, the share of those that need no liquid.
    """
    found = {}
    for s, place in evidence.places.items() if told_apart(evidence) else ():
        by_air = whole = 0.0
        for (k, since), million in place.existing_units.items():
            if since < evidence.years[0]:
                gw = million * evidence.chips[k].power_gw
                whole += gw
                by_air += 0.0 if needs_liquid(evidence, k) else gw
        if by_air and place.stood_gw:
            found[s] = by_air / whole * place.stood_gw / place.pue
    return found


def shut_years(evidence: Evidence) -> float:
    """Years for which a hall is shut while it is converted."""
    weeks = evidence.files.cluster_costs.get("hall_retrofit_weeks", 0.0)
    return weeks * DAYS_OF_A_WEEK / DAYS_OF_A_YEAR


def price(evidence: Evidence) -> float:
    """Capital of converting a GW of IT, billion USD."""
    return evidence.files.cluster_costs.get("hall_retrofit_usd_per_w_it", 0.0)


def retrofitted(evidence: Evidence) -> Mapping[tuple[str, int], float]:
    """Site and year to what the plan's table says is converted, GW of IT."""
    return by_key(evidence.plan("halls"), ["site", "year"], "retrofitted_it_gw")


def charged_for_a_gw(evidence: Evidence) -> Iterator[tuple[int, int, str, float]]:
    """Year of conversion, year of charge, term, and what a GW is charged, billion USD."""
    files, each = evidence.files, price(evidence)
    life = files.cluster_costs["facility_life_years"]
    upkeep = files.cluster_costs["non_energy_opex_share_per_year"]
    for v in evidence.years:
        for y in evidence.years:
            if y >= v:
                due = files.falls_due(v, y, life) * files.charge(life)
                yield v, y, f"{TERM}_capital", due * each
                yield v, y, f"{TERM}_upkeep", upkeep * each


def hall_charges(evidence: Evidence) -> dict[tuple[int, str], float]:
    """Year and term to what conversions are charged."""
    total: Amounts[tuple[int, str]] = Amounts()
    own = retrofitted(evidence)
    if own:
        for v, y, term, busd in charged_for_a_gw(evidence):
            total[y, term] += busd * sum(gw for (_, when), gw in own.items() if when == v)
    return total


def hall_checks(evidence: Evidence) -> list[Check]:
    """Halls that are shown are those that stand, are built and are converted, each once."""
    air = air_halls(evidence)
    if not air and evidence.plan("halls").empty:
        return []
    return [
        compared("halls", "halls for air are what stood and is not converted, all others house "
                 "units that need liquid, and no more of them run", "GW of IT",
                 _halls(evidence, air)),
    ]  # fmt: skip


def _halls(evidence: Evidence, air: Mapping[str, float]) -> Iterator[Comparison]:
    rows = {(str(r["site"]), int(r["year"])): r for r in records(evidence.plan("halls"))}
    yield Comparison("rows", float(len(rows)), float(len(air) * len(evidence.years)))
    shut = shut_years(evidence)
    for s, gw in air.items():
        place = evidence.places[s]
        cold, wet = gw, place.stood_gw / place.pue - gw
        for y in evidence.years:
            where, row = f"{s} in {y}", rows.get((s, y), {})
            done = float(row.get("retrofitted_it_gw", float("nan")))
            cold, wet = cold - done, wet + done + evidence.shell[s, y]
            load = sum(
                million * evidence.chips[k].power_gw
                for (k, t, when), million in evidence.running.items()
                if (t, when) == (s, y) and needs_liquid(evidence, k)
            )
            right = {"air_hall_it_gw": cold, "liquid_hall_it_gw": wet, "liquid_cooled_it_gw": load}
            for name, number in right.items():
                yield Comparison(f"{name} of {where}", float(row.get(name, float("nan"))), number)
            yield Comparison(f"halls converted twice of {where}", 0.0, cold, "<")
            yield Comparison(f"units without liquid of {where}", load, wet - shut * done, "<")
            room = cold + wet - shut * done
            yield Comparison(f"units in halls that are shut of {where}",
                             evidence.it_gw[s, y], room, "<")  # fmt: skip
