import pytest

from planner.config import by_year, load_model, overlaid, parse_assignment
from planner.errors import InputError


@pytest.fixture(scope="module")
def small():
    return load_model("small")


def faults_of(small, *assignments):
    with pytest.raises(InputError) as caught:
        overlaid(small, dict(map(parse_assignment, assignments)))
    return [str(fault) for fault in caught.value.faults]


def test_a_key_of_a_model_file_is_replaced_and_the_model_below_keeps_its_own(small):
    changed = overlaid(small, {"discount_rate": 0.1, "years.last": 2027})

    assert (changed.discount_rate, changed.years.last) == (0.1, 2027)
    assert (small.discount_rate, small.years.last) == (0.07, 2028)


def test_a_path_of_a_cell_goes_to_set_and_a_case_to_cases(small):
    changed = overlaid(
        small, {"accelerators.nvidia_gb300.price_usd": 30_000, "workloads.mfu": "high"}
    )

    assert changed.set["accelerators.nvidia_gb300.price_usd"] == 30_000
    assert changed.cases == {"workloads.mfu": "high"}
    assert small.cases == {"workloads.mfu": "low"}


def test_a_year_of_a_limit_is_stated_by_itself(small):
    changed = overlaid(small, {"limits.emissions_mt_per_year.2028": 4.0})

    assert by_year(changed.limits.emissions_mt_per_year, [2027, 2028]) == {2028: 4.0}


def test_a_scenario_may_be_called_otherwise(small):
    assert overlaid(small, {}, name="mild").name == "mild"


def test_a_model_without_changes_is_the_same_model(small):
    assert overlaid(small, {}) == small


def test_values_are_read_as_toml_reads_them_and_names_need_no_quotes():
    assert parse_assignment("limits.emissions_mt_per_year = 1e1") == (
        "limits.emissions_mt_per_year",
        10.0,
    )
    assert parse_assignment("power.electricity_price=wholesale")[1] == "wholesale"
    assert parse_assignment('power.exclude=["gas_recip"]')[1] == ["gas_recip"]


@pytest.mark.parametrize(
    ("assignment", "fault"),
    [
        ("discount_rat=1", "unknown key 'discount_rat'; did you mean 'discount_rate'?"),
        ("limits.emisions=3", "unknown key 'emisions'; expected one of emissions_mt_per_year"),
        ("discount_rate=2", "2; expected less than 1; 2 % is 0.02"),
        ("name=x", "unknown key 'name'"),
        ("extends=frontier", "unknown key 'extends'"),
        (
            "workloads.mfu=hihg",
            "'hihg'; expected 'low', 'central' or 'high'; did you mean 'high'?",
        ),
        ("cases.sites.pue=4", "4; expected at most 1"),
        ("set=3", "no path after it; expected set.table.row.column"),
        ("discount_rate.2028=0.1", "discount_rate is 0.07, one value for all"),
        ("datasets=/nowhere/at/all", "no folder '/nowhere/at/all'"),
    ],
)
def test_a_wrong_change_is_named_with_what_is_right(small, assignment, fault):
    (found,) = faults_of(small, assignment)

    key = assignment.partition("=")[0]
    assert found.startswith((f"--set, key {key}: {fault}", f"--set, key cases.{key}: {fault}"))


def test_a_name_that_would_leave_its_folder_is_refused(small):
    with pytest.raises(InputError, match=r"'\.\./x'; expected letters"):
        overlaid(small, {}, name="../x")


def test_what_is_no_assignment_is_refused():
    with pytest.raises(InputError, match="'discount_rate' is no assignment; expected KEY=VALUE"):
        parse_assignment("discount_rate")


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("discount_rate=0.1", "discount_rate", 0.1),
        ("power_technologies.a=b.availability=0.5", "power_technologies.a=b.availability", 0.5),
        (
            "power_technologies.=1+1.availability = 0.5",
            "power_technologies.=1+1.availability",
            0.5,
        ),
        ("sites.abilene.region=a=b", "sites.abilene.region", "a=b"),
        ('limits.facility_gw={ "2028" = 5.0 }', "limits.facility_gw", {"2028": 5.0}),
        ('title="x = y"', "title", "x = y"),
    ],
)
def test_the_name_of_a_row_and_a_value_may_hold_an_equals_sign(text, key, value):
    assert parse_assignment(text) == (key, value)
