"""A run is believed only as it was written, and what was changed is named."""

import json

import pandas as pd
import pytest

from planner.errors import InputError
from planner.results import Plan
from planner.storage.marked_folder import write_document
from planner.storage.run_folder import add_file, read_inputs, read_manifest, read_run, write_run


@pytest.fixture
def run(tmp_path):
    table = pd.DataFrame({"site": ["a", "b"], "year": [2026, 2027], "gw": [1.5, 2.5]})
    plan = Plan({"clusters": table}, {"objective": {"cost": 3.0}})
    write_run(tmp_path / "run", plan, {"sites": table}, {"model": "m"})
    return tmp_path / "run"


def edited(run, change):
    """The manifest after a change, written as an editor would write it."""
    manifest = json.loads((run / "run.json").read_text())
    change(manifest)
    (run / "run.json").write_text(json.dumps(manifest))


def test_a_changed_figure_of_the_manifest_is_named(run):
    edited(run, lambda manifest: manifest["summary"]["objective"].update(cost=9.0))

    with pytest.raises(InputError, match=r"run\.json, key summary: changed since the run"):
        read_run(run)


def test_a_changed_cell_is_named_with_what_stood_there(run):
    path = run / "tables/clusters.csv"
    path.write_text(path.read_text().replace("2.5", "99"))

    message = (
        r"clusters\.csv: changed since the run: line 3, column gw is '99'; "
        r"expected '2\.5', as in clusters\.parquet"
    )
    with pytest.raises(InputError, match=message):
        read_run(run)


def test_a_changed_cell_of_parquet_is_named_with_what_stood_there(run):
    path = run / "tables/clusters.parquet"
    pd.read_parquet(path).assign(gw=[1.5, 99.0]).to_parquet(path, index=False)

    message = r"line 3, column gw is '99\.0'; expected '2\.5', as in clusters\.csv"
    with pytest.raises(InputError, match=message):
        read_run(run)


def test_a_hidden_change_shows_in_the_seal_of_the_checksums(run):
    path = run / "inputs/sites.csv"
    path.write_text(path.read_text().replace("2.5", "99"))
    import hashlib

    now = hashlib.sha256(path.read_bytes()).hexdigest()
    edited(run, lambda manifest: manifest["files"].update({"inputs/sites.csv": now}))

    with pytest.raises(InputError, match=r"run\.json, key files: changed since the run"):
        read_run(run)


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.pop("checksums"),
        lambda m: m.update(checksums=[]),
        lambda m: m.pop("files"),
        lambda m: m.update(files={"../../elsewhere": "0" * 64}),
        lambda m: m.update(files={"tables/clusters.csv": 3}),
        lambda m: m.update(model=7),
        lambda m: m.update(more="new"),
        lambda m: m.update(summary=None),
        lambda m: m.update(schema_version=True),
        lambda m: m.pop("model"),
    ],
)
def test_any_change_of_the_manifest_is_one_fault_of_it(run, change):
    edited(run, change)

    with pytest.raises(InputError, match=r"run\.json") as raised:
        read_manifest(run)

    assert len(raised.value.faults) == 1


def test_a_file_that_the_run_did_not_write_is_not_read(run):
    (run / "inputs/regions.csv").write_text("region\nx\n")
    pd.DataFrame({"a": [1]}).to_parquet(run / "tables/extra.parquet")

    assert set(read_inputs(run)) == {"sites"}
    assert set(read_run(run)[0].tables) == {"clusters"}


def test_a_workbook_that_somebody_typed_into_keeps_no_answer_back(run):
    add_file(run, "plan.xlsx", lambda path: path.write_text("as written"))
    (run / "plan.xlsx").write_text("what if")

    read_run(run)
    with pytest.raises(InputError, match=r"plan\.xlsx: changed since the run"):
        read_run(run, documents=True)
    (run / "plan.xlsx").unlink()
    read_run(run, documents=True)


def test_no_parquet_is_a_fault_though_its_checksum_is_right(run):
    (run / "tables/clusters.parquet").write_bytes(b"PAR1")
    manifest = json.loads((run / "run.json").read_text())
    import hashlib

    manifest["files"]["tables/clusters.parquet"] = hashlib.sha256(b"PAR1").hexdigest()
    write_document(run, "run.json", manifest)

    with pytest.raises(InputError, match=r"clusters\.parquet: no table as Parquet"):
        read_run(run)
