"""Limits in words: what they limit, of which pool, where and when."""

from typing import Any

import pandas as pd

from planner.wording.names import ACCELERATORS, SITES, TECHNOLOGIES, WORKLOADS, Names
from planner.wording.text import Name, Text, Year, listed, say

KINDS = {"hbm": "high-bandwidth memory", "node": "logic wafers"}
"""Kinds of components, where no pool of them is meant."""
POOLS = {"hbm global": "high-bandwidth memory", "hbm china": "high-bandwidth memory from China"}
VENDORS_SHARE = "vendor's share of components"


def workload_words(names: Names, workload: str) -> Name:
    """A workload by its name up to the colon, in quotes."""
    return Name(f"“{names.workload(workload)}”")


def pool_words(names: Names, kind: str, pool: str) -> Name:
    """A pool of supply, with the generation that it is counted for where there is one."""
    if kind and names.has(ACCELERATORS, pool):
        return Name(f"{KINDS.get(kind, kind)} of {names.called(ACCELERATORS, pool)}")
    generation, bare = _counted_for(names, kind, pool)
    known = POOLS.get(f"{kind} {bare}")
    if known is None:
        if names.has(TECHNOLOGIES, bare):
            known = names.called(TECHNOLOGIES, bare).lower()
        elif names.has(WORKLOADS, bare):
            known = str(workload_words(names, bare))
        elif not kind:
            built = [Name(name.lower()) for name in names.limits.get(bare, ())]
            known = str(listed(built)) if built else bare
        elif kind == "node":
            known = f"{bare.upper().replace('_', ' ')} logic wafers"
        elif kind == "construction":
            known = f"national construction in {bare}"
        elif kind == "packaging":
            known = {"cowos": "CoWoS"}.get(bare, bare.upper()) + " packaging"
        else:
            known = bare.replace("_", " ")
    if generation:
        return Name(f"{known} for {names.called(ACCELERATORS, generation)}")
    return Name(known)


def _counted_for(names: Names, kind: str, pool: str) -> tuple[str, str]:
    """The generation that a limit of components names before its pool, if any, and the pool."""
    if not kind:
        return "", pool
    named = [k for k in names.tables.get(ACCELERATORS, {}) if pool.startswith(f"{k} ")]
    first = max(named, key=len, default="")
    return first, pool.removeprefix(f"{first} ") if first else pool


def quarters_words(quarters: str) -> Text:
    """Quarters of a year, such as ``"1, 2"``: " in quarters 1 and 2"."""
    names = [Name(quarter) for quarter in quarters.split(", ")]
    return Text((" in quarter " if len(names) == 1 else " in quarters ",)) + listed(names)


def percent_words(names: Names, row: "pd.Series[Any]") -> Text:
    """A percent of a limit as it gives way: "one percent more of the room at 20 places"."""
    way = "less" if row.get("sense") == "less" else "more"
    return Text((f"one percent {way} of ",)) + limit_words(names, row.drop("sense"))


def limit_words(names: Names, row: "pd.Series[Any]", *, dated: bool = True) -> Text:
    """A limit in words, with its places and its year: "the pace of building at 20 places in 2029".

    `row` has ``what``, ``kind``, ``pool``, ``place``, ``places`` and ``year``. A place is a site
    of the tables, small ones that stand as one in the plan each by itself.
    """
    place, places = str(row["place"]), int(row.get("places", 1))
    kind, pool = str(row["kind"]), str(row["pool"])
    text = say("the {what}", what=Name(str(row["what"])))
    if row["what"] == VENDORS_SHARE and place:
        text = say(
            "the share of {vendor} in {pool}",
            vendor=Name(place),
            pool=pool_words(names, kind, pool),
        )
        place = ""
    elif pool:
        text += say(" {pool}", pool=pool_words(names, kind, pool))
    elif kind and str(row["what"]).endswith(" of"):
        text += say(" {kind}", kind=Name(KINDS.get(kind, kind)))
    if places > 1:
        text += say(" at {n} places", n=Name(str(places)))
    elif place:
        text += say(" at {place}", place=Name(names.called(SITES, place)))
    if quarters := str(row.get("quarters", "") or ""):
        text += quarters_words(quarters)
        text += say(" of {year}", year=Year(int(row["year"]))) if dated else Text()
    elif dated and not pd.isna(row["year"]):
        onwards = bool(row.get("onwards", False))
        words = " from {year} on" if onwards else " in {year}"
        text += say(words, year=Year(int(row["year"])))
    if row.get("sense") == "less":
        text += Text((", one percent less of it",))
    return text
