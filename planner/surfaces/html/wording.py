"""Words for what tables name by keys: limits, technologies, generations, sites."""

from typing import Any

import pandas as pd

from planner.surfaces.html.facts import Facts
from planner.wording.text import Name, Text, Year, listed, say

KINDS = {"hbm": "high-bandwidth memory", "node": "logic wafers"}
"""Kinds of components, where no pool of them is meant."""
POOLS = {"hbm global": "high-bandwidth memory", "hbm china": "high-bandwidth memory from China"}
_GENERATION_TABLE = "accelerators"
VENDORS_SHARE = "vendor's share of components"


def workload_words(facts: Facts, workload: str) -> Name:
    """A workload by its name up to the colon, in quotes."""
    called = str(facts.called("workloads", workload))
    # A colon in the key itself, where there is no name, is a part of it.
    bare = called == workload.replace("_", " ")
    return Name(f"“{called if bare else called.partition(':')[0]}”")


def pool_words(facts: Facts, kind: str, pool: str) -> Name:
    """A pool of supply, with the generation that it is counted for where there is one."""
    generations = facts.inputs.get(_GENERATION_TABLE)
    if kind and generations is not None and (generations["accelerator"] == pool).any():
        return Name(f"{KINDS.get(kind, kind)} of {facts.called(_GENERATION_TABLE, pool)}")
    generation, bare = _counted_for(facts, kind, pool)
    known = POOLS.get(f"{kind} {bare}")
    if known is None:
        technology = facts.inputs.get("power_technologies")
        if technology is not None and (technology["technology"] == bare).any():
            known = str(facts.called("power_technologies", bare)).lower()
        elif (workloads := facts.inputs.get("workloads")) is not None and (
            workloads["workload"] == bare
        ).any():
            known = str(workload_words(facts, bare))
        elif not kind:
            known = _built_within(technology, bare) or bare
        elif kind == "node":
            known = f"{bare.upper().replace('_', ' ')} logic wafers"
        elif kind == "construction":
            known = f"national construction in {bare}"
        elif kind == "packaging":
            known = {"cowos": "CoWoS"}.get(bare, bare.upper()) + " packaging"
        else:
            known = bare.replace("_", " ")
    if generation:
        return Name(f"{known} for {facts.called(_GENERATION_TABLE, generation)}")
    return Name(known)


def _built_within(technologies: pd.DataFrame | None, limit: str) -> str:
    """The technologies that one limit of building holds together, by their names."""
    if technologies is None or "build_limit" not in technologies:
        return ""
    named = technologies.loc[technologies["build_limit"] == limit, "name"].dropna()
    return str(listed([Name(str(name).lower()) for name in named])) if len(named) else ""


def _counted_for(facts: Facts, kind: str, pool: str) -> tuple[str, str]:
    """The generation that a limit of components names before its pool, if any, and the pool."""
    generations = facts.inputs.get(_GENERATION_TABLE)
    if not kind or generations is None:
        return "", pool
    named = [k for k in generations["accelerator"] if pool.startswith(f"{k} ")]
    first = max(named, key=len, default="")
    return first, pool.removeprefix(f"{first} ") if first else pool


def quarters_words(quarters: str) -> Text:
    """Quarters of a year, such as ``"1, 2"``: " in quarters 1 and 2"."""
    names = [Name(quarter) for quarter in quarters.split(", ")]
    return Text((" in quarter " if len(names) == 1 else " in quarters ",)) + listed(names)


def percent_words(facts: Facts, row: "pd.Series[Any]") -> Text:
    """A percent of a limit as it gives way: "one percent more of the room at 20 places"."""
    way = "less" if row.get("sense") == "less" else "more"
    return Text((f"one percent {way} of ",)) + limit_words(facts, row.drop("sense"))


def limit_words(facts: Facts, row: "pd.Series[Any]", *, dated: bool = True) -> Text:
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
            pool=pool_words(facts, kind, pool),
        )
        place = ""
    elif pool:
        text += say(" {pool}", pool=pool_words(facts, kind, pool))
    elif kind and str(row["what"]).endswith(" of"):
        text += say(" {kind}", kind=Name(KINDS.get(kind, kind)))
    if places > 1:
        text += say(" at {n} places", n=Name(str(places)))
    elif place:
        text += say(" at {place}", place=facts.called("sites", place))
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
