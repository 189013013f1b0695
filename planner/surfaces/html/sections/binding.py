"""What binds, and when."""

import pandas as pd

from planner.results.bottlenecks import GIVEN
from planner.surfaces.charts import utilisation
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.wording.text import Name, Text, Year, listed, say, sentences


def build(facts: Facts) -> Section:
    """Full limits by kind and year, and the supply chain as a map of its use."""
    links = utilisation.rows(facts.plan, _names(facts))
    return Section(
        key="binding",
        question="What binds, and when?",
        finding=finding(facts),
        paragraphs=(sentences(first(facts), undated(facts)),),
        graphics=(_graphic(facts, links),) if len(links) else (),
        tables=(_table(facts),) if len(_full(facts)) else (),
    )


def _names(facts: Facts) -> dict[str, str]:
    """What national limits are of, by their keys."""
    return utilisation.delivered(facts.inputs.get("power_technologies"))


def _full(facts: Facts) -> pd.DataFrame:
    limits = facts.plan["limits"]
    return limits[limits["binding"].astype(bool)]


def finding(facts: Facts) -> Text:
    """How many limits are full, and of how many kinds."""
    full = _full(facts)
    if full.empty:
        return say("Nothing binds: no limit of the tables is used up in any year")
    count = facts.number("limits", "binding", "rows", form="count", binding=True)
    if len(full) == 1:
        return say("One limit binds: the {what}", what=Name(_phrase(str(full["what"].iloc[0]))))
    of = facts.number("limits", "binding", "rows", form="count")
    return say("{count} of {of} limits bind", count=count, of=of).capital()


def first(facts: Facts) -> Text:
    """The year in which the first limit is full, and which are; what is given fills up nothing."""
    full = _full(facts)
    full = full[~full["limit"].isin(GIVEN)]
    dated = full[full["year"].notna()]
    if dated.empty:
        return Text()
    year = int(dated["year"].min())
    kinds = list(dict.fromkeys(dated[dated["year"] == year]["what"]))
    return say(
        "The first to fill up, in {year}, "
        + ("is" if len(kinds) == 1 else "are")
        + " the {kinds}.",
        year=Year(year),
        kinds=listed([Name(_phrase(what)) for what in kinds]),
    )


def undated(facts: Facts) -> Text:
    """Limits that hold for all years together."""
    full = _full(facts)
    rows = full[full["year"].isna()]
    if rows.empty:
        return Text()
    what = str(rows["what"].iloc[0])
    count = facts.number("limits", "what", "rows", form="count", binding=True, what=what)
    own = rows[rows["what"] == what]
    sites = facts.plan.tables.get("sites")
    of_sites = sites is not None and own["place"].isin(list(sites["site"])).all()
    where = "site" if of_sites else "place"
    pooled = sites is not None and of_sites and (sites["members"] > 0).any()
    return say(
        f"Of the limits that hold for all years together, the {{what}} is used up at {{count}} "
        f"{where}{'s' if len(own) > 1 else ''}{' of the plan' if of_sites else ''}"
        f"{', where a pool of small ones is one' if pooled else ''}.",
        what=Name(_phrase(what).removesuffix(" at sites")),
        count=count,
    )


def _phrase(what: str) -> str:
    """A kind of limit without the word that leads to its object."""
    for ending in (" of", " for", " in"):
        what = what.removesuffix(ending)
    return what


def _table(facts: Facts) -> DataTable:
    full = _full(facts).copy()
    full["what"] = full["what"].map(_phrase)
    full["year"] = ["all years" if pd.isna(y) else str(int(y)) for y in full["year"]]
    wide = full.groupby(["what", "year"]).size().unstack("year", fill_value=0)
    columns = [name for name in (*map(str, facts.years), "all years") if name in wide]
    return DataTable.of(wide[columns].reset_index(), "Limits that bind, counted by kind and year")


def _graphic(facts: Facts, links: pd.DataFrame) -> Graphic:
    return Graphic(
        key="utilisation",
        title=say("{finding}", finding=Name(utilisation.finding(links))),
        alt=say(
            "Heat-map of how much of each link of the supply chain is used, by year. {finding}.",
            finding=Name(utilisation.finding(links)),
        ),
        svg=as_svg(utilisation.figure(facts.plan, names=_names(facts))),
        table=DataTable.of(
            links[["group", "label", "year", "utilisation", "binding"]],
            "Use over what can be got",
            ["group", "link", "year", "use over supply", "nothing left"],
        ),
        source=utilisation.NOTE,
        wide=True,
    )
