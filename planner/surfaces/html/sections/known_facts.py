"""What is known already, beside the plan."""

import pandas as pd

from planner.analysis.reference.facts_agreement import AGREE, judged, of_one_campus
from planner.analysis.reference.known_facts import BESIDE, FactVerdict
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Section
from planner.wording.text import Text, say, sentences

COLUMNS = {
    "year": "year", "quantity": "quantity", "subject": "of", "unit": "unit", "reading": "reading",
    "low": "low", "central": "central", "high": "high", "taken_share": "share taken",
    "plan": "this plan", "ratio": "ratio", "verdict": "verdict",
}  # fmt: skip


def build(facts: Facts) -> Section | None:
    """Known figures beside the plan's, with the cause of each that is outside; None without."""
    table = facts.plan.tables.get(BESIDE)
    if table is None or judged(table).empty:
        return None
    whole = table[~of_one_campus(table)]
    outside = whole[whole["verdict"] == FactVerdict.OUTSIDE.value]
    return Section(
        key="known",
        question="What is known already?",
        finding=finding(facts, table),
        paragraphs=(sentences(*_how()),),
        tables=(_causes(outside),) if len(outside) else (),
        details=tuple(
            _table(part, caption)
            for part, caption in (
                (whole, "Known figures beside the plan's"),
                (table[of_one_campus(table)], "Known power of single campuses beside the plan's"),
            )
            if len(part)
        ),
    )


def finding(facts: Facts, table: pd.DataFrame) -> Text:
    """How many known figures are inside their range or near, without those of one campus."""
    rows = judged(table)
    scopes = tuple(dict.fromkeys(rows.loc[~of_one_campus(rows), "scope"]))
    if not scopes:
        return say("Single campuses alone are known of these years")
    either = (*AGREE, FactVerdict.OUTSIDE.value)
    of, agree = (
        facts.number(BESIDE, "verdict", "rows", form="count", scope=scopes, verdict=verdicts)
        for verdicts in (either, AGREE)
    )
    verb = "agrees" if agree.value <= 1 else "agree"
    return say(
        "{agree} of {of} figures that are counted, guided or expected " + verb + " with the plan",
        agree=agree,
        of=of,
    ).capital()


def _how() -> tuple[Text, ...]:
    return (
        say(
            "A figure agrees where the plan lies within its range, or within a quarter of its "
            "central value."
        ),
        say(
            "A floor is what is counted so far, below which no plan of the year can be; a ceiling "
            "is a figure of more than the plan holds."
        ),
        say(
            "Of a figure of the whole world the plan's region takes the share that it takes of "
            "the supply of chips."
        ),
        say(
            "What the model gives to the plan, as it may give it what is built and counted, is "
            "marked so and counts for nothing; nothing is fitted to the rest."
        ),
    )


def _causes(outside: pd.DataFrame) -> DataTable:
    shown = outside[["year", "quantity", "subject", "reading", "ratio", "cause"]].copy()
    shown["quantity"] = shown["quantity"].str.replace("_", " ")
    return DataTable.of(
        shown, "Figures outside, and what in the plan puts them there",
        ["year", "quantity", "of", "reading", "plan over known", "cause"],
    )  # fmt: skip


def _table(part: pd.DataFrame, caption: str) -> DataTable:
    shown = part[list(COLUMNS)].copy()
    shown["quantity"] = shown["quantity"].str.replace("_", " ")
    return DataTable.of(shown, caption, COLUMNS.values())
