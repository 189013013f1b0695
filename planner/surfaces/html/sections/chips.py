"""Chips and fabs: which generations run, and which links of their supply are full."""

import pandas as pd

from planner.results.idle_accelerators import TOLD, idle_sentence
from planner.surfaces.charts import stacked
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.wording.limit_words import pool_words
from planner.wording.numbers import to_percent
from planner.wording.query import Query
from planner.wording.text import Name, Text, Year, listed, say, sentences

UNIT = "million H100-equivalents that run at the end of the year"


def build(facts: Facts) -> Section:
    """The fleet by generation, and the supply behind it."""
    wide = _wide(facts)
    some = wide.to_numpy().sum() > 0
    return Section(
        key="chips",
        question="Which chips, from which fabs?",
        finding=finding(facts),
        paragraphs=(sentences(bought(facts), full_links(facts)), idle(facts)),
        graphics=(_graphic(facts, wide),) if some else (),
        tables=(_supply(facts),) if len(_used(facts)) else (),
    )


def finding(facts: Facts) -> Text:
    """The generation with most compute at the end."""
    last = facts.last
    rows = facts.plan["accelerators"].query("year == @last")
    share = rows.groupby("accelerator")["h100e_million"].sum().sort_values(ascending=False)
    share = share[share > 0]
    if share.empty:
        return say("No accelerator runs at the end of {year}", year=Year(last))
    name = facts.called("accelerators", str(share.index[0]))
    if len(share) == 1:
        return say("All compute at the end of {year} is {name}", year=Year(last), name=name)
    over = Query("accelerators", "h100e_million", "sum", (("year", last),))
    part = facts.number(
        "accelerators", "h100e_million", form="percent", over=over, year=last,
        accelerator=str(share.index[0]),
    )  # fmt: skip
    return say(
        "{part} of the compute at the end of {year} is {name}",
        part=part, year=Year(last), name=name,
    ).capital()  # fmt: skip


def bought(facts: Facts) -> Text:
    """How many accelerators are bought, of how many generations."""
    rows = facts.plan["accelerators"].query("bought_million > 0")
    if rows.empty:
        return say("The plan buys no accelerator.")
    kinds = tuple(str(k) for k in rows["accelerator"].unique())
    units = facts.amount("accelerators", "bought_million", unit="million")
    if len(kinds) == 1:
        return say(
            "The plan buys {units} accelerators, all of them {name}.",
            units=units,
            name=facts.called("accelerators", kinds[0]),
        )
    return say(
        "The plan buys {units} accelerators of {kinds} generations.",
        units=units,
        kinds=facts.number(
            "accelerators", "accelerator", "distinct", form="count", accelerator=kinds
        ),
    )


def full_links(facts: Facts) -> Text:
    """Which pools of wafers, packages and memory are used up."""
    supply = facts.plan["supply"]
    full = supply[supply["binding"].astype(bool) & (supply["vendor"] == "")]
    if supply.empty:
        return say("The model sets no limit on the supply of chips.")
    if full.empty:
        return say("No pool of wafers, packages or memory is used up.")
    items = []
    for (kind, pool), rows in full.groupby(["kind", "pool"], sort=False):
        items.append(
            say(
                "{pool} in {years}",
                pool=pool_words(facts.names, str(kind), str(pool)),
                years=listed([Year(int(y)) for y in sorted(rows["year"])]),
            )
        )
    return say("Used up: {items}.", items=listed(items, "; and "))


def idle(facts: Facts) -> Text:
    """Accelerators that stand idle, where there are any."""
    table = facts.plan.tables.get("idle")
    if table is None or not idle_sentence(table):
        return say("No accelerator stands idle.")
    total = facts.amount("idle", "idle_million_months", unit="million")
    charged = facts.amount("idle", "capital_busd", unit="billion")
    over = Query("idle", "idle_million_months", "sum")
    months = table.groupby("reason")["idle_million_months"].sum()
    shares = [
        say(
            "{share} {said}",
            share=facts.number(
                "idle", "idle_million_months", form="percent", over=over, reason=reason
            ),
            said=Name(said),
        )
        for reason, said in TOLD.items()
        if months.get(reason, 0.0) > 0
    ]
    stand = say(
        "Accelerators stand idle for {total} months in all; the capital charged meanwhile is "
        "{charged} dollars.",
        total=total, charged=charged,
    )  # fmt: skip
    why = say("By their months {shares}.", shares=listed(shares)) if shares else Text()
    return sentences(stand, why)


def _wide(facts: Facts) -> pd.DataFrame:
    wide = facts.plan["accelerators"].pivot_table(
        index="year", columns="accelerator", values="h100e_million", aggfunc="sum", fill_value=0.0
    )
    wide = wide.reindex(facts.years, fill_value=0.0)
    return wide.rename(columns={k: str(facts.called("accelerators", str(k))) for k in wide})


def _graphic(facts: Facts, wide: pd.DataFrame) -> Graphic:
    table = wide[wide.sum().sort_values(ascending=False).index].T.reset_index()
    table.columns = ["accelerator", *map(str, wide.index)]
    table = table[table.drop(columns="accelerator").sum(axis=1) > 0]
    return Graphic(
        key="fleet",
        title=say("The fleet by generation"),
        alt=say(
            "Stacked columns of the fleet by generation, {first} to {last}. {finding}.",
            first=Year(facts.years[0]),
            last=Year(facts.last),
            finding=finding(facts),
        ),
        svg=as_svg(stacked.draw(stacked.largest(wide), "million H100e that run")),
        table=DataTable.of(table, UNIT),
        source="The plan's table accelerators; generations: accelerators among the inputs.",
    )


def _used(facts: Facts) -> pd.DataFrame:
    supply = facts.plan["supply"]
    return supply[(supply["used"] > 0) & (supply["vendor"] == "")]


def _supply(facts: Facts) -> DataTable:
    used = _used(facts).copy()
    used["link"] = [
        str(pool_words(facts.names, str(k), str(p)))
        for k, p in zip(used["kind"], used["pool"], strict=True)
    ]
    used["share"] = [to_percent(share) for share in used["utilisation"]]
    wide = used.pivot_table(index=["link"], columns="year", values="share", aggfunc="first")
    wide = wide.fillna("").reset_index()
    wide.columns = [str(c) for c in wide.columns]
    return DataTable.of(wide, "How much of what buyers in the region can get is used")
