"""Sites as the certificate finds them again: pools, and candidates that no table has."""

import shutil

import pandas as pd
import pytest

from planner import api
from planner.audit.candidates import with_candidates
from planner.audit.files import Files
from planner.cli import main
from planner.config.locations import bundled

NEED = """
extends = "small"
title = "A site that nobody has announced"

[sites]
candidates = [{ region = "ERCOT", gw = 1, by = 2028 }]
"""
CHANGED = """
extends = "small"
title = "Candidates whose tables a model changes"

[years]
last = 2030

[sites]
candidates = [{ region = "ERCOT", gw = 3, by = 2030, kinds = ["retiring_plant", "headroom"] }]

[cases]
"sites.*" = "high"
"grid_large_loads.*" = "low"

[set]
"sites.area_p63.max_facility_gw" = 0.4
"grid_large_loads.ERCOT:2029.gw_per_year" = 17.0
"""
EVERYWHERE = """
extends = "small"
title = "New campuses in each region that connects any by 2029"

[years]
last = 2029

[sites]
countries = ["USA"]
kinds = []
new_campuses = true
include = ["openai_stargate_abilene", "coreweave_helios", "new_ERCOT", "new_SPP"]

[set]
"workloads.frontier_run.max_share_of_fleet" = 0.2
"sites.new_ERCOT.max_facility_gw" = 0.4
"""


@pytest.fixture
def run(tmp_path):
    """Run a model of a text as a user does; returns the exit code and the folder."""

    def plan(text):
        (tmp_path / "m.toml").write_text(text, encoding="utf-8")
        arguments = [str(tmp_path / "m.toml"), "-o", str(tmp_path), "-q"]
        return main(["run", *arguments, "--no-workbook", "--no-report"]), tmp_path / "m"

    return plan


@pytest.mark.parametrize(
    "text", [NEED, CHANGED, EVERYWHERE], ids=["announced", "made and changed", "of all regions"]
)
def test_a_model_with_candidates_is_planned_and_certified(run, text):
    code, folder = run(text)

    assert code == 0
    assert api.read_certificate(folder)["passed"]
    for_hours = api.hours(folder, 2028)
    assert set(for_hours["site"]) <= set(
        pd.read_parquet(folder / "tables" / "sites.parquet")["site"]
    )


def test_candidates_are_made_before_what_the_model_changes(run):
    # ERCOT connects 3.5 GW a year; a request of 2026 waits 3 years, so that areas have their share
    # of 2029 and 2030, seven GW. What the model then sets of them stands for itself.
    _, folder = run(CHANGED)
    plan = pd.read_parquet(folder / "tables" / "sites.parquet").set_index("site")
    manifest = api.read_run(folder)[1]
    again = with_candidates(Files.read(folder, manifest, api.load_model("small").path.parent))

    assert plan.at["area_p63", "max_facility_gw"] == pytest.approx(0.4)
    assert again.rows["area_p63"]["max_facility_gw"] == pytest.approx(0.4)
    assert set(again.chosen) < set(plan.index)


def test_a_pool_needs_no_row_of_its_own(tmp_path):
    # The pools of the tables have rows, which are members like any other; a folder without them
    # still pools what is small.
    import shutil

    from planner.config.locations import bundled

    shutil.copytree(bundled("datasets"), tmp_path / "datasets")
    for name in ("sites", "site_cooling", "site_power", "existing_power", "existing_accelerators"):
        path = tmp_path / "datasets" / f"{name}.csv"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith("pool_")]
        path.write_text("".join(kept), encoding="utf-8")
    text = """
extends = "small"
title = "Small sites together"
datasets = "datasets"
years = { first = 2026, last = 2027 }

[sites]
countries = ["USA"]
min_facility_gw = 2
"""
    (tmp_path / "pooled.toml").write_text(text, encoding="utf-8")
    arguments = [str(tmp_path / "pooled.toml"), "-o", str(tmp_path), "-q"]

    assert main(["run", *arguments, "--no-workbook", "--no-report"]) == 0

    folder = tmp_path / "pooled"
    members = pd.read_parquet(folder / "tables" / "site_members.parquet")
    assert not members["member"].str.startswith("pool_").any()
    assert members.groupby("site")["it_share"].sum().to_numpy() == pytest.approx(1.0)
    for verb in (["milestones", str(folder)], ["hours", str(folder), "--year", "2027"]):
        assert main(verb) == 0


def test_a_country_in_which_nothing_is_planned_limits_nothing(run, tmp_path):
    # China has one of its rows: no plan of Texas needs the other.
    text = """
extends = "small"
title = "t"
datasets = "datasets"
[limits]
national_construction = true
"""
    folder = shutil.copytree(bundled("datasets"), tmp_path / "datasets")
    table = folder / "construction_limits.csv"
    row = "CHN,growth,1/year,,0.1,0.2,0.3,census_construction,estimate,\n"
    table.write_text(table.read_text(encoding="utf-8") + row, encoding="utf-8")
    code, made = run(text)

    assert code == 0
    assert api.read_certificate(made)["passed"]
