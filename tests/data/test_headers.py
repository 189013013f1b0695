import pytest

from planner.data.headers import place_columns
from planner.data.schema import Field, Table

COSTS = Table(
    name="power_costs",
    path="power_costs.csv",
    key=("technology",),
    fields={
        field.name: field
        for field in (
            Field(name="technology", description="Way to power a site"),
            Field(name="capex_usd_per_kw_low", type="number", unit="USD/kW"),
            Field(name="capex_usd_per_kw", type="number", unit="USD/kW"),
            Field(name="availability", type="number", description="Share that can run"),
            Field(name="lifetime_years", type="number", unit="years"),
        )
    },
)
HEADER = list(COSTS.fields)


def faults(*header):
    _, found = place_columns(list(header), COSTS)
    return [str(fault) for fault in found]


def without(name, *others):
    return [column for column in HEADER if column != name] + list(others)


def test_columns_may_stand_in_any_order():
    positions, found = place_columns(HEADER[::-1], COSTS)

    assert not found
    assert positions == {name: 4 - number for number, name in enumerate(HEADER)}


def test_a_missing_column_is_named_with_its_meaning():
    assert faults(*without("availability")) == [
        "power_costs.csv, line 1: no column 'availability'; "
        "expected 'availability': Share that can run; add the column availability"
    ]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("capex_usd_per_mw", "the unit is usd_per_mw"),
        ("capex_eur_per_kw", "the unit is eur_per_kw"),
        ("capex_musd_per_mw", "the unit is musd_per_mw"),
        ("capex", "no unit in the name"),
    ],
)
def test_a_column_in_another_unit_is_named_as_such(given, found):
    assert faults(*without("capex_usd_per_kw", given)) == [
        f"power_costs.csv, line 1, column {given}: {found}; "
        "expected 'capex_usd_per_kw', in USD/kW; "
        "convert the values to USD/kW and rename the column"
    ]


def test_the_unit_of_a_low_value_is_held_to_the_low_value():
    assert faults(*without("capex_usd_per_kw_low", "capex_usd_per_mw_low")) == [
        "power_costs.csv, line 1, column capex_usd_per_mw_low: the unit is usd_per_mw; "
        "expected 'capex_usd_per_kw_low', in USD/kW; "
        "convert the values to USD/kW and rename the column"
    ]


def test_a_unit_where_the_table_has_none_is_named():
    assert faults(*without("availability", "availability_percent")) == [
        "power_costs.csv, line 1, column availability_percent: the unit is percent; "
        "expected 'availability'; rename the column"
    ]


def test_values_in_another_unit_are_not_read():
    positions, _ = place_columns(without("lifetime_years", "lifetime_months"), COSTS)

    assert "lifetime_years" not in positions


@pytest.mark.parametrize("given", ["availabilty", "Availability", "avaliability"])
def test_a_misspelt_column_is_named_once_and_read_as_what_was_meant(given):
    header = without("availability", given)

    positions, found = place_columns(header, COSTS)

    assert list(map(str, found)) == [
        f"power_costs.csv, line 1, column {given}: unknown column; "
        "expected 'availability'; did you mean 'availability'?"
    ]
    assert positions["availability"] == header.index(given)


def test_a_column_that_nobody_asked_for_is_a_fault():
    assert faults(*HEADER, "colour") == [
        "power_costs.csv, line 1, column colour: unknown column; expected one of technology, "
        "capex_usd_per_kw_low, capex_usd_per_kw, availability, lifetime_years; delete the column"
    ]


def test_a_column_twice_without_a_name_or_with_a_space_is_a_fault():
    assert faults("technology ", *HEADER[1:], "availability", "") == [
        "power_costs.csv, line 1, column technology: 'technology ' has a stray space; "
        "expected 'technology'",
        "power_costs.csv, line 1, column availability: a second column of that name; "
        "expected each column once",
        "power_costs.csv, line 1: a column without a name; expected a name for each column; "
        "name column 7 or delete it",
    ]


@pytest.mark.parametrize(
    ("sign", "words"), [(";", "by semicolons"), ("\t", "by tabs"), ("|", "by bars")]
)
def test_another_delimiter_is_recognised(sign, words):
    (fault,) = faults(sign.join(HEADER))

    assert f"the columns are parted {words}: save the table with commas" in fault


def test_rows_without_a_header_are_one_fault():
    (fault,) = faults("gas_ccgt", "1000", "2400", "0.9", "30")

    assert fault.startswith(
        "power_costs.csv, line 1: 'gas_ccgt,1000,2400,0.9,30'; expected the col"
    )
    assert fault.endswith("the first line of a table is its header")
