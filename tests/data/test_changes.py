import math

import pytest

from planner.data.changes import Change


def test_a_case_puts_the_low_or_high_value_in_the_central_column(folder):
    inputs = folder.read({"power_costs.capex_usd_per_kw": "low"})

    costs = inputs["power_costs"]["capex_usd_per_kw"]
    assert costs["gas_ccgt", 2027] == 1000
    assert costs["battery_4h", 2027] == 700


def test_a_blank_leaves_the_central_value(folder):
    inputs = folder.read({"*": "high"})

    assert inputs["power_costs"].at[("solar", 2027), "capex_usd_per_kw"] == 1050
    assert inputs["sites"]["pue"].tolist() == [1.3, 1.25, 1.2]


def test_a_position_lies_on_the_line_from_central_to_an_end(folder):
    low, central, high = (
        folder.read({"power_costs.capex_usd_per_kw": case})["power_costs"]["capex_usd_per_kw"]
        for case in ("low", "central", "high")
    )

    halfway_down = folder.read({"power_costs.capex_usd_per_kw": -0.5})["power_costs"]
    quarter_up = folder.read({"power_costs.capex_usd_per_kw": 0.25})["power_costs"]
    top = folder.read({"power_costs.capex_usd_per_kw": 1.0})["power_costs"]

    assert halfway_down["capex_usd_per_kw"].tolist() == pytest.approx((low + central) / 2)
    assert quarter_up["capex_usd_per_kw"].tolist() == pytest.approx(central + (high - central) / 4)
    assert top["capex_usd_per_kw"].equals(high)


def test_the_narrowest_path_decides_whatever_the_order(folder):
    cases = {
        "power_costs.solar:2026.capex_usd_per_kw": "central",
        "power_costs.capex_usd_per_kw": "high",
        "power_costs.*": "central",
        "*": "low",
    }

    inputs = folder.read(cases)

    assert inputs["power_costs"].at[("solar", 2026), "capex_usd_per_kw"] == 1100
    assert inputs["power_costs"].at[("gas_ccgt", 2026), "capex_usd_per_kw"] == 2600
    assert inputs["sites"].at["abilene", "pue"] == 1.1
    assert folder.read(dict(reversed(cases.items())))["power_costs"].equals(inputs["power_costs"])


def test_central_is_what_the_file_says(folder):
    inputs = folder.read({"*": "central"})

    assert inputs.changes == ()


def test_each_changed_cell_is_on_record(folder):
    inputs = folder.read({"sites.pue": "low"}, {"sites.homer.max_facility_gw": 5})

    assert inputs.changes == (
        Change("sites", ("abilene",), "pue", 1.2, 1.1),
        Change("sites", ("homer",), "pue", 1.15, 1.1),
        Change("sites", ("homer",), "max_facility_gw", 4.5, 5.0),
    )


def test_a_value_replaces_one_cell(folder):
    inputs = folder.read()

    changed = inputs.with_changes({"power_costs.solar:2026.capex_usd_per_kw": 950})

    assert changed["power_costs"].at[("solar", 2026), "capex_usd_per_kw"] == 950
    assert inputs["power_costs"].at[("solar", 2026), "capex_usd_per_kw"] == 1100
    assert changed.changes == (
        Change("power_costs", ("solar", 2026), "capex_usd_per_kw", 1100.0, 950.0),
    )


def test_a_value_may_come_as_text_as_from_a_command_line(folder):
    changes = {
        "sites.abilene.max_facility_gw": "2.5",
        "sites.abilene.onsite_generation": "false",
        "sites.abilene.kind": "candidate",
    }

    sites = folder.read().with_changes(changes)["sites"]

    assert sites.loc["abilene", ["max_facility_gw", "onsite_generation", "kind"]].tolist() == [
        2.5,
        False,
        "candidate",
    ]
    assert sites["onsite_generation"].dtype == "bool"


def test_an_optional_cell_may_be_emptied(folder):
    changes = {"sites.abilene.pue_low": "", "sites.abilene.balancing_area": ""}

    inputs = folder.read().with_changes(changes)

    assert math.isnan(inputs["sites"].at["abilene", "pue_low"])
    assert inputs["sites"].at["abilene", "balancing_area"] == ""
    assert [change.new for change in inputs.changes] == [None, None]


def test_a_value_comes_after_the_case(folder):
    inputs = folder.read({"sites.pue": "low"}, {"sites.abilene.pue": 1.5})

    assert inputs["sites"].at["abilene", "pue"] == 1.5


def test_a_value_that_is_there_already_is_no_change(folder):
    assert folder.read().with_changes({"sites.abilene.max_facility_gw": 1.2}).changes == ()


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("site.abilene.pue", 1.2, "unknown table 'site'; did you mean 'sites'?"),
        (
            "zebra.abilene.pue",
            1.2,
            "unknown table 'zebra'; "
            "expected one of sources, regions, sites, power_technologies, power_costs",
        ),
        ("sites.abilene.peu", 1.2, "unknown column 'peu' of sites; did you mean 'pue'?"),
        (
            "power_technologies.solar.price",
            1.2,
            "unknown column 'price' of power_technologies; "
            "expected one of technology, availability, storage_hours",
        ),
        (
            "sites.abilen.pue",
            1.2,
            "unknown row 'abilen'; expected site of a row of sites.csv; did you mean 'abilene'?",
        ),
        (
            "sites.zebra.pue",
            1.2,
            "unknown row 'zebra'; expected site of a row of sites.csv; "
            "there are abilene, helios, homer",
        ),
        (
            "power_costs.solr:2026.capex_usd_per_kw",
            900,
            "unknown row 'solr:2026'; expected technology:year of a row of power_costs.csv; "
            "did you mean 'solar:2026'?",
        ),
        (
            "power_costs.solar.capex_usd_per_kw",
            900,
            "unknown row 'solar'; expected technology:year of a row of power_costs.csv; ",
        ),
        ("sites", 1.2, "'sites' names no column; expected a path such as table.row.column"),
        ("sites.pue", 1.2, "no row in the path; expected sites.<site>.pue"),
        ("sites.abilene.site", "x", "site names the row; expected a column that is not part"),
        ("sites.abilene.pue", 0.9, "0.9 is below 1; expected a number from 1 to 2 (MW/MW)"),
        (
            "sites.abilene.pue",
            "1,2",
            "'1,2' has a decimal comma; expected a number from 1 to 2 (MW/MW); write 1.2",
        ),
        ("sites.abilene.pue", math.inf, "'inf' is not finite; expected a number from 1 to 2"),
        ("sites.abilene.pue", True, "'true' is not a number; expected a number from 1 to 2"),
        ("sites.abilene.pue", "", "blank; expected a number from 1 to 2 (MW/MW)"),
        ("sites.abilene.onsite_generation", 1, "'1'; expected true or false; write true"),
        (
            "sites.abilene.region",
            "ERCOTT",
            "unknown id 'ERCOTT'; expected a region of regions.csv; did you mean 'ERCOT'?",
        ),
    ],
)
def test_a_wrong_path_or_value_is_named_with_what_is_right(folder, path, value, fault):
    (found,) = folder.faults({}, {path: value}, place="frontier.toml, line 9, key {}".format)

    assert found.startswith(f"frontier.toml, line 9, key set.{path}: {fault}")


@pytest.mark.parametrize(
    ("path", "case", "fault"),
    [
        ("sites.pue", 1.5, "1.5; expected a number from -1 (low) to 1 (high)"),
        ("sites.pue", -1.5, "-1.5; expected a number from -1 (low) to 1 (high)"),
        ("sites.pue", "hihg", "'hihg'; expected one of low, central, high; did you mean 'high'?"),
        (
            "sites.pue_low",
            "low",
            "pue_low of sites has no low and high value; expected one of pue",
        ),
        (
            "power_technologies.availability",
            "low",
            "availability of power_technologies has no low and high value; expected a table with",
        ),
        ("power_technologies.*", "low", "power_technologies has no quantity with a range"),
        ("power_cost.*", "low", "unknown table 'power_cost'; did you mean 'power_costs'?"),
        ("sites.abilen.pue", "low", "unknown row 'abilen'; expected site of a row of sites.csv"),
        ("pue", "low", "'pue' names no column; expected a path such as table.row.column"),
    ],
)
def test_a_wrong_case_is_named_with_what_is_right(folder, path, case, fault):
    (found,) = folder.faults({path: case})

    assert found.startswith(f"cases.{path}: {fault}")


def test_faults_of_tables_cases_and_values_come_in_one_error(folder):
    folder.put("sites", 2, "pue", "lots")

    faults = folder.faults(
        {"sites.peu": "low", "sites.nowhere.pue": "low"},
        {"sites.nowhere.pue": 1.2, "power_costs.solar.capex_usd_per_kw": 1},
    )

    # Whether there is a row 'nowhere' is known once the table can be read.
    assert [fault.split(":")[0] for fault in faults] == [
        "sites.csv, line 2, column pue",
        "cases.sites.peu",
        "set.power_costs.solar.capex_usd_per_kw",
    ]
