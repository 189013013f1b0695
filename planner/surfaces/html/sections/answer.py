"""The answer on one page: is the target met, what it takes, and what stops it each year."""

import pandas as pd

from planner.results import Plan
from planner.results.beyond_data import beyond_data
from planner.results.bottlenecks import GIVEN
from planner.results.yearly_bottlenecks import yearly_bottlenecks
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Section
from planner.wording.limit_words import limit_words, workload_words
from planner.wording.numbers import to_percent
from planner.wording.text import Name, Text, Year, listed, say, sentences, years

HEADINGS = {
    "year": "year",
    "facility_gw": "facility power, GW",
    "accelerators_million": "accelerators, million",
    "capex_busd": "capex, billion USD",
    "emissions_mt": "CO2, Mt",
}


def build(facts: Facts) -> Section:
    """The first section."""
    return Section(
        key="answer",
        question="Is the target met, and what does it take?",
        finding=verdict(facts),
        paragraphs=(takes(facts), beyond_data(facts.plan), costs(facts), stops(facts)),
        tables=(_years(facts),) if facts.untold else (_years(facts), _bottlenecks(facts)),
    )


def verdict(facts: Facts) -> Text:
    """Yes or no, and how far the plan gets where it is no."""
    targets = facts.plan["targets"]
    if targets.empty:
        return say("This model sets no target: there is nothing to miss")
    if targets["met"].astype(bool).all():
        if len(facts.years) == 1:
            return say("Yes: the plan meets every target in {year}", year=Year(facts.last))
        return say(
            "Yes: the plan meets every target from {first} to {last}",
            first=Year(facts.years[0]),
            last=Year(facts.last),
        )
    return say(
        "No: {misses}", misses=listed([miss(facts, w) for w in _missing(targets)], "; and ")
    )


def _missing(targets: pd.DataFrame) -> list[str]:
    """Workloads that miss, the most important first."""
    missed = targets[~targets["met"].astype(bool)]
    return list(missed.sort_values("priority", kind="stable")["workload"].unique())


def miss(facts: Facts, workload: str) -> Text:
    """When a workload misses its target, and by how much at the worst."""
    rows = facts.plan["targets"]
    rows = rows[(rows["workload"] == workload) & ~rows["met"].astype(bool)]
    worst = rows.loc[rows["delivered_share"].idxmin()]
    share = facts.number(
        "targets", "delivered_share", form="percent", workload=workload, year=int(worst["year"])
    )
    if worst["delivered_share"] <= 0:
        got = say("nothing of it")
    else:
        got = say("{share} of it", share=share)
    if len(rows) > 1:
        got += say(" in {year}", year=Year(int(worst["year"])))
    return say(
        "{name} misses its target in {years} and gets {got}",
        name=workload_words(facts.names, workload),
        years=years(int(y) for y in rows["year"]),
        got=got,
    )


def takes(facts: Facts) -> Text:
    """Power and accelerators at the end of the last year."""
    last = facts.last
    if float(facts.plan["clusters"].query("year == @last")["facility_gw"].sum()) <= 0:
        return say("Nothing runs at the end of {year}.", year=Year(last))
    return say(
        "At the end of {year} the sites draw {gw} GW of facility power, of which {it} GW reach "
        "the accelerators; {units} of these run, worth {h100e} of NVIDIA's "
        "{h100} on the {basis} basis.",
        year=Year(last),
        gw=facts.number("clusters", "facility_gw", year=last),
        it=facts.number("clusters", "it_gw", year=last),
        units=facts.amount("accelerators", "running_million", unit="million", year=last),
        h100e=facts.amount("clusters", "h100e_million", unit="million", year=last),
        h100=Name("H100"),
        basis=Name(
            {"eight_bit_dense": "dense 8-bit", "bf16_dense": "dense BF16"}.get(
                str(facts.plan.summary.get("h100e_basis", "")), "reported"
            )
        ),
    )


def costs(facts: Facts) -> Text:
    """What is spent, and what of it is charged to the years of the plan."""
    capex = facts.plan["capex"]
    if capex["capex_busd"].sum() <= 0:
        return say("The plan buys nothing.")
    peak = int(capex.groupby("year")["capex_busd"].sum().idxmax())
    spent = say(
        "The plan spends {capex} dollars of {base} on accelerators, shells and power, "
        "{peak} of them in {year}, the dearest year.",
        capex=facts.amount("capex", "capex_busd", unit="billion"),
        base=Year(int(facts.manifest.get("currency_year", 2025))),
        peak=facts.amount("capex", "capex_busd", unit="billion", year=peak),
        year=Year(peak),
    )
    charged = say(
        "What the years of the plan are charged, with energy and upkeep, is worth {cost} "
        "dollars at its start.",
        cost=facts.amount("cost", "present_cost_busd", unit="billion"),
    )
    return sentences(spent, charged)


def stops(facts: Facts) -> Text:
    """What stops the plan above all."""
    if facts.untold:
        return say("What stops it is not told: {why}.", why=Name(facts.untold))
    ranked = _holding_back(facts)
    met = facts.plan["targets"]["met"].astype(bool).all()
    if ranked.empty and met:
        return say("No limit in the tables costs anything at the margin.")
    if ranked.empty:
        return say(
            "No limit that has a price stops it: dates do, such as first power, ship dates, lead "
            "times and queues."
        )
    words = limit_words(facts.names, ranked.iloc[0])
    if met:
        return say("What costs most at the margin is {words}.", words=words)
    return say("What stops it first is {words}.", words=words)


def _holding_back(facts: Facts) -> pd.DataFrame:
    """What limits bring, without floors that the plan is given."""
    ranked = facts.tables["bottlenecks"]
    return ranked[~ranked["limit"].isin(GIVEN)]


def bottleneck_of(facts: Facts, yearly: pd.DataFrame, year: int) -> Text:
    """The limit of a year that is worth most, in words; `yearly` has what is used up in each."""
    rows = yearly[yearly["year"] == year]
    if len(rows):
        return limit_words(facts.names, rows.iloc[0], dated=False)
    ranked = _holding_back(facts)
    always = ranked[ranked["years"] == ""]
    if len(always):
        return limit_words(facts.names, always.iloc[0], dated=False) + Text(
            (" (all years together)",)
        )
    if _met_in(facts.plan, year):
        return say("none: targets are met, and no limit of the year costs anything")
    return say("none with a price: dates and lead times")


def _met_in(plan: Plan, year: int) -> bool:
    targets = plan["targets"]
    return bool(targets.loc[targets["year"] == year, "met"].astype(bool).all())


def _years(facts: Facts) -> DataTable:
    """One row a year: power, accelerators, money, and shares delivered."""
    table = facts.plan.headline().reset_index()
    shares = [str(name) for name in table.columns if str(name).endswith("_delivered_share")]
    frame = table[list(HEADINGS)].copy()
    for name in shares:
        frame[name] = [to_percent(share) for share in table[name]]
    told = [
        f"delivered: {workload_words(facts.names, name.removesuffix('_delivered_share'))}"
        for name in shares
    ]
    return DataTable.of(frame, "Year by year, at the end of each", [*HEADINGS.values(), *told])


def _bottlenecks(facts: Facts) -> DataTable:
    """The limit of each year that is worth most."""
    yearly = yearly_bottlenecks(facts.plan)
    rows = [(year, str(bottleneck_of(facts, yearly, year))) for year in facts.years]
    frame = pd.DataFrame(rows, columns=["year", "tightest limit"])
    return DataTable.of(frame, "The bottleneck of each year")
