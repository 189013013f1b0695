"""What is curtailed, what a credit counts, what load costs, and what pays for nothing."""

from dataclasses import replace

import pandas as pd
import pytest

from planner import api
from planner.audit.balance import balance_checks
from planner.audit.evidence import Evidence
from planner.audit.files import Files
from planner.cli.headline import verdict
from planner.errors import InputError, UnboundedError
from planner.formulation.annuity import discount_factor
from planner.results.tables import extract
from planner.solving import solve_world
from planner.storage.run_folder import read_manifest
from planner.surfaces.exchange.iamc import iamc
from planner.system import PowerTechnology, Region, Site, TaxCredit, TimeSlice, World

YEAR = """\
years = { first = 2026, last = 2026 }
discount_rate = 0.0
[time]
slice_set = "s"
"""
TOWN = {
    "regions": "region\nisland\n",
    "sites": "site,region\ntown,island\n",
    "time_slices": "slice_set,slice,weight_hours\ns,a,5000\ns,b,3760\n",
    "site_load": "site,year,slice,load_gw\ntown,2026,a,1\ntown,2026,b,2\n",
}
WIND = {
    **TOWN,
    "power_technologies": (
        "technology,kind,profile,lifetime_years,construction_years,variable_om_usd_per_mwh\n"
        "wind,variable,wind,20,0,0\n"
        "gas,dispatchable,none,20,0,50\n"
    ),
    "power_costs": "technology,year,capex_usd_per_kw\nwind,2026,500\ngas,2026,1000\n",
    "slice_profiles": (
        "slice_set,slice,region,profile,capacity_factor\ns,a,island,wind,0.5\ns,b,island,wind,0.2\n"
    ),
    "tax_credits": (
        "technology,construction_start_year,latest_online_year,capital_share,"
        "production_credit_usd_per_mwh,production_credit_years\n"
        "wind,2026,2030,0,{usd},10\n"
    ),
}


def windy(usd):
    return WIND | {"tax_credits": WIND["tax_credits"].format(usd=usd)}


@pytest.fixture
def run(problem, tmp_path):
    """Plan a problem and write its run; the plan, its folder and its certificate."""

    def make(model, **tables):
        planned, _ = api.run(problem(model, **tables), tmp_path / "out")
        folder = next((tmp_path / "out").iterdir())
        return planned.plan, folder, api.read_certificate(folder)

    return make


# 10 GW of wind give 2 GW in slice b and 5 in slice a, where 1 is used: 12.52 TWh are delivered,
# and 4 GW x 5,000 h = 20 TWh are not. Capital of 5 billion USD over 20 years is 0.25 a year. A
# credit of 10 USD a MWh for ten years is half of that in each of twenty, 0.0626: 0.1874 are left.
# A credit of 100 USD pays more than the wind costs, 0.626, but for no more than is used.
@pytest.mark.parametrize(("usd", "right"), [(10, 0.1874), (100, -0.376)])
def test_credit_and_generation_count_what_is_delivered(run, usd, right):
    plan, folder, record = run(YEAR, **windy(usd))
    wind = plan["power"].set_index("technology").loc["wind"]
    load = plan["load"]
    paid = (load["price_usd_per_mwh"] * load["load_gw"] * load["weight_hours"]).sum() / 1e6

    assert plan.cost_busd == pytest.approx(right)
    assert wind["generation_twh"] == pytest.approx(12.52)
    assert wind["curtailed_twh"] == pytest.approx(20.0)
    assert record["passed"], [c for c in record["checks"] if not c["passed"]]
    # More load in slice a takes what is curtailed, and is paid the credit: the price is negative.
    assert load.set_index("slice").at["a", "price_usd_per_mwh"] == pytest.approx(-usd / 2)
    assert paid == pytest.approx(plan.cost_busd)
    assert "20 TWh" in verdict(plan)
    table = iamc(plan, "windy", countries={"island": "Island"}, currency_year=2025)
    rows = table.groupby("Variable")[2026].first()
    assert rows["Secondary Energy|Electricity|Curtailment"] == pytest.approx(20.0)
    assert rows["Secondary Energy|Electricity|Wind"] == pytest.approx(12.52)
    api.report([folder], pdf=False)
    assert "curtailed" in (folder / "report.html").read_text()


def test_what_is_curtailed_adds_up_to_what_is_over(run):
    plan, _, _ = run(YEAR, **windy(10))
    dispatch = plan["dispatch"]
    twh = (dispatch["gw"] * dispatch["weight_hours"]).groupby(dispatch["term"]).sum() / 1e3

    assert plan["power"]["curtailed_twh"].sum() == pytest.approx(-twh["curtailed"])
    assert twh.sum() == pytest.approx(0.0, abs=1e-9)


def test_a_falsified_delivery_is_found(run):
    _, folder, _ = run(YEAR, **windy(10))
    path = folder / "tables" / "power.parquet"
    table = pd.read_parquet(path)
    table["generation_twh"] += 5.0
    table["curtailed_twh"] -= 5.0
    table.to_parquet(path)

    ground = Evidence.of(Files.read(folder, read_manifest(folder), folder.parents[1] / "tables"))
    failed = {check.family for check in balance_checks(ground) if not check.passed}
    assert "energy" in failed


def test_vintages_without_a_credit_give_way_first():
    # A GW of wind a year is built for 2026 and 2027, and only the first has a credit: the load of
    # 2027, 1 GW, takes credited wind first. Both years have it: 2 x 8,760 GWh at 1e-5, half of
    # which falls in each year of a life that is twice as long as the credit.
    sites = {"s": Site(region="r", stated_load={(y, "year"): 1.0 for y in (2026, 2027)})}
    wind = PowerTechnology(
        kind="variable", profile="w", life_years=20, capex={2026: 0.0, 2027: -0.0}, build_limit="w"
    )
    world = World(
        years=(2026, 2027),
        sites=sites,
        regions={"r": Region()},
        technologies={"wind": wind},
        capacity_factor={("w", "r", "year"): 1.0},
        slices={"year": TimeSlice()},
        build_limit_gw={("w", 2026): 1.0, ("w", 2027): 1.0},
        tax_credits={
            ("wind", "r", 2026): TaxCredit(production=1e-5, production_years=10, begun=2026)
        },
    )

    assert solve_world(world).stages["cost"].solution.objective == pytest.approx(-0.0876)


@pytest.mark.parametrize(
    ("load", "wind", "atom"),
    [
        # Wind that stood can give 0.4 GW and wind with a credit 0.6, the atom 0.81: of 0.81 GW
        # that are over, 0.4 are wind without a credit, and the rest is the atom's.
        (1.0, 0.4, 0.41),
        # Of 1.61 GW all of both, and 0.4 of the wind that earns.
        (0.2, 0.8, 0.81),
    ],
)
def test_a_technology_gives_way_as_far_as_it_earns_no_credit(load, wind, atom):
    site = Site(
        region="r",
        stated_load={(2026, "year"): load},
        existing_power={"wind": 0.8, "atom": 0.9},
    )
    world = World(
        years=(2026,),
        sites={"s": site},
        regions={"r": Region()},
        technologies={
            "wind": PowerTechnology(
                kind="variable", profile="w", life_years=20, capex={2026: 0.0}, build_limit="w"
            ),
            "atom": PowerTechnology(kind="baseload", availability=0.9, capex={2026: 9.0}),
        },
        capacity_factor={("w", "r", "year"): 0.5},
        slices={"year": TimeSlice()},
        build_limit_gw={("w", 2026): 1.2},
        tax_credits={
            ("wind", "r", 2026): TaxCredit(production=1e-5, production_years=10, begun=2026)
        },
    )

    power = extract(solve_world(world))["power"].set_index("technology")

    assert power.at["wind", "built_gw"] == pytest.approx(1.2)
    assert power.at["wind", "curtailed_twh"] == pytest.approx(8.76 * wind)
    assert power.at["atom", "curtailed_twh"] == pytest.approx(8.76 * atom)
    assert power.at["wind", "generation_twh"] == pytest.approx(8.76 * (1.0 - wind))


def test_only_what_must_run_earns_a_credit_on_output():
    world = everything({"day": 1.0, "eve": 1.0, "night": 1.0})
    credit = {("gas", "r", 2026): TaxCredit(production=1e-5, production_years=1)}

    with pytest.raises(ValueError, match="'gas', which is dispatchable"):
        solve_world(replace(world, tax_credits=credit))


RESERVE = {
    **TOWN,
    "power_technologies": (
        "technology,kind,availability,lifetime_years,fixed_om_usd_per_kw_year,"
        "variable_om_usd_per_mwh,storage_hours,round_trip_efficiency\n"
        "gas,dispatchable,0.9,30,100,40,0,1\n"
        "peak,dispatchable,0.8,30,30,200,0,1\n"
        "batt,storage,1,20,1,0,4,0.9\n"
    ),
    "power_terms": (
        "term,unit,value\nonsite_reserve_margin,share,0.15\nflexible_load_share,share,0\n"
        "flexible_load_hours,h,0\nrental_delivery_share,share,0\n"
    ),
}


def test_the_price_of_load_holds_its_reserve(run):
    # A kW of firm capacity costs 30 / 0.8 = 37.5 USD a year, and a kW more of peak takes 1.15.
    # Without it the price of slice b would be that of the rest of gas; with it, what the load
    # pays is what the plan costs: nothing earns more than its cost.
    plan, _, _ = run(YEAR, **RESERVE)
    load = plan["load"].set_index("slice")
    paid = (load["price_usd_per_mwh"] * load["load_gw"] * load["weight_hours"]).sum() / 1e6

    assert plan.cost_busd == pytest.approx(0.734272, rel=1e-5)
    assert paid == pytest.approx(plan.cost_busd)
    # Gas that serves the second GW of b costs (100 - 37.5 x 0.9) / 0.9 + 40 x 3.76 a kW-year,
    # the reserve 43.125; in all 267.136 over 3,760 h.
    assert load.at["b", "price_usd_per_mwh"] == pytest.approx(71.0468, rel=1e-5)
    assert load.at["a", "price_usd_per_mwh"] == pytest.approx(40.0)


CLEAN = {
    "regions": TOWN["regions"],
    "sites": TOWN["sites"],
    "time_slices": (
        "slice_set,slice,day,position,hours,weight_hours\ns,d,1,0,12,4380\ns,n,1,1,12,4380\n"
    ),
    "site_load": "site,year,slice,load_gw\ntown,2026,d,1\ntown,2026,n,1.5\n",
    "power_technologies": (
        "technology,kind,profile,lifetime_years,fixed_om_usd_per_kw_year,variable_om_usd_per_mwh,"
        "storage_hours,round_trip_efficiency,co2_t_per_mwh\n"
        "sun,variable,solar,20,40,0,0,1,0\n"
        "batt,storage,none,20,20,0,12,0.81,0\n"
        "gas,dispatchable,none,20,10,5,0,1,0.4\n"
    ),
    "power_costs": "technology,year,capex_usd_per_kw\nsun,2026,0\nbatt,2026,0\ngas,2026,0\n",
    "slice_profiles": (
        "slice_set,slice,region,profile,capacity_factor\ns,d,island,solar,0.5\ns,n,island,solar,0\n"
    ),
}


def test_matching_and_price_know_the_load_that_is_stated(run):
    model = YEAR.replace("[time]", "[limits]\nclean_share_hourly = 0.8\n[time]")
    plan, _, record = run(model, **CLEAN)
    matching, load = plan["matching"].set_index("slice"), plan["load"]
    paid = (load["price_usd_per_mwh"] * load["load_gw"] * load["weight_hours"]).sum() / 1e6

    assert matching["load_gw"].to_dict() == {"d": 1.0, "n": 1.5}
    assert matching["matched_gw"].to_dict() == pytest.approx({"d": 0.8, "n": 1.2})
    # All costs go with the load, so what it pays for one more of each is what it pays for all.
    assert paid == pytest.approx(plan.cost_busd)
    assert record["passed"]


def everything(load):
    """A world in which load stands in every row that it can stand in."""
    kinds = {
        "gas": PowerTechnology(
            kind="dispatchable", capex={2026: 0.8}, variable_om=3e-5, co2_mt_per_gwh=4e-4,
            unit_gw=0.1, life_years=20,
        ),
        "atom": PowerTechnology(kind="baseload", capex={2026: 4.0}, life_years=40, unit_gw=0.2),
        "sun": PowerTechnology(kind="variable", profile="sun", capex={2026: 0.6}, life_years=20),
        "wind": PowerTechnology(kind="variable", profile="wind", capex={2026: 0.7}, life_years=20),
        "cell": PowerTechnology(
            kind="storage", capex={2026: 0.3}, storage_hours=6.0, round_trip_efficiency=0.8,
            life_years=15,
        ),
    }  # fmt: skip
    slices = {
        "day": TimeSlice(weight_hours=3000.0, hours=10.0),
        "eve": TimeSlice(weight_hours=2000.0, hours=6.0),
        "night": TimeSlice(weight_hours=3760.0, hours=8.0),
    }
    factors = {"sun": (0.6, 0.1, 0.0), "wind": (0.3, 0.35, 0.45)}
    return World(
        years=(2026,),
        sites={
            "s": Site(
                region="r",
                max_facility_gw=5.0,
                stated_load={(2026, h): gw for h, gw in load.items()},
                unserved_cost={(2026, h): 9e-5 for h in load},
            )
        },
        regions={"r": Region()},
        technologies=kinds,
        slices=slices,
        capacity_factor={
            (p, "r", h): f
            for p, of_p in factors.items()
            for h, f in zip(slices, of_p, strict=True)
        },
        reserve_margin=0.1,
        unit_outage=True,
        clean_share={2026: 0.5},
        tax_credits={("wind", "r", 2026): TaxCredit(production=8e-6, production_years=10)},
        discount_rate=0.06,
    )


@pytest.mark.parametrize("slice_", ["day", "eve", "night"])
def test_the_price_of_load_is_what_one_more_costs(slice_):
    # Against planning again: whatever row load stands in, its price is the difference.
    load = {"day": 1.3, "eve": 2.0, "night": 1.7}
    step = 1e-4
    solved = solve_world(everything(load))
    more = solve_world(everything(load | {slice_: load[slice_] + step}))
    row = extract(solved)["load"].set_index("slice").loc[slice_]
    cost, dearer = (w.stages["cost"].solution.objective for w in (solved, more))
    each = (dearer - cost) / step

    per_gw = row["price_usd_per_mwh"] * row["weight_hours"] / 1e6
    assert per_gw * discount_factor(solved.world, 2026) == pytest.approx(each, rel=1e-5)


def test_costs_that_fall_for_ever_name_the_cell(problem):
    world = everything({"day": 1.0, "eve": 1.0, "night": 1.0})
    gift = replace(world.technologies["gas"], capex={2026: -0.5})

    with pytest.raises(InputError) as refused:
        solve_world(replace(world, technologies=world.technologies | {"gas": gift}))

    assert refused.value.exit_code == 2
    assert "power_costs.csv, gas:2026, column capex_usd_per_kw" in str(refused.value)
    assert "sun" not in str(refused.value)
    assert UnboundedError.exit_code == 2
