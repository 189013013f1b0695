"""Maps: bubbles in proportion, labels apart, files that other programs read."""

from itertools import combinations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from planner.cli import main
from planner.surfaces.exchange.site_layers import write_site_layer
from planner.surfaces.maps import US_POINTS_PER_GW, us_map, world_map


@pytest.fixture
def layer():
    """Twenty sites crowded into Texas, in two years; the first stood before."""
    count = 20
    longitude = np.linspace(-103, -96, count)
    latitude = 31 + 2 * np.sin(np.arange(count))
    rows = [
        {
            "site": f"s{i}", "name": f"A long name of campus {i}", "year": year,
            "it_gw": gw / 1.25, "facility_gw": gw, "shell_it_gw": gw / 1.25,
            "shell_built_it_gw": 0.0 if i == 0 else gw / 1.25,
            "longitude": longitude[i], "latitude": latitude[i],
        }
        for i in range(count)
        for year, gw in ((2026, 0.5 + i / 10), (2027, 1.0 + i / 5))
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    where = gpd.points_from_xy(table["longitude"], table["latitude"])
    return gpd.GeoDataFrame(table, geometry=where, crs="EPSG:4326")


def labels_of(figure):
    axes = figure.axes[0]
    return [text for text in axes.texts if text.get_text()]


def test_the_area_of_a_bubble_is_its_power(layer):
    figure = us_map(layer, 2027, caption="")

    added, before = figure.axes[0].collections[-2:]
    expected = layer.query("year == 2027").sort_values("facility_gw", ascending=False)
    grown = expected["site"] != "s0"
    assert added.get_sizes()[grown] == pytest.approx(
        US_POINTS_PER_GW * expected["facility_gw"][grown]
    )
    # What stood before is the first year's half gigawatt of the first site.
    assert before.get_sizes().sum() == pytest.approx(US_POINTS_PER_GW * 0.5)


def test_no_label_lies_on_another(layer):
    figure = us_map(layer, 2027, caption="", labels=20)

    boxes = [text.get_window_extent() for text in labels_of(figure)]
    assert len(boxes) > 5
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]


def test_labels_and_their_lines_cross_nothing_once_drawn(layer):
    """Axes of a fixed aspect take their place when they are drawn: what was free stays free."""
    figure = us_map(layer, 2027, caption="", labels=20)

    figure.draw_without_rendering()
    axes, per_point = figure.axes[0], figure.dpi / 72
    bubbles = axes.collections[-2]
    centres = axes.transData.transform(bubbles.get_offsets())
    radii = np.sqrt(US_POINTS_PER_GW * layer.query("year == 2027")["facility_gw"].max() / np.pi)
    sizes = np.sqrt(np.sort(bubbles.get_sizes())[::-1] / np.pi) * per_point
    assert sizes[0] == pytest.approx(radii * per_point)
    boxes = [text.get_window_extent() for text in labels_of(figure)]
    legend = axes.get_legend().get_window_extent()
    for box in boxes:
        assert not box.overlaps(legend)
        for (x, y), radius in zip(centres, sizes, strict=True):
            nearest = np.clip(x, box.x0, box.x1), np.clip(y, box.y0, box.y1)
            assert np.hypot(nearest[0] - x, nearest[1] - y) >= radius - 1
    lines = [line for line in axes.lines if len(line.get_xdata()) == 2]
    assert lines
    for line in lines:
        ends = axes.transData.transform(np.column_stack(line.get_data()))
        along = ends[0] + np.linspace(0, 0.98, 200)[:, None] * (ends[1] - ends[0])
        for box in boxes:
            assert not any(box.contains(*point) for point in along)


def test_no_label_leaves_the_picture(layer):
    figure = us_map(layer, 2027, caption="", labels=20)

    width, height = figure.bbox.width, figure.bbox.height
    for text in labels_of(figure):
        box = text.get_window_extent()
        assert 0 <= box.x0 <= box.x1 <= width
        assert 0 <= box.y0 <= box.y1 <= height


def test_the_title_says_what_the_bubbles_add_up_to(layer):
    total = layer.query("year == 2027")["facility_gw"].sum()

    titles = [t.get_text() for t in us_map(layer, 2027, caption="").findobj(Text)]

    assert any(title.startswith(f"{total:.3g} GW in 2027; ") for title in titles)


def test_a_year_without_power_is_said_to_have_none(layer):
    layer["facility_gw"] = 0.0

    titles = [t.get_text() for t in world_map(layer, 2027, caption="").findobj(Text)]

    assert "2027: no site has power" in titles


@pytest.mark.parametrize("name", ["sites.geojson", "sites.gpkg"])
def test_a_layer_comes_back_in_wgs_84(layer, tmp_path, name):
    write_site_layer(layer, tmp_path / name)

    back = gpd.read_file(tmp_path / name)
    assert back.crs.to_epsg() == 4326
    assert len(back) == len(layer)
    assert back["facility_gw"].sum() == pytest.approx(layer["facility_gw"].sum())
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_command_draws_a_run(tmp_path, capsys):
    main(["run", "small", "-o", str(tmp_path), "--quiet", "--no-report", "--no-workbook"])
    capsys.readouterr()

    code = main(["map", str(tmp_path / "small")])

    paths = capsys.readouterr().out.split()
    assert code == 0
    assert len(paths) == 6
    sites = gpd.read_file(tmp_path / "small/maps/sites.geojson")
    assert set(sites["year"]) == {2026, 2027, 2028}
    assert sites["accelerators"].str.contains(" M").any()
    svg = (tmp_path / "small/maps/us_2028.svg").read_text()
    assert "GW in 2028" in svg


def test_a_year_outside_the_plan_is_refused(tmp_path, capsys):
    main(["run", "small", "-o", str(tmp_path), "--quiet", "--no-report", "--no-workbook"])

    code = main(["map", str(tmp_path / "small"), "--year", "2040"])

    assert code == 2
    assert "one of 2026, 2027, 2028" in capsys.readouterr().err
