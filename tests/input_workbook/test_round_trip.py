"""What is written is read again: the same question, the same tables, the same plan."""

import json
from hashlib import sha256

import pandas as pd
import pytest

from planner import api
from planner.cli import main
from planner.config import bundled_models, load_model
from planner.config.locations import bundled
from planner.errors import InputError
from planner.input_workbook.keys import model_keys

NAMED_BY_THE_FILE = {"name", "path", "description", "datasets"}


def stated(model):
    return model.model_dump(exclude=NAMED_BY_THE_FILE)


def objectives(run):
    return {name: stage.solution.objective for name, stage in run.solved.stages.items()}


@pytest.mark.parametrize("name", bundled_models())
def test_every_model_that_ships_comes_back_as_it_was(name, through_the_sheets):
    model = load_model(name)

    back, faults = through_the_sheets(model)

    assert faults == []
    assert stated(back) == stated(model)
    assert back.description.split() == model.description.split()


def test_every_table_comes_back_to_the_last_digit(written):
    before = api.load_inputs(api.load_model("small"))

    after = api.load_inputs(api.load_model(written))

    assert after.tables.keys() == before.tables.keys()
    for name, table in before.tables.items():
        pd.testing.assert_frame_equal(after.tables[name], table, check_exact=True)
    assert after.changes == before.changes
    assert after.notices == ()


def test_the_plan_is_the_same(written):
    before = objectives(api.solve("small"))

    after = objectives(api.solve(written))

    assert after == pytest.approx(before, rel=1e-9, abs=1e-9)


def test_limits_by_year_go_to_their_sheet_and_come_back(tmp_path):
    path = tmp_path / "capped.toml"
    path.write_text(
        'extends = "small"\n[limits]\nemissions_mt_per_year = { "2027" = 5.5, "2028" = 4 }\n'
        'clean_share_hourly = 0.25\nfacility_gw = { "2028" = 9.5 }\n'
        '[cases]\n"sites.pue" = -0.25\n"*" = "high"\n'
    )
    model = load_model(path)

    back = api.load_model(api.write_inputs(model, tmp_path / "inputs.xlsx"))

    assert back.limits == model.limits
    assert back.cases == model.cases


def test_a_folder_of_tables_is_found_from_where_the_workbook_stands(tmp_path):
    folder = tmp_path / "mine"
    folder.symlink_to(bundled("datasets"))
    path = tmp_path / "here" / "mine.toml"
    path.parent.mkdir()
    path.write_text('extends = "small"\ndatasets = "../mine"\n')

    back = api.load_model(api.write_inputs(load_model(path), tmp_path / "there" / "inputs.xlsx"))

    assert back.datasets.resolve() == folder.resolve()


def test_every_key_has_a_kind_and_a_meaning():
    assert [key.name for key in model_keys() if not key.meaning] == []
    assert {"years.first", "workloads.use", "solver.method"} <= {key.name for key in model_keys()}


def test_a_workbook_that_is_there_is_not_replaced(written):
    before = written.read_bytes()

    with pytest.raises(InputError, match="there already"):
        api.write_inputs(api.load_model("small"), written)

    assert written.read_bytes() == before


def test_a_workbook_is_an_xlsx(tmp_path):
    with pytest.raises(InputError, match=r"a path ending \.xlsx"):
        api.write_inputs(api.load_model("small"), tmp_path / "inputs.xls")


def test_a_workbook_written_from_a_workbook_keeps_its_changes(copy, tmp_path):
    copy.edit(lambda book: setattr(book["sites"]["R6"], "value", 1.11))

    again = api.write_inputs(api.load_model(copy.path), tmp_path / "again.xlsx")

    first = api.load_inputs(api.load_model(copy.path))
    second = api.load_inputs(api.load_model(again))
    assert 1.11 in set(first["sites"]["pue"])
    pd.testing.assert_frame_equal(second["sites"], first["sites"], check_exact=True)
    assert second.changes == first.changes


def test_newcomers_write_change_and_plan(tmp_path, capsys):
    path = tmp_path / "mine.xlsx"

    assert main(["workbook", "new", "small", "-o", str(path)]) == 0
    assert capsys.readouterr().out.strip() == str(path)
    assert main(["run", str(path), "-o", str(tmp_path / "out"), "--set", "discount_rate=0.1"]) == 0

    manifests = list((tmp_path / "out").glob("mine*/run.json"))
    manifest = json.loads(manifests[0].read_text())
    assert manifest["definition"]["discount_rate"] == 0.1
    assert manifest["inputs"]["mine.xlsx"] == sha256(path.read_bytes()).hexdigest()
