"""The commands, as a newcomer would call them."""

import json
import shutil

import pytest

from planner.cli import main
from planner.config.locations import bundled


@pytest.fixture(scope="module")
def run_of_small(tmp_path_factory):
    """The tutorial model, planned once."""
    outputs = tmp_path_factory.mktemp("outputs")
    assert main(["run", "small", "-o", str(outputs), "--quiet", "--no-report"]) == 0
    return outputs / "small"


def test_run_prints_the_answer_and_the_paths(tmp_path, capsys):
    code = main(["run", "small", "-o", str(tmp_path), "--no-report"])

    out, err = capsys.readouterr()
    assert code == 0
    assert "Largest training run of the leading developer: met in every year." in out
    assert str(tmp_path / "small" / "run.json") in out
    assert "build the linear programme" in err


def test_run_as_json_is_the_manifest(tmp_path, capsys):
    main(["run", "small", "-o", str(tmp_path), "--json", "--quiet", "--no-report"])

    manifest = json.loads(capsys.readouterr().out)
    assert manifest["stages"]["cost"]["status"] == "optimal"
    assert {"load", "build", "hand_over", "solve_cost"} <= set(manifest["seconds"])
    assert manifest["inputs"]


def test_run_takes_other_values_and_leaves_the_models_own_run_alone(tmp_path, capsys):
    main(["run", "small", "-o", str(tmp_path), "--quiet", "--no-report"])
    arguments = ["--set", "accelerators.nvidia_gb300.price_usd=90000", "--set", "discount_rate=0"]
    code = main(["run", "small", *arguments, "-o", str(tmp_path), "--quiet", "--no-report"])

    runs = {path.name: json.loads((path / "run.json").read_text()) for path in tmp_path.iterdir()}
    assert code == 0
    assert set(runs) == {"small", "small__price_usd-90000__discount_rate-0"}
    changed = runs["small__price_usd-90000__discount_rate-0"]
    assert changed["summary"]["discount_rate"] == 0
    assert ["accelerators", ["nvidia_gb300"], "price_usd"] in [c[:3] for c in changed["changes"]]
    assert capsys.readouterr().err == ""


def test_show_prints_the_headline(run_of_small, capsys):
    code = main(["show", str(run_of_small)])

    out = capsys.readouterr().out
    assert code == 0
    assert "facility GW" in out
    assert "2028" in out


@pytest.mark.parametrize("form", ["text", "csv", "json", "markdown"])
def test_show_prints_every_table_in_every_form(run_of_small, capsys, form):
    for table in (path.stem for path in (run_of_small / "tables").glob("*.csv")):
        code = main(["show", str(run_of_small), "--table", table, "--form", form])

        assert code == 0
        assert capsys.readouterr().out.strip()


def test_show_suggests_the_table_that_was_meant(run_of_small, capsys):
    code = main(["show", str(run_of_small), "--table", "cluster"])

    assert code == 2
    assert "did you mean 'clusters'?" in capsys.readouterr().err


def test_show_of_no_run_says_how_to_make_one(tmp_path, capsys):
    code = main(["show", str(tmp_path)])

    err = capsys.readouterr().err
    assert code == 2
    assert "planner run" in err
    assert "Traceback" not in err


def test_check_passes_what_ships(capsys):
    assert main(["check"]) == 0
    assert main(["check", "small", "frontier"]) == 0
    assert "no fault" in capsys.readouterr().out


def test_an_unknown_model_is_misuse(capsys, tmp_path):
    code = main(["run", "fronteir", "-o", str(tmp_path / "out")])

    assert code == 2
    assert "did you mean 'frontier'" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_unknown_option_is_misuse(capsys):
    assert main(["run", "small", "--no-such-option"]) == 2


def test_formulation_prints_what_ships(capsys):

    code = main(["formulation"])

    assert code == 0
    assert capsys.readouterr().out == (bundled("models") / "FORMULATION.md").read_text()


def test_a_target_nobody_can_meet_has_its_own_exit_code(tmp_path, capsys):
    # A hundredfold run in 2028, which must be met by two campuses.
    model = tmp_path / "impossible.toml"
    model.write_text(
        'extends = "small"\ntitle = "No plan"\n'
        '[workloads]\nmust_meet = ["frontier_run"]\n'
        '[set]\n"demand_drivers.raw_compute_base_flop.value" = 2.1e27\n'
    )

    code = main(["run", str(model), "-o", str(tmp_path / "out"), "--quiet", "--no-report"])

    out, err = capsys.readouterr()
    assert code == 3
    assert "frontier_run in 2028: " in err
    assert "workloads.must_meet" in err
    assert out == ""
    assert not (tmp_path / "out").exists()


def test_a_negative_cap_is_named_before_anything_is_solved(tmp_path, capsys):
    model = tmp_path / "cap.toml"
    model.write_text('extends = "small"\n[limits]\nemissions_mt_per_year = -1.0\n')

    code = main(["run", str(model), "-o", str(tmp_path / "out"), "--quiet", "--no-report"])

    assert code == 2
    assert "limits.emissions_mt_per_year" in capsys.readouterr().err


def test_check_holds_the_sites_to_the_map(tmp_path, capsys):
    folder = tmp_path / "datasets"
    shutil.copytree(bundled("datasets"), folder)
    sites = folder / "sites.csv"
    text = sites.read_text(encoding="utf-8")
    assert ",32.5,-99.78," in text
    sites.write_text(text.replace(",32.5,-99.78,", ",32.5,-9.78,", 1), encoding="utf-8")

    code = main(["check", "--datasets", str(folder)])

    err = capsys.readouterr().err
    assert code == 2
    assert "column latitude: 32.5 N, -9.78 E lies in no country" in err


@pytest.mark.parametrize(
    ("basis", "words"), [("eight_bit_dense", "8-bit dense"), ("bf16_dense", "BF16 dense")]
)
def test_every_headline_states_the_basis_of_h100e(tmp_path, capsys, basis, words):
    model = tmp_path / "basis.toml"
    model.write_text(f'extends = "small"\nh100e_basis = "{basis}"\n')

    assert main(["run", str(model), "-o", str(tmp_path / "out"), "--quiet", "--no-report"]) == 0

    assert f"H100e are on the {words} basis." in capsys.readouterr().out


def test_two_models_of_one_name_are_refused(tmp_path, capsys):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.toml").write_text('extends = "small"\n')

    code = main(
        ["run", str(tmp_path / "a/x.toml"), str(tmp_path / "b/x.toml"), "-o", str(tmp_path)]
    )

    assert code == 2
    assert "two models called 'x'" in capsys.readouterr().err


def test_a_folder_of_somebody_else_is_left_alone(tmp_path, capsys):
    (tmp_path / "small").mkdir()
    (tmp_path / "small/notes.md").write_text("precious")

    code = main(["run", "small", "-o", str(tmp_path), "--no-report"])

    assert code == 2
    assert "a folder that is no run" in capsys.readouterr().err
    assert (tmp_path / "small/notes.md").read_text() == "precious"


def test_a_narrow_terminal_cuts_no_number(run_of_small, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")

    main(["show", str(run_of_small), "--table", "limits"])

    out = capsys.readouterr().out
    assert "…" not in out
    assert "worth_cost_busd_per_unit" in out


def test_a_driver_outside_its_range_is_a_note_and_no_error(tmp_path, capsys):
    model = tmp_path / "fast.toml"
    model.write_text(
        'extends = "small"\ntitle = "Fast"\n'
        '[set]\n"demand_drivers.raw_compute_growth_oom.value" = 0.65\n'
    )

    code = main(["run", str(model), "-o", str(tmp_path / "out"), "--quiet", "--no-report"])

    err = capsys.readouterr().err
    manifest = json.loads((tmp_path / "out" / "fast" / "run.json").read_text())
    assert code == 0
    assert "outside its published range of 0.4 to 0.60206" in err
    assert len(manifest["notices"]) == 1


def test_a_run_beyond_its_data_is_marked_in_the_answer(tmp_path, capsys):
    # Ten times the run: 6.6e28 FLOP in 2027 and 2.1e29 in 2028, where data supports 4e28.
    model = tmp_path / "large.toml"
    model.write_text(
        'extends = "small"\ntitle = "Large"\n'
        '[set]\n"demand_drivers.raw_compute_base_flop.value" = 2.1e26\n'
    )

    main(["run", str(model), "-o", str(tmp_path / "out"), "--quiet", "--no-report"])

    out = capsys.readouterr().out
    assert "is asked for more than training data is held to support in 2027 and 2028: in" in out


def test_reference_prints_published_beside_planned_and_draws(tmp_path, capsys):
    # The tutorial, held against two tables of which it plans the years 2026 to 2028.
    model = tmp_path / "held.toml"
    model.write_text(
        'extends = "small"\ntitle = "Held"\n[reference]\ncases = ["sa_cluster", "sa_trend"]\n'
    )

    code = main(["reference", str(model), "--charts", str(tmp_path / "charts"), "--quiet"])

    out = capsys.readouterr().out
    assert code == 0
    assert "largest_training_cluster_h100e" in out
    assert "2028" in out
    assert "2030" not in out
    assert "Without a counterpart in the plan: " in out
    assert {path.name for path in (tmp_path / "charts" / "held").iterdir()} == {
        "oom.png", "oom.svg", "target.png", "target.svg",
    }  # fmt: skip


def test_reference_as_json_has_a_verdict_for_every_row(tmp_path, capsys):
    model = tmp_path / "held.toml"
    model.write_text('extends = "small"\ntitle = "Held"\n[reference]\ncases = ["sa_cluster"]\n')

    main(["reference", str(model), "--json", "--quiet"])

    (found,) = json.loads(capsys.readouterr().out)["models"]
    assert len(found["rows"]) == 8
    assert all(row["verdict"] for row in found["rows"])


def test_reference_of_a_model_without_computing_says_what_is_missing(capsys):
    code = main(["reference", "docs/examples/four_blocks/four_blocks.toml"])

    assert code == 2
    assert "nothing to hold the plan against" in capsys.readouterr().err


def test_reference_prints_what_is_known_and_why_a_row_is_outside(capsys):
    # The tutorial holds two campuses, and Abilene stood with 0.59 GW in October 2026.
    code = main(["reference", "small", "--quiet"])

    out = capsys.readouterr().out
    assert code == 0
    assert "What is known, beside the plan" in out
    assert "of single campuses" in out
    assert "- 2026 site_facility_gw openai_stargate_abilene (floor): " in out


def test_a_published_case_that_is_not_there_is_named(tmp_path, capsys):
    model = tmp_path / "held.toml"
    model.write_text('extends = "small"\ntitle = "Held"\n[reference]\ncases = ["sa_clusters"]\n')

    code = main(["check", str(model)])

    assert code == 2
    assert "did you mean 'sa_cluster'?" in capsys.readouterr().err
