"""Compute against its target."""

from textwrap import fill

from planner.surfaces.charts import gap
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.surfaces.html.sections.answer import miss, verdict
from planner.wording.limit_words import workload_words
from planner.wording.text import Name, Text, say, sentences, years

SHORT = 26
"""Letters that a line over a panel has room for."""


def build(facts: Facts) -> Section:
    """Targets and what is delivered, workload by workload."""
    workloads = list(facts.plan["targets"]["workload"].unique())
    return Section(
        key="compute",
        question="Is there enough compute?",
        finding=finding(facts),
        paragraphs=(
            sentences(*[of_workload(facts, workload) for workload in workloads]),
            beyond_data(facts),
        ),
        graphics=(_graphic(facts),) if workloads else (),
    )


def finding(facts: Facts) -> Text:
    """How many yearly targets are met."""
    targets = facts.plan["targets"]
    met, of = int(targets["met"].astype(bool).sum()), len(targets)
    if not of:
        return say("The model sets no target")
    if met == of:
        return say(
            "All {of} yearly targets are met" if of > 1 else "The one target is met",
            of=facts.number("targets", "met", "rows", form="count"),
        )
    if of == 1:
        return say("The one target is not met")
    return say(
        "{met} of {of} yearly targets " + ("is met" if met <= 1 else "are met"),
        met=facts.number("targets", "met", "rows", form="count", met=True),
        of=facts.number("targets", "met", "rows", form="count"),
    ).capital()


def of_workload(facts: Facts, workload: str) -> Text:
    """A sentence on one workload."""
    rows = facts.plan["targets"]
    rows = rows[rows["workload"] == workload]
    if not rows["met"].astype(bool).all():
        return (miss(facts, workload) + Text((".",))).capital()
    last = int(rows["year"].max())
    return say(
        "The target of {name} is met in every year, {delivered} {unit} in the last.",
        name=workload_words(facts.names, workload),
        delivered=facts.number("targets", "delivered", form="power", workload=workload, year=last),
        unit=Name(str(rows["unit"].iloc[0])),
    )


def beyond_data(facts: Facts) -> Text:
    """Whether a run asks for more than there are tokens for."""
    demand = facts.plan["demand"]
    runs = demand[demand["quantity"] == "data_limit"]["workload"].unique()
    above = demand[demand["above_data_limit"].astype(bool) & (demand["quantity"] == "target")]
    if not len(runs):
        return say("No run is trained, so that no limit of data applies.")
    if above.empty:
        return say("No target asks for more training data than there is held to be.")
    return sentences(
        *[
            say(
                "The target of {run} asks for more than its data supports in {years}.",
                run=workload_words(facts.names, str(run)),
                years=years(int(y) for y in rows["year"]),
            )
            for run, rows in above.groupby("workload", sort=False)
        ]
    )


def _graphic(facts: Facts) -> Graphic:
    targets = facts.plan["targets"]
    names = {w: _short(str(facts.called("workloads", w))) for w in targets["workload"].unique()}
    shown = targets[["workload", "year", "unit", "target", "delivered", "gap_oom"]].copy()
    shown["workload"] = [names[w] for w in shown["workload"]]
    return Graphic(
        key="targets",
        title=say("Target and plan; below them the gap in orders of magnitude"),
        alt=verdict(facts),
        svg=as_svg(gap.draw(targets, names)),
        table=DataTable.of(
            shown,
            "Targets and what the plan delivers",
            ["workload", "year", "unit", "target", "delivered", "gap, orders of magnitude"],
        ),
        source="Targets: demand_drivers and workloads among the inputs; delivered: the plan.",
    )


def _short(name: str) -> str:
    """A name that fits a panel: up to its colon, in lines."""
    return fill(name.partition(":")[0], SHORT)
