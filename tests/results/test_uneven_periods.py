"""Periods of unequal length: each counts by its own years, and single years say the same."""

from functools import partial

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import api, solve
from planner.cli.headline import verdict
from planner.formulation.annuity import discount_factor
from planner.formulation.assemble import assemble
from planner.results.tables import extract
from planner.solving import solve_world
from planner.surfaces.exchange.iamc import iamc
from planner.system import PowerTechnology, Region, Site, World

TOWN = {
    "regions": "region\nisland\n",
    "sites": "site,region\ntown,island\n",
    "time_slices": "slice_set,slice,weight_hours\ns,a,5000\ns,b,3760\n",
    "site_load": "site,year,slice,load_gw\ntown,2025,all,1\n",
}
# 2025, 2026, 2027 to 2028, and 2029 to 2033.
UNEVEN = """\
years = { first = 2025, last = 2029, steps = { "2027" = 2, "2029" = 5 } }
discount_rate = 0.0
discount_timing = "end"
[time]
slice_set = "s"
"""
NUCLEAR = TOWN | {
    "power_technologies": (
        "technology,kind,lifetime_years,variable_om_usd_per_mwh,lead_time_years\n"
        "gas,dispatchable,30,100,0\n"
        "nuc,dispatchable,40,10,{lead}\n"
    ),
    "power_costs": "technology,year,capex_usd_per_kw\ngas,2025,0\nnuc,2025,400\n",
}
CAPPED = TOWN | {
    "power_technologies": (
        "technology,kind,variable_om_usd_per_mwh,co2_t_per_mwh\n"
        "dirty,dispatchable,40,0.5\n"
        "clean,dispatchable,100,0\n"
    ),
}


# Gas alone costs 8.76 TWh at 100 USD, 0.876 billion a year; nuclear power 0.0876, and a fortieth
# of 0.4 billion for its capital, 0.0976 in all. Ordered at the start of 2025 it serves by the end
# of the year in which its lead time ends, and in the periods that begin with that year or later:
# at once, from 2026 on (after 1 year of gas), from 2027 on (2), from 2029 on (4), or never.
@pytest.mark.parametrize(
    ("lead", "gas"), [(1, 0), (1.5, 1), (2, 1), (3, 2), (3.5, 4), (5, 4), (5.5, 9)]
)
def test_a_lead_time_is_held_to_the_beginning_of_each_period(problem, lead, gas):
    tables = NUCLEAR | {"power_technologies": NUCLEAR["power_technologies"].format(lead=lead)}

    run = solve(problem(UNEVEN, **tables))

    assert run.plan.cost_busd == pytest.approx(gas * 0.876 + (9 - gas) * 0.0976)


@pytest.fixture(scope="module")
def capped(tmp_path_factory):
    """The run of a cap of 4, 3, 2 and 1 Mt a year, and its folder."""
    folder = tmp_path_factory.mktemp("capped")
    (folder / "tables").mkdir()
    for name, text in CAPPED.items():
        (folder / "tables" / f"{name}.csv").write_text(text)
    head = 'title = "capped"\ndatasets = "tables"\ntables = { missing = "default" }\n'
    cap = '{ "2025" = 4.0, "2026" = 3.0, "2027" = 2.0, "2029" = 1.0 }'
    (folder / "capped.toml").write_text(
        f"{head}{UNEVEN.replace('0.0', '0.08')}[limits]\nemissions_mt_per_year = {cap}\n"
    )
    planned, _ = api.run(folder / "capped.toml", folder / "out")
    return planned, folder / "out" / "capped"


# Dirty power of 8, 6, 4 and 2 TWh a year fills the caps, and clean power is the rest of 8.76.
CO2 = 4 + 3 + 2 * 2 + 5 * 1
DIRTY_TWH = 8 + 6 + 2 * 4 + 5 * 2
# Running costs of a year, billion USD: 0.32 + 0.076, 0.24 + 0.276, 0.16 + 0.476, 0.08 + 0.676.
RUNNING = 0.396 + 0.516 + 2 * 0.636 + 5 * 0.756


def test_totals_count_each_period_by_its_years(capped):
    plan = capped[0].plan
    fuel = plan["cost"][plan["cost"]["term"].str.contains("variable_om")]

    assert plan.total("emissions", "emissions_mt") == pytest.approx(CO2)
    assert plan.by("power", "generation_twh", "technology")["dirty"] == pytest.approx(DIRTY_TWH)
    assert (fuel["cost_busd"] * fuel["year"].map(plan.lengths)).sum() == pytest.approx(RUNNING)
    assert plan.lengths == {2025: 1, 2026: 1, 2027: 2, 2029: 5}
    assert "Charged in 2025-2033" in verdict(plan)


def test_a_tonne_has_one_price_in_periods_of_any_length(capped):
    # A MWh of clean power costs 60 USD more and saves half a tonne.
    price = capped[0].plan["carbon_price"]["price_usd_per_t"].tolist()

    assert price == pytest.approx([120.0] * 4)


def test_additions_are_told_by_the_year(capped):
    plan = capped[0].plan
    table = iamc(plan, "capped", countries={"island": "Island"}, currency_year=2025)
    rows = table[table["Region"] == "Island"].set_index("Variable")
    built = plan["power"].groupby("year")["built_gw"].sum()
    added = rows.loc[[v for v in rows.index if v.startswith("Capacity Additions|Electricity|")]]
    families = added[[v.count("|") == 2 for v in added.index]]

    for year, each in plan.lengths.items():
        assert families[year].sum() == pytest.approx(built.get(year, 0.0) / each)


def test_certificate_report_and_workbook_count_each_year(capped):
    planned, folder = capped
    record = api.read_certificate(folder)
    assert record["passed"], [check for check in record["checks"] if not check["passed"]]
    api.report([folder], pdf=False)
    api.add_workbook(planned, folder)
    book = openpyxl.load_workbook(folder / "plan.xlsx", data_only=True)
    totals = {row[0].value: row[2].value for row in book["Compare"].iter_rows(max_col=3)}
    annual = {row[0].value: row for row in book["Annual"].iter_rows(max_col=8)}
    checks = list(book["Checks"].iter_rows(values_only=True))

    assert totals["Emissions"] == pytest.approx(CO2)
    assert totals["Present cost of charges"] == pytest.approx(planned.plan.cost_busd)
    lengths = annual["Years that a planned year stands for"]
    assert [cell.value for cell in lengths[4:8]] == [1, 1, 2, 5]
    assert annual["Present cost"][3].value == pytest.approx(planned.plan.cost_busd)
    discounted = [row for row in checks if "solver's objective" in str(row)]
    assert len(discounted) == 3
    # By hand: five payments at the ends of 2029 to 2033.
    assert annual["Discount factor"][7].value == pytest.approx(sum(1.08**-i for i in range(5, 10)))


def periods(lengths):
    """Planned years from 2025 on, and the years that each stands for."""
    years = [2025 + sum(lengths[:i]) for i in range(len(lengths))]
    return dict(zip(years, lengths, strict=True))


def island(lengths, rate=0.0, **plant):
    """A plant and gas for 1 GW over periods of these lengths."""
    each = periods(lengths)
    flat = partial(dict.fromkeys, each)
    return World(
        years=tuple(each),
        year_lengths=each,
        sites={"s": Site(region="r", stated_load={(y, "year"): 1.0 for y in each})},
        regions={"r": Region()},
        technologies={
            "plant": PowerTechnology(kind="dispatchable", capex=flat(1.0), fixed_om=0.01, **plant),
            "gas": PowerTechnology(
                kind="dispatchable", capex=flat(0.0), variable_om=1.0, co2_mt_per_gwh=1e-3
            ),
        },
        discount_rate=rate,
    )


LENGTHS = st.lists(st.integers(1, 6), min_size=1, max_size=4)


@settings(max_examples=12, deadline=None)
@given(lengths=LENGTHS, life=st.integers(1, 20))
def test_uneven_periods_are_the_years_in_them(lengths, life):
    # At a rate of zero and steady prices it does not matter when in a period something falls.
    plant = {"life_years": life, "variable_om": 1e-5, "co2_mt_per_gwh": 5e-4}
    uneven = extract(solve_world(island(lengths, **plant)))
    years = extract(solve_world(island([1] * sum(lengths), **plant)))

    for table, column in (("emissions", "emissions_mt"), ("power", "generation_twh")):
        assert uneven.total(table, column) == pytest.approx(years.total(table, column))
    assert uneven.cost_busd == pytest.approx(years.cost_busd)


@settings(max_examples=12, deadline=None)
@given(lengths=LENGTHS, life=st.integers(1, 20), rate=st.sampled_from([0.0, 0.03, 0.1]))
def test_the_charges_of_a_life_are_worth_what_was_spent(lengths, life, rate):
    # Whatever the periods, if they hold all of a life: the charges of what is spent first have
    # the overnight cost as their present value.
    formulation = assemble(island([*lengths, 20], rate, life_years=float(life)))
    world, ledgers = formulation.model.world, formulation.ledgers
    spent = ledgers.capex.lines("power", 2025)
    for one in spent:
        charges = sum(
            discount_factor(world, y) * line.coefficient
            for y in world.years
            for line in ledgers.cost.lines("power_capital", y)
            if line.vintage == 2025 and line.quantity is one.quantity
        )
        assert charges == pytest.approx(one.coefficient, rel=1e-9)
    assert spent


def test_a_life_ends_within_an_uneven_period():
    # Six years from 2026 on are 2026, both of 2027 and 2028, and three of the five from 2029 on.
    world = island([1, 1, 2, 5])

    assert [world.share_in_life(2026, y, 6.0) for y in world.years] == [0.0, 1.0, 1.0, 0.6]
    assert [world.before(y) for y in world.years] == [None, 2025, 2026, 2027]
    assert world.end == 2034


SHORT_LIVED = TOWN | {
    "power_technologies": (
        "technology,kind,lifetime_years,economic_life_years,rented,fixed_om_usd_per_kw_year,"
        "variable_om_usd_per_mwh,co2_t_per_mwh\n"
        "plant,dispatchable,6,4,false,10,10,0.1\n"
        "engine,dispatchable,20,,true,0,60,0.5\n"
    ),
    "power_costs": "technology,year,capex_usd_per_kw\nplant,2025,{plant}\nengine,2025,1000\n",
    "power_terms": (
        "term,unit,value\nrental_delivery_share,share,0.1\nflexible_load_share,share,0\n"
        "onsite_reserve_margin,share,0\n"
        "flexible_load_hours,h,0\n"
    ),
    "existing_power": (
        "site,technology,capacity_gw,in_service_year,life_years\ntown,plant,0.5,2020,8\n"
    ),
}


@pytest.mark.parametrize("plant", [500, 90000])
def test_the_proof_knows_lives_that_end_within_uneven_periods(problem, tmp_path, plant):
    # Half a GW that stood leaves at the end of 2027, and stays to the end of that period, 2028.
    tables = SHORT_LIVED | {"power_costs": SHORT_LIVED["power_costs"].format(plant=plant)}

    planned, _ = api.run(problem(UNEVEN.replace("0.0", "0.08"), **tables), tmp_path / "out")

    record = api.read_certificate(next((tmp_path / "out").iterdir()))
    assert record["passed"], [check for check in record["checks"] if not check["passed"]]
    power = planned.plan["power"].set_index(["technology", "year"])
    if plant == 90000:
        stood = power.loc["plant", "capacity_gw"].reindex([2025, 2026, 2027, 2029], fill_value=0.0)
        assert stood.tolist() == pytest.approx([0.5, 0.5, 0.5, 0.0])
        # Half a GW is rented in 2025, and half more in 2029, each delivered once for a tenth of
        # 1,000 USD a kW, at the end of the first year of its period.
        paid = planned.plan["cost"].query("term == 'rental_delivery'").set_index("year")
        worth = paid["present_cost_busd"].reindex([2025, 2026, 2027, 2029], fill_value=0.0)
        assert worth.tolist() == pytest.approx([0.05 / 1.08, 0.0, 0.0, 0.05 / 1.08**5])


GAS = {
    "regions": "region\nR\n",
    "sites": "site,region\ns,R\n",
    "site_load": "site,year,load_gw,unserved_usd_per_mwh\ns,2025,2,1000\n",
    "power_technologies": (
        "technology,kind,fixed_om_usd_per_kw_year,variable_om_usd_per_mwh,build_limit\n"
        "gas,dispatchable,10,10,turbines\n"
    ),
}
ONE_AND_FIVE = (
    'years = { first = 2025, last = 2026, steps = { "2026" = 5 } }\ndiscount_rate = 0.0\n'
)
# A GW of gas serves 8,760 GWh a year that would cost 1,000 USD a MWh, for 10 and 10 USD a kW:
# 8.6724 - 0.01 = 8.6624 billion USD a year.
SAVED = 8.6624


def test_a_limit_a_year_holds_for_each_year_of_its_period(problem, tmp_path):
    # 0.2 GW a year are 0.2 by the end of 2025 and 1.0 more in 2026 to 2030. A percent more of the
    # first row serves in 6 years, of the second, five times over, in 5.
    rows = "technology,year,feasible_gw_per_year\nturbines,2025,0.2\nturbines,2026,0.2\n"
    run = solve(problem(ONE_AND_FIVE, **GAS, build_limits=rows))
    run.write(tmp_path / "out")
    told = run.plan["bottlenecks"].set_index("row")

    assert api.read_certificate(tmp_path / "out" / "problem")["passed"]
    capacity = run.plan.by("power", "capacity_gw", "year")
    assert capacity.to_dict() == pytest.approx({2025: 0.2, 2026: 1.2})
    for year, worth in ((2025, 0.002 * 6 * SAVED), (2026, 0.01 * 5 * SAVED)):
        row = told.loc[f'["turbines", {year}]']
        assert (row["value"], row["unit"]) == (pytest.approx(0.2), "GW a year")
        assert row["cost_change_busd"] == pytest.approx(-worth)


def test_a_site_grows_by_its_pace_in_each_year_of_each_period(problem, tmp_path):
    # 0.2 GW a year are 0.2 by the end of 2025 and 1.2 by that of 2030.
    sites = "site,region,build_rate_gw_per_year\ns,R,0.2\n"
    technologies = GAS["power_technologies"].replace("turbines", "")
    run = solve(
        problem(ONE_AND_FIVE, **GAS | {"sites": sites, "power_technologies": technologies})
    )
    run.write(tmp_path / "out")
    used = run.plan["limits"].set_index(["limit", "year"])["used"]

    assert api.read_certificate(tmp_path / "out" / "problem")["passed"]
    assert used["site_load_limit", 2025] == pytest.approx(0.2)
    assert used["site_load_limit", 2026] == pytest.approx(1.2)


def test_a_budget_of_capital_holds_for_each_year_of_its_period(problem, tmp_path):
    # 0.3 billion USD a year pay 0.3 GW at 1,000 USD a kW in 2025 and 1.5 GW in the period after.
    tables = GAS | {
        "power_technologies": GAS["power_technologies"].replace("turbines", ""),
        "power_costs": "technology,year,capex_usd_per_kw\ngas,2025,1000\n",
    }
    run = solve(problem(f"{ONE_AND_FIVE}[limits]\ncapex_busd_per_year = 0.3\n", **tables))
    run.write(tmp_path / "out")

    assert api.read_certificate(tmp_path / "out" / "problem")["passed"]
    assert run.plan.by("capex", "capex_busd", "year").to_dict() == pytest.approx(
        {2025: 0.3, 2026: 1.5}
    )
    assert run.plan.rate("capex", "capex_busd", "year").tolist() == pytest.approx([0.3, 0.3])
