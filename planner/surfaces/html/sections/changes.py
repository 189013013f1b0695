"""What would change the answer: what more of each limit is worth, and what each would allow."""

import pandas as pd

from planner.results.bottlenecks import of_places
from planner.results.training_sites import chosen_whole
from planner.results.worth import COMPUTE_GAIN
from planner.surfaces.charts import ceiling, worth
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.html.facts import UNITS, Facts, suited
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.wording.limit_words import limit_words, percent_words, workload_words
from planner.wording.text import Name, Text, Year, say, sentences

MOST = 7
PERCENT = "_percent_of_a_target"
COST = "cost_change_busd"
CEILINGS = {
    "run_campus": "power of the largest campus",
    "run_distributed": "power for AI in the USA",
    "run_chips": "chips made",
    "run_data": "training data",
    "run_latency": "latency",
}


def build(facts: Facts) -> Section | None:
    """Worth of limits, in compute and in dollars apart, and ceilings of a run.

    None where an earlier version wrote the plan, which did not tell it.
    """
    if facts.untold:
        return None
    ranked = facts.tables["bottlenecks"]
    graphics = []
    if len(ranked):
        graphics.append(_worth(facts, ranked))
    run = _run(facts)
    limits = facts.plan.tables.get("ceilings")
    if run and limits is not None and len(limits):
        graphics.append(_ceilings(facts, limits, run))
    return Section(
        key="changes",
        question="What would change the answer?",
        finding=finding(facts, ranked),
        paragraphs=(sentences(cheaper(facts, ranked), margin(facts, ranked)),),
        graphics=tuple(graphics),
    )


def _stages(ranked: pd.DataFrame) -> list[str]:
    return [str(c) for c in ranked.columns if str(c).endswith(PERCENT)]


def finding(facts: Facts, ranked: pd.DataFrame) -> Text:
    """The limit of which a percent more is worth most."""
    for column in _stages(ranked):
        best = ranked.sort_values(column, ascending=False, kind="stable")
        if len(best) and best[column].iloc[0] > 0:
            return say(
                "{limit} would deliver {gain} percent of a year's target of {workloads} more",
                limit=percent_words(facts.names, best.iloc[0]),
                gain=facts.number("bottlenecks", column, "max"),
                workloads=Name(_workloads(facts, column)),
            ).capital()
    if len(ranked) and ranked[COST].min() < 0:
        best = ranked.sort_values(COST, kind="stable")
        return say(
            "Nothing is missed; {limit} would save most, {saved} dollars",
            limit=percent_words(facts.names, best.iloc[0]),
            saved=facts.amount("bottlenecks", COST, "min", unit="billion", sign=-1.0),
        )
    if not facts.plan.computes or facts.plan["targets"].empty:
        return say(
            "No limit of the tables is worth anything: other prices or demands may change it"
        )
    if facts.plan["targets"]["met"].astype(bool).all():
        return say("No limit of the tables is worth anything: other targets would change it")
    return say("No limit with a price would change it: dates, lead times and queues may")


def cheaper(facts: Facts, ranked: pd.DataFrame) -> Text:
    """The limit whose loosening saves most, where the title speaks of compute."""
    gains = any((ranked[column] > 0).any() for column in _stages(ranked))
    if ranked.empty or not gains:
        return Text()
    saving = ranked[ranked[COST] < 0].sort_values(COST, kind="stable")
    if saving.empty:
        return say("Of no limit would more make the plan cheaper.")
    return say(
        "In dollars most is saved by {limit}: {saved}.",
        limit=percent_words(facts.names, saving.iloc[0]),
        saved=facts.amount("bottlenecks", COST, "min", unit="billion", sign=-1.0),
    )


def margin(facts: Facts, ranked: pd.DataFrame) -> Text:
    """How such figures are to be read."""
    if ranked.empty:
        return Text()
    held = say(
        "These figures hold at the margin, with everything planned again: a percent of a limit "
        "may already be past the next one. A cost that rises pays for more that is delivered."
    )
    chosen = chosen_whole(facts.plan) if "choice" in facts.plan.tables else ""
    if not chosen:
        return held
    of_choice = say(
        "They hold for the {chosen} that the plan chose, and for no other choice.",
        chosen=Name(chosen),
    )
    return sentences(held, of_choice)


def _workloads(facts: Facts, column: str) -> str:
    stage = column.removesuffix(PERCENT)
    priority = int(stage.removeprefix("shortfall_"))
    targets = facts.plan["targets"]
    names = targets.loc[targets["priority"] == priority, "workload"].unique()
    return ", ".join(str(workload_words(facts.names, str(w))) for w in names)


def _label(facts: Facts, row: "pd.Series") -> str:
    return str(limit_words(facts.names, row)).removeprefix("the ")


def _few(rows: pd.DataFrame) -> pd.DataFrame:
    """The first rows; of one kind the best two, since the others would hide what else limits."""
    return rows.groupby(["limit", "pool"], sort=False, dropna=False).head(2).head(MOST)


def _worth(facts: Facts, ranked: pd.DataFrame) -> Graphic:
    panels = []
    for column in _stages(ranked):
        best = ranked[ranked[column] > 0].sort_values(column, ascending=False)
        if len(best):
            bars = [(_label(facts, row), float(row[column])) for _, row in _few(best).iterrows()]
            of_whom = _workloads(facts, column)
            panels.append(worth.Panel(f"Compute: % of a year's target of {of_whom}", bars))
    if COMPUTE_GAIN in ranked and (best := ranked[ranked[COMPUTE_GAIN] > 0]).size:
        best = best.sort_values(COMPUTE_GAIN, ascending=False)
        bars = [(_label(facts, r), float(r[COMPUTE_GAIN])) for _, r in _few(best).iterrows()]
        panels.insert(0, worth.Panel("Compute in service: million H100e-years", bars))
    dear = ranked[ranked[COST] != 0]
    dear = dear.loc[dear[COST].abs().sort_values(ascending=False).index]
    if len(dear):
        unit = suited(float(dear[COST].abs().max()), "billion")
        scale = UNITS["billion"] / UNITS[unit]
        bars = [(_label(facts, row), scale * float(row[COST])) for _, row in _few(dear).iterrows()]
        panels.append(worth.Panel(f"Dollars: change of the present cost, {unit}", bars))
    table = ranked.copy()
    table["limit"] = [
        str(limit_words(facts.names, row, dated=False)) for _, row in ranked.iterrows()
    ]
    columns = ["limit", "years", "value", "unit", *_stages(ranked), COST]
    headings = [
        "limit", "years with a price", "the limit", "unit",
        *[f"% of a year's target of {_workloads(facts, c)}" for c in _stages(ranked)],
        "present cost, billion USD",
    ]  # fmt: skip
    return Graphic(
        key="worth",
        title=say("What one percent more of each limit would bring"),
        alt=say(
            "Bars of what one percent more of each limit brings, in a panel for compute and one "
            "for dollars. {finding}.",
            finding=finding(facts, ranked),
        ),
        svg=as_svg(worth.draw(panels)),
        table=DataTable.of(table[columns], "What one percent more would bring", headings),
        source=" ".join(
            (
                "The plan's table bottlenecks: derivatives of each stage's optimum.",
                of_places(facts.plan),
            )
        ).strip(),
    )


def _run(facts: Facts) -> str:
    demand = facts.plan["demand"]
    runs = demand.loc[demand["quantity"] == "data_limit", "workload"].unique()
    return str(runs[0]) if len(runs) else ""


def _ceilings(facts: Facts, limits: pd.DataFrame, run: str) -> Graphic:
    targets = facts.plan["targets"]
    year = int(limits["year"].iloc[0])
    last = targets[(targets["workload"] == run) & (targets["year"] == year)]
    target = float(last["target"].sum())
    lowest = limits.loc[limits["central"].idxmin()]
    title = say(
        "By published arithmetic the {what} sets the lowest ceiling in {year}: {flop} FLOP",
        what=Name(CEILINGS[str(lowest["ceiling"])]),
        year=Year(year),
        flop=facts.number("ceilings", "central", "min", form="power", year=year),
    )
    ranges = [
        (CEILINGS[str(row.ceiling)], float(row.low), float(row.central), float(row.high))
        for row in limits.sort_values("central").itertuples()
    ]
    svg = as_svg(
        ceiling.draw(
            ranges,
            f"largest run that each would allow in {year}, FLOP",
            target=target,
            delivered=float(last["delivered"].sum()),
        )
    )
    shown = limits.copy()
    shown["ceiling"] = [CEILINGS[str(name)] for name in shown["ceiling"]]
    return Graphic(
        key="ceilings",
        title=title,
        alt=say("Ranges of the largest run by constraint, on a log axis. {title}.", title=title),
        svg=svg,
        table=DataTable.of(shown, "Ceilings of a run, FLOP"),
        source="Arithmetic of Epoch AI over demand_drivers, not a result of the plan; ranges: all "
        "drivers at their ends, as independent.",
    )
