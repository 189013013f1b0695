"""What limits the power of sites limits stated loads as it limits accelerators; by hand."""

import pytest

from planner import api
from planner.errors import InputError
from tests.filled_cells.conftest import REGION, write_problem

MODEL = """\
title = "A town with a size"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }
discount_rate = 0.0
[time]
slice_set = "s"
"""
TABLES = {
    "regions": REGION,
    "time_slices": "slice_set,slice,weight_hours\ns,a,5000\ns,b,3760\n",
    "power_technologies": "technology,kind,fixed_om_usd_per_kw_year,variable_om_usd_per_mwh,"
    "unit_size_mw\ng,dispatchable,20.5,50,500\n",
}


def tables(site="", load="", price=""):
    """1.5 GW for 5,000 h and 2 GW for 3,760 h at a town; more columns of its tables."""
    name, value = site.split("=") if site else ("", "")
    header, cell = (f",{name}", f",{value}") if site else ("", "")
    cost, paid = (",unserved_usd_per_mwh", f",{price}") if price else ("", "")
    rows = load or f"town,2026,a,1.5{paid}\ntown,2026,b,2{paid}\n"
    return {
        **TABLES,
        "sites": f"site,region{header}\ntown,R{cell}\n",
        "site_load": f"site,year,slice,load_gw{cost}\n{rows}",
    }


@pytest.mark.parametrize(
    ("site", "message"),
    [
        (
            "max_facility_gw=1.0",
            "site_load.csv, line 3, column load_gw: 2 GW at 'town' in 2026, which must be served; "
            "expected at most the 1 GW of facility power that the site can have by then",
        ),
        ("build_rate_gw_per_year=1.75", "expected at most the 1.75 GW"),
        ("first_power_year=2027", "expected at most the 0 GW"),
    ],
)
def test_a_load_that_must_be_served_fits_its_site(tmp_path, site, message):
    path = write_problem(tmp_path, tables(site), MODEL)

    with pytest.raises(InputError) as error:
        api.load_world(api.load_model(path))

    assert message in str(error.value)


@pytest.mark.parametrize(
    ("site", "model"),
    [
        ("max_facility_gw=1.0", MODEL),
        ("build_rate_gw_per_year=1.0", MODEL),
        ("", MODEL + "[limits]\nfacility_gw = 1.0\n"),
    ],
)
def test_a_load_that_has_a_price_is_served_as_far_as_the_site_allows(certified, site, model):
    # 1 GW all year at 20.5 USD a kW and 50 a MWh; 0.5 GW for 5,000 h and 1 GW for 3,760 h go
    # unserved, at 1,000 USD a MWh.
    found = certified(tables(site, price=1000), model)

    served, unserved = 0.0205 + 8.76 * 0.05, (0.5 * 5000 + 3760) * 1e-3
    assert found.cost_busd == pytest.approx(served + unserved)
    assert not found.failed


def test_a_site_without_limit_serves_the_load(certified):
    found = certified(tables(price=1000), MODEL)

    assert found.cost_busd == pytest.approx(2 * 0.0205 + 15.02 * 0.05)


def test_a_pace_lets_a_load_grow(certified):
    # A GW a year: 1 GW in 2026 and 2 GW in 2027. What is built stays for its life.
    found = certified(
        tables("build_rate_gw_per_year=1.0", load="town,2026,all,1\ntown,2027,all,2\n"),
        MODEL.replace("last = 2026", "last = 2027"),
    )

    assert found.cost_busd == pytest.approx(3 * 0.0205 + 3 * 8.76 * 0.05)
    assert not found.failed


@pytest.mark.parametrize(("security", "gw"), [("reserve_margin", 2.0), ("n_minus_1", 2.5)])
def test_a_stated_load_is_served_with_its_largest_unit_out(certified, security, gw):
    # 2 GW on one source of units of 0.5 GW: 2.5 GW, of which 2 GW are left with a unit out.
    found = certified(tables(), MODEL + f'[power]\nsecurity = "{security}"\n')

    assert found.cost_busd == pytest.approx(gw * 0.0205 + 15.02 * 0.05)
    row = found.plan["security"].iloc[0]
    assert row["load_on_site_gw"] == 2.0
    assert row["short_gw"] == pytest.approx(2.5 - gw)
    assert not found.failed


def test_a_plan_that_draws_more_than_the_site_can_have_is_found(certified, monkeypatch):
    # The size is forgotten: all is served, and the certificate sees a site of 1 GW draw 2, and
    # that there is no row that holds it.
    monkeypatch.setattr("planner.system.Site.reachable_gw", lambda self, y, years: float("inf"))
    found = certified(tables("max_facility_gw=1.0", price=1000), MODEL)

    assert {"site_draw", "choices"} <= found.failed
