"""``planner candidates``, and its rows added to a dataset of one's own."""

import json
import shutil

import pytest

from planner.cli import main
from planner.config.locations import bundled

ERCOT = ["candidates", "ERCOT", "--gw", "2", "--by", "2030"]


def test_the_table_says_where_when_why_and_who_says_so(capsys):
    assert main([*ERCOT, "--kind", "retiring_plant"]) == 0

    out = capsys.readouterr().out
    assert "connection of Nueces Bay, 0.319 GW due to retire by 2027" in out
    assert "powergenome_data" in out
    assert "Ranked by first power" in out


def test_too_little_is_said(capsys):
    assert main(["candidates", "ERCOT", "--gw", "9", "--by", "2028", "-k", "retiring_plant"]) == 0

    assert "Not enough: 0.319 of 9 GW." in capsys.readouterr().out


def test_all_shows_what_comes_after_the_need(capsys):
    main([*ERCOT, "--json"])
    chosen = json.loads(capsys.readouterr().out)["rows"]
    main([*ERCOT, "--json", "--all"])
    every = json.loads(capsys.readouterr().out)["rows"]

    assert all(row["chosen"] for row in chosen)
    assert len(every) > len(chosen)


def test_written_rows_make_a_dataset_that_can_be_planned(tmp_path, capsys):
    data, rows = tmp_path / "data", tmp_path / "new.csv"
    shutil.copytree(bundled("datasets"), data)
    code = main([*ERCOT, "-k", "retiring_plant", "-k", "headroom", "-o", str(rows)])
    assert code == 0
    for new, table in ((rows, "sites"), (tmp_path / "new_site_power.csv", "site_power")):
        header, *body = new.read_text(encoding="utf-8").splitlines()
        path = data / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert text.splitlines()[0] == header
        assert body
        path.write_text(text + "\n".join(body) + "\n", encoding="utf-8")
    model = tmp_path / "more.toml"
    model.write_text(
        'extends = "small"\ndatasets = "data"\n[sites]\n'
        'include = ["openai_stargate_abilene", "coreweave_helios", "plant_nueces_bay"]\n',
        encoding="utf-8",
    )
    capsys.readouterr()

    assert main(["check", "--datasets", str(data)]) == 0
    assert (
        main(["run", str(model), "-o", str(tmp_path), "--quiet", "--no-report", "--no-workbook"])
        == 0
    )

    sites = (tmp_path / "more" / "inputs" / "sites.csv").read_text(encoding="utf-8")
    assert "plant_nueces_bay" in sites


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ERCT", "--gw", "1"], "unknown region 'ERCT'; expected a region of regions.csv; did"),
        (["ERCOT", "--gw", "0"], "--gw: 0; expected gigawatts above 0"),
        (["ERCOT", "--gw", "1", "--by", "2020"], "--by: 2020; expected 2026 or later"),
        (["ERCOT", "--gw", "1", "-k", "plant"], "--kind: unknown kind 'plant'; expected one of"),
        (["ERCOT", "--gw", "1", "-o", "no/where.csv"], "expected a file in a folder that exists"),
        (["ERCOT", "--gw", "1", "--by", "2026", "-k", "headroom"], "no candidate; expected 1 GW"),
    ],
)
def test_misuse_is_named(arguments, message, capsys):
    assert main(["candidates", *arguments]) == 2

    assert message in capsys.readouterr().err
