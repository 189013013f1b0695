"""``planner milestones``, as a newcomer would call it."""

import json
import shutil

import pytest

from planner import api
from planner.cli import main
from planner.storage.run_folder import write_run


@pytest.fixture(scope="module")
def run_of_small(tmp_path_factory):
    outputs = tmp_path_factory.mktemp("outputs")
    assert (
        main(["run", "small", "-o", str(outputs), "--quiet", "--no-report", "--no-workbook"]) == 0
    )
    return outputs / "small"


def test_it_prints_every_decision_of_the_last_year(run_of_small, capsys):
    code = main(["milestones", str(run_of_small)])

    out = capsys.readouterr().out
    assert code == 0
    assert "cluster of 2028" in out
    for decision in ("shell", "transformers", "power_order", "chip_order", "hbm_start"):
        assert decision in out


def test_a_site_has_only_its_own(run_of_small, capsys):
    main(["milestones", str(run_of_small), "--site", "coreweave_helios"])

    out = capsys.readouterr().out
    assert "Coreweave Helios" in out
    assert "Abilene" not in out
    assert "all sites" not in out


def test_json_has_dates_amounts_and_sites_of_an_earlier_year(run_of_small, capsys):
    main(["milestones", str(run_of_small), "--year", "2027", "--json"])

    found = json.loads(capsys.readouterr().out)
    assert found["year"] == 2027
    shells = {row["site"]: row for row in found["decisions"] if row["item"] == "shell"}
    assert set(shells) == {"openai_stargate_abilene", "coreweave_helios"}
    # Ground is broken 1.5 years before the end of the year in which the first shell stands.
    plan, _ = api.read_run(run_of_small)
    helios = plan["clusters"].query("site == 'coreweave_helios' and shell_built_it_gw > 0")
    assert shells["coreweave_helios"]["first_by"] == f"{helios['year'].min() - 1}-07-02"
    assert shells["coreweave_helios"]["amount"] > 0


def test_a_wrong_year_and_a_wrong_site_are_named_together(run_of_small, capsys):
    code = main(["milestones", str(run_of_small), "--year", "2040", "--site", "coreweave_helois"])

    err = capsys.readouterr().err
    assert code == 2
    assert "2040" in err
    assert "2026 to 2028" in err
    assert "did you mean 'coreweave_helios'?" in err


def test_a_run_from_before_milestones_says_so(run_of_small, tmp_path, capsys):
    plan, manifest = api.read_run(run_of_small)
    older = type(plan)({k: v for k, v in plan.tables.items() if k != "milestones"}, plan.summary)
    write_run(tmp_path / "old", older, {}, manifest)

    code = main(["milestones", str(tmp_path / "old")])

    assert code == 2
    assert "plan it again" in capsys.readouterr().err
    shutil.rmtree(tmp_path / "old")
