"""Sites of a plan as a layer of a map: one feature a site and year."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from planner.data.atomic_files import whole_file
from planner.data.geography import site_points
from planner.errors import Fault, InputError
from planner.results import Plan
from planner.wording.numbers import to_figures

FORMATS = {".geojson": "GeoJSON", ".gpkg": "GPKG"}


def site_layer(plan: Plan, sites: pd.DataFrame) -> gpd.GeoDataFrame:
    """Each site and year with its cluster, accelerators and power, as points in WGS 84.

    `sites` is the input table, indexed by site. Columns: IT, facility and
    shell power (GW), H100e (million), ``accelerators`` as text such as
    "nvidia_gb300 0.4 M", a column ``<technology>_gw`` for each power technology, and where the
    tables state loads, the largest of a year's slices as ``load_gw``.
    Small sites that the plan pools stand where their region's pool does.
    """
    clusters = plan["clusters"].set_index(["site", "year"])
    power = plan["power"].pivot_table(
        index=["site", "year"], columns="technology", values="capacity_gw", aggfunc="sum"
    )
    fleet = plan["accelerators"].query("running_million > 0").copy()
    fleet["text"] = [
        f"{k} {to_figures(units)} M"
        for k, units in zip(fleet["accelerator"], fleet["running_million"], strict=True)
    ]
    largest = fleet.sort_values("h100e_million", ascending=False)
    text = largest.groupby(["site", "year"])["text"].agg("; ".join).rename("accelerators")
    table = clusters.join(text).join(power.add_suffix("_gw").fillna(0.0)).reset_index()
    table["accelerators"] = table["accelerators"].astype(object).fillna("")
    stated = plan.tables.get("load")
    if stated is not None and not stated.empty:
        peak = stated.groupby(["site", "year"])["load_gw"].max().rename("load_gw")
        table = table.join(peak, on=["site", "year"])
        table["load_gw"] = table["load_gw"].fillna(0.0)
    known = sites[["name", "operator", "latitude", "longitude", "source_id", "confidence"]]
    table = table.merge(known, left_on="site", right_index=True, how="left")
    return site_points(table[table["latitude"].notna()].reset_index(drop=True))


def drawn_gw(layer: gpd.GeoDataFrame) -> pd.Series:
    """What a bubble of each site and year stands for: its facility power and its stated load."""
    return layer["facility_gw"] + layer.get("load_gw", 0.0)


def write_site_layer(layer: gpd.GeoDataFrame, path: Path) -> None:
    """Write a layer as GeoJSON or GeoPackage, by the ending of `path`.

    The file is whole or not there. Raises InputError for another ending.
    """
    driver = FORMATS.get(path.suffix.lower())
    if driver is None:
        expected = " or ".join(FORMATS)
        raise InputError([Fault(str(path), f"ending {path.suffix!r}", expected)])
    with whole_file(path) as fresh:
        layer.to_file(fresh, driver=driver, layer="sites" if driver == "GPKG" else None)
