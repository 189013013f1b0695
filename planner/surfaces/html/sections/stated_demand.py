"""A problem without computing: what is asked for by tables, and what it takes to serve it."""

import pandas as pd

from planner.results.headline import of_stated_demand
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Section
from planner.surfaces.html.sections.answer import stops
from planner.units import THOUSAND
from planner.wording.text import Text, say

HEADINGS = {
    "site": "site", "year": "year", "technology": "technology", "built_gw": "built, GW",
    "retired_gw": "retired, GW",
    "capacity_gw": "in service, GW", "generation_twh": "energy, TWh",
    "good": "good", "origin": "from", "sent_thousand": "sent, thousand",
    "cost_busd": "billion USD",
}  # fmt: skip


def applies(facts: Facts) -> bool:
    """Whether a run is of a problem that asks for no computing."""
    return not facts.plan.computes


def build(facts: Facts) -> Section:
    """The first section of such a problem."""
    table = of_stated_demand(facts.plan)
    return Section(
        key="answer",
        question="What does it take to serve what is asked for?",
        finding=finding(facts),
        paragraphs=(unserved(facts), stops(facts)),
        tables=(_table(table),) if len(table) else (),
    )


def finding(facts: Facts) -> Text:
    """The least cost."""
    cost = facts.plan["cost"]["present_cost_busd"].sum()
    if cost <= 0:
        return say("What is asked for is served at no cost")
    return say(
        "What is asked for costs {cost} dollars at least",
        cost=facts.amount("cost", "present_cost_busd", unit="billion"),
    )


def unserved(facts: Facts) -> Text:
    """How much load goes unserved, where any may."""
    load = facts.plan.tables.get("load")
    if load is None:
        return Text()
    twh = float((load["unserved_gw"] * load["weight_hours"]).sum()) / THOUSAND
    if twh <= 0:
        return say("All load that the tables state is served.")
    return say("A part of the load that the tables state is not served, and paid for as they say.")


def _table(table: pd.DataFrame) -> DataTable:
    """What stands and runs at each place, or what is sent."""
    return DataTable.of(
        table, "Place by place", [HEADINGS.get(str(c), str(c)) for c in table.columns]
    )
