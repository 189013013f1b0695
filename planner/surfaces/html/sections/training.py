"""Training runs: the campuses that host each, and what distance leaves of it."""

import pandas as pd

from planner.results.training_sites import runs_by_year
from planner.surfaces.charts import stacked
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.wording.limit_words import workload_words
from planner.wording.numbers import to_decimals
from planner.wording.text import Name, Text, Year, listed, say, sentences

TABLE = "training_sites"


def build(facts: Facts) -> Section | None:
    """Where each run is, year by year; None where runs are pooled over all sites."""
    if TABLE not in facts.plan.tables or facts.plan[TABLE].empty:
        return None
    runs = list(dict.fromkeys(str(run) for run in facts.plan[TABLE]["workload"]))
    return Section(
        key="training",
        question="Where does each run train, and what does distance cost it?",
        finding=finding(facts, runs[0]),
        paragraphs=(
            *(others for run in runs[1:] if (others := finding(facts, run) + Text((".",)))),
            sentences(*(distance(facts, run) for run in runs), choice(facts)),
        ),
        graphics=_graphics(facts, runs),
        tables=(_table(facts),),
    )


def _of(facts: Facts, run: str) -> tuple[pd.DataFrame, int]:
    """The rows of a run in its last year, and that year."""
    rows = facts.plan[TABLE].query("workload == @run")
    last = int(rows["year"].max())
    return rows[rows["year"] == last], last


def finding(facts: Facts, run: str) -> Text:
    """On how many campuses a run trains in its last year."""
    rows, last = _of(facts, run)
    name = workload_words(facts.names, run)
    if len(rows) == 1:
        return say(
            "{run} trains on one campus in {year}, {site}",
            run=name, year=Year(last), site=facts.called("sites", str(rows["site"].iloc[0])),
        )  # fmt: skip
    count = facts.number(TABLE, "site", "distinct", form="count", workload=run, year=last)
    return say(
        "{run} trains on {count} campuses in {year}, the farthest {km} km apart",
        run=name,
        count=count,
        year=Year(last),
        km=facts.number(TABLE, "farthest_km", "max", workload=run, year=last),
    )


def distance(facts: Facts, run: str) -> Text:
    """What communication leaves of a run's time in its last year, and its largest host."""
    rows, last = _of(facts, run)
    largest = str(rows.set_index("site")["share_of_run"].idxmax())
    efficiency = facts.number(TABLE, "efficiency", "min", form="percent", workload=run, year=last)
    lost = say(
        "Communication between campuses leaves {share} of its time to {run}.",
        share=efficiency, run=workload_words(facts.names, run),
    )  # fmt: skip
    if len(rows) == 1:
        return say("No time is lost to communication between campuses.")
    held = say(
        "The largest part, {share} of its compute, is at {site}.",
        share=facts.number(
            TABLE, "share_of_run", form="percent", workload=run, year=last, site=largest
        ),
        site=facts.called("sites", largest),
    )
    return sentences(lost, held)


def choice(facts: Facts) -> Text:
    """How near the choice of campuses is to the best possible, in each stage."""
    found = facts.plan.tables.get("choice")
    if found is None or found.empty:
        return Text()
    gaps = [
        say(
            "{gap} in the stage {stage}",
            gap=facts.number("choice", "gap", form="percent", stage=str(stage)),
            stage=Name(str(stage).replace("_", " ")),
        )
        for stage in found["stage"]
    ]
    return say(
        "Campuses are chosen in whole numbers, to within a gap of the best possible plan: {gaps}; "
        "what limits are worth holds for this choice.",
        gaps=listed(gaps),
    )


def _graphics(facts: Facts, runs: list[str]) -> tuple[Graphic, ...]:
    """IT power of each run by campus and year; a campus has one colour in all of them."""
    wides = [_wide(facts, run) for run in runs]
    drawn, marked = stacked.alike(wides)
    return tuple(
        Graphic(
            key=f"campuses-{run}".replace("_", "-"),
            title=say("IT power of {run} by campus", run=workload_words(facts.names, run)),
            alt=say("Stacked columns by year, one layer a campus. {f}.", f=finding(facts, run)),
            svg=as_svg(stacked.draw(layers, "GW of IT that serve the run", marked=marked)),
            table=DataTable.of(wide.reset_index(), "IT power of the run by campus, GW"),
            source="The plan's table training_sites.",
        )
        for run, wide, layers in zip(runs, wides, drawn, strict=True)
    )


def _wide(facts: Facts, run: str) -> pd.DataFrame:
    """IT power of a run: years by named campus."""
    rows = facts.plan[TABLE].query("workload == @run")
    wide = rows.pivot_table(
        index="year", columns="site", values="it_gw", aggfunc="sum", fill_value=0.0
    )
    return wide.rename(columns={site: str(facts.called("sites", str(site))) for site in wide})


def _table(facts: Facts) -> DataTable:
    """One row a run and year; the run is told where there are several."""
    frame = runs_by_year(facts.plan)
    sites = facts.plan[TABLE].groupby(["workload", "year"], sort=False)
    frame["campuses"] = [
        ", ".join(
            f"{facts.called('sites', str(site))} {to_decimals(gw, 2)} GW"
            for site, gw in zip(rows["site"], rows["it_gw"], strict=True)
        )
        for _, rows in sites
    ]
    several = frame["run"].nunique() > 1
    frame["run"] = [str(workload_words(facts.names, str(run))) for run in frame["run"]]
    headings = {
        "run": "run", "year": "year", "campuses": "campuses", "IT GW": "IT, GW",
        "H100e M": "H100e, million", "farthest km": "farthest, km",
        "efficiency": "time left to it",
    }  # fmt: skip
    kept = [name for name in headings if several or name != "run"]
    return DataTable.of(
        frame[kept], "Where the runs are, year by year", [headings[name] for name in kept]
    )
