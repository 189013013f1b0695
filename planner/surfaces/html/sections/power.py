"""Power: how much, from what, and what it emits."""

import pandas as pd

from planner.results.headline import GENERATING, NEGLIGIBLE, generating
from planner.results.key_figures import retirements
from planner.surfaces.charts import stacked
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.wording.query import Condition, How, Query
from planner.wording.text import Name, Number, Text, Year, say, sentences


def build(facts: Facts) -> Section:
    """Capacity and generation by technology."""
    capacity, energy = _wide(facts, "capacity_gw"), _wide(facts, "generation_twh")
    (of_capacity, of_energy), marked = stacked.alike([capacity, energy], _order(facts))
    graphics = []
    for key, wide, drawn, unit, column in (
        ("capacity", capacity, of_capacity, "GW at the end of the year", "capacity_gw"),
        ("generation", energy, of_energy, "TWh in the year", "generation_twh"),
    ):
        if len(drawn.columns):
            svg = as_svg(stacked.draw(drawn, unit, marked=marked))
            graphics.append(_graphic(facts, key, wide, svg, unit, column))
    return Section(
        key="power",
        question="Where does the power come from?",
        finding=finding(facts),
        paragraphs=(
            sentences(
                built(facts), retired(facts), curtailed(facts), emitted(facts), carbon(facts)
            ),
        ),
        graphics=tuple(graphics),
    )


def finding(facts: Facts) -> Text:
    """The technology that gives most energy in the last year."""
    return largest(facts, "generation_twh", "of the energy")


def largest(facts: Facts, column: str, of_what: str) -> Text:
    """The technology with most of a column in the last year, and its share."""
    last = facts.last
    rows = _counted(facts, column).query("year == @last").groupby("technology")[column].sum()
    rows = rows[rows > 0].sort_values(ascending=False)
    if rows.empty:
        return say("No power is generated in {year}", year=Year(last))
    name = facts.called("power_technologies", str(rows.index[0]))
    if len(rows) == 1:
        return say("{name} gives all {of} in {year}", name=name, of=of_what, year=Year(last))
    counted: list[tuple[str, Condition]] = [("year", last)]
    if column == "generation_twh":
        counted.append(("kind", GENERATING))
    share = facts.number(
        "power", column, form="percent", year=last, technology=str(rows.index[0]),
        over=Query("power", column, "sum", tuple(counted)),
    )  # fmt: skip
    return say(
        "{name} gives {share} {of} in {year}, more than any other technology",
        name=name, share=share, of=of_what, year=Year(last),
    )  # fmt: skip


def built(facts: Facts) -> Text:
    """What the plan adds in all."""
    built_gw = float(facts.plan["power"]["built_gw"].sum())
    if built_gw <= 0:
        return say("The plan builds no power technology.")
    return say(
        "The plan builds {gw} GW of technologies and connections, and {standing} GW stand at the "
        "end of {year}.",
        gw=facts.number("power", "built_gw"),
        standing=facts.number("power", "capacity_gw", year=facts.last),
        year=Year(facts.last),
    )


def retired(facts: Facts) -> Text:
    """What the plan retires before the end of its life."""
    if retirements(facts.plan).empty:
        return Text()
    return say(
        "It retires {gw} GW that stand before the end of their life, since they are not worth "
        "what they cost.",
        gw=facts.number("power", "retired_gw"),
    )


def curtailed(facts: Facts) -> Text:
    """What technologies could give in the last year and nothing uses."""
    power = facts.plan["power"]
    if "curtailed_twh" not in power:
        return Text()
    last = power[power["year"] == facts.last]
    lost, given = last["curtailed_twh"].sum(), last["generation_twh"].sum()
    if lost <= NEGLIGIBLE * (lost + given):
        return Text()
    return say(
        "In {year} {twh} TWh are curtailed: technologies could give them and nothing uses them.",
        year=Year(facts.last),
        twh=facts.number("power", "curtailed_twh", year=facts.last),
    )


def emitted(facts: Facts) -> Text:
    """Emissions in the last year."""
    emissions = facts.plan["emissions"]
    total = float(emissions.loc[emissions["year"] == facts.last, "emissions_mt"].sum())
    if total <= 0:
        return say("Nothing is emitted in {year}.", year=Year(facts.last))
    return say(
        "Emissions come to {mt} million tonnes of carbon dioxide in {year}.",
        mt=facts.number("emissions", "emissions_mt", year=facts.last),
        year=Year(facts.last),
    )


def carbon(facts: Facts) -> Text:
    """What a tonne of carbon dioxide is worth, where the model has a price or a cap of it."""
    prices = facts.plan.tables.get("carbon_price")
    if prices is None or not (prices["price_usd_per_t"] > 0).any():
        return Text()

    def price(how: How) -> Number:
        return facts.number("carbon_price", "price_usd_per_t", how)

    most, least = price("max"), price("min")
    if str(most) == str(least):
        return say("A tonne of it is worth {most} dollars in every year.", most=most)
    return say(
        "A tonne of it is worth {least} to {most} dollars, by the year.", least=least, most=most
    )


def _wide(facts: Facts, column: str) -> pd.DataFrame:
    """Years by named technology."""
    wide = _counted(facts, column).pivot_table(
        index="year", columns="technology", values=column, aggfunc="sum", fill_value=0.0
    )
    wide = wide.reindex(facts.years, fill_value=0.0)
    return wide.rename(columns={s: str(facts.called("power_technologies", str(s))) for s in wide})


def _counted(facts: Facts, column: str) -> pd.DataFrame:
    """Power, without storage where energy is added up: it gives back what others generate."""
    power = facts.plan["power"]
    return generating(power) if column == "generation_twh" else power


def _order(facts: Facts) -> list[str]:
    """Names of power technologies, in the order of their table."""
    rows = facts.inputs.get("power_technologies")
    keys = [] if rows is None else rows[rows.columns[0]]
    return [str(facts.called("power_technologies", str(key))) for key in keys]


def _graphic(
    facts: Facts, key: str, wide: pd.DataFrame, svg: str, unit: str, column: str
) -> Graphic:
    table = wide[wide.sum().sort_values(ascending=False).index].T.reset_index()
    table.columns = ["technology", *map(str, wide.index)]
    of_what = "of the capacity" if key == "capacity" else "of the energy"
    title = largest(facts, column, of_what)
    return Graphic(
        key=key,
        title=title,
        alt=say(
            "Stacked columns, one a year from {first} to {last}, in {unit}. {finding}.",
            first=Year(facts.years[0]),
            last=Year(facts.last),
            unit=Name(unit),
            finding=title,
        ),
        svg=svg,
        table=DataTable.of(table, unit),
        source="The plan's table power; costs: power_technologies, power_costs.",
    )
