"""Cost: what is spent on what."""

import pandas as pd

from planner.surfaces.charts import waterfall
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.wording.query import Query
from planner.wording.text import Name, Text, say

WORDS = {"accelerators": "accelerators", "shell": "buildings and cooling", "power": "power"}
MOST = 9


def build(facts: Facts) -> Section:
    """Capex by part, and the present cost by term."""
    spent = facts.plan["capex"]["capex_busd"].sum() > 0
    return Section(
        key="cost",
        question="What does it cost?",
        finding=finding(facts),
        paragraphs=(charged(facts),),
        graphics=(_graphic(facts),) if spent else (),
        tables=(_terms(facts),) if len(facts.plan["cost"]) else (),
    )


def finding(facts: Facts) -> Text:
    """All that is spent, and the largest part of it."""
    capex = facts.plan["capex"]
    parts = capex.groupby("component")["capex_busd"].sum().sort_values(ascending=False)
    if parts.sum() <= 0:
        if facts.plan["power"]["built_gw"].sum() > 0:
            return say("What is built has no price of its own: all cost is of running it")
        return say("Nothing is bought: the plan has no capital cost")
    total = facts.amount("capex", "capex_busd", unit="billion")
    largest = str(parts.index[0])
    words = Name(WORDS.get(largest, largest))
    if (parts > 0).sum() == 1:
        return say("All {total} dollars go into {what}", total=total, what=words)
    share = facts.number(
        "capex", "capex_busd", form="percent", component=largest,
        over=Query("capex", "capex_busd", "sum"),
    )  # fmt: skip
    return say(
        "{share} of {total} dollars go into {what}", share=share, total=total, what=words
    ).capital()


def charged(facts: Facts) -> Text:
    """The present cost, and its largest term."""
    cost = facts.plan["cost"]
    terms = cost.groupby("term")["present_cost_busd"].sum().sort_values(ascending=False)
    if terms.empty or terms.sum() <= 0:
        return say("Nothing is charged to the years of the plan.")
    largest = str(terms.index[0])
    return say(
        "Capital is charged as an annuity over the life of each thing, within the plan's years "
        "only; with energy and upkeep that is worth {cost} dollars at its start, {share} "
        "of it for {term}.",
        cost=facts.amount("cost", "present_cost_busd", unit="billion"),
        share=facts.number(
            "cost", "present_cost_busd", form="percent", term=largest,
            over=Query("cost", "present_cost_busd", "sum"),
        ),
        term=Name(_term_name(largest)),
    )  # fmt: skip


def _term_name(term: str) -> str:
    return {
        "accelerators_capital": "the capital of accelerators",
        "shell_capital": "the capital of shells",
        "power_capital": "the capital of power technologies",
        "grid_energy": "energy from the grid",
        "grid_capacity": "capacity of the grid",
        "grid_wires": "wires of the grid",
    }.get(term, term.replace("_", " "))


def parts_of(facts: Facts) -> list[tuple[str, float]]:
    """What is bought and for how much, the largest first within accelerators, shell and power."""
    capex = facts.plan["capex"]
    found: list[tuple[str, float]] = []
    for component, table in (("accelerators", "accelerators"), ("shell", ""), ("power", "")):
        rows = capex[capex["component"] == component]
        if component == "accelerators":
            items = rows.groupby("item")["capex_busd"].sum().sort_values(ascending=False)
            items = items[items > 0]
            head = items if len(items) <= MOST - 3 else items.head(MOST - 4)
            found += [(str(facts.called(table, str(k))), float(v)) for k, v in head.items()]
            if len(head) < len(items):
                found.append(("other accelerators", float(items.iloc[len(head) :].sum())))
        elif rows["capex_busd"].sum() > 0:
            found.append((WORDS[component], float(rows["capex_busd"].sum())))
    for component in sorted(set(capex["component"]) - set(WORDS)):
        value = float(capex.loc[capex["component"] == component, "capex_busd"].sum())
        found.append((component.replace("_", " "), value))
    return found


def _graphic(facts: Facts) -> Graphic:
    by_item = facts.plan["capex"].groupby(["component", "item", "year"])["capex_busd"].sum()
    table = by_item.unstack("year", fill_value=0.0).reset_index()
    table.columns = [str(c) for c in table.columns]
    return Graphic(
        key="capex",
        title=say("What the money buys"),
        alt=say("Waterfall of the capital cost by what is bought. {f}.", f=finding(facts)),
        svg=as_svg(waterfall.draw(parts_of(facts), "all capex", "billion USD, as spent")),
        table=DataTable.of(table, "Capital cost as spent, billion USD"),
        source="The plan's table capex; prices: accelerators, cluster_costs, power_costs.",
    )


def _terms(facts: Facts) -> DataTable:
    plan = facts.plan
    terms = pd.DataFrame(
        {name: plan.by("cost", name, "term") for name in ("cost_busd", "present_cost_busd")}
    )
    terms = terms[(terms != 0).any(axis=1)]
    terms = terms.sort_values("present_cost_busd", ascending=False).reset_index()
    terms["term"] = [term.replace("_", " ") for term in terms["term"]]
    return DataTable.of(
        terms, "Cost by term", ["term", "as charged, billion USD", "present cost, billion USD"]
    )
