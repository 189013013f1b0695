from dataclasses import replace

from planner.data.schema import Field, Table
from planner.data.schema_checks import schema_faults

COSTS = Table(
    name="power_costs",
    path="power_costs.csv",
    title="Power costs",
    key=("technology", "year"),
    fields={
        "technology": Field(name="technology"),
        "year": Field(name="year", type="integer", unit="year"),
        "capex_usd_per_kw": Field(name="capex_usd_per_kw", type="number", unit="USD/kW"),
    },
)


def faults(**tables):
    return [str(fault) for fault in schema_faults(tables, {"power_costs": COSTS})]


def test_the_same_schema_with_more_tables_and_columns_is_fine():
    more = replace(COSTS, fields=COSTS.fields | {"mine": Field(name="mine")})

    assert faults(power_costs=more, other=COSTS) == []


def test_a_table_that_is_missing_or_called_otherwise_is_named():
    place = "datapackage.json, table power_costs: no such table; expected Power costs; "

    assert faults() == [place + "take it from the tables that ship"]
    assert faults(power_cost=COSTS) == [place + "rename 'power_cost'?"]


def test_another_key_type_or_unit_is_named_with_what_is_right():
    other = replace(
        COSTS,
        key=("technology",),
        fields={
            "year": Field(name="year", type="string"),
            "capex_usd_per_kw": Field(name="capex_usd_per_kw", type="number", unit="USD/MW"),
        },
    )

    assert faults(power_costs=other) == [
        "datapackage.json, table power_costs: the primary key is technology; "
        "expected technology, year",
        "datapackage.json, table power_costs, field technology: no such field; expected text",
        "datapackage.json, table power_costs, field year: the type is string; expected integer",
        "datapackage.json, table power_costs, field capex_usd_per_kw: the unit is USD/MW; "
        "expected USD/kW",
    ]
