"""Sections that set what plans consist of side by side: money, power, generations of chips."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from planner.surfaces.charts import side_by_side
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.charts.stacked import largest
from planner.surfaces.html.compared import Compared, quoted
from planner.surfaces.html.facts import Facts, Unit
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.surfaces.html.sections.cost import WORDS as COMPONENTS
from planner.wording.query import Condition
from planner.wording.text import Name, Text, Year, say

DUST = 1e-6


@dataclass(frozen=True, slots=True)
class Parts:
    """A column of a table of the plan, parted by another, as a section tells of it."""

    key: str
    question: str
    table: str
    column: str
    by: str
    unit: str
    """As an axis has it."""
    noun: str
    """As a sentence has it."""
    suited: Unit | None
    call: Callable[[Facts, str], str]
    words: tuple[str, str]
    last_year: bool
    """Whether it is the state at the end of the last year that all have, or the sum of all."""


MONEY = Parts(
    "money", "What does the money buy instead?", "capex", "capex_busd", "component",
    "billion USD, as spent", "dollars", "billion",
    lambda run, key: COMPONENTS.get(key, key.replace("_", " ")),
    ("more", "less"), False,
)  # fmt: skip
POWER = Parts(
    "power", "Which power technologies change?", "power", "capacity_gw", "technology", "GW",
    "GW", None, lambda run, key: str(run.called("power_technologies", key)),
    ("more", "less"), True,
)  # fmt: skip
CHIPS = Parts(
    "chips", "Which chips are bought instead?", "accelerators", "bought_million", "accelerator",
    "million bought", "", "million", lambda run, key: str(run.called("accelerators", key)),
    ("more", "fewer"), False,
)  # fmt: skip


def build(of: Compared, parts: Parts) -> Section | None:
    """Bars side by side and a table; None where no run has anything of it."""
    wide = _wide(of, parts)
    if wide.empty:
        return None
    return Section(
        key=parts.key,
        question=parts.question,
        finding=finding(of, parts),
        graphics=(_graphic(of, parts, wide),),
        tables=(_table(of, parts, wide),),
    )


def finding(of: Compared, parts: Parts) -> Text:
    """The part that changes most against the first run."""
    keyed = _keyed(of, parts)
    changes = keyed.iloc[1:] - keyed.iloc[0]
    if changes.empty or changes.abs().to_numpy().max() <= DUST:
        return say("No difference: the runs have the same of each")
    place = changes.abs().stack().idxmax()
    assert isinstance(place, tuple)
    name, part = str(place[0]), str(place[1])
    run = of.runs[of.names.index(name)]
    where: dict[str, Condition] = {parts.by: part}
    if parts.last_year and of.last:
        where["year"] = of.last
    query = of.change_of(run, parts.table, parts.column, where)
    change = of.difference_in_words(query, noun=parts.noun, unit=parts.suited, words=parts.words)
    when = say(" in {year}", year=Year(of.last)) if parts.last_year and of.last else Text()
    whose = say(" in {name}", name=quoted(name)) if len(of.runs) > 2 else Text()
    return say(
        "The greatest change is in {part}: {change}{when}{whose}",
        part=Name(parts.call(run, part)), change=change, when=when, whose=whose,
    )  # fmt: skip


def _keyed(of: Compared, parts: Parts) -> pd.DataFrame:
    """Runs by keys of their parts."""
    rows = {}
    for name, run in zip(of.names, of.runs, strict=True):
        table = run.plan[parts.table]
        if parts.last_year and of.last is not None:
            table = table[table["year"] == of.last]
        rows[name] = table.groupby(parts.by)[parts.column].sum()
    wide = pd.DataFrame(rows).T.fillna(0.0)
    return wide.loc[:, (wide.abs() > DUST).any()]


def _wide(of: Compared, parts: Parts) -> pd.DataFrame:
    """Runs by parts in words, the largest first."""
    keyed = _keyed(of, parts)
    called = {str(key): parts.call(of.base, str(key)) for key in keyed.columns}
    wide = keyed.rename(columns=called)
    return wide[wide.sum().sort_values(ascending=False).index]


def _graphic(of: Compared, parts: Parts, wide: pd.DataFrame) -> Graphic:
    unit = f"{parts.unit} at the end of {of.last}" if parts.last_year else parts.unit
    return Graphic(
        key=f"{parts.key}-bars",
        title=say("The runs side by side, {unit}", unit=Name(unit)),
        alt=say(
            "One bar a run, its parts one after another. {finding}.", finding=finding(of, parts)
        ),
        svg=as_svg(side_by_side.draw(largest(wide), unit)),
        table=DataTable.of(wide.rename_axis("run").reset_index(), f"What the bars show, {unit}"),
        source=f"The plans' table {parts.table}.",
    )


def _table(of: Compared, parts: Parts, wide: pd.DataFrame) -> DataTable:
    """A row a part, a column a run, and the change against the first."""
    table = wide.T.rename_axis("part")
    table.columns = pd.Index(of.headings)
    for heading in of.headings[1:]:
        change = table[heading] - table[of.headings[0]]
        table[f"{heading}: change"] = change.where(change.abs() > DUST, 0.0)
    return DataTable.of(table.reset_index(), f"By part, {parts.unit}")
