"""Cooling: kinds with their PUE and water, weather stations, and what each site has."""

from __future__ import annotations

import gzip
import io
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from planner.data.geography import nearest
from tools.derive.raw import Raw
from tools.derive.rows import Row, number

STATIONS = "power/hourly/weather_stations.csv"
HOURLY = "power/hourly/weather_hourly.csv"
FILE = "weather_typical_year.csv.gz"
SAID: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("cooling.toml").read_text(encoding="utf-8")
)
TWICE = ("USA_IL_Chicago-OHare.Intl.AP.725300_TMY3", "USA_NY_New.York-J.F.Kennedy.Intl.AP.7448")
"""Stations beside one that is kept."""
SAME_WEATHER_KM = 450.0
"""A station this near speaks for a site's climate; farther ones are not asked."""
ISLAND_OF_AIR = "USA_WA_Port.Angeles-Fairchild"
"""A sea-cooled coast, which speaks for no site."""


def _stations(raw: Raw) -> pd.DataFrame:
    """The stations that may be passed on, those of the USA, with a short name each."""
    table = raw[STATIONS]
    kept = table[(table.country == "USA") & ~table.station.isin((*TWICE, ISLAND_OF_AIR))].copy()
    first = kept.city.str.split(r"[-. ]", regex=True).str[:2].str.join("_").str.lower()
    kept["id"] = kept.state.str.lower() + "_" + first
    return kept


def weather_station_rows(raw: Raw) -> list[Row]:
    """``weather_stations.csv``."""
    return [
        {
            "weather_station": row.id,
            "name": str(row.city).replace(".", " ").replace("-", " "),
            "state": row.state,
            "latitude": number(row.lat, 4),
            "longitude": number(row.lon, 5),
            "utc_offset_hours": number(row.tz),
            "source_id": "doe_tmy3_weather",
            "confidence": "verified",
            "note": "",
        }
        for row in _stations(raw).itertuples()
    ]


def cooling_rows() -> list[Row]:
    """``cooling.csv``: points of PUE and water over the air's temperature."""
    return [
        {
            "cooling": kind,
            "temperature_c": float(celsius),
            "air": said["air"],
            "pue": float(pue),
            "water_l_per_kwh_it": float(water),
            "source_id": "planner_estimate",
            "confidence": "estimate",
            "note": said["note"],
        }
        for kind, said in SAID["points"].items()
        for celsius, pue, water in said["rows"]
    ]


def site_cooling_rows(sites: Sequence[Row], stations: Sequence[Row]) -> list[Row]:
    """``site_cooling.csv``: sites of the USA that have a weather station near them."""
    real = pd.DataFrame(sites)
    real = real[(real.country == "USA") & (real.kind != "fleet_pool")].set_index("site")
    near = nearest(real, pd.DataFrame(stations).set_index("weather_station"))
    near = near[near.distance_km <= SAME_WEATHER_KM]
    return [
        {
            "site": site,
            **_cooling(str(site), real.loc[site]),
            "weather_station": row.nearest,
            "distance_km": float(round(row.distance_km)),
            "water_limit_million_m3_per_year": None,
        }
        for site, row in near.iterrows()
    ]


def _cooling(site: str, row: pd.Series) -> Row:
    """What was seen at a site, or what sites like it have."""
    if site in SAID["seen"]:
        kind, note = SAID["seen"][site]
        return _said(kind, note, "epoch_data_centers", "reported")
    if row.kind != "campus":
        note = "Not built: what new campuses announce, liquid to the chip without evaporation."
        return _said("dry_liquid", note)
    if site.startswith("google_"):
        return _said("evaporative", "Not seen: as most of Google's campuses here.")
    return _said("dry_chiller", "Not seen: as most other campuses here.")


def _said(
    kind: str, note: str, source: str = "planner_estimate", confidence: str = "estimate"
) -> Row:
    return {"cooling": kind, "source_id": source, "confidence": confidence, "note": note}


def write_weather(raw: Raw, datasets: Path) -> None:
    """Write ``profiles/weather_typical_year.csv.gz``: 8,760 hours, two columns a station."""
    names = dict(zip(_stations(raw).station, _stations(raw).id, strict=True))
    hourly = raw[HOURLY]
    hourly = hourly[hourly.station.isin(names)]
    columns = {}
    for column in ("drybulb_c", "wetbulb_c"):
        wide = hourly.pivot(index="hour_local", columns="station", values=column)
        for station, name in names.items():
            columns[f"{column.removesuffix('bulb_c')}_bulb:{name}"] = wide[station].round(1)
    table = pd.DataFrame(columns)
    table.index.name = "hour_local"
    text = io.StringIO()
    table.to_csv(text, lineterminator="\n")
    # A fixed time and name in the header: the same table gives the same bytes.
    packed = gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)
    (datasets / "profiles" / FILE).write_bytes(packed)
