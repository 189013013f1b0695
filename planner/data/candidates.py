"""Sites that nobody has written down: candidates for a power need, from the tables.

A candidate is one of three things:

- an *announced* campus or a candidate that has a row in ``sites`` already;
- the connection of a power plant that is due to retire (``retiring_plants``): a campus
  takes it over without a queue, for as much as the units gave, in the year after the last
  of them but not before a connection can be built;
- a balancing area with *headroom*: its share, by firm capacity, of the large loads that its
  region can connect in a year (``grid_large_loads.gw_per_year``), once a request made
  when the first year begins has passed the region's queue, for each year from that one to `by`.

They are ranked by first power; then by confidence, what was read before what is judged; then
by size. Those that suffice for the need are taken, from the top.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import floor

import pandas as pd

from planner.config.stated_values import held
from planner.errors import Fault, did_you_mean, listed
from planner.wording.numbers import to_figures, to_percent

Tables = Mapping[str, pd.DataFrame]
KINDS = ("announced", "retiring_plant", "headroom")
SMALLEST_GW = 0.1
"""Room below which an area is no place for a campus."""
SMALLEST_WITH_OWN_POWER_GW = 0.15
"""Size from which a site may generate, as in the README of the tables."""
_CONFIDENCE = ("verified", "reported", "estimate")
_NEW = ("retiring_plant", "headroom")


@dataclass(frozen=True, slots=True)
class Need:
    """Power that is wanted in a region."""

    region: str
    gw: float
    by: int
    """Year at whose end it is wanted."""
    first: int
    """Year at whose beginning requests are made."""
    kinds: tuple[str, ...] = KINDS


def candidates(tables: Tables, need: Need, taken: Iterable[str] = ()) -> pd.DataFrame:
    """All candidates for a need but those in `taken`, best first.

    Indexed by ``site``, with the columns of the sites table and four before
    them: ``what`` (one of `KINDS`), ``reason`` (a sentence), ``gw_so_far``
    (room of this and all better ones, GW) and ``chosen`` (whether it is among
    those that suffice).
    """
    makers = {"announced": _announced, "retiring_plant": _retiring, "headroom": _areas}
    rows = [row for kind in need.kinds for row in makers[kind](tables, need)]
    columns = ["site", "what", "reason", *tables["sites"].columns]
    found = pd.DataFrame(rows, columns=columns).set_index("site")
    found = found[(found["first_power_year"] < need.by + 1) & ~found.index.isin(list(taken))]
    order = pd.DataFrame(
        {
            "soonest": found["first_power_year"],
            "surest": found["confidence"].map(_CONFIDENCE.index),
            "largest": -found["max_facility_gw"].astype(float),
            "name": found.index,
        },
        index=found.index,
    )
    found = found.loc[order.sort_values(list(order)).index]
    room = found["max_facility_gw"].astype(float).cumsum()
    found.insert(2, "gw_so_far", room)
    found.insert(3, "chosen", room - found["max_facility_gw"].astype(float) < need.gw)
    return found


def contracts(tables: Tables, found: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``site_power``, as that table is indexed: the connections that plants leave."""
    rows = [
        {
            "site": site,
            "year": floor(row["first_power_year"]),
            "contracted_facility_gw": row["max_facility_gw"],
            "basis": "projected",
            "source_id": row["source_id"],
            "confidence": "estimate",
            "note": row["reason"],
        }
        for site, row in found.iterrows()
        if row["what"] == "retiring_plant"
    ]
    table = tables["site_power"]
    columns = [*table.index.names, *table.columns]
    return pd.DataFrame(rows, columns=columns).set_index(list(table.index.names))


def new_rows(tables: Tables, found: pd.DataFrame) -> pd.DataFrame:
    """Those of the candidates that the sites table lacks, in its columns."""
    fresh = found[found["what"].isin(_NEW) & ~found.index.isin(tables["sites"].index)]
    return fresh[list(tables["sites"].columns)]


def region_fault(tables: Tables, where: str, region: str) -> Fault | None:
    """What is wrong with a region that candidates are asked for."""
    known = list(map(str, tables["regions"].index))
    if region in known:
        return None
    fix = did_you_mean(region, known) or f"there are {listed(known, 13)}"
    return Fault(where, f"unknown region {region!r}", "a region of regions.csv", fix)


def too_little(need: Need, found: pd.DataFrame, where: str) -> Fault | None:
    """The fault of a need that all candidates together do not meet."""
    room = float(found["max_facility_gw"].sum())
    if room >= need.gw:
        return None
    text = f"{to_figures(room)} GW of candidates in {need.region} by {need.by}"
    fix = "ask for less, for a later year, or for another region"
    return Fault(where, text, f"{need.gw:g} GW", fix)


def _announced(tables: Tables, need: Need) -> Iterator[dict[str, object]]:
    sites = tables["sites"]
    own = sites[(sites["region"] == need.region) & sites["kind"].isin(["announced", "candidate"])]
    for site, row in own.iterrows():
        word = "an announced campus" if row["kind"] == "announced" else "a place thought possible"
        reason = f"{row['name']}: {word}, {row['status']}"
        yield {"site": site, "what": "announced", "reason": reason, **row}


def _retiring(tables: Tables, need: Need) -> Iterator[dict[str, object]]:
    plants = tables["retiring_plants"]
    building = float(tables["power_technologies"]["construction_years"].get("grid", 0.0))
    for key, plant in plants[plants["region"] == need.region].iterrows():
        year, gw = int(plant["last_retirement_year"]), float(plant["capacity_gw"])
        freed = max(year + 1.0, need.first + building)
        reason = f"connection of {plant['name']}, {to_figures(gw)} GW due to retire by {year}"
        yield {
            "site": f"plant_{key}",
            "what": "retiring_plant",
            "reason": reason,
            **site_cells(tables, need, plant, f"At {plant['name']} plant", gw, freed),
            "coordinate_source": "approximate, recalled, within about 5 km",
            "note": f"Generated: {reason}. {plant['note']}",
        }


def _areas(tables: Tables, need: Need) -> Iterator[dict[str, object]]:
    region = tables["regions"].loc[need.region]
    connected = need.first + float(region["interconnection_lead_years"])
    years = tuple(range(floor(connected), need.by + 1))
    areas = tables["balancing_areas"]
    own = areas[areas["region"] == need.region]
    whole = float(own["firm_capacity_gw"].sum())
    loads = held(tables["grid_large_loads"]["gw_per_year"].loc[need.region], years)
    whole_gw = sum(loads.values())
    for key, area in own.iterrows():
        share = float(area["firm_capacity_gw"]) / whole if whole else 0.0
        gw = round(whole_gw * share, 3)
        if gw < SMALLEST_GW:
            continue
        reason = (
            f"headroom of {key}: {to_percent(share)} of the {whole_gw:g} GW that "
            f"{need.region} connects "
            f"in {len(years)} years from {years[0]}"
        )
        yield {
            "site": f"area_{key}",
            "what": "headroom",
            "reason": reason,
            **site_cells(tables, need, area, f"In balancing area {key}", gw, connected),
            "coordinate_source": "the area's node in ReEDS; no parcel of land",
            "confidence": "estimate",
            "note": f"Generated: {reason}.",
        }


def site_cells(
    tables: Tables, need: Need, place: pd.Series, name: str, gw: float, power: float
) -> dict[str, object]:
    """The cells of a new site that follow from its place and size, by the README's rules."""
    sites = tables["sites"]
    like = sites[sites["kind"].isin(["announced", "candidate"])]
    like = like if len(like) else sites
    at_home = like[like["region"] == need.region]
    fastest = float(like["build_rate_gw_per_year"].max())
    blank = dict.fromkeys(sites.columns, "")
    return blank | {
        "name": name,
        "kind": "candidate",
        "status": "candidate",
        "latitude": float(place["latitude"]),
        "longitude": float(place["longitude"]),
        "state": place["state"],
        "balancing_area": place.get("balancing_area") or place.name,
        "region": need.region,
        "country": tables["regions"].at[need.region, "country"],
        "max_facility_gw": gw,
        "build_rate_gw_per_year": min(gw, fastest),
        "first_power_year": power,
        **{column: float(like[column].median()) for column in ("pue_low", "pue", "pue_high")},
        "onsite_generation": gw >= SMALLEST_WITH_OWN_POWER_GW,
        "onsite_renewables": gw >= SMALLEST_WITH_OWN_POWER_GW
        and bool(at_home["onsite_renewables"].any()),
        "onsite_power_planned_gw": float("nan"),
        "source_id": place["source_id"],
        "confidence": place["confidence"],
    }
