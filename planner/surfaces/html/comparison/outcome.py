"""What differs in the plans, year by year."""

from dataclasses import replace

import pandas as pd

from planner.surfaces.charts import differences
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.charts.stacked import PALETTE
from planner.surfaces.html.compared import Compared, quoted
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.surfaces.html.sections import scenarios
from planner.wording.limit_words import workload_words
from planner.wording.text import Text, Year, say

MEASURES = {
    "facility_gw": "facility power, GW",
    "h100e_million": "compute, million H100e",
    "capex_busd": "capex as spent, billion USD",
    "emissions_mt": "CO2, Mt",
}
SHARE = "_delivered_share"
DUST = 1e-6


def build(of: Compared) -> Section:
    """Power of each run, and differences by year."""
    differs = _measures(of)
    return Section(
        key="outcome",
        question="What differs in the plan, year by year?",
        finding=finding(of),
        graphics=(_power(of), *((_graphic(of, differs),) if differs else ())),
        details=(_years(of),) if len(of.difference.years) else (),
    )


def finding(of: Compared) -> Text:
    """The year in which facility power differs most, and by how much."""
    name, year, gap = _widest(of)
    if gap <= DUST:
        return say("The runs draw the same power in every year")
    run = of.runs[of.names.index(name)]
    change = of.change(run, "clusters", "facility_gw", noun="GW", of="facility power", year=year)
    whose = say(" in {name}", name=quoted(name)) if len(of.runs) > 2 else Text()
    return say(
        "The gap is widest in {year}, with {change} than in {base}",
        year=Year(year), change=change + whose, base=quoted(of.names[0]),
    )  # fmt: skip


def _widest(of: Compared) -> tuple[str, int, float]:
    """The run and the year that both have whose facility power is farthest from the first's."""
    base = of.base.plan.headline()["facility_gw"]
    found = [("", 0, 0.0)]
    for name, run in of.others:
        gaps = (run.plan.headline()["facility_gw"] - base).dropna().abs()
        if len(gaps):
            found.append((name, int(gaps.idxmax()), float(gaps.max())))
    return max(found, key=lambda each: each[2])


def _measures(of: Compared) -> dict[str, pd.DataFrame]:
    """Heading to differences by year and run, of the measures that differ."""
    base = of.base.plan.headline()
    shown = of.others[: len(PALETTE)]
    found = {}
    shares = {
        str(
            c
        ): f"{workload_words(of.base.names, str(c).removesuffix(SHARE))}: share of its target, "
        "percentage points"
        for c in base.columns
        if str(c).endswith(SHARE)
    }
    for column, heading in {**MEASURES, **shares}.items():
        factor = 100.0 if column in shares else 1.0
        frame = pd.DataFrame(
            {
                name: factor * (run.plan.headline()[column] - base[column])
                for name, run in shown
                if column in run.plan.headline()
            }
        )
        frame = frame.loc[[y for y in frame.index if y in base.index]]
        if len(frame) and (frame.abs() > DUST).to_numpy().any():
            found[heading] = frame.reindex(columns=[name for name, _ in shown]).fillna(0.0)
    return found


def _power(of: Compared) -> Graphic:
    """Facility power by year, a panel a run."""
    drawn = scenarios.graphic(of.runs)
    title = say("Facility power of each run, beside all others")
    return replace(drawn, title=title, source="The plans' table clusters.")


def _graphic(of: Compared, differs: dict[str, pd.DataFrame]) -> Graphic:
    rows = [
        [heading, int(year), *map(float, values)]
        for heading, frame in differs.items()
        for year, values in zip(frame.index, frame.to_numpy(), strict=True)
    ]
    names = list(next(iter(differs.values())).columns)
    table = pd.DataFrame(rows, columns=["measure", "year", *names])
    return Graphic(
        key="differences",
        title=say("Differences against {base}", base=quoted(of.names[0])),
        alt=say(
            "Bars by year, up for more than the first run and down for less, a panel a measure. "
            "{finding}.",
            finding=finding(of),
        ),
        svg=as_svg(differences.draw(differs)),
        table=DataTable.of(table, f"Differences against {of.names[0]}"),
        source="The plans' headlines, year by year.",
    )


def _years(of: Compared) -> DataTable:
    table = of.difference.years
    words = {
        "it_gw": "IT power, GW",
        "accelerators_million": "accelerators that run, million",
        "idle_million": "accelerators that stand idle, million",
        **MEASURES,
    }
    rows = [
        [
            words.get(str(row["figure"]), str(row["figure"]).replace("_", " ")),
            int(row["year"]),
            *(float(row[name]) for name in of.names),
        ]
        for _, row in table.iterrows()
    ]
    columns = ["figure", "year", *of.headings]
    return DataTable.of(pd.DataFrame(rows, columns=columns), "Year by year, where the runs differ")
