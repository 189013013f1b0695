"""A folder that holds only what its problem needs, and how its faults are named."""

import pytest

from planner import load_model, solve
from planner.api import load_world
from planner.errors import InputError

TABLES = {
    "regions": "region\nisland\n",
    "sites": "site,region\ntown,island\n",
    "power_technologies": "technology,kind,fixed_om_usd_per_kw_year\ngas,dispatchable,100\n",
    "time_slices": "slice_set,slice,weight_hours\ntwo,day,4380\ntwo,night,4380\n",
    "site_load": "site,year,slice,load_gw\ntown,2026,day,2\ntown,2026,night,1\n",
}
MODEL = """\
title = "A town"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2027 }
discount_rate = 0.0
[time]
slice_set = "two"
"""


@pytest.fixture
def problem(tmp_path):
    """Write the tables, some of them changed or left out, and a model; returns its path."""

    def make(model="", **changes):
        folder = tmp_path / "tables"
        folder.mkdir(exist_ok=True)
        for name, text in {**TABLES, **changes}.items():
            if text is not None:
                (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        path = tmp_path / "town.toml"
        path.write_text(model or MODEL, encoding="utf-8")
        return path

    return make


@pytest.fixture
def faults(problem):
    """The faults of a problem, one a line."""

    def make(model="", **changes):
        with pytest.raises(InputError) as error:
            load_world(load_model(problem(model, **changes)))
        return str(error.value)

    return make


def test_five_short_tables_are_a_problem(problem):
    # 2 GW at 0.1 billion USD a GW and year, for two years: a row holds until the next.
    run = solve(problem())

    assert run.plan.cost_busd == pytest.approx(0.4)
    assert set(run.inputs.present) == set(TABLES)


def test_a_year_without_slices_is_one(problem):
    # The load of all slices stands in one row, without naming any.
    load = "site,year,load_gw\ntown,2026,2\ntown,2027,3\n"
    model = MODEL.replace('[time]\nslice_set = "two"\n', "")
    path = problem(model, site_load=load, time_slices=None)
    (path.parent / "tables" / "time_slices.csv").unlink(missing_ok=True)

    assert solve(path).plan.cost_busd == pytest.approx(0.2 + 0.3)


def test_without_the_word_every_table_is_asked_for(faults):
    model = MODEL.replace('tables = { missing = "default" }\n', "")

    said = faults(model)

    assert "datapackage.json: no such file" in said
    assert "planner check MODEL.toml, with 'tables = { missing = \"default\" }' in it" in said


def test_a_number_of_another_world_is_no_fault(problem):
    # Bounds of the tables that ship hold variable O&M to 100 USD a MWh.
    dear = "technology,kind,variable_om_usd_per_mwh\ngas,dispatchable,1000\n"

    cost = solve(problem(power_technologies=dear)).plan.cost_busd

    assert cost == pytest.approx(2 * 3 * 4380 * 1e-3)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"power_technologys": "technology\ngas\n"},
            "power_technologys.csv: no table of that name; ",
        ),
        (
            {"power_technologys": "technology\ngas\n"},
            "did you mean 'power_technologies.csv'?",
        ),
        (
            {"site_load": "site,year,slice,load_mw\ntown,2026,day,2\n"},
            "site_load.csv, line 1, column load_mw: the unit is mw; expected 'load_gw', in GW",
        ),
        (
            {"site_load": "site,year,slise,load_gw\ntown,2026,day,2\n"},
            "site_load.csv, line 1, column slise: unknown column; expected 'slice'; "
            "did you mean 'slice'?",
        ),
        (
            {"site_load": "site,year,slice,load_gw\ntown,2026,dya,2\n"},
            "site_load.csv, line 2, column slice: no slice 'dya' in the model's year; "
            "expected day, night, or all; did you mean 'day'?",
        ),
        (
            {"site_load": "site,year,slice,load_gw\ntwon,2026,day,2\n"},
            "site_load.csv, line 2, column site: unknown id 'twon'; expected a site of sites.csv; "
            "did you mean 'town'?",
        ),
        (
            {"site_load": "site,year,slice,load_gw\ntown,2026,day,-2\n"},
            "site_load.csv, line 2, column load_gw: -2 is below 0",
        ),
        (
            {"site_load": None},
            "key workloads.use: nothing is asked for; expected a workload, or rows of "
            "site_load.csv or goods_demand.csv",
        ),
        ({"regions": None}, "column region: unknown id 'island'"),
        (
            {"power_technologies": "kind\ndispatchable\n"},
            "power_technologies.csv, line 1: no column 'technology'",
        ),
        (
            {"time_slices": "slice_set,slice,weight_hours\ntwo,day,4380\ntwo,night,4000\n"},
            "the slices of 'two' sum to 8380 h; expected 8760 h",
        ),
        (
            {"site_load": "site,year,slice,load_gw\ntown,2026,day,2\n"},
            "site_load.csv, line 2, column slice: 'town' has a load in 2026, and no row for "
            "night; expected a row for every slice of the year, or one for all",
        ),
        (
            # A slice whose first row is of a later year has no load before.
            {"site_load": "site,year,slice,load_gw\ntown,2026,day,2\ntown,2027,night,1\n"},
            "'town' has a load in 2026, and no row for night",
        ),
        (
            {"technology_availability": "technology,slice,availability\ngas,noon,0.5\n"},
            "technology_availability.csv, line 2, column slice: no slice 'noon' in the model's",
        ),
        (
            {
                "power_technologies": "technology,kind\ngas,dispatchable\n",
                "power_costs": "technology,year,capex_usd_per_kw,energy_capex_usd_per_kwh\n"
                "gas,2026,1000,50\n",
            },
            "a price of energy of 'gas', dispatchable; expected a store",
        ),
        (
            {
                "power_technologies": "technology,kind,storage_hours,"
                "energy_fixed_om_usd_per_kwh_year\ngas,storage,4,2\n",
            },
            "expected a store whose energy has a price of its own",
        ),
        (
            {
                "power_technologies": "technology,kind,storage_hours,round_trip_efficiency,"
                "charge_efficiency\ngas,storage,4,0.9,0.8\n",
            },
            "0.8 on the way in, 0.9 in all; expected no more in all than on one way",
        ),
        (
            {"power_technologies": "technology,kind,flat_output\ngas,baseload,true\n"},
            "power_technologies.csv, line 2, column flat_output: 'true', which nothing reads "
            "where kind is 'baseload'; expected false or a blank",
        ),
        (
            {
                "goods_supply": "good,origin,year,supply_thousand\nsteel,mill,2026,3\n",
                "freight": "good,origin,site,freight_usd_per_unit\nsteel,mil,town,3\n",
            },
            "freight.csv, line 2, column origin: no supply of 'steel' at 'mil'; expected a good "
            "and an origin of goods_supply.csv; did you mean 'mill'?",
        ),
        (
            {
                "goods_supply": "good,origin,year,supply_thousand\nsteel,mill,2026,3\n",
                "goods_demand": "good,site,year,demand_thousand\nsteel,town,2026,3\n",
            },
            "goods_demand.csv, line 2, column good: no freight of 'steel' to 'town'",
        ),
    ],
)
def test_what_is_amiss_is_named(faults, changes, fault):
    assert fault in faults(**changes)


def test_a_period_of_several_years_has_no_workloads(faults):
    model = MODEL.replace("last = 2027", "last = 2028, step = 2") + '[workloads]\nuse = ["w"]\n'

    assert "key years.step: step = 2 with workloads.use; expected single years" in faults(model)


def test_a_period_of_several_years_among_single_ones_has_no_workloads(faults):
    steps = 'last = 2027, steps = { "2027" = 3 }'
    model = MODEL.replace("last = 2027", steps) + '[workloads]\nuse = ["w"]\n'

    assert (
        'key years.steps: step = 1, steps = { "2027" = 3 } with workloads.use; expected single '
        "years, or a problem without workloads; leave out step and steps"
    ) in faults(model)


def test_a_period_ends_with_a_whole_step(faults):
    model = MODEL.replace("last = 2027", "last = 2029, step = 2")

    assert (
        "expected the first year of the last period, which is 2028 or 2030 by these steps"
    ) in faults(model)


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        (
            'last = 2029, steps = { "2027" = 3 }',
            'first = 2026, last = 2029, step = 1, steps = { "2027" = 3 }; expected the first year '
            "of the last period, which is 2027 or 2030 by these steps",
        ),
        (
            'last = 2030, steps = { "2026" = 2, "2029" = 1 }',
            'first = 2026, last = 2030, step = 1, steps = { "2026" = 2, "2029" = 1 }; expected '
            "planned years: 2026, 2028, 2030",
        ),
        (
            'last = 2027, steps = { "2027" = 0.5 }',
            "key years.steps.2027: 0.5, a part of a year; expected whole years; the supply of "
            "chips alone goes by half-years or quarters, with supply.periods_per_year = 2 or 4",
        ),
        (
            "last = 2027, step = 0.25",
            "key years.step: 0.25, a part of a year; expected whole years",
        ),
        ('last = 2027, steps = { "2027" = 2.5 }', "key years.steps.2027: 2.5; expected a whole"),
        ('last = 2027, steps = { "next" = 2 }', "key years.steps"),
    ],
)
def test_lengths_of_periods_lead_from_year_to_year(faults, steps, fault):
    assert fault in faults(MODEL.replace("last = 2027", steps))


def test_a_descriptor_of_ones_own_holds_for_its_tables(problem, faults):
    path = problem()
    (path.parent / "tables" / "datapackage.json").write_text(
        '{"resources": [{"name": "regions", "path": "regions.csv", "schema": {"fields": ['
        '{"name": "region", "type": "string"}], "primaryKey": ["region"]}}]}',
        encoding="utf-8",
    )

    found = faults()

    assert "datapackage.json, table regions, field latitude: no such field" in found
    assert "table sites" not in found


def test_a_kilowatt_is_as_exact_as_a_gigawatt(problem):
    # A load of 1 kW, and a watt more in each slice than in the one before: 1.875
    # kW in the last of 876. Sun is free in all but the last ten, in which gas
    # runs at 1 USD a MWh. So 1.875 kW of gas, which take 100 USD a kW, and its energy.
    kw = [1 + 0.001 * i for i in range(876)]
    tables = {
        "power_technologies": "technology,kind,fixed_om_usd_per_kw_year,variable_om_usd_per_mwh\n"
        "gas,dispatchable,100,1\nsun,dispatchable,0,0\n",
        "time_slices": "slice_set,slice,weight_hours\n"
        + "".join(f"two,h{i},10\n" for i in range(876)),
        "technology_availability": "technology,slice,availability\n"
        + "".join(f"sun,h{i},0\n" for i in range(866, 876)),
        "site_load": "site,year,slice,load_gw\n"
        + "".join(f"town,2026,h{i},{load * 1e-6:.12f}\n" for i, load in enumerate(kw)),
    }
    model = MODEL.replace("last = 2027", "last = 2026")
    usd = kw[-1] * 100 + sum(kw[-10:]) * 10 * 1e-3

    run = solve(problem(model, **tables))

    assert run.plan.cost_busd * 1e9 == pytest.approx(usd, rel=1e-6)
