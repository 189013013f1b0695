"""Method: what is solved, how, and with what."""

import pandas as pd

from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Section
from planner.wording.text import Name, Text, Year, say, sentences

KEY = "method"
_GRID_PRICES = {
    "tariff": "the tariff of a large load, where its region has one, and at retail elsewhere",
    "retail": "the industrial retail rate",
    "wholesale": "wholesale",
}
_WINDOW = (
    "Decisions see a window of {years} years, the one at hand included: what must be ordered in "
    "its first step stays, and the window moves on."
)


def build(facts: Facts) -> Section:
    """The programme, its stages and its conventions."""
    return Section(
        key=KEY,
        question="How was this computed?",
        finding=finding(facts),
        paragraphs=(sentences(*_stages_text(facts)), sentences(*_conventions(facts))),
        tables=tuple(table for table in (_stages(facts),) if table.rows),
        details=(_versions(facts),),
    )


def finding(facts: Facts) -> Text:
    """The size of the programme."""
    if facts.manifest.get("program") and list(facts.manifest.get("stages", {})) == ["cost"]:
        return say(
            "A linear programme of {rows} rows and {columns} columns, solved for the least cost",
            rows=facts.number("program", "rows", form="count"),
            columns=facts.number("program", "columns", form="count"),
        )
    if not facts.manifest.get("program"):
        return say("A linear programme, solved in stages")
    return say(
        "A linear programme of {rows} rows and {columns} columns, solved in stages",
        rows=facts.number("program", "rows", form="count"),
        columns=facts.number("program", "columns", form="count"),
    )


def _stages_text(facts: Facts) -> tuple[Text, ...]:
    mathematics = say(
        "The mathematics is printed by {command}.", command=Name("planner formulation")
    )
    if list(facts.manifest.get("stages", {})) == ["cost"]:
        return (say("The present cost is made as small as it can be."), mathematics)
    most = "compute" in facts.manifest.get("stages", {})
    several = sum(name.startswith("shortfall") for name in facts.manifest["stages"]) > 1
    priced = "present_value_of_compute_busd" in facts.plan.summary
    seen = facts.plan.summary.get("foresight_years")
    return (
        *([say("Before all else as much compute as the limits allow is sought.")] if most else []),
        say(
            "{first} the missed share of the {targets} is made as small as it can be, {rest}then "
            "the present cost{less}, each stage held while the next is solved.",
            first=Name("Then" if most else "First"),
            targets=Name("most important targets" if several else "targets"),
            rest=Name("then that of the rest, " if several else ""),
            less=Name(" less what compute is worth" if priced else ""),
        ),
        *([say(_WINDOW, years=Name(str(seen)))] if seen is not None else []),
        mathematics,
    )


def _conventions(facts: Facts) -> tuple[Text, ...]:
    rate = facts.plan.summary.get("discount_rate")
    texts = [
        say("What is bought or built in a year serves in it: states are those of the year's end."),
        say(
            "Money is in dollars of {year}, without inflation.",
            year=Year(int(facts.manifest.get("currency_year", 2025))),
        ),
    ]
    if rate is not None:
        texts.append(
            say(
                "The discount rate is {rate} a year.",
                rate=facts.number("program", "discount_rate", form="percent"),
            )
        )
    price = facts.plan.summary.get("electricity_price")
    if price:
        told = Name(_GRID_PRICES.get(str(price), str(price)))
        texts.append(say("Energy from the grid is priced at {price}.", price=told))
    return tuple(texts)


def _stages(facts: Facts) -> DataTable:
    rows = [
        (name.replace("_", " "), stage["status"], stage["objective"], stage["unit"])
        for name, stage in facts.manifest.get("stages", {}).items()
    ]
    frame = pd.DataFrame(rows, columns=["stage", "status", "objective", "unit"])
    return DataTable.of(frame, "Stages")


def _versions(facts: Facts) -> DataTable:
    environment = facts.manifest.get("environment", {})
    rows = [(key, str(environment[key])) for key in ("planner", "revision", "python", "platform")
            if key in environment]  # fmt: skip
    rows += [(name, str(version)) for name, version in environment.get("packages", {}).items()]
    return DataTable.of(pd.DataFrame(rows, columns=["program", "version"]), "Made with")
