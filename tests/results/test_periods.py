"""Planned years that stand for several: lead times, lives and totals agree with single years."""

from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import api, solve
from planner.cli.headline import verdict
from planner.formulation.annuity import discount_factor
from planner.formulation.assemble import assemble
from planner.results.key_figures import figures
from planner.results.over_years import ALL_YEARS, EACH_YEAR
from planner.results.tables import extract
from planner.solving import solve_world
from planner.surfaces.exchange.iamc import iamc
from planner.surfaces.html.reading import read_facts
from planner.surfaces.html.sections import cost
from planner.system import PowerTechnology, Region, Site, World

HALVES = "slice_set,slice,weight_hours\ns,a,5000\ns,b,3760\n"
TOWN = {"regions": "region\nisland\n", "sites": "site,region\ntown,island\n"}
ONE_GW = "site,year,slice,load_gw\ntown,2025,all,1\n"

NUCLEAR = {
    **TOWN,
    "time_slices": HALVES,
    "site_load": ONE_GW,
    "power_technologies": (
        "technology,kind,lifetime_years,variable_om_usd_per_mwh,lead_time_years\n"
        "gas,dispatchable,30,100,0\n"
        "nuc,dispatchable,40,10,{lead}\n"
    ),
    "power_costs": "technology,year,capex_usd_per_kw\ngas,2025,0\nnuc,2025,400\n",
}
FIVES = """\
years = { first = 2025, last = 2030, step = 5 }
discount_rate = 0.0
discount_timing = "end"
[time]
slice_set = "s"
"""

CAPPED = {
    **TOWN,
    "time_slices": HALVES,
    "site_load": ONE_GW,
    "power_technologies": (
        "technology,kind,variable_om_usd_per_mwh,co2_t_per_mwh\n"
        "dirty,dispatchable,40,0.5\n"
        "clean,dispatchable,100,0\n"
    ),
}
THREE_FIVES = """\
years = { first = 2025, last = 2035, step = 5 }
discount_rate = 0.08
discount_timing = "end"
[time]
slice_set = "s"
[limits]
emissions_mt_per_year = { "2025" = 4.0, "2030" = 2.0, "2035" = 1.0 }
"""


# Gas alone costs 8.76 TWh at 100 USD, 0.876 billion a year; nuclear power 0.0876, and a fortieth
# of 0.4 billion for its capital, 0.01. Ordered at the start of 2025, what takes up to a year
# serves by the end of 2025, and so in that period; up to six years, from 2030 on: 5 x 0.876 and
# 5 x 0.0976; longer, never: 10 x 0.876.
@pytest.mark.parametrize(
    ("lead", "right"),
    [(0, 0.976), (1, 0.976), (1.5, 4.868), (5, 4.868), (6, 4.868), (6.5, 8.76)],
)
def test_a_lead_time_counts_to_the_first_year_of_a_period(problem, lead, right):
    tables = NUCLEAR | {"power_technologies": NUCLEAR["power_technologies"].format(lead=lead)}

    run = solve(problem(FIVES, **tables))

    assert run.plan.cost_busd == pytest.approx(right)


@pytest.fixture(scope="module")
def capped(tmp_path_factory):
    """The run of a cap of 4, 2 and 1 Mt a year in three periods of five years."""
    folder = tmp_path_factory.mktemp("capped")
    (folder / "tables").mkdir()
    for name, text in CAPPED.items():
        (folder / "tables" / f"{name}.csv").write_text(text)
    head = 'title = "capped"\ndatasets = "tables"\ntables = { missing = "default" }\n'
    (folder / "capped.toml").write_text(head + THREE_FIVES)
    planned, _ = api.run(folder / "capped.toml", folder / "out")
    return planned, folder / "out" / "capped"


def test_totals_over_periods_count_each_of_their_years(capped):
    # Dirty power of 8, 4 and 2 TWh a year fills the caps; clean power is the rest of 8.76.
    # Charged a year: 0.396, 0.636, 0.756 billion; in all 5 x 1.788 = 8.94. CO2: 5 x (4 + 2 + 1).
    plan = capped[0].plan

    assert plan.cost_busd == pytest.approx(4.70751, rel=1e-5)
    assert plan.total("cost", "cost_busd") == pytest.approx(8.94)
    assert plan.total("emissions", "emissions_mt") == pytest.approx(35.0)
    assert figures(plan)["emissions_mt"] == pytest.approx(35.0)
    assert plan.by("power", "generation_twh", "technology")["dirty"] == pytest.approx(5 * 14.0)
    assert "Charged in 2025-2039" in verdict(plan)


def test_a_tonne_has_one_price_in_all_periods(capped):
    # A MWh of clean power costs 60 USD more and saves half a tonne.
    planned, folder = capped
    table = iamc(planned.plan, "capped", countries={"island": "Island"}, currency_year=2025)
    by_name = table.set_index("Variable")

    assert planned.plan["carbon_price"]["price_usd_per_t"].tolist() == pytest.approx([120.0] * 3)
    price = by_name.loc["Price|Carbon"]
    assert price["Unit"] == "USD_2025/t CO2"
    assert [price[y] for y in (2025, 2030, 2035)] == pytest.approx([120.0] * 3)
    api.report([folder], pdf=False)
    page = (folder / "report.html").read_text()
    assert "A tonne of it is worth" in page
    assert "120" in page.partition("A tonne of it is worth")[2][:300]


def test_additions_are_by_the_year(capped):
    # All that stands, at least 1 GW, is built in the first period, a fifth of it in each year.
    plan = capped[0].plan
    table = iamc(plan, "capped", countries={"island": "Island"}, currency_year=2025)
    rows = table[table["Region"] == "Island"].set_index("Variable")
    built = plan["power"].query("year == 2025")["built_gw"].sum()

    added = rows.loc[[v for v in rows.index if v.startswith("Capacity Additions|Electricity|")]]
    families = added[[v.count("|") == 2 for v in added.index]]
    assert families[2025].sum() == pytest.approx(built / 5)
    assert built >= 1.0 - 1e-9


def test_report_and_workbook_count_each_year(capped):
    planned, folder = capped
    api.add_workbook(planned, folder)
    book = openpyxl.load_workbook(folder / "plan.xlsx", data_only=True)
    totals = {row[0].value: row[2].value for row in book["Compare"].iter_rows(max_col=3)}
    annual = [[cell.value for cell in row] for row in book["Annual"].iter_rows(max_col=4)]

    assert totals["Emissions"] == pytest.approx(35.0)
    assert totals["Present cost of charges"] == pytest.approx(4.70751, rel=1e-5)
    all_years = {(row[0], row[2]): row[3] for row in annual if row[2]}
    assert all_years["Present cost", "sum"] == pytest.approx(4.70751, rel=1e-5)
    assert all_years["onsite", "sum of years"] == pytest.approx(35.0)
    (terms,) = cost.build(read_facts(folder)).tables
    assert sum(float(row[1]) for row in terms.rows) == pytest.approx(8.94, rel=1e-3)


def island(first, count, each, rate=0.0, **plant):
    """A plant and gas for 1 GW over so many periods of `each` years."""
    years = tuple(range(first, first + count * each, each))
    flat = dict.fromkeys(years, 1.0)
    return World(
        years=years,
        year_lengths=dict.fromkeys(years, each),
        sites={"s": Site(region="r", stated_load={(y, "year"): 1.0 for y in years})},
        regions={"r": Region()},
        technologies={
            "plant": PowerTechnology(kind="dispatchable", capex=flat, fixed_om=0.01, **plant),
            "gas": PowerTechnology(
                kind="dispatchable",
                capex=dict.fromkeys(years, 0.0),
                variable_om=1.0,
                co2_mt_per_gwh=1e-3,
            ),
        },
        discount_rate=rate,
    )


@settings(max_examples=12, deadline=None)
@given(each=st.integers(1, 6), life=st.integers(1, 20))
def test_periods_are_the_years_in_them(each, life):
    # At a rate of zero and steady prices it does not matter when in a period something falls.
    plant = {"life_years": life, "variable_om": 1e-5}
    plant["co2_mt_per_gwh"] = 5e-4
    periods = extract(solve_world(island(2025, 3, each, **plant)))
    years = extract(solve_world(island(2025, 3 * each, 1, **plant)))

    assert periods.total("emissions", "emissions_mt") == pytest.approx(
        years.total("emissions", "emissions_mt")
    )
    energy = [plan.total("power", "generation_twh") for plan in (periods, years)]
    assert energy[0] == pytest.approx(energy[1])
    assert periods.cost_busd == pytest.approx(years.cost_busd)


@settings(max_examples=12, deadline=None)
@given(
    each=st.integers(1, 6),
    life=st.integers(1, 25),
    rate=st.sampled_from([0.0, 0.03, 0.1]),
)
def test_the_charges_of_a_life_are_worth_what_was_spent(each, life, rate):
    # Whatever the period, whichever the term: of each capital that is spent in the first year,
    # the charges of all years have the overnight cost as their present value.
    formulation = assemble(island(2025, 26 // each + 1, each, rate, life_years=float(life)))
    world, ledgers = formulation.model.world, formulation.ledgers
    for component in ledgers.capex.terms:
        spent = ledgers.capex.lines(component, 2025)
        for one in spent:
            charges = sum(
                discount_factor(world, y) * line.coefficient
                for y in world.years
                for line in ledgers.cost.lines(f"{component}_capital", y)
                if line.vintage == 2025 and line.quantity is one.quantity
            )
            assert charges == pytest.approx(one.coefficient, rel=1e-9)
        assert spent or component != "power"


def test_every_column_that_adds_up_says_how(capped):
    # Flows, and what is built or spent: a column of such a unit is entered as one or the other.
    plan = capped[0].plan
    endings = ("_twh", "_mt", "_busd", "built_gw", "million_m3")
    rates = {"ledger", "limits", "bottlenecks", "affordability", "build_outs"}
    for name, table in plan.tables.items():
        found = [c for c in table.columns if str(c).endswith(endings) and "limit" not in str(c)]
        known = (*EACH_YEAR.get(name, ()), *ALL_YEARS.get(name, ()))
        assert name in rates or set(found) <= set(known), (name, found)


def test_a_life_ends_within_a_period():
    # Twelve years from 2025 on are all of two periods of five and two fifths of the third.
    world = island(2025, 3, 5, life_years=12.0)

    assert [world.share_in_life(2025, y, 12.0) for y in world.years] == [1.0, 1.0, 0.4]
    single = replace(world, year_lengths={})
    assert single.share_in_life(2025, 2036, 11.5) == 1.0


SHORT_LIVED = {
    **TOWN,
    "time_slices": HALVES,
    "site_load": ONE_GW,
    "power_technologies": (
        "technology,kind,lifetime_years,economic_life_years,rented,fixed_om_usd_per_kw_year,"
        "variable_om_usd_per_mwh,co2_t_per_mwh\n"
        "plant,dispatchable,12,7,false,10,10,0.1\n"
        "engine,dispatchable,20,,true,0,60,0.5\n"
    ),
    "power_costs": "technology,year,capex_usd_per_kw\nplant,2025,{plant}\nengine,2025,1000\n",
    "power_terms": (
        "term,unit,value\nrental_delivery_share,share,0.1\nflexible_load_share,share,0\n"
        "onsite_reserve_margin,share,0\n"
        "flexible_load_hours,h,0\n"
    ),
    "existing_power": (
        "site,technology,capacity_gw,in_service_year,life_years\ntown,plant,0.5,2020,12\n"
    ),
}


@pytest.mark.parametrize("plant", [500, 90000])
def test_the_proof_knows_lives_that_end_within_a_period(problem, tmp_path, plant):
    # Half a GW that stood leaves at the end of 2031, and stays to the end of that period. What is
    # bought then is a plant of 12 years, or an engine that is rented, and delivered once.
    tables = SHORT_LIVED | {"power_costs": SHORT_LIVED["power_costs"].format(plant=plant)}
    model = THREE_FIVES.partition("[limits]")[0]

    planned, _ = api.run(problem(model, **tables), tmp_path / "out")

    record = api.read_certificate(next((tmp_path / "out").iterdir()))
    assert record["passed"], [check for check in record["checks"] if not check["passed"]]
    power = planned.plan["power"].set_index(["technology", "year"])
    stood = power.loc["plant", "capacity_gw"]
    if plant == 90000:
        assert stood.reindex([2025, 2030, 2035], fill_value=0.0).tolist() == pytest.approx(
            [0.5, 0.5, 0.0]
        )
        # Of the 0.5 GW rented in 2025 and the 0.5 more in 2035, each delivery costs a tenth of
        # 1,000 USD a kW, once.
        cost = planned.plan["cost"]
        paid = cost[cost["term"] == "rental_delivery"].set_index("year")["present_cost_busd"]
        right = {2025: 0.05 / 1.08, 2030: 0.0, 2035: 0.05 / 1.08**11}
        assert paid.to_dict() == pytest.approx(right)
