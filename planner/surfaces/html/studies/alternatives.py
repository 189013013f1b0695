"""Plans nearly as good: what all of them have and what none needs, choice by choice."""

from collections.abc import Iterator

import pandas as pd

from planner.studies.alternatives_wording import (
    EVERY,
    FREE,
    NONE,
    UNKNOWN,
    VERBS,
    findings,
)
from planner.surfaces.charts import ranges as chart
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.surfaces.html.studies.facts import StudyFacts, confidence, where
from planner.wording.numbers import printed, to_cost_share
from planner.wording.query import Condition
from planner.wording.text import Name, Text, listed, say, sentences

MAIN = 0.03
"""The share that is told of first, where the study has it."""
_NAMED = 3
"""Choices of a kind that the first finding names."""
_QUESTIONS = {
    "regions": "In which regions?",
    "states": "In which states?",
    "sites": "At which sites?",
    "accelerators": "Which chips?",
    "vendors": "Chips of which vendors?",
    "technologies": "On which power?",
    "origins": "From where do goods come?",
}


def build(facts: StudyFacts) -> tuple[Section, ...]:
    """The sections of a study of alternatives, each kind of choice one of them."""
    ranges = facts.tables["ranges"]
    kinds = [_kind(facts, str(over)) for over in dict.fromkeys(ranges["over"])]
    return (_answer(facts), *kinds, _assumptions(facts), where(facts))


def _answer(facts: StudyFacts) -> Section:
    share = _main(facts.tables["ranges"])
    cost = float(facts.study.index["cost_busd"])
    near = say(
        "The least cost of what the model asks for is {cost} billion USD. A plan is near it that "
        "misses no more of any target and costs at most so much more.",
        cost=Name(printed(cost)),
    )
    alone = say(
        "Each end of a range is exact, and is of one choice alone: choices that can each be left "
        "out may not all be left out together. The table {plans} has the rest of the plan at each "
        "end.",
        plans=Name("plans_at_the_ends"),
    )
    return Section(
        key="answer",
        question="What do all plans near the best have, and what does none need?",
        finding=_finding(facts, share),
        paragraphs=(near, alone, _stopped(facts)),
        tables=(_counts(facts),),
    )


def _finding(facts: StudyFacts, share: float) -> Text:
    ranges = facts.tables["ranges"]
    rows = ranges[ranges["within"] == share]
    near = Name(f"within {to_cost_share(share)} of the least cost")
    has = [part for part in _phrases(rows[rows["role"] == EVERY])]
    free = [Name(str(name)) for name in _largest(rows[rows["role"] == FREE], "plan")]
    parts = []
    if has:
        parts.append(say("every plan {near} {has}", near=near, has=listed(has)))
    if free:
        words = "none needs {free}" if has else "none {near} needs {free}"
        words += "" if len(free) == 1 else ", each by itself"
        parts.append(say(words, near=near, free=listed(free, " or ")))
    if not parts:
        return say("The ranges {near} are not known", near=near)
    return listed(parts, "; ").capital()


def _phrases(rows: pd.DataFrame) -> Iterator[Text]:
    """What every plan does, kind by kind: "builds grid and engines"."""
    for over, group in rows.groupby("over", sort=False):
        verb, of = VERBS[str(over)]
        word = f"{verb}s in " if of == "in" else f"{verb}s "
        names = [Name(str(name)) for name in _largest(group, "least")]
        yield say(word + "{names}", names=listed(names))


def _largest(rows: pd.DataFrame, column: str) -> list[str]:
    """The names that weigh most, the few that a sentence can hold."""
    return list(rows.sort_values(column, ascending=False, kind="stable")["name"].head(_NAMED))


def _counts(facts: StudyFacts) -> DataTable:
    """How many choices of each kind are in every plan, may be left out, or are in none."""
    ranges = facts.tables["ranges"]
    counts = ranges.groupby(["within", "over", "role"], sort=False).size().unstack(fill_value=0)
    counts = counts.reindex(columns=[r for r in (EVERY, FREE, NONE, UNKNOWN) if r in counts])
    frame = counts.reset_index()
    frame["within"] = [to_cost_share(share) for share in frame["within"]]
    return DataTable.of(
        frame, "Choices by what near plans have of them", ["within", "choice over", *counts]
    )


def _stopped(facts: StudyFacts) -> Text:
    ranges = facts.tables["ranges"]
    if not (ranges["role"] == UNKNOWN).any():
        return Text()
    return say(
        "{n} ranges are not known: the solver stopped at its limit, and the table says so.",
        n=facts.number("ranges", "group", "rows", {"role": UNKNOWN}, form="count"),
    ).capital()


def _kind(facts: StudyFacts, over: str) -> Section:
    ranges = facts.tables["ranges"]
    rows = ranges[ranges["over"] == over]
    share = _main(rows)
    of_share = rows[rows["within"] == share]
    what = str(rows["what"].iloc[0])
    near: dict[str, Condition] = {"within": share, "over": over}
    every, free = (
        facts.number("ranges", "group", "rows", {**near, "role": value}, form="count")
        for value in (EVERY, FREE)
    )
    total = facts.number("ranges", "group", "rows", near)
    if total.value == 1:
        name = Name(str(of_share["name"].iloc[0]))
        finding = say("There is one choice alone: {name}", name=name)
    else:
        ending = ", each by itself" if free.value > 1 else " by itself" if free.value else ""
        finding = say(
            "Of {n} {over}, {every} in every plan within {share}; {free} can be left out" + ending,
            n=total,
            over=Name(over),
            every=say("{n} " + ("is" if every.value == 1 else "are"), n=every),
            share=Name(to_cost_share(share)),
            free=free,
        )
    wide = _wide(rows)
    shown = DataTable.of(wide, f"{what}: least and most")
    return Section(
        key=over,
        question=_QUESTIONS[over],
        finding=finding,
        paragraphs=(sentences(*findings(of_share)),),
        # Choices without any bound, as of capacity that costs nothing, can't be drawn.
        graphics=()
        if (rows["most"] == float("inf")).all()
        else (
            Graphic(
                key=f"ranges_{over}",
                title=say("How far each may go while a plan stays near the least cost"),
                alt=say("Bars from the least to the most of each choice. {f}.", f=finding),
                svg=as_svg(chart.draw(rows, what)),
                table=shown,
                source="The table ranges of the study: each end is the optimum of a programme.",
            ),
        ),
        tables=(_short(rows, what),),
    )


def _short(rows: pd.DataFrame, what: str) -> DataTable:
    """The same for reading: a range in a cell."""
    wide = _wide(rows)
    shares = [to_cost_share(float(share)) for share in sorted(rows["within"].unique())]
    for share in shares:
        ends = zip(wide.pop(f"least, {share}"), wide.pop(f"most, {share}"), strict=True)
        wide[f"within {share}"] = [_range(*pair) for pair in ends]
    if "row is" in wide:
        wide["row is"] = wide.pop("row is")
    return DataTable.of(wide, f"{what}: least to most")


def _range(least: float, most: float) -> str:
    if pd.isna(least) or pd.isna(most):
        return "not known"
    end = "any amount" if most == float("inf") else printed(most)
    return end if printed(least) == end else f"{printed(least)} to {end}"


def _wide(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each choice: in the plan of least cost, then least and most for each share."""
    first = rows.drop_duplicates("group").set_index("group")
    wide = first[["name", "plan"]].rename(columns={"plan": "least cost"})
    for share, group in rows.groupby("within"):
        of = group.set_index("group")
        wide[f"least, {to_cost_share(float(share))}"] = of["least"]
        wide[f"most, {to_cost_share(float(share))}"] = of["most"]
    order = wide.iloc[:, 1:].max(axis=1).sort_values(ascending=False, kind="stable").index
    wide = wide.loc[order]
    if first["confidence"].any():
        wide["row is"] = first["confidence"]
    return wide.reset_index(drop=True)


def _assumptions(facts: StudyFacts) -> Section:
    own = say(
        "A range tells what the limits and prices of the tables leave open, and holds as far as "
        "these do: a choice that rests on an estimate is marked so in the tables above."
    )
    return confidence(facts, (own,))


def _main(ranges: pd.DataFrame) -> float:
    """The share that is told of first: three percent, or the largest."""
    shares = [float(share) for share in ranges["within"].unique()]
    return next((share for share in shares if abs(share - MAIN) < 1e-9), max(shares))
