"""Many plans of one question: what moves it, how far figures spread, what has no plan."""

import pandas as pd

from planner.analysis.sweep_ranking import ends, spread
from planner.results.key_figures import CHARGED, COMPUTE, SPENT
from planner.surfaces.charts import curves, tornado
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.surfaces.html.studies.facts import StudyFacts, confidence, where
from planner.wording.text import Name, Number, Text, say, sentences

BASE, DONE = "base", "done"
WORDS = {
    CHARGED: "present cost, billion USD",
    SPENT: "capex as spent, billion USD",
    "facility_gw": "facility power in the last year, GW",
    "it_gw": "IT power in the last year, GW",
    COMPUTE: "compute in service, million H100e-years",
    "h100e_million": "compute in the last year, million H100e",
    "accelerators_million": "accelerators in the last year, million",
    "emissions_mt": "CO2 in all years, million t",
}
"""Figures of a plan with their units."""
_FRONT = (COMPUTE, "h100e_million", CHARGED, "facility_gw", "emissions_mt")
"""The figures of a front, with the least share of each target."""
_SHARES = {
    "_least_share": "least share of its target in a year",
    "_last_share": "share of its target in the last year",
}
_MOVED = 1e-6
"""A figure that changes by less than this share of itself is not moved."""
_LONGEST = 160
"""Letters of a message in a table; the table of the folder has all of it."""


def build(facts: StudyFacts) -> tuple[Section, ...]:
    """The sections of a sweep: a tornado, a front or a spread, whichever its design tells."""
    kind = str(facts.study.index["design"].get("kind", ""))
    if (lever := front_of(facts)) is not None:
        shown = _front(facts, *lever)
    elif _one_at_a_time(facts):
        shown = [_tornado(facts, figure) for figure in _moved(facts)]
    else:
        shown = [_spread(facts)] if kind in ("latin", "monte-carlo") else []
    ground = confidence(facts, (), *_worth_finding_out(facts))
    parts = [_answer(facts), *shown, *_failures(facts), _all(facts), ground]
    return (*parts, where(facts))


def figures_of(scenarios: pd.DataFrame) -> list[str]:
    """The columns that are figures of a plan, but for years."""
    first = list(scenarios.columns).index("exit_code") + 1
    return [name for name in scenarios.columns[first:] if not name.endswith("_first_missed")]


def figure_with_unit(figure: str) -> str:
    """A figure with its unit."""
    for ending, said in _SHARES.items():
        if figure.endswith(ending):
            return f"{figure.removesuffix(ending).replace('_', ' ')}: {said}"
    return WORDS.get(figure, figure.replace("_", " "))


def front_of(facts: StudyFacts) -> tuple[str, pd.DataFrame] | None:
    """The one lever of numbers that was varied, and its finished scenarios in rising order."""
    done = facts.tables["scenarios"].query("status == @DONE and scenario != @BASE")
    keys = list(done["key"].unique())
    if len(keys) != 1 or not keys[0]:
        return None
    values = pd.to_numeric(done["value"], errors="coerce")
    if len(done) < 3 or values.isna().any():
        return None
    return str(keys[0]), done.assign(at=values).sort_values("at")


def _one_at_a_time(facts: StudyFacts) -> bool:
    scenarios = facts.tables["scenarios"]
    return bool((scenarios.loc[scenarios["scenario"] != BASE, "key"] != "").all())


def _moved(facts: StudyFacts) -> list[str]:
    """The least share of each target that moves, the most important first, and the cost."""
    scenarios = facts.tables["scenarios"]
    done = scenarios[scenarios["status"] == DONE]
    if CHARGED not in done or (done["scenario"] == BASE).all():
        return []
    shares = [name for name in figures_of(scenarios) if name.endswith("_least_share")]
    moved = [name for name in shares if done[name].max() - done[name].min() > _MOVED]
    return [*moved, CHARGED]


def _worth_finding_out(facts: StudyFacts) -> tuple[DataTable, ...]:
    """The inputs that matter and rest on estimates, where planner matters has looked for them."""
    table = facts.tables.get("worth_finding_out")
    if table is None or table.empty:
        return ()
    kept = ["input", "swing_compute", "swing_cost", "cells", "estimates", "source_titles"]
    heads = [
        "input", "swing of missed years", "swing of cost, billion USD", "cells", "estimates",
        "sources",
    ]  # fmt: skip
    return (DataTable.of(table[kept], "Worth finding out: these rest on estimates", heads),)


def _count(facts: StudyFacts, **at: str) -> Number:
    return facts.number("scenarios", "scenario", "rows", dict(at), form="count")


def _answer(facts: StudyFacts) -> Section:
    scenarios = facts.tables["scenarios"]
    planned, total = _count(facts, status=DONE), _count(facts)
    finding = say("{planned} of {total} scenarios were planned", planned=planned, total=total)
    if planned.value == total.value:
        finding = say("All {total} scenarios were planned", total=total)
    base = scenarios[(scenarios["scenario"] == BASE) & (scenarios["status"] == DONE)]
    told = []
    if len(base):
        told.append(
            say(
                "The model as it is has a present cost of {cost} billion USD.",
                cost=facts.number("scenarios", CHARGED, "sum", {"scenario": BASE}),
            )
        )
    if planned.value and CHARGED in scenarios:
        done = {"status": DONE}
        told.append(
            say(
                "Over all scenarios it goes from {least} to {most}.",
                least=facts.number("scenarios", CHARGED, "min", done),
                most=facts.number("scenarios", CHARGED, "max", done),
            )
        )
    varied = [str(key) for key in facts.study.index["design"].get("vary", ())]
    about = say(
        "{title}. Each scenario is planned again as a whole; what is varied: {varied}.",
        title=Name(facts.study.title),
        varied=Name(", ".join(varied[:8]) + (" and others" if len(varied) > 8 else "")),
    )
    return Section(
        key="answer",
        question="What was planned, and how far does it differ?",
        finding=finding.capital(),
        paragraphs=(about, sentences(*told)),
        tables=(_spread_table(scenarios),) if planned.value > 1 else (),
    )


def _spread_table(scenarios: pd.DataFrame) -> DataTable:
    found = spread(scenarios, figures_of(scenarios))
    found = found.assign(figure=[figure_with_unit(name) for name in found["figure"]])
    heads = ["figure", "plans", "5 % below", "25 %", "half", "75 %", "95 % below"]
    return DataTable.of(found, "Over the scenarios, the model as it is aside", heads)


def _tornado(facts: StudyFacts, figure: str) -> Section:
    table = ends(facts.tables["scenarios"], figure)
    width = table[["low", "high"]].sub(table["base"], axis=0).abs().max(axis=1)
    order = width.sort_values(ascending=False, kind="stable").index
    table, most = table.loc[order], float(width.max())
    moves = table[width.loc[order] > _MOVED]
    unit = figure_with_unit(figure)
    finding = say("Nothing that was varied moves it: {what}", what=Name(unit))
    if most > _MOVED:
        finding = _widest(facts, figure, str(table["input"].iloc[0]))
    base = float(table["base"].iloc[0])
    return Section(
        key=f"tornado-{figure}",
        question=f"What moves it most: {unit}?",
        finding=finding,
        paragraphs=(say("Inputs that don't move it are left out of the drawing."),)
        if len(moves) < len(table)
        else (),
        graphics=(
            Graphic(
                key=f"tornado_{figure}",
                title=say("Each input at its low and at its high value, planned again"),
                alt=say("Tornado, the widest on top. {f}.", f=finding),
                svg=as_svg(tornado.draw(moves, base, unit)),
                table=DataTable.of(table, f"{unit}: each input at both ends"),
                source="The table scenarios of the study: each row planned again.",
            ),
        )
        if len(moves)
        else (),
    )


def _widest(facts: StudyFacts, figure: str, key: str) -> Text:
    """How far the input that moves a figure most takes it."""
    at = {"key": key, "status": DONE}
    return say(
        "{key} moves it most: {least} to {most}, and {base} as planned",
        key=Name(f"“{key}”"),
        least=facts.number("scenarios", figure, "min", dict(at)),
        most=facts.number("scenarios", figure, "max", dict(at)),
        base=facts.number("scenarios", figure, "sum", {"scenario": BASE}),
    )


def _front(facts: StudyFacts, key: str, rows: pd.DataFrame) -> list[Section]:
    """Every figure that moves against the lever: a front, where the lever is a limit."""
    scenarios = facts.tables["scenarios"]
    base = scenarios[(scenarios["scenario"] == BASE) & (scenarios["status"] == DONE)]
    known = figures_of(scenarios)
    shares = [name for name in known if name.endswith("_least_share")]
    chosen = [
        name
        for name in (*(n for n in _FRONT if n in known), *shares)
        if rows[name].max() - rows[name].min() > _MOVED
    ]
    if not chosen:
        return []
    drawn = [
        curves.Curve(figure_with_unit(name), rows["at"].tolist(), rows[name].tolist(),
                     float(base[name].iloc[0]) if len(base) else None)
        for name in chosen
    ]  # fmt: skip
    table = rows[["at", *chosen]].rename(
        columns={"at": key, **{n: figure_with_unit(n) for n in chosen}}
    )
    first, last = str(rows["value"].iloc[0]), str(rows["value"].iloc[-1])
    ends_at = {"first": first, "last": last}
    of = {
        word: facts.number("scenarios", chosen[0], "sum", {"key": key, "value": value})
        for word, value in ends_at.items()
    }
    finding = say(
        "From {key} = {a} to {b}: {what} goes from {low} to {high}",
        key=Name(key), a=Name(first), b=Name(last), what=Name(figure_with_unit(chosen[0])),
        low=of["first"], high=of["last"],
    )  # fmt: skip
    shown = DataTable.of(table, f"Figures by {key}")
    graphic = Graphic(
        key="front",
        title=say("Each figure that moves; dashed, the model as it is"),
        alt=say("Lines against the value that is varied. {f}.", f=finding),
        svg=as_svg(curves.draw(drawn, key)),
        table=shown,
        source="The table scenarios of the study: each point planned again.",
    )
    return [
        Section(
            key="front", question=f"What follows from {key}?", finding=finding,
            graphics=(graphic,), tables=(shown,),
        )
    ]  # fmt: skip


def _spread(facts: StudyFacts) -> Section:
    """How many draws stay below each value of the figures that matter."""
    scenarios = facts.tables["scenarios"]
    done = scenarios[(scenarios["status"] == DONE) & (scenarios["scenario"] != BASE)]
    base = scenarios[(scenarios["scenario"] == BASE) & (scenarios["status"] == DONE)]
    drawn = []
    for figure in _moved(facts):
        values = done[figure].dropna().sort_values().tolist()
        if values:
            share = [(n + 1) / len(values) for n in range(len(values))]
            own = float(base[figure].iloc[0]) if len(base) else None
            drawn.append(curves.Curve(figure_with_unit(figure), values, share, own))
    finding = say("How many of the draws stay below each value")
    return Section(
        key="spread",
        question="How far do the draws spread?",
        finding=finding,
        graphics=(
            Graphic(
                key="spread",
                title=say("Share of the draws at or below a value; dashed, the model as it is"),
                alt=say("Steps that rise from none to all of the draws, a panel a figure."),
                svg=as_svg(curves.draw(drawn, "share of the draws", steps=True)),
                table=_spread_table(scenarios),
                source="The table scenarios of the study: each draw planned again.",
            ),
        )
        if drawn
        else (),
    )


def _failures(facts: StudyFacts) -> list[Section]:
    """Which scenarios have no plan, and why; nothing where all have one."""
    scenarios = facts.tables["scenarios"]
    failed = scenarios[scenarios["status"] != DONE]
    if failed.empty:
        return []
    rows = failed[["scenario", "status", "exit_code", "message"]].copy()
    rows["message"] = [_short(str(message)) for message in rows["message"]]
    heads = ["scenario", "status", "exit code", "why"]
    done = facts.number("scenarios", "scenario", "rows", {"status": DONE}, form="count")
    total = facts.number("scenarios", "scenario", "rows", form="count")
    return [
        Section(
            key="failures",
            question="What could not be planned, and why?",
            finding=say("Of {total} scenarios {done} have a plan", total=total, done=done),
            paragraphs=(
                say(
                    "Exit codes: two is invalid input, three that no plan exists, four that the "
                    "solver ran out of time, one anything else. The same command tries these "
                    "again, and takes the others from its store."
                ),
            ),
            tables=(DataTable.of(rows, "Scenarios without a plan", heads),),
        )
    ]


def _short(message: str) -> str:
    """The first line of a message, or the last of one that an error of ours left."""
    lines = [line for line in message.strip().splitlines() if line.strip()] or [""]
    line = lines[-1] if lines[0].startswith("Traceback") else lines[0]
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 2]} …"


def _all(facts: StudyFacts) -> Section:
    scenarios = facts.tables["scenarios"]
    kept = ["scenario", "status", *figures_of(scenarios)]
    table = DataTable.of(
        scenarios[kept], "Every scenario", ["scenario", "status", *map(figure_with_unit, kept[2:])]
    )
    return Section(
        key="scenarios",
        question="What came of each scenario?",
        finding=say("Each run is in the store beside the study, under its identity"),
        details=(table,),
    )
