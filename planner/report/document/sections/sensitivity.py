"""Sensitivity: how far a result moves with each input, where that was planned."""

import pandas as pd

from planner.report.charts import tornado
from planner.report.charts.drawing import as_svg
from planner.report.document.facts import Facts
from planner.report.document.parts import DataTable, Graphic, Section
from planner.report.document.text import Name, Text, say

FILE = "sensitivity.csv"
"""In a run's folder: ``input``, ``low``, ``high``, ``base``, ``unit``, one row an input. ``low``
and ``high`` are the result, planned again, with the input at its low and at its high value."""
COLUMNS = ("input", "low", "high", "base", "unit")


def build(facts: Facts) -> Section:
    """The tornado of the run, or how to get at one."""
    table = facts.extras.get("sensitivity")
    some = table is not None and not table.empty
    return Section(
        key="sensitivity",
        question="How sensitive is the result?",
        finding=finding(table),
        paragraphs=() if some else (how(facts),),
        graphics=(_graphic(table),) if some and table is not None else (),
    )


def finding(table: pd.DataFrame | None) -> Text:
    """The input that moves the result most."""
    if table is None or table.empty:
        return say("Not run: no input was varied and planned again")
    width = table[["low", "high"]].sub(table["base"], axis=0).abs().max(axis=1)
    if not width.max() > 0:
        return say("No input that was varied moves the result")
    return say(
        "Of what was varied, {name} moves the result most",
        name=Name(f"“{table.loc[width.idxmax(), 'input']}”"),
    )


def how(facts: Facts) -> Text:
    """What to do for an answer today."""
    model = str(facts.manifest.get("model", "MODEL"))
    return say(
        "To see what an input does, write a model that extends {model} with another case or value "
        "of it, plan that, and give both runs to {command}.",
        model=Name(f"“{model}”"),
        command=Name(f"planner report {facts.folder} OTHER_RUN"),
    )


def _graphic(table: pd.DataFrame) -> Graphic:
    base, unit = float(table["base"].iloc[0]), str(table["unit"].iloc[0])
    return Graphic(
        key="tornado",
        title=finding(table),
        alt=say("Tornado of the result with each input low and high. {f}.", f=finding(table)),
        svg=as_svg(tornado.draw(table, base, unit)),
        table=DataTable.of(table[list(COLUMNS)], "Results with each input low and high"),
        source=f"{FILE} in the folder of the run: each row planned again.",
    )
