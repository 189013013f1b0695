"""Why the plans differ: which limits moved, and what each is worth."""

import pandas as pd

from planner.formulation.assemble import COMPUTE_STAGE
from planner.results.worth import COST, percent_column
from planner.surfaces.html.compared import GONE, LIMITS, MOVED, NEW, STAYED, Compared, quoted
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Section
from planner.surfaces.html.sections.answer import stops
from planner.wording.limit_words import limit_words
from planner.wording.text import Number, Text, listed, say, sentences

SHOWN = 4
MOST = 12
DIFFERS = 1e-4
"""Share of the largest worth by which two must differ to be worth a row."""


def build(of: Compared) -> Section:
    """Limits that moved, and what loosening them would bring in each run."""
    limits = of.tables[LIMITS]
    tables = (_moved(of),) if limits["moved"].any() else ()
    worth = _worth(of)
    return Section(
        key="why",
        question="Why? Which limits moved?",
        finding=finding(of),
        paragraphs=(*(gone(of, name) for name, _ in of.others), tightest(of)),
        tables=(*tables, *((worth,) if worth else ())),
    )


def finding(of: Compared) -> Text:
    """How many limits went, came and moved."""
    limits = of.tables[LIMITS]
    if not limits["moved"].any():
        if limits.empty:
            return say("No limit binds in any run")
        return say("The same limits bind in the same years")
    if len(of.runs) > 2:
        moved, all_of = of.count(LIMITS, moved=True), of.count(LIMITS)
        return say(
            "Of {all} limits that bind in some run, {moved} " + _are(moved)
            + " not in the same years in all",
            all=all_of, moved=moved,
        )  # fmt: skip
    name = of.names[1]
    parts = []
    for what, one, many in (
        (GONE, "no longer does", "no longer do"),
        (NEW, "newly does", "newly do"),
        (MOVED, "does in other years", "do in other years"),
        (STAYED, "does in the same years", "do in the same years"),
    ):
        number = of.became(name, what)
        if number.value:
            words = one if number.value == 1 else many
            parts.append(say("{n} " + words, n=number))
    return say(
        "Of the limits that bind in either run, in {name} {parts}",
        name=quoted(name),
        parts=listed(parts),
    )


def _are(number: Number) -> str:
    return "binds" if number.value == 1 else "bind"


def gone(of: Compared, name: str) -> Text:
    """The limits that a run is rid of, and those that are new to it."""
    limits = of.tables[LIMITS]
    run = of.runs[of.names.index(name)]
    found = []
    for what, words in (
        (GONE, "No longer binding in {name}: {limits}."),
        (NEW, "Binding in {name} alone: {limits}."),
    ):
        rows = limits[limits[f"in {name}"] == what]
        if len(rows):
            named = [_limit(run, row) for _, row in rows.head(SHOWN).iterrows()]
            if len(rows) > SHOWN:
                named.append(say("others in the table below"))
            found.append(say(words, name=quoted(name), limits=listed(named)))
    return sentences(*found)


def tightest(of: Compared) -> Text:
    """What stops each run above all."""
    if len({str(stops(run)) for run in of.runs}) == 1:
        return say("In every run, {stops}", stops=stops(of.base).lower())
    told = [
        say("In {name}, {stops}", name=quoted(name), stops=stops(run).lower())
        for name, run in zip(of.names, of.runs, strict=True)
    ]
    return sentences(*told)


def _limit(run: Facts, row: "pd.Series[object]") -> Text:
    """A limit of all places and years in words."""
    whole = pd.Series({**row.to_dict(), "place": "", "places": 1, "year": pd.NA})
    return limit_words(run.names, whole, dated=False)


def _moved(of: Compared) -> DataTable:
    limits = of.tables[LIMITS]
    rows = [
        [str(_limit(of.base, row).capital()), *(str(row[name]) or "never" for name in of.names)]
        for _, row in limits[limits["moved"].astype(bool)].iterrows()
    ]
    caption = "Limits that moved: the years in which each binds, “any” where it holds for all"
    return DataTable.of(pd.DataFrame(rows, columns=["limit", *of.headings]), caption)


def _worth(of: Compared) -> DataTable | None:
    """What one percent more of a limit would bring in each run, where that differs most.

    Of the most important target for which it differs at all, else of the cost. None where an
    earlier version, which did not tell it, wrote one of the runs.
    """
    if any(run.untold for run in of.runs):
        return None
    for stage in of.base.plan.summary["objective"]:
        column, unit = percent_column(stage), "billion USD of present cost"
        if stage == COMPUTE_STAGE:
            unit = "million H100e-years"
        elif stage != COST:
            number = str(stage).rpartition("_")[2]
            unit = f"% of a year's target of priority {number}"
        frame = _worth_in(of, column)
        gaps = frame[of.headings].max(axis=1) - frame[of.headings].min(axis=1)
        # What two runs are asked for may be of unlike sizes: the largest worth is the measure.
        least = DIFFERS * float(frame[of.headings].abs().to_numpy().max(initial=0.0))
        if len(frame) and gaps.max() > least:
            best = frame[gaps > least].loc[gaps[gaps > least].sort_values(ascending=False).index]
            caption = f"Limits whose worth differs: what one percent more would bring, {unit}"
            return DataTable.of(best.head(MOST), caption)
    return None


def _worth_in(of: Compared, column: str) -> pd.DataFrame:
    """A row a limit and year, its places together, with the same measure of worth of each run."""
    found: dict[str, dict[str, float]] = {}
    for heading, run in zip(of.headings, of.runs, strict=True):
        ranked = run.tables["bottlenecks"]
        for _, row in ranked.iterrows():
            worth = float(row[column]) if column in ranked else 0.0
            held = found.setdefault(str(_dated(run, row).capital()), {})
            held[heading] = held.get(heading, 0.0) + worth
    rows = [[words, *(held.get(h, 0.0) for h in of.headings)] for words, held in found.items()]
    return pd.DataFrame(rows, columns=["limit", *of.headings])


def _dated(run: Facts, row: "pd.Series[object]") -> Text:
    """A limit in words with its year, its places together."""
    whole = pd.Series({**row.to_dict(), "place": "", "places": 1})
    return limit_words(run.names, whole)
