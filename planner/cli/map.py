"""``planner map``: where the clusters of a run stand."""

from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.errors import Fault, InputError, listed
from planner.storage.run_folder import record_files


def command(
    run: Annotated[Path, typer.Argument(help="Folder of a run, such as outputs/frontier.")],
    year: Annotated[
        int | None, typer.Option("--year", "-y", help="Year of the maps; the last if left out.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder; RUN/maps if left out.")
    ] = None,
) -> None:
    """Draw maps of a run, and write its sites for a mapping program."""
    # Drawing takes a second to import, which no other command should wait for.
    from planner.surfaces import maps
    from planner.surfaces.exchange import site_layers

    plan, manifest = api.read_whole_run(run)
    years = plan.summary["years"]
    shown = years[-1] if year is None else year
    if shown not in years:
        raise InputError([Fault("--year", str(year), f"one of {listed(map(str, years))}")])
    sites = api.read_inputs(run, "sites")["sites"].set_index("site")
    layer = site_layers.site_layer(plan, sites)
    drawn = layer[site_layers.drawn_gw(layer) > 0]
    if drawn.empty:
        found = "no site that has a place and power in any year"
        expected = "a plan with clusters or loads to be drawn"
        fix = "" if len(layer) else "state latitude and longitude in sites.csv"
        raise InputError([Fault(str(run), found, expected, fix)])
    caption = (
        f"{manifest['title']}. Run of {manifest['created'][:10]}, planner "
        f"{manifest['environment']['planner']}; places: see inputs/sites.csv. Pools: small sites."
    )
    folder, written = output or run / "maps", []
    # A map on which nothing lies says nothing.
    usa = [("us", maps.us_map)] if maps.in_usa(drawn).any() else []
    for name, draw in (*usa, ("world", maps.world_map)):
        figure = draw(layer, shown, caption=caption)
        for ending in ("png", "svg"):
            path = folder / f"{name}_{shown}.{ending}"
            maps.save(figure, path)
            written.append(path)
    for ending in ("geojson", "gpkg"):
        path = folder / f"sites.{ending}"
        site_layers.write_site_layer(layer, path)
        written.append(path)
    record_files(run, written)
    for path in written:
        print(path)
