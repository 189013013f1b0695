"""The worked example of docs/extending.md, built, installed and used as a stranger would."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = Path(__file__).parent / "example_plugin"
GUIDE = REPOSITORY / "docs" / "extending.md"
LIMIT = "regional_water_limit"


def run(*command, cwd, more=""):
    """A command of a process that knows this planner and, with `more`, what is installed there."""
    path = os.pathsep.join(filter(None, [str(REPOSITORY), str(more)]))
    return subprocess.run(
        [sys.executable, *map(str, command)],
        env={**os.environ, "PYTHONPATH": path},
        cwd=cwd,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder in which the example is installed, from the wheel that its pyproject.toml makes."""
    folder = tmp_path_factory.mktemp("example")
    source, wheels, target = folder / "source", folder / "wheels", folder / "site"
    shutil.copytree(EXAMPLE, source, ignore=shutil.ignore_patterns("__pycache__"))
    built = run("-m", "hatchling", "build", "-t", "wheel", "-d", wheels, cwd=source)
    assert built.returncode == 0, built.stderr
    options = ["--quiet", "--no-index", "--no-deps", "--disable-pip-version-check"]
    put = run("-m", "pip", "install", *options, "--target", target, *wheels.iterdir(), cwd=folder)
    assert put.returncode == 0, put.stderr
    return target


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """The model of the guide."""
    (text,) = re.findall(r"```toml\n(extends.*?)```", GUIDE.read_text("utf-8"), flags=re.DOTALL)
    path = tmp_path_factory.mktemp("model") / "dry.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def planner(site, model):
    """The command line with the example installed, in the folder of the model."""
    return lambda *words: run("-m", "planner", *words, cwd=model.parent, more=site)


@pytest.fixture(scope="module")
def dry(planner, model):
    """The run of the guide, and what the command said."""
    done = planner("run", model.name, "-q")
    assert done.returncode == 0, done.stderr
    return model.parent / "outputs" / "dry", done.stdout


def limits(folder):
    table = pd.read_parquet(folder / "tables" / "limits.parquet")
    return table[table["limit"] == LIMIT].set_index("year")


def objectives(folder):
    return json.loads((folder / "run.json").read_text("utf-8"))["summary"]["objective"]


def test_the_limit_of_the_example_binds_and_has_its_shadow_price(dry):
    # Both campuses have the same cooling and weather, so a million m3 makes the same compute at
    # either. In 2028 the cap of 4 decides alone, the one year that misses: what is delivered is
    # in proportion to it, and one more unit is worth a quarter of what is delivered.
    folder, _ = dry
    caps = limits(folder)
    targets = pd.read_parquet(folder / "tables" / "targets.parquet").set_index("year")

    assert caps["capacity"].tolist() == [4.0, 4.0, 4.0]
    assert caps.loc[2028, "used"] == pytest.approx(4.0, rel=1e-6)
    assert bool(caps.loc[2028, "binding"])
    share = targets.loc[2028, "delivered"] / targets.loc[2028, "target"]
    worth = caps.loc[2028, "worth_shortfall_1_years_of_target_per_unit"]
    assert worth == pytest.approx(share / 4.0, rel=1e-6)
    water = pd.read_parquet(folder / "tables" / "water.parquet").groupby("year")
    assert water["water_million_m3"].sum().max() <= 4.0 * (1 + 1e-6)


def test_the_limit_stands_in_headline_ranking_report_and_sheet(dry):
    folder, told = dry

    assert re.search(r"regional water at PJM +2027-2028 ", told)
    assert "Certificate:" in told
    record = json.loads((folder / "certificate.json").read_text("utf-8"))
    assert record["passed"]
    assert record["not_recomputed"][-1].endswith("no table speaks: regional_water_limit")
    page = (folder / "report.html").read_text("utf-8")
    assert "Is there enough water?" in page
    full = int(limits(folder)["binding"].sum())
    assert f"water {full} of 3 bind" in re.sub("<[^>]*>", "", page)
    book = openpyxl.load_workbook(folder / "plan.xlsx", data_only=True)
    rows = list(book["Regional water"].iter_rows(min_row=6, max_col=5, values_only=True))
    assert [row[:3] for row in rows] == [("PJM", year, 4.0) for year in (2026, 2027, 2028)]
    assert [row[4] for row in rows] == pytest.approx([4.0 - row[3] for row in rows])
    assert "Regional water" in [cell.value for row in book["Cover"].iter_rows() for cell in row]
    ranking = [cell.value for row in book["Bottlenecks"].iter_rows() for cell in row]
    assert "regional water" in ranking
    assert str(book["Regional water"]["A3"].value).startswith("Checks: all OK")


def test_the_limit_stands_in_bottlenecks_needed_and_trace_with_its_setting(dry, planner):
    folder, _ = dry
    key = "plugins.regional_water.million_m3.PJM"

    told = planner("bottlenecks", folder)
    assert re.search(r"1\. Each million m3 more of regional water at PJM delivers", told.stdout)
    asked = planner("needed", folder).stdout
    assert f"regional water PJM in 2028: 4 million m3; dry.toml, key {key}" in asked
    assert re.search(rf"raise regional water at PJM from 4 to .* million m3 .*key {key}", asked)
    traced = planner("trace", folder, "limits.capacity", "--where", f"limit={LIMIT},year=2028")
    assert "4.00 million m3" in traced.stdout
    assert f"model.{key} = 4.0 million m3" in traced.stdout


def test_the_verb_of_the_example_reads_the_run(dry, planner):
    folder, _ = dry

    done = planner("water-left", folder)

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == [f"PJM {y}" for y in (2026, 2027, 2028)]
    assert float(lines[2].split()[2]) == pytest.approx(0.0, abs=1e-6)


def test_a_cap_that_is_not_reached_moves_nothing_and_the_solver_ends_at_the_same_optimum(
    planner, model
):
    loose = ("--set", "plugins.regional_water.million_m3.PJM=1000")
    bare = model.with_name("bare.toml")
    bare.write_text(model.read_text("utf-8").partition("[plugins")[0], encoding="utf-8")
    fast = ("-q", "--no-report", "--no-workbook")

    for words in (
        (model.name, *loose, "--name", "loose"),
        (model.name, *loose, "--name", "solver", "--solver", "scipy_interior_point"),
        (bare.name,),
    ):
        done = planner("run", *words, *fast)
        assert done.returncode == 0, done.stderr

    outputs = model.parent / "outputs"
    without = objectives(outputs / "bare")
    assert objectives(outputs / "loose") == pytest.approx(without, rel=1e-9)
    assert objectives(outputs / "solver") == pytest.approx(without, rel=1e-7)
    record = json.loads((outputs / "solver" / "run.json").read_text("utf-8"))
    # SciPy has its own copy of HiGHS: it was asked, and the simplex method ended what it began.
    methods = {stage["method"] for stage in record["stages"].values()}
    assert "scipy_interior_point" in methods
    assert record["definition"]["solver"]["method"] == "scipy_interior_point"
    assert record["environment"]["plugins"] == ["planner-regional-water 1.0"]


def test_faults_of_the_settings_are_told_at_once_by_check(planner, model):
    wrong = model.with_name("wrong.toml")
    text = model.read_text("utf-8").replace("PJM = 4.0", 'PJN = 4.0\nMISO = "much"\nPJM = -1')
    wrong.write_text(text + "[plugins.regional_water]\nmillion = 3\n", encoding="utf-8")

    done = planner("check", wrong.name)

    assert done.returncode == 2
    assert (
        "wrong.toml, line 8, key plugins.regional_water.million_m3.PJN: no region" in done.stderr
    )
    assert "did you mean 'PJM'?" in done.stderr
    assert "key plugins.regional_water.million_m3.PJM: -1" in done.stderr
    assert "key plugins.regional_water.million: unknown key" in done.stderr


def test_without_the_package_the_model_is_refused_and_the_run_still_shown(dry, model):
    folder, _ = dry

    def alone(*words):
        return run("-m", "planner", *words, cwd=model.parent)

    refused = alone("run", model.name, "-q")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    said = "no installed package gives a block 'regional_water'; expected a package that gives it"
    assert "dry.toml, line 7, key plugins.regional_water: " + said in refused.stderr
    again = alone("bottlenecks", folder)
    assert (again.returncode, said in again.stderr) == (2, True)
    assert "regional water at PJM" in alone("show", folder).stdout
    assert alone("verify", folder).returncode == 0
