"""Inputs by confidence."""

import pandas as pd

from planner.data.confidence import GRADES
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Section
from planner.wording.numbers import to_percent
from planner.wording.query import Query
from planner.wording.text import Text, say


def build(facts: Facts) -> Section:
    """How well each input table is founded, and what binds on weak ones."""
    weak = binding_tables(facts)
    return Section(
        key="confidence",
        question="How sure are the inputs?",
        finding=finding(facts),
        paragraphs=(meaning(), on_weak(facts)),
        tables=(weak,) if weak.rows else (),
        details=(_table(facts),),
    )


def finding(facts: Facts) -> Text:
    """The share of input rows that are estimates."""
    counts = facts.tables["confidence"]
    if counts.empty or not counts["rows"].sum():
        return say("The inputs do not say how sure they are")
    if not counts.loc[counts["confidence"] == "estimate", "rows"].sum():
        return say("No input row is an estimate")
    over = Query("confidence", "rows", "sum")
    return say(
        "{share} of {rows} input rows are estimates, and {verified} were read at their source",
        share=facts.number("confidence", "rows", form="percent", over=over, confidence="estimate"),
        rows=facts.number("confidence", "rows"),
        verified=facts.number(
            "confidence", "rows", form="percent", over=over, confidence="verified"
        ),
    ).capital()


def meaning() -> Text:
    """What the grades are."""
    return say(
        "A row is verified where it was read at the source that it names, reported where others "
        "tell of it, and an estimate where it is a judgement; its note then says how it was made."
    )


def on_weak(facts: Facts) -> Text:
    """How much of what binds rests on estimates."""
    limits = facts.plan["limits"]
    full = limits[limits["binding"].astype(bool)]
    if full.empty:
        return Text()
    return say(
        "The limits that bind rest on the tables below, with the share of estimates in each."
    )


def _wide(facts: Facts) -> pd.DataFrame:
    counts = facts.tables["confidence"]
    wide = counts.pivot_table(
        index="table", columns="confidence", values="rows", aggfunc="sum", fill_value=0
    )
    return wide.reindex(columns=list(GRADES), fill_value=0)


def _table(facts: Facts) -> DataTable:
    return DataTable.of(_wide(facts).reset_index(), "Input rows by confidence")


def binding_tables(facts: Facts) -> DataTable:
    """Each table behind a full limit, with how many limits and which share is estimated."""
    limits = facts.plan["limits"]
    full = limits[limits["binding"].astype(bool)]
    wide = _wide(facts)
    counts: dict[str, int] = {}
    for names in full["table"]:
        for name in str(names).split(", "):
            counts[name] = counts.get(name, 0) + 1
    rows = []
    for name, count in sorted(counts.items(), key=lambda item: -item[1]):
        if name in wide.index:
            share = wide.at[name, "estimate"] / wide.loc[name].sum()
            rows.append((name, count, to_percent(share, 0)))
    frame = pd.DataFrame(rows, columns=["table", "full limits that rest on it", "estimates in it"])
    return DataTable.of(frame, "Tables behind the limits that bind")
