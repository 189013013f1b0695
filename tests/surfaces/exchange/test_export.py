"""``planner export``: what other programs read, and what is never overwritten."""

import gc
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from planner.cli import main
from planner.storage.marked_folder import write_document
from planner.surfaces.exchange.formats import FORMATS
from planner.surfaces.exchange.iamc import LABELS


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["iamc.xlsx", "iamc.csv", "iamc_long.xlsx", "iamc_long.csv"])
def test_pyam_reads_each_file_unchanged(exported, pyam, name):
    read = pyam.IamDataFrame(exported / "exchange" / name)
    # It leaves workbooks open, which is no fault of ours, nor of the test that comes next.
    gc.collect()

    clusters = pd.read_parquet(exported / "tables/clusters.parquet")
    found = read.filter(region="USA", variable="Capacity|Data Center|Facility")
    assert found.unit == ["GW"]
    expected = clusters.groupby("year")["facility_gw"].sum()
    assert dict(zip(found.data["year"], found.data["value"], strict=True)) == pytest.approx(
        expected.to_dict()
    )
    wide = pd.read_csv(exported / "exchange/iamc.csv").set_index(LABELS)
    again = read.timeseries()
    again.index = again.index.rename(LABELS)
    np.testing.assert_allclose(
        again.loc[wide.index].to_numpy(dtype=float), wide.to_numpy(dtype=float), rtol=1e-12
    )
    assert len(again) == len(wide)


def test_parquet_has_the_plan_with_units_on_its_columns(exported):
    table = pq.read_table(exported / "exchange/parquet/tables/clusters.parquet")
    schema = table.schema
    assert schema.field("facility_gw").metadata[b"unit"] == b"GW of facility"
    assert json.loads(schema.metadata[b"run"])["model"] == "small"
    plan = pd.read_parquet(exported / "tables/clusters.parquet")
    assert table.to_pandas()["facility_gw"].tolist() == plan["facility_gw"].tolist()
    sites = pq.read_table(exported / "exchange/parquet/inputs/sites.parquet")
    assert sites.schema.field("latitude").metadata[b"description"]


@pytest.mark.parametrize("name", ["sites.geojson", "sites.gpkg"])
def test_a_mapping_program_reads_the_sites(exported, name):
    layer = gpd.read_file(exported / "exchange" / name)

    assert layer.crs.to_epsg() == 4326
    clusters = pd.read_parquet(exported / "tables/clusters.parquet")
    assert layer["facility_gw"].sum() == pytest.approx(clusters["facility_gw"].sum())


def test_all_formats_are_written_and_recorded(exported):
    folder = exported / "exchange"
    for form in FORMATS.values():
        assert all((folder / name).exists() for name in form.files)
    recorded = set(json.loads((folder / "export.json").read_text())["files"])
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert recorded == there - {"export.json"}


def test_an_export_replaces_what_it_wrote(run, capsys):
    for _ in range(2):
        assert main(["export", str(run), "--to", "csv", "--to", "iamc"]) == 0
    printed = capsys.readouterr().out.split()
    folder = run / "exchange"
    assert printed[:3] == [str(folder / name) for name in ("csv", "iamc.xlsx", "iamc.csv")]
    # Nothing temporary is left.
    assert {path.name for path in folder.iterdir()} == {
        "csv", "iamc.xlsx", "iamc.csv", "export.json",
    }  # fmt: skip


def test_a_table_that_is_gone_goes_from_the_export(run, tmp_path):
    place = tmp_path / "out"
    assert main(["export", str(run), "--to", "csv", "-o", str(place)]) == 0
    manifest = json.loads((run / "run.json").read_text())
    for ending in ("csv", "parquet"):
        name = f"tables/oom.{ending}"
        (run / name).unlink()
        del manifest["files"][name]
    write_document(run, "run.json", manifest)

    assert main(["export", str(run), "--to", "csv", "-o", str(place)]) == 0
    assert not (place / "csv/tables/oom.csv").exists()
    assert "csv/tables/oom.csv" not in json.loads((place / "export.json").read_text())["files"]


def test_one_file_may_be_named(run, tmp_path, capsys):
    target = tmp_path / "sub/plan.lp"
    assert main(["export", str(run), "--to", "lp", "-o", str(target)]) == 0
    # What its names are called in the planner stands beside it.
    names = target.parent / "plan_names.csv"
    assert capsys.readouterr().out.split() == [str(target), str(names)]
    assert sorted(target.parent.iterdir()) == [target, names]
    before = target.read_bytes()

    assert main(["export", str(run), "--to", "lp", "-o", str(target)]) == 2
    assert "plan.lp: not of an export" in capsys.readouterr().err
    assert target.read_bytes() == before


@pytest.mark.parametrize("name", ["model.lp", "csv/mine.txt", "export.json"])
def test_nothing_that_is_not_ours_is_overwritten(run, tmp_path, capsys, name):
    place = tmp_path / "out"
    (place / name).parent.mkdir(parents=True)
    (place / name).write_text("mine")

    assert main(["export", str(run), "--to", "all", "-o", str(place)]) == 2
    assert f"{place / name}: " in capsys.readouterr().err
    assert (place / name).read_text() == "mine"
    assert [path for path in place.rglob("*") if path.is_file()] == [place / name]


def test_an_export_that_was_edited_stays(run, tmp_path, capsys):
    place = tmp_path / "out"
    main(["export", str(run), "--to", "iamc", "-o", str(place)])
    (place / "iamc.csv").write_text("edited")

    assert main(["export", str(run), "--to", "iamc", "-o", str(place)]) == 2
    assert "iamc.csv: changed since it was exported" in capsys.readouterr().err
    assert (place / "iamc.csv").read_text() == "edited"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "excel"], "--to: 'excel'; expected iamc, iamc-long, parquet"),
        (["--to", "geojsn"], "did you mean 'geojson'?"),
        (["--to", "lp", "--to", "mps", "-o", "m.lp"], "m.lp: the name of a file; expected a"),
        (["--to", "csv", "-o", "m.csv"], "m.csv: the name of a file; expected a folder for csv/"),
        (["--to", "lp", "-o", "file/out"], "file/out: not a directory; expected a folder"),
    ],
)
def test_what_cannot_be_asked_is_refused(run, tmp_path, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")

    assert main(["export", str(run), *arguments]) == 2
    assert message in capsys.readouterr().err


def spoil_table(run):
    path = run / "tables/clusters.parquet"
    path.write_bytes(path.read_bytes() + b"x")


def drop_proof(run):
    (run / "proof/matrix.npz").unlink()


def other_version(run):
    manifest = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps({**manifest, "schema_version": 99}))


def no_manifest(run):
    (run / "run.json").unlink()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (spoil_table, "clusters.parquet: changed since the run"),
        (drop_proof, "matrix.npz: missing"),
        (other_version, "schema_version 99; expected 2"),
        (no_manifest, "no run.json"),
    ],
)
def test_a_run_that_is_not_whole_is_refused(run, tmp_path, capsys, spoil, message):
    spoil(run)

    assert main(["export", str(run), "--to", "all", "-o", str(tmp_path / "out")]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
