"""Sites: where the clusters stand."""

from planner.surfaces import maps
from planner.surfaces.charts.drawing import as_svg
from planner.surfaces.exchange.site_layers import site_layer
from planner.surfaces.html.facts import Facts
from planner.surfaces.html.parts import DataTable, Graphic, Section
from planner.wording.query import Query
from planner.wording.text import Text, Year, say

MOST = 15
WIDTH_INCHES = 7.5


def build(facts: Facts) -> Section:
    """The largest sites, and a map."""
    return Section(
        key="sites",
        question="Where are the clusters?",
        finding=finding(facts),
        paragraphs=(largest(facts),),
        graphics=_maps(facts),
        tables=(_table(facts),),
    )


def finding(facts: Facts) -> Text:
    """How few sites hold half of the power."""
    last = facts.last
    rows = facts.plan["clusters"].query("year == @last and facility_gw > 0")
    if rows.empty:
        return say("No site has power at the end of {year}", year=Year(last))
    gw = facts.number("clusters", "facility_gw", year=last)
    if len(rows) == 1:
        return say("One site has all {gw} GW at the end of {year}", gw=gw, year=Year(last))
    powered = tuple(str(s) for s in rows["site"])
    half = facts.number("clusters", "facility_gw", "half", form="count", by="site", year=last)
    of = facts.number("clusters", "site", "distinct", form="count", year=last, site=powered)
    return say(
        "{half} of {of} sites " + ("holds" if half.value == 1 else "hold")
        + " half of {gw} GW at the end of {year}",
        half=half, of=of, gw=gw, year=Year(last),
    ).capital()  # fmt: skip


def largest(facts: Facts) -> Text:
    """The largest site of the last year."""
    last = facts.last
    rows = facts.plan["clusters"].query("year == @last and facility_gw > 0")
    if rows.empty:
        return Text()
    site = str(rows.set_index("site")["facility_gw"].idxmax())
    over = Query("clusters", "facility_gw", "sum", (("year", last),))
    return say(
        "The largest, {site}, has {gw} GW of facility power, {share} of the whole.",
        site=facts.called("sites", site),
        gw=facts.number("clusters", "facility_gw", year=last, site=site),
        share=facts.number(
            "clusters", "facility_gw", form="percent", over=over, year=last, site=site
        ),
    )


def _table(facts: Facts) -> DataTable:
    last = facts.last
    rows = facts.plan["clusters"].query("year == @last and facility_gw > 0")
    rows = rows.sort_values("facility_gw", ascending=False).head(MOST).copy()
    rows["site"] = [str(facts.called("sites", str(site))) for site in rows["site"]]
    columns = ["site", "region", "facility_gw", "it_gw", "energy_twh", "h100e_million"]
    return DataTable.of(
        rows[columns],
        f"The largest sites at the end of {last}" if len(rows) > 1 else f"The site in {last}",
        ["site", "grid region", "facility, GW", "IT, GW", "energy, TWh", "H100e, million"],
    )


def _maps(facts: Facts) -> tuple[Graphic, ...]:
    sites = facts.inputs.get("sites")
    if sites is None or facts.plan["clusters"].empty:
        return ()
    layer = site_layer(facts.plan, sites.set_index("site"))
    shown = layer[(layer["year"] == facts.last) & (layer["facility_gw"] > 0)]
    if shown.empty:
        return ()
    draw = maps.us_map if maps.in_usa(shown).all() else maps.world_map
    drawn = draw(layer, facts.last, caption=None, labels=8, width=WIDTH_INCHES)
    table = shown.sort_values("facility_gw", ascending=False)
    table = table[["name", "operator", "longitude", "latitude", "facility_gw", "accelerators"]]
    title = finding(facts)
    return (
        Graphic(
            key="map",
            title=say("Where they stand at the end of {year}", year=Year(facts.last)),
            alt=say(
                "Map with a bubble for each site, its area the facility power. {finding}. "
                "{largest}",
                finding=title,
                largest=largest(facts),
            ),
            svg=as_svg(drawn),
            table=DataTable.of(
                table,
                f"Sites at the end of {facts.last}",
                ["site", "operator", "longitude", "latitude", "facility, GW", "accelerators"],
            ),
            source="Places: sites among the inputs. Small sites are drawn together, as pools, "
            "where their region's pool stands.",
            wide=True,
        ),
    )
