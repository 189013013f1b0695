"""The worst day of each region is kept, and with it the plants that it takes; by hand."""

import gzip

import numpy as np
import pytest

from tests.filled_cells.conftest import write_problem

MODEL = """\
title = "Two regions"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }
discount_rate = 0.0
[time]
days = 4
slices_per_day = 1
"""
TABLES = {
    "regions": "region\nA\nB\n",
    "sites": "site,region\na,A\nb,B\n",
    "power_technologies": "technology,kind,profile,fixed_om_usd_per_kw_year,"
    "variable_om_usd_per_mwh\nwind,variable,wind,30,0\ngas,dispatchable,none,90,120\n",
    "site_load": "site,year,slice,load_gw\na,2026,all,1\nb,2026,all,1\n",
}


@pytest.fixture
def planned(tmp_path, certified):
    """Plan the problem with the wind of each day and region."""

    def plan(wind, model=MODEL):
        write_problem(tmp_path, TABLES, model)
        folder = tmp_path / "tables" / "profiles"
        folder.mkdir()
        rows = [
            f"{hour},{a},{b}" for hour, (a, b) in enumerate(np.repeat(wind, 24, axis=0).tolist())
        ]
        text = "\n".join(["hour,wind:A,wind:B", *rows]) + "\n"
        (folder / "capacity_factors_2012.csv.gz").write_bytes(gzip.compress(text.encode()))
        return certified(TABLES, model)

    return plan


def test_each_region_has_plants_for_its_own_windless_day(planned):
    # Half of the wind on all days, but for one windless day in each region, not the same. A day's
    # lull of gas costs 90 a kW and 24 h at 120 USD a MWh; 2 GW of wind serve all other days.
    wind = np.full((365, 2), 0.5)
    wind[20, 0] = wind[200, 1] = 0.0

    found = planned(wind)

    # Kept are the days 20 and 200; the two other groups are the rest of the year.
    assert found.cost_busd == pytest.approx(2 * (2 * 0.03 + 0.09 + 24 * 120e-6))
    built = found.plan.by("power", "built_gw", "site", "technology")
    assert built[("a", "gas")] == pytest.approx(1.0)
    assert built[("b", "gas")] == pytest.approx(1.0)
    assert not found.failed
