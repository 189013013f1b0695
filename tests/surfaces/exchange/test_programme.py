"""LP and MPS files of a run: another reader finds the same programme in them."""

import json
import re
from dataclasses import replace

import highspy
import pytest

from planner import api
from planner.surfaces.exchange.exported import Exported
from planner.surfaces.exchange.programme import file_names, write_programme

# The letters and signs of IBM's page on names in LP files, a digit, a dot and E not at the start.
ALLOWED = re.compile(r"[A-DF-Za-df-z!\"#$%&(),;?@_'{}~][A-Za-z0-9!\"#$%&(),.;?@_'{}~]{0,254}")


def solved(path):
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    assert solver.readModel(str(path)) == highspy.HighsStatus.kOk
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return solver


@pytest.mark.parametrize("ending", ["lp", "mps"])
def test_highs_finds_the_same_objective_in_the_file(exported, ending):
    solver = solved(exported / f"exchange/model.{ending}")

    manifest = json.loads((exported / "run.json").read_text())
    told = manifest["stages"]["cost"]["objective"]
    assert told > 0
    assert solver.getInfo().objective_function_value == pytest.approx(told, rel=1e-9)
    assert solver.getNumCol() == manifest["program"]["columns"]
    # One more: the optimum of the first stage is held.
    assert solver.getNumRow() == manifest["program"]["rows"] + 1


@pytest.mark.parametrize("ending", ["lp", "mps"])
def test_names_are_allowed_and_those_of_the_model(exported, ending):
    lp = solved(exported / f"exchange/model.{ending}").getLp()

    names = [*lp.col_names_, *lp.row_names_]
    assert [name for name in names if not ALLOWED.fullmatch(name)] == []
    assert len(set(lp.col_names_)) == lp.num_col_
    assert "power_built_gw(grid,openai_stargate_abilene,2028)" in lp.col_names_
    assert "held(shortfall_1)" in lp.row_names_


def test_an_lp_file_has_no_line_longer_than_readers_take(exported):
    lines = (exported / "exchange/model.lp").read_text().splitlines()
    assert max(map(len, lines)) <= 560


@pytest.mark.parametrize("ending", ["lp", "mps"])
def test_a_constant_of_the_objective_is_in_the_file(exported, run, tmp_path, ending):
    record = json.loads((run / "certificate.json").read_text())
    record["stages"][-1]["constant"] += 3.0
    (run / "certificate.json").write_text(json.dumps(record))
    whole = replace(Exported.read(exported), folder=run)
    write_programme(whole, tmp_path, ending)

    objective = solved(tmp_path / f"model.{ending}").getInfo().objective_function_value
    assert objective == pytest.approx(whole.manifest["stages"]["cost"]["objective"] + 3.0)


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("power_built_gw[gas,a-b,2026]", "power_built_gw(gas,a_b,2026)"),
        ("emissions_cap_limit[2026]", "_emissions_cap_limit(2026)"),
        ("E8cats", "_E8cats"),
        ("2nd", "_2nd"),
        (".5", "_.5"),
        ("Free", "_Free"),
        ("a b+c*d", "a_b_c_d"),
        ("Zürich", "Z_rich"),
        ("load['007',2026]", "load(_007_,2026)"),
        ("", "_"),
    ],
)
def test_a_name_is_made_one_that_lp_files_allow(name, allowed):
    assert file_names([name]) == [allowed]
    assert ALLOWED.fullmatch(allowed)


def test_names_that_would_be_alike_are_told_apart():
    long = "x" * 300
    found = file_names(["a-b", "a+b", long, long + "y"])

    assert found == ["a_b", "a_b#2", "x" * 255, "x" * 253 + "#2"]


def test_a_programme_with_whole_numbers_keeps_them(tmp_path):
    model = tmp_path / "two.toml"
    model.write_text('extends = "small"\n[run]\ntopology = "campuses"\ncampuses = 2\n')
    run, _ = api.run(model, tmp_path / "o")
    write_programme(Exported.read(tmp_path / "o/two"), tmp_path, "lp")

    solver = solved(tmp_path / "model.lp")
    kinds = solver.getLp().integrality_
    whole = sum(kind == highspy.HighsVarType.kInteger for kind in kinds)
    assert whole == run.solved.program.whole.size > 0
    # The plan was found to within the gap that its model asks for.
    found, told = solver.getInfo().objective_function_value, run.plan.cost_busd
    assert told * (1 - run.model.solver.mip_gap) <= found <= told * (1 + 1e-6)
