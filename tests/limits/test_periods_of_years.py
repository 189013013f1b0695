"""A cell that states an amount a year, where a planned year stands for five."""

import pytest

from planner import api, solve
from planner.errors import InfeasibleError
from tests.filled_cells.conftest import write_problem

MODEL = """\
title = "Two periods of five years"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2025, last = 2030, step = 5 }
discount_rate = 0.0
"""
TABLES = {
    "regions": "region\nR\n",
    "sites": "site,region\ns,R\n",
    "site_load": "site,year,load_gw,unserved_usd_per_mwh\ns,2025,2,1000\ns,2030,3,1000\n",
    "power_technologies": (
        "technology,kind,fixed_om_usd_per_kw_year,variable_om_usd_per_mwh,build_limit\n"
        "gas,dispatchable,10,10,turbines\n"
    ),
}
# A GW of gas serves 8,760 GWh a year that would cost 1,000 USD a MWh, for 10 and 10 USD a kW:
# 8.6724 - 0.01 = 8.6624 billion USD a year, and five times that in a period.
SAVED = 8.6624 * 5


def priced(folder, tables, model=MODEL):
    """Cost, certificate, and the table of bottlenecks by the key of its rows."""
    run = solve(write_problem(folder, {**TABLES, **tables}, model))
    run.write(folder / "outputs")
    assert api.read_certificate(folder / "outputs" / "problem")["passed"]
    return run.plan, run.plan["bottlenecks"].set_index("row")


def test_a_limit_of_building_is_told_as_its_cell_states_it(tmp_path):
    # 0.15 GW a year are 0.75 in the first period, which serve in both.
    rows = "technology,year,feasible_gw_per_year\nturbines,2025,{}\nturbines,2030,0.1\n"
    plan, found = priced(tmp_path / "a", {"build_limits": rows.format(0.15)})
    more, _ = priced(tmp_path / "b", {"build_limits": rows.format(0.16)})
    told = found.loc['["turbines", 2025]']

    assert (told["value"], told["unit"]) == (pytest.approx(0.15), "GW a year")
    assert told["step"].startswith("each GW a year more of")
    assert told["cost_change_busd"] == pytest.approx(-0.0075 * 2 * SAVED)
    assert told["cost_change_busd"] / told["steps_in_percent"] == pytest.approx(-10 * SAVED)
    assert more.cost_busd - plan.cost_busd == pytest.approx(0.01 * -10 * SAVED)


def test_a_site_grows_by_its_pace_in_each_year_of_a_period(tmp_path):
    # 0.2 GW a year are 1 by the end of 2029 and 2 by that of 2034; of a percent more there are
    # 0.01 in the first period and 0.02 in the second.
    sites = "site,region,build_rate_gw_per_year\ns,R,0.2\n"
    technologies = TABLES["power_technologies"].replace("turbines", "")
    plan, found = priced(tmp_path, {"sites": sites, "power_technologies": technologies})
    limits = plan["limits"].set_index(["limit", "year"])["used"]
    told = found.loc['["s"]']

    assert limits["site_load_limit", 2025] == pytest.approx(1.0)
    assert limits["site_load_limit", 2030] == pytest.approx(2.0)
    assert plan["sites"]["build_facility_gw_per_year"].tolist() == [pytest.approx(0.2)]
    assert told["value"] == pytest.approx(0.2)
    assert told["cost_change_busd"] == pytest.approx(-0.03 * SAVED)


def test_a_budget_that_is_too_small_is_raised_by_the_year(tmp_path):
    # 2 GW at 1,200 USD a kW take 2.4 billion USD in five years, 0.48 a year.
    tables = {
        **TABLES,
        "site_load": "site,year,load_gw\ns,2025,2\n",
        "power_technologies": TABLES["power_technologies"].replace("turbines", ""),
        "power_costs": "technology,year,capex_usd_per_kw\ngas,2025,1200\n",
    }
    model = MODEL.replace("last = 2030", "last = 2025")
    path = write_problem(tmp_path, tables, f"{model}[limits]\ncapex_busd_per_year = 0.2\n")

    with pytest.raises(InfeasibleError, match=r"from 0\.2 to 0\.48 billion USD a year"):
        solve(path)
