"""Each column of each table that a plan is said to read moves what is planned.

Columns of the tables that ship are changed throughout, one after another, and the world that is
planned must not stay as it was, in at least one of a few models that together ask for all that can
be asked. Columns of problems of one's own have an entry each, and move the objective.
"""

import warnings
from dataclasses import replace
from math import isclose

import pytest

from planner import api
from planner.config.locations import bundled
from planner.data.descriptor import read_schema
from planner.data.inputs import Inputs
from planner.errors import InfeasibleError, InputError
from planner.input_workbook.keys import model_keys
from planner.solving import solve_world
from planner.system.build import build_world
from tests.filled_cells.conftest import write_problem

SCHEMA = read_schema(bundled("datasets"))
MODELS = (
    'title = "a"\nextends = "small"\n[sites]\ninclude = ["openai_stargate_abilene", '
    '"coreweave_helios", "google_columbus"]\n'
    '[workloads]\nuse = ["frontier_run", "rest_of_industry"]\n[supply]\neuv = true\n'
    '[power]\nelectricity_price = "tariff"\n[accelerators]\noperators = "observed"\n'
    '[commitments]\nsites = "given"\naccelerators = "given"\naccelerators_share = 0.1\n'
    '[set]\n"site_cooling.google_columbus.water_limit_million_m3_per_year" = 1.0\n',
    'title = "b"\nextends = "small"\nh100e_basis = "bf16_dense"\n'
    '[training]\ntopology = "regional"\n'
    "[limits]\nnational_construction = true\ncapex_growth = true\n"
    '[supply]\nexpansion = ["node", "packaging", "hbm"]\nequipment = true\nramp = "observed"\n'
    'contracts = "observed"\n'
    'within_year = "stated"\n'
    '[power]\ntechnologies = "all"\nelectricity_price = "wholesale"\nflexible_load = true\n',
    'title = "c"\nextends = "small"\n[workloads]\nuse = ["frontier_run", "rest_of_industry"]\n'
    'serving = "roofline"\n'
    '[power]\nload = "average"\n'
    # Nobody has begun either: one date is too soon, and one slips.
    '[sites]\ninclude = ["openai_stargate_abilene", "data_city_laredo", "gw_ranch"]\n'
    'slip = "observed"\ncompletion = "expected"\n'
    '[set]\n"sites.gw_ranch.first_power_year" = 2029.0\n'
    '[objective]\ntargets = "priced"\n[demand]\ncurve_share = 0.5\n',
)
ELSEWHERE = {
    # In problems of one's own, below or in test_every_column.
    *("site_load", "technology_availability", "connection_costs", "goods_supply", "goods_demand"),
    *("freight", "power_technologies", "existing_power"),
    # Candidates are made of them before the tables are read: tests/data/test_candidates.
    *("retiring_plants", "balancing_areas"),
    # Of the stock of the whole world, for one kind of target: tests/demand/test_world_fleet.
    "world_compute",
}
BY_ITSELF = {
    # Of stores whose energy has a price of its own: tests/formulation/test_storage_energy.
    ("existing_power", "energy_gwh"),
    ("power_costs", "energy_capex_usd_per_kwh"),
    # Years beyond the tables: tests/system/test_supply.
    ("supply_terms", "growth_per_year_beyond_table"),
}


def walked():
    """Tables and columns that hold numbers or switches and are read by the plan."""
    for name, table in SCHEMA.items():
        for column, field in table.fields.items():
            if name in ELSEWHERE or (name, column) in BY_ITSELF or column in table.key:
                continue
            if field.used.by != "plan" or field.type == "string":
                continue
            # The low and the high value are read where a case asks for them.
            if not column.endswith(("_low", "_high")) and column not in ("low", "high"):
                yield name, column


def other(table, column, type_):
    """The table with every cell of a column changed."""
    changed = table.copy()
    cells = table[column]
    if type_ == "boolean":
        changed[column] = ~cells
    elif column == "position":
        changed[column] = cells.max() - cells
    elif type_ == "integer":
        changed[column] = (cells - 1).astype(cells.dtype)
    else:
        changed[column] = 0.9 * cells.astype(float) + (0.01 if (cells == 0).all() else 0.0)
    return changed


def test_each_choice_is_a_key_of_a_model_file():
    keys = {key.name for key in model_keys()} | {"sites.candidates"}
    choices = {f.used.choice for table in SCHEMA.values() for f in table.fields.values()}

    assert choices - {""} <= keys


@pytest.mark.slow
def test_each_column_that_a_plan_reads_moves_it(tmp_path):
    left = list(walked())
    for text in MODELS:
        path = tmp_path / "m.toml"
        path.write_text(text, encoding="utf-8")
        model = api.load_model(path)
        inputs = api.load_inputs(model)
        before = build_world(inputs, model)

        def moves(name, column, model=model, inputs=inputs, before=before):
            table = inputs.tables[name]
            if table.empty or table[column].isna().all():
                return False
            changed = other(table, column, SCHEMA[name].fields[column].type)
            made: Inputs = replace(inputs, tables={**inputs.tables, name: changed})
            try:
                with warnings.catch_warnings():
                    # Days without a slice, where both tables no longer fit together.
                    warnings.simplefilter("ignore")
                    return build_world(made, model) != before
            except InputError:
                return True

        left = [(name, column) for name, column in left if not moves(name, column)]

    assert not left


MODEL = """\
title = "A problem of one's own"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2028 }
discount_rate = 0.0
[time]
slice_set = "d"
[power]
technologies = ["gas", "battery"]
"""
TABLES = {
    "regions": "region\nR\n",
    "sites": "site,region\ns,R\n",
    "time_slices": "slice_set,slice,day,position,hours,weight_hours\n"
    "d,p,1,0,6,2190\nd,q,1,1,6,2190\nd,r,1,2,6,2190\nd,s,1,3,6,2190\n",
    # A peak, a lull, a peak and a lull: a battery that holds one peak serves both.
    "site_load": "site,year,slice,load_gw,unserved_usd_per_mwh\ns,2026,p,3,900\ns,2026,q,1,900\n"
    "s,2026,r,3,900\ns,2026,s,1,900\n",
    "power_technologies": "technology,kind,storage_hours,round_trip_efficiency,"
    "variable_om_usd_per_mwh,fixed_om_usd_per_kw_year,lifetime_years\nold,dispatchable,0,1,20,1,20\n"
    "gas,dispatchable,0,1,50,100,20\nbattery,storage,4,0.9,0,1,20\n",
    "existing_power": "site,technology,capacity_gw,in_service_year,life_years,"
    "paid_usd_per_kw_year\ns,old,1,2020,30,5\n",
    "technology_availability": "technology,slice,availability\nold,q,0.8\n",
    "connection_costs": "site,technology,connection_usd_per_kw\ns,gas,10\n",
    "goods_supply": "good,origin,year,supply_thousand,cost_usd_per_unit\nsteel,near,2026,5,1000\n"
    "steel,far,2026,99,9000\n",
    "goods_demand": "good,site,year,demand_thousand\nsteel,s,2026,7\n",
    "freight": "good,origin,site,freight_usd_per_unit\nsteel,near,s,100\nsteel,far,s,200\n",
}
CHANGES = {
    ("site_load", "load_gw"): ("s,2026,q,1,", "s,2026,q,1.5,"),
    ("site_load", "unserved_usd_per_mwh"): ("p,3,900", "p,3,40"),
    ("technology_availability", "availability"): ("0.8", "0.4"),
    ("connection_costs", "connection_usd_per_kw"): (",10\n", ",20\n"),
    ("goods_supply", "supply_thousand"): (",5,", ",6,"),
    ("goods_supply", "cost_usd_per_unit"): (",1000\n", ",1001\n"),
    ("goods_demand", "demand_thousand"): (",7\n", ",8\n"),
    ("freight", "freight_usd_per_unit"): (",100\n", ",101\n"),
    ("existing_power", "capacity_gw"): ("old,1,", "old,0.5,"),
    ("existing_power", "in_service_year"): ("2020", "2027"),
    ("existing_power", "life_years"): (",30,", ",6,"),
    ("existing_power", "paid_usd_per_kw_year"): (",5\n", ",6\n"),
    ("time_slices", "day"): ("d,s,1,", "d,s,2,"),
    ("time_slices", "position"): ("d,q,1,1,6,2190\nd,r,1,2,", "d,q,1,2,6,2190\nd,r,1,1,"),
    ("time_slices", "hours"): ("d,q,1,1,6,", "d,q,1,1,3,"),
    ("time_slices", "weight_hours"): ("2190\nd,q,1,1,6,2190", "2000\nd,q,1,1,6,2380"),
}
OWN = ("site_load", "technology_availability", "connection_costs", "goods_supply", "goods_demand",
       "freight", "existing_power", "time_slices")  # fmt: skip


def objective(folder, tables):
    """The present cost of a problem, or the text of its faults."""
    model = api.load_model(write_problem(folder, tables, MODEL))
    try:
        world = build_world(api.load_inputs(model), model)
        return solve_world(world).stages["cost"].solution.objective
    except (InputError, InfeasibleError) as error:
        return str(error)


def test_every_column_of_these_tables_has_an_entry():
    columns = {
        (name, column)
        for name in OWN
        for column, field in SCHEMA[name].fields.items()
        if column not in SCHEMA[name].key
        and field.used.by == "plan"
        and (name, column) not in BY_ITSELF
    }
    assert columns == set(CHANGES)


@pytest.fixture(scope="module")
def as_it_is(tmp_path_factory):
    """The objective of the problem as it is."""
    found = objective(tmp_path_factory.mktemp("own"), TABLES)
    assert isinstance(found, float), found
    return found


@pytest.mark.parametrize(("table", "column"), list(CHANGES))
def test_a_column_of_a_problem_of_ones_own_moves_its_cost(tmp_path, as_it_is, table, column):
    before, after = CHANGES[table, column]
    assert before in TABLES[table]
    tables = {**TABLES, table: TABLES[table].replace(before, after, 1)}

    found = objective(tmp_path, tables)

    assert isinstance(found, float), found
    assert not isclose(found, as_it_is, rel_tol=1e-9)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"sites": "site,region,pue\ns,R,1.2\n"},
            "sites.csv, line 2, column pue: '1.2', which nothing reads: the problem has no "
            "workload, and so no accelerators; expected 1 or a blank; leave it out, or name one",
        ),
        (
            {"cluster_costs": "item,unit,value,source_id,confidence\nx,USD,3,,\n"},
            "cluster_costs.csv, line 2, column value: '3', which nothing reads",
        ),
        (
            {
                "power_technologies": "technology,kind,storage_hours,round_trip_efficiency\n"
                "old,dispatchable,0,1\ngas,dispatchable,0,0.9\nbattery,storage,4,0.9\n"
            },
            "power_technologies.csv, line 3, column round_trip_efficiency: '0.9', which nothing "
            "reads where kind is 'dispatchable'; expected 1 or a blank: it is read where "
            "kind is storage; leave it out",
        ),
    ],
)
def test_a_cell_that_nothing_reads_is_a_fault(tmp_path, changes, fault):
    assert fault in objective(tmp_path, {**TABLES, **changes})
