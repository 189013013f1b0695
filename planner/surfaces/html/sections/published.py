"""Published projections beside the plan."""

import pandas as pd

from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Section
from planner.wording.text import Text, say, sentences

AGREE = ("inside the band", "within a factor of two")
CASES = {
    "sa": "Situational Awareness",
    "epoch2030": "Epoch AI, scaling to 2030",
    "epoch": "Epoch AI",
    "ai2027": "AI 2027",
}


def build(facts: Facts) -> Section:
    """Each published figure of the plan's years beside the plan's own."""
    table = facts.plan.tables.get("published")
    some = table is not None and len(table) > 0
    return Section(
        key="published",
        question="What have others published?",
        finding=finding(facts),
        paragraphs=(sentences(*_how()),) if some else (),
        details=(_table(facts, table),) if some and table is not None else (),
    )


def finding(facts: Facts) -> Text:
    """How many published figures the plan agrees with."""
    table = facts.plan.tables.get("published")
    if table is None:
        return say("The run was not held against published figures: plan it again")
    if table.empty:
        return say("No published figure of these years has a counterpart in the plan")
    of = facts.number("published", "verdict", "rows", form="count")
    agree = facts.number("published", "verdict", "rows", form="count", verdict=AGREE)
    if len(table) == 1:
        word = "agrees" if agree.value else "does not agree"
        return say("The one published figure of these years " + word + " with the plan")
    verb = "agrees" if agree.value <= 1 else "agree"
    return say(
        "{agree} of {of} published figures " + verb + " with the plan", agree=agree, of=of
    ).capital()


def _how() -> tuple[Text, ...]:
    return (
        say(
            "A figure agrees where the plan lies within the published band or, where one value is "
            "published, within a factor of two of it."
        ),
        say(
            "The projections speak of the world or of one leading developer; this plan only of "
            "the sites and supply that its model takes in, and under limits that they do not set."
        ),
        say(
            "The target of the largest run follows a published trend: where it is met, figures of "
            "that run agree by construction."
        ),
    )


def _table(facts: Facts, table: pd.DataFrame) -> DataTable:
    shown = table.copy()
    shown["case"] = [_case(str(case)) for case in shown["case"]]
    shown["quantity"] = shown["quantity"].str.replace("_", " ")
    shown["year"] = shown["year"].astype(int)
    columns = ["year", "case", "quantity", "unit", "low", "central", "high", "plan", "verdict"]
    return DataTable.of(
        shown[columns],
        "Published figures beside the plan's",
        [*columns[:4], "published low", "central", "high", "this plan", "verdict"],
    )


def _case(case: str) -> str:
    return CASES.get(case.split("_")[0], case)
