import pytest

from planner.data.schema import Field, Table

PRICE = Field(name="price_usd", type="number", low="price_usd_low", high="price_usd_high")
PUE = Field(name="pue", type="number", high="pue_high")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (Field(name="x"), "text"),
        (Field(name="x", enum=("low", "high")), "one of low, high"),
        (
            Field(name="x", refers_to="accelerators.accelerator"),
            "an accelerator of accelerators.csv",
        ),
        (Field(name="x", refers_to="regions.region"), "a region of regions.csv"),
        (Field(name="x", type="boolean"), "true or false"),
        (Field(name="x", type="number"), "a number"),
        (Field(name="x", type="number", unit="USD"), "a number (USD)"),
        (
            Field(name="x", type="number", unit="MW/MW", minimum=0, maximum=1),
            "a number from 0 to 1 (MW/MW)",
        ),
        (Field(name="x", type="integer", maximum=9), "a whole number of at most 9"),
        (
            Field(name="x", type="number", unit="USD/kW", minimum=0),
            "a number of at least 0 (USD/kW)",
        ),
    ],
)
def test_a_field_says_in_words_what_it_holds(field, words):
    assert field.expectation == words


def test_a_case_is_found_in_the_column_that_the_range_names():
    fields = {field.name: field for field in (PRICE, PUE)}
    table = Table(name="t", path="t.csv", fields=fields, key=())

    assert table.column_of("price_usd", "low") == "price_usd_low"
    assert table.column_of("price_usd", "central") == "price_usd"
    assert table.column_of("pue", "low") == "pue"
    assert table.column_of("pue", "high") == "pue_high"
