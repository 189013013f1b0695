"""Sensitivity: how far a result moves with each input, where that was planned."""

import pandas as pd

from planner.surfaces.charts import tornado
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.wording.text import Name, Text, say


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
        return say("No input that was varied moves the {unit}", unit=Name(_what(table)))
    return say(
        "Of what was varied, {name} moves the {unit} most",
        name=Name(f"“{table.loc[width.idxmax(), 'input']}”"),
        unit=Name(_what(table)),
    )


def _what(table: pd.DataFrame) -> str:
    """The figure without its unit."""
    return str(table["unit"].iloc[0]).partition(",")[0]


def how(facts: Facts) -> Text:
    """The command that varies every input that has a range, one at a time."""
    model = str(facts.manifest.get("model", "MODEL"))
    return say(
        "To plan it with each ranged input low and high, run {sweep}, then {report} again.",
        sweep=Name(f"planner sweep {model} --outputs {facts.folder.parent}"),
        report=Name(f"planner report {facts.folder}"),
    )


def _graphic(table: pd.DataFrame) -> Graphic:
    base, unit = float(table["base"].iloc[0]), str(table["unit"].iloc[0])
    return Graphic(
        key="tornado",
        title=say("Each input at its low and at its high value, planned again"),
        alt=say("Tornado of the result with each input low and high. {f}.", f=finding(table)),
        svg=as_svg(tornado.draw(table, base, unit)),
        table=DataTable.of(table, "Results with each input low and high"),
        source="The table of the sweep beside the run: each row planned again.",
    )
