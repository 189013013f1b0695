"""Questions to a finished run, asked as a user does."""

import json

import pytest

from planner.cli import main


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    outputs = tmp_path_factory.mktemp("outputs")
    short = ["--set", "workloads.frontier_run.mfu=0.1"]
    assert (
        main(["run", "small", *short, "-o", str(outputs), "-q", "--no-report", "--no-workbook"])
        == 0
    )
    return next(outputs.iterdir())


def test_bottlenecks_are_told_in_sentences(run, capsys):
    assert main(["bottlenecks", str(run)]) == 0

    said = capsys.readouterr().out
    assert "discounted at 0.07" in said
    assert "deliver" in said
    assert "of a year's target of Largest training run" in said


def test_bottlenecks_of_a_year_as_json(run, capsys):
    assert main(["bottlenecks", str(run), "--year", "2028", "--json"]) == 0

    rows = json.loads(capsys.readouterr().out)["bottlenecks"]
    assert rows
    assert all(row["year"] in (2028, None) for row in rows)
    assert {row["worth_unit"] for row in rows} <= {"years of target", "billion USD"}


def test_a_year_that_is_not_planned_is_named(run, capsys):
    assert main(["bottlenecks", str(run), "--year", "2040"]) == 2

    assert "2040" in capsys.readouterr().err


def test_what_is_left_out_is_told_why(run, capsys):
    assert (
        main(["why", str(run), "--accelerator", "amd_mi455x", "--site", "coreweave_helios"]) == 0
    )

    said = capsys.readouterr().out
    assert "accelerators.include" in said
    assert "Coreweave Helios is in the plan" in said


def test_an_unknown_name_and_no_name_are_misuse(run, capsys):
    assert main(["why", str(run), "--technology", "gas_recipe"]) == 2
    assert "gas_recip" in capsys.readouterr().err
    assert main(["why", str(run)]) == 2


def test_a_number_is_traced_to_its_cells(run, capsys):
    where = "year=2028,component=shell"
    assert main(["trace", str(run), "capex.capex_busd", "--where", where]) == 0

    said = capsys.readouterr().out
    assert "The terms add up to it." in said
    assert "cluster_costs.shell_usd_per_w_it.value" in said


def test_labels_that_are_none_are_misuse(run, capsys):
    assert main(["trace", str(run), "capex.capex_busd", "--where", "year"]) == 2
    assert "name=value" in capsys.readouterr().err
