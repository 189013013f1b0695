"""Scenarios: other runs beside this one."""

from collections.abc import Sequence

import pandas as pd

from planner.analysis.run_comparison import names_of
from planner.surfaces.charts import multiples
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.wording.text import Name, Text, listed, say


def build(facts: Facts, others: Sequence[Facts]) -> Section | None:
    """This run and `others` side by side; None where there are none."""
    if not others:
        return None
    runs = [facts, *others]
    return Section(
        key="scenarios",
        question="What if the question changes?",
        finding=finding(runs),
        graphics=(graphic(runs),),
        tables=(_table(runs),),
    )


def names(runs: Sequence[Facts]) -> list[str]:
    """Each run by its folder's name; by its path where two share one."""
    return names_of([run.folder for run in runs])


def finding(runs: Sequence[Facts]) -> Text:
    """Which of the runs meet their targets."""
    met = [
        name
        for name, run in zip(names(runs), runs, strict=True)
        if run.plan["targets"]["met"].astype(bool).all()
    ]
    if len(met) == len(runs):
        return say("Every scenario meets its targets")
    if not met:
        return say("No scenario meets its targets")
    word = " meets its targets" if len(met) == 1 else " meet their targets"
    return say(
        "Of the scenarios, only {names}" + word, names=listed([Name(f"“{n}”") for n in met])
    )


def _table(runs: Sequence[Facts]) -> DataTable:
    rows = []
    for name, run in zip(names(runs), runs, strict=True):
        plan, last = run.plan, run.last
        clusters = plan["clusters"]
        targets = plan["targets"]
        rows.append(
            {
                "scenario": name,
                "title": str(run.manifest.get("title", "")),
                "last_year": last,
                "met": f"{int(targets['met'].astype(bool).sum())} of {len(targets)}",
                "gw": float(clusters.loc[clusters["year"] == last, "facility_gw"].sum()),
                "h100e": float(clusters.loc[clusters["year"] == last, "h100e_million"].sum()),
                "capex": float(plan["capex"]["capex_busd"].sum()),
                "cost": plan.cost_busd,
            }
        )
    return DataTable.of(
        pd.DataFrame(rows),
        "The scenarios side by side",
        [
            "scenario", "title", "last year", "yearly targets met", "facility in it, GW",
            "H100e in it, million", "capex, billion USD", "present cost, billion USD",
        ],
    )  # fmt: skip


def graphic(runs: Sequence[Facts]) -> Graphic:
    """Facility power by year, a panel a run."""
    series = {
        name: run.plan["clusters"].groupby("year")["facility_gw"].sum()
        for name, run in zip(names(runs), runs, strict=True)
    }
    table = pd.DataFrame(series).reset_index()
    return Graphic(
        key="scenarios",
        title=say("Facility power in each scenario, beside all others"),
        alt=say("Small charts of facility power by year, one a scenario. {f}.", f=finding(runs)),
        svg=as_svg(multiples.draw(series, "facility power, GW")),
        table=DataTable.of(table, "Facility power, GW"),
        source=f"Runs: {'; '.join(run.run_id for run in runs)}.",
    )
