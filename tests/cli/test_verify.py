"""``planner verify`` and ``planner needed``, as a newcomer would call them."""

import json
import shutil

import pytest

from planner import api
from planner.cli import main
from planner.storage.run_folder import record_files

SHORT = """
extends = "small"
title = "Too little room"
[set]
"sites.openai_stargate_abilene.max_facility_gw" = 0.4
"sites.coreweave_helios.max_facility_gw" = 0.3
"""


@pytest.fixture(scope="module")
def short_run(tmp_path_factory):
    """A plan that misses its target for want of room."""
    folder = tmp_path_factory.mktemp("short")
    (folder / "short.toml").write_text(SHORT)
    assert main(["run", str(folder / "short.toml"), "-o", str(folder), "--quiet"]) == 0
    return folder / "short"


@pytest.fixture
def copied(short_run, tmp_path):
    """A copy of the run that may be damaged."""
    return shutil.copytree(short_run, tmp_path / "run")


def test_verify_passes_a_run_that_was_not_touched(short_run, capsys):
    assert main(["verify", str(short_run), "--rebuild"]) == 0

    out = capsys.readouterr().out
    assert "present_cost" in out
    assert "all hold to a millionth" in out


def test_verify_as_json_is_the_certificate(short_run, capsys):
    assert main(["verify", str(short_run), "--json"]) == 0

    record = json.loads(capsys.readouterr().out)
    assert record["passed"]
    assert {"family", "worst", "scaled", "passed"} <= set(record["checks"][0])


def test_verify_names_a_cell_that_was_changed(copied, capsys):
    path = copied / "inputs" / "power_costs.csv"
    path.write_text(path.read_text().replace("1250", "1251", 1))

    assert main(["verify", str(copied)]) == 2
    assert "power_costs.csv: changed since the run" in capsys.readouterr().err


def test_verify_names_a_document_that_was_written_into(copied, capsys):
    with (copied / "report.html").open("a", encoding="utf-8") as page:
        page.write("<p>All is well.</p>")

    assert main(["verify", str(copied)]) == 2
    assert "report.html: changed since the run" in capsys.readouterr().err
    assert main(["show", str(copied)]) == 0


@pytest.mark.parametrize("name", ["tables/cost.parquet", "inputs/sites.csv", "proof/matrix.npz"])
def test_verify_names_a_table_that_is_missing(copied, capsys, name):
    (copied / name).unlink()

    assert main(["verify", str(copied)]) == 2
    assert f"{name}: missing" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["run.json", "certificate.json"])
def test_verify_names_a_run_of_another_version(copied, capsys, name):
    path = copied / name
    record = json.loads(path.read_text()) | {"schema_version": 99}
    path.write_text(json.dumps(record))
    if name != "run.json":
        record_files(copied, [path])

    assert main(["verify", str(copied)]) == 2
    assert f"{name}: schema_version 99" in capsys.readouterr().err


@pytest.fixture
def certify_stumbles(monkeypatch):
    """Let the certificate stumble over a name that it can't look up."""

    def over(key):
        def certify(*_):
            raise KeyError(key)

        monkeypatch.setattr("planner.analysis.verify.certify", certify)

    return over


def test_verify_names_what_a_table_names_and_the_run_does_not_know(
    short_run, capsys, certify_stumbles
):
    # As where somebody wrote another site into a table and renewed its checksum.
    certify_stumbles(("nowhere", "nvidia_gb300", 2026))

    assert main(["verify", str(short_run)]) == 2
    said = capsys.readouterr().err
    assert "a table names 'nowhere', which nothing else in the run knows" in said


def test_a_name_that_the_run_knows_is_a_fault_of_the_planner(short_run, certify_stumbles):
    # No user can mend it, and it is not told as if one could.
    certify_stumbles(("openai_stargate_abilene", 2026))

    with pytest.raises(KeyError):
        api.verify(short_run)


def test_verify_of_no_run_says_how_to_make_one(tmp_path, capsys):
    assert main(["verify", str(tmp_path)]) == 2
    assert "planner run" in capsys.readouterr().err


def test_needed_names_the_cells_in_the_way_and_the_least_change(short_run, capsys):
    assert main(["needed", str(short_run)]) == 0

    out = capsys.readouterr().out
    assert "room at sites OpenAI Stargate Abilene: 0.4 GW" in out
    assert "key set.sites.openai_stargate_abilene.max_facility_gw" in out
    assert "the least change that is enough" in out


def test_needed_as_json_gives_from_and_to(short_run, capsys):
    assert main(["needed", str(short_run), "--year", "2028", "--json"]) == 0

    record = json.loads(capsys.readouterr().out)
    assert record["missed"] == [["frontier_run", 2028]]
    assert all(change["to"] > change["from"] for change in record["least_change"])


def test_what_is_needed_is_enough(short_run, tmp_path, capsys):
    main(["needed", str(short_run), "--json"])
    changes = json.loads(capsys.readouterr().out)["least_change"]
    cells = {f"{c['table']}.{c['row']}.{c['column']}": c["to"] * 1.0001 for c in changes}
    lines = SHORT.strip().splitlines()
    kept = [line for line in lines if not any(cell in line for cell in cells)]
    kept += [f'"{cell}" = {value}' for cell, value in cells.items()]
    (tmp_path / "mended.toml").write_text("\n".join(kept))

    assert main(["run", str(tmp_path / "mended.toml"), "-o", str(tmp_path), "-q"]) == 0
    assert "met in every year" in capsys.readouterr().out


def test_a_target_that_must_be_met_and_can_not_is_explained(tmp_path, capsys):
    model = tmp_path / "must.toml"
    model.write_text(SHORT + '[workloads]\nmust_meet = ["frontier_run"]\n')

    assert main(["run", str(model), "-o", str(tmp_path / "out"), "-q"]) == 3

    err = capsys.readouterr().err
    assert "these limits can't all hold beside the targets" in err
    assert "must.toml, line 5, key set.sites.openai_stargate_abilene.max_facility_gw" in err
    assert "raise room at" in err
    assert not (tmp_path / "out" / "must").exists()
