from dataclasses import replace
from pathlib import Path

import pytest

from planner.config import ModelDefinition
from planner.config.keys.workloads import NO_WORKLOADS
from planner.data.model_checks import model_faults


@pytest.fixture
def tables(table):
    """Sites, chips, sources, slices, workloads and costs, by name."""
    made = [
        table("sites", "site", site=["abilene", "homer"], country=["USA", "USA"]),
        table("accelerators", "accelerator", accelerator=["h100", "b200"],
              supply_region=["west", "west"]),
        table("power_technologies", "technology", technology=["gas_ccgt", "solar"]),
        table("time_slices", "slice_set slice", slice_set=["four_days"], slice=["h00"]),
        table("workloads", "workload", workload=["frontier_run"]),
        table("power_costs", "technology year", technology=["solar"] * 2, year=[2026, 2027]),
    ]  # fmt: skip
    return {reading.table.name: reading for reading in made}


def faults(tables, **keys):
    question = {
        "name": "m",
        "path": Path("m.toml"),
        "title": "t",
        "years": {"first": 2026, "last": 2027},
        "workloads": {"use": ["frontier_run"]},
        "origins": {"years.last": "m.toml, line 2"},
    }
    return [str(f) for f in model_faults(ModelDefinition(**question | keys), tables)]


def test_a_model_that_names_what_is_there_has_no_fault(tables):
    keys = {
        "sites": {"include": ["homer"], "exclude": ["abilene"]},
        "accelerators": {"include": ["h100"]},
        "power": {"technologies": ["solar"], "exclude": ["gas_ccgt"]},
    }

    assert faults(tables, **keys) == []


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        (
            {"sites": {"include": ["abilen"]}},
            "m.toml, key sites.include: unknown site 'abilen'; expected a site of sites.csv; "
            "did you mean 'abilene'?",
        ),
        (
            {"sites": {"countries": ["US"]}},
            "m.toml, key sites.countries: unknown country 'US'; expected a country of sites.csv; "
            "did you mean 'USA'?",
        ),
        (
            {"accelerators": {"exclude": ["mi455x"]}},
            "m.toml, key accelerators.exclude: unknown accelerator 'mi455x'; "
            "expected an accelerator of accelerators.csv; there are h100, b200",
        ),
        (
            {"power": {"technologies": ["gas_cgct"]}},
            "m.toml, key power.technologies: unknown technology 'gas_cgct'; "
            "expected a technology of power_technologies.csv; did you mean 'gas_ccgt'?",
        ),
        (
            {"time": {"slice_set": "five_days"}},
            "m.toml, key time.slice_set: unknown slice_set 'five_days'; "
            "expected a slice_set of time_slices.csv; did you mean 'four_days'?",
        ),
        (
            {"workloads": {"use": ["frontier"]}},
            "m.toml, key workloads.use: unknown workload 'frontier'; "
            "expected a workload of workloads.csv; did you mean 'frontier_run'?",
        ),
        (
            {"years": {"first": 2026, "last": 2045}},
            "m.toml, line 2, key years.last: 2045, but power_costs.csv has the years "
            "2026 to 2027; expected a year from 2026 to 2027; "
            "add rows to power_costs.csv, or plan other years",
        ),
    ],
)
def test_what_the_tables_do_not_hold_is_named(tables, keys, fault):
    assert faults(tables, **keys) == [fault]


def test_a_table_that_could_not_be_read_lacks_nothing(tables):
    tables["sites"].whole = False
    del tables["power_technologies"]

    assert faults(tables, sites={"include": ["x"]}, power={"technologies": ["y"]}) == []


@pytest.mark.parametrize(
    ("technologies", "include", "found"),
    [(["grid"], ["dark"], 0), (["gas"], ["dark"], 1), (["grid"], ["turbines"], 1)],
)
def test_fuel_prices_are_asked_for_where_a_fuel_can_be_burnt(table, technologies, include, found):
    # Prices begin in 2027, the plan in 2026. Gas may be built, or stands at a site already.
    made = [
        table("sites", "site", site=["dark", "turbines"], country=["USA", "USA"]),
        table(
            "power_technologies",
            "technology",
            technology=["grid", "gas"],
            fuel=["none", "natural_gas"],
        ),
        table("existing_power", "site technology", site=["turbines"], technology=["gas"]),
        table("fuel_prices", "fuel year", fuel=["natural_gas"] * 2, year=[2027, 2028]),
        table("workloads", "workload", workload=["frontier_run"]),
    ]
    keys = {
        "sites": {"countries": [], "include": include},
        "power": {"technologies": technologies},
        "accelerators": {"supply_regions": []},
    }

    told = faults({reading.table.name: reading for reading in made}, **keys)

    assert len([fault for fault in told if "fuel_prices.csv" in fault]) == found


def test_a_plan_may_not_begin_after_the_fleet_was_counted(tables, table):
    fleet = table(
        "existing_accelerators", "site accelerator year_installed",
        site=["abilene"], accelerator=["h100"], year_installed=[2025],
    )  # fmt: skip
    later = {"years": {"first": 2027, "last": 2027}}

    assert faults({**tables, "existing_accelerators": fleet}) == []
    assert faults({**tables, "existing_accelerators": fleet}, **later) == [
        "m.toml, key years.first: 2027, but existing_accelerators.csv ends with 2025; "
        "expected at most 2026; begin earlier, or add what was installed since"
    ]


def test_a_cap_of_a_year_that_is_not_planned_is_named(tables):
    keys = {"limits": {"emissions_mt_per_year": {"2026": 1.0, "2040": 0.1}}}

    assert faults(tables, **keys) == [
        "m.toml, key limits.emissions_mt_per_year: a cap for 2040; "
        "expected a year from 2026 to 2027"
    ]


@pytest.mark.parametrize(("ships", "last"), [(2028.0, 2031), (2022.5, 2025)])
def test_a_generation_asked_for_must_be_on_sale(tables, table, ships, last):
    chips = table(
        "accelerators", "accelerator", accelerator=["h100"], supply_region=["west"],
        volume_ship_year=[ships], last_sale_year=[last],
    )  # fmt: skip

    found = faults({**tables, "accelerators": chips}, accelerators={"include": ["h100"]})

    assert found == [
        f"m.toml, key accelerators.include: 'h100' is on sale from {ships:g} to {last}; "
        "expected a generation on sale in 2026-2027"
    ]


def test_something_is_asked_for(tables, table):
    # A load, or goods, that tables state is asked for as much as a workload is.
    load = table("site_load", "site year", site=["homer"], year=[2026], load_gw=[1.0])
    goods = table("goods_demand", "site year", site=[], year=[])

    nothing = faults({**tables, "goods_demand": goods}, workloads=NO_WORKLOADS)

    assert len(nothing) == 1
    assert "nothing is asked for" in nothing[0]
    assert faults({**tables, "site_load": load}, workloads=NO_WORKLOADS) == []


def test_years_without_a_build_limit_are_refused_unless_the_model_lifts_them(tables, table):
    limits = table("build_limits", "limit year", limit=["engines"], year=[2026])
    asked = {**tables, "build_limits": limits}
    own = replace(limits, table=replace(limits.table, sparse=True))

    assert faults(asked) == [
        "m.toml, line 2, key years.last: 2027, but build_limits.csv has the years 2026 to 2026; "
        "expected a year from 2026 to 2026; add rows to build_limits.csv, or plan other years"
    ]
    assert faults(asked, limits={"release": ["power"]}) == []
    # In tables of one's own a year without a row has no limit.
    assert faults({**tables, "build_limits": own}) == []


@pytest.mark.parametrize(
    ("sparse", "found", "expected"),
    [
        # A row holds on, so that of oil serves in 2027, and that of gas does not in 2026.
        (True, "has no row of gas before 2027", "2027 or later"),
        (
            False,
            "has oil until 2026 and gas from 2027 on",
            "a row of each for every year of the plan",
        ),
    ],
)
def test_rows_with_no_year_in_common_are_named(tables, table, sparse, found, expected):
    limits = table("build_limits", "limit year", limit=["gas", "oil"], year=[2027, 2026])
    costs = table("power_costs", "technology year", technology=["gas", "oil"], year=[2027, 2026])
    asked = {**tables, "power_costs": replace(costs, table=replace(costs.table, sparse=sparse))}
    asked["build_limits"] = replace(limits, table=replace(limits.table, sparse=True))

    said = [fault for fault in faults(asked) if "power_costs.csv has" in fault]

    assert said[0] == (
        f"m.toml, key years.first: 2026, but power_costs.csv {found}; expected "
        f"{expected}; add rows to power_costs.csv, or plan other years"
    )
    assert len(said) == (1 if sparse else 2)


def test_a_name_that_is_like_none_is_told_with_the_first_eight_that_there_are(tables, table):
    names = [f"site{n}" for n in range(10)]
    tables["sites"] = table("sites", "site", site=names, country=["USA"] * 10)

    assert faults(tables, sites={"include": ["quarry"]}) == [
        "m.toml, key sites.include: unknown site 'quarry'; expected a site of sites.csv; "
        "there are site0, site1, site2, site3, site4, site5, site6, site7 and 2 more"
    ]


def test_a_pool_is_a_site_only_where_the_model_makes_pools(tables, table):
    tables["regions"] = table("regions", "region", region=["ERCOT"])
    with_pool = {"include": ["new_ERCOT"]}

    assert faults(tables, sites={**with_pool, "new_campuses": True}) == []
    assert "unknown site 'new_ERCOT'" in faults(tables, sites=with_pool)[0]


def test_a_default_is_no_question_to_a_table_that_is_left_out(tables):
    tables["time_slices"] = replace(tables["time_slices"], absent=True)
    other = {"time": {"slice_set": "five_days"}}

    assert faults(tables, **other) == []
    asked = {"origins": {"time.slice_set": "m.toml, line 5"}}
    assert "unknown slice_set 'five_days'" in faults(tables, **other, **asked)[0]


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ({"first": 2026, "last": 2028, "step": 2}, "a planned year: 2026, 2028"),
        (
            {"first": 2026, "last": 2030, "steps": {"2027": 3, "2030": 1}},
            "a planned year: 2026, 2027, 2030",
        ),
        (
            {"first": 2010, "last": 2034, "step": 2},
            "a planned year: 2010, 2012, 2014, 2016, 2018, 2020, 2022, 2024, 2026, 2028, "
            "2030, 2032 and 1 more",
        ),
        ({"first": 2026, "last": 2028}, "a year from 2026 to 2028"),
    ],
)
def test_an_amount_of_a_year_within_a_period_is_told_the_planned_ones(tables, years, expected):
    keys = {"limits": {"clean_share_hourly": {"2035": 0.5}}}

    found = [fault for fault in faults(tables, years=years, **keys) if "limits" in fault]

    assert found == [
        f"m.toml, key limits.clean_share_hourly: a share for 2035; expected {expected}"
    ]


@pytest.mark.parametrize(
    ("ships", "last"),
    # Sold within the last year, up to the first, and of no known date.
    [(2027.5, 2031), (2022.5, 2026), (None, 2020), (2030.0, None)],
)
def test_a_generation_that_may_be_on_sale_is_no_fault(tables, table, ships, last):
    tables["accelerators"] = table(
        "accelerators", "accelerator", accelerator=["h100"], supply_region=["west"],
        volume_ship_year=[ships], last_sale_year=[last],
    )  # fmt: skip

    assert faults(tables, accelerators={"include": ["h100"]}) == []


def test_a_generation_that_nobody_asks_for_may_be_off_sale(tables, table):
    tables["accelerators"] = table(
        "accelerators", "accelerator", accelerator=["h100"], supply_region=["west"],
        volume_ship_year=[2015.0], last_sale_year=[2020],
    )  # fmt: skip

    assert faults(tables) == []


def test_the_first_row_of_a_slice_set_is_named_where_it_is_no_year(tables, table):
    # 5,000 + 3,000 h of the set that is asked for; the other set, and a weight unread, are none.
    slices = table(
        "time_slices", "slice_set slice", slice_set=["other", *["four_days"] * 3],
        slice=["a", "b", "c", "d"], weight_hours=[8_760.0, 5_000.0, 3_000.0, None],
    )  # fmt: skip
    own = replace(slices, table=replace(slices.table, sparse=True))

    assert faults({**tables, "time_slices": slices}) == []
    assert faults({**tables, "time_slices": own}) == [
        "time_slices.csv, line 3, column weight_hours: the slices of 'four_days' sum to 8000 h; "
        "expected 8760 h, the hours of a year; or hours_per_year = 8000 under [time]"
    ]
    # Of the representative days of a model the hours are worked out.
    assert faults({**tables, "time_slices": own}, time={"days": 12}) == []


def test_slices_may_miss_the_year_by_rounding_alone(tables, table):
    def found(hours):
        slices = table(
            "time_slices", "slice_set slice", slice_set=["four_days"], slice=["a"],
            weight_hours=[hours],
        )  # fmt: skip
        own = replace(slices, table=replace(slices.table, sparse=True))
        return len(faults({**tables, "time_slices": own}))

    # A millionth of 8,760 h is 0.00876 h.
    assert [found(8_760.008), found(8_760.01), found(8_759.98)] == [0, 1, 1]


def test_chips_count_their_hours_in_a_whole_year(tables):
    told = faults(tables, time={"hours_per_year": 168.0})

    assert told == [
        "m.toml, key time.hours_per_year: 168 with workloads.use; "
        "expected 8760, or a problem without workloads"
    ]


@pytest.mark.parametrize(
    ("years", "key", "found"),
    [
        ({"first": 2026, "last": 2028, "step": 2}, "step", "step = 2"),
        (
            {"first": 2026, "last": 2027, "steps": {"2027": 2}},
            "steps",
            'step = 1, steps = { "2027" = 2 }',
        ),
    ],
)
def test_chips_are_planned_in_single_years(tables, years, key, found):
    told = [fault for fault in faults(tables, years=years) if "workloads.use" in fault]

    assert told == [
        f"m.toml, key years.{key}: {found} with workloads.use; "
        "expected single years, or a problem without workloads; leave out step and steps"
    ]


def test_equipment_is_asked_for_with_rows(tables, table):
    none = table("equipment_supply", "equipment year", equipment=[], year=[])
    some = table("equipment_supply", "equipment year", equipment=["turbine"], year=[2026])
    asked = {"supply": {"equipment": True}}

    assert faults(tables, **asked) == []
    assert faults({**tables, "equipment_supply": none}) == []
    assert faults({**tables, "equipment_supply": some}, **asked) == []
    assert faults({**tables, "equipment_supply": none}, **asked) == [
        "m.toml, key supply.equipment: asked for, and equipment_supply.csv has no row, so nothing "
        "reads it; expected deliveries of a year; or leave it out"
    ]


def test_a_plan_of_the_one_year_of_a_table_is_within_it(tables, table):
    tables["power_costs"] = table(
        "power_costs", "technology year", technology=["solar"], year=[2026]
    )
    one = {"first": 2026, "last": 2026}

    assert faults(tables, years=one) == []
    # A plan that begins after it is told so at both of its ends.
    told = faults(tables, years={"first": 2027, "last": 2028})
    assert [fault.split(":")[0] for fault in told] == [
        "m.toml, key years.first",
        "m.toml, line 2, key years.last",
    ]
    # A row holds on where the tables are one's own.
    costs = tables["power_costs"]
    tables["power_costs"] = replace(costs, table=replace(costs.table, sparse=True))
    assert faults(tables, years={"first": 2027, "last": 2028}) == []


def test_prices_of_another_year_are_refused(tables):
    sites = tables["sites"]
    tables["sites"] = replace(sites, table=replace(sites.table, currency_year=2020))

    assert faults(tables, currency_year=2020) == []
    assert faults(tables, currency_year=2025) == [
        "m.toml, key currency_year: 2025, but sites.csv is in 2020 prices; "
        "expected the year of the tables' prices"
    ]
