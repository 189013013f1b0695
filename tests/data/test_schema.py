import pytest

from planner.data.schema import Field, Table, relaxed

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


@pytest.mark.parametrize(
    ("field", "optional", "required"),
    [
        (Field(name="x", required=True), False, True),
        # It may stay away where it may anyway, where it may be blank, and where it has a default.
        (Field(name="x", required=True, optional=True), True, True),
        (Field(name="x"), True, False),
        (Field(name="x", required=True, default="1"), True, True),
        # It may be blank where that is the default.
        (Field(name="x", required=True, default=""), True, False),
    ],
)
def test_in_a_folder_of_ones_own_a_column_is_needed_only_if_nothing_stands_for_it(
    field, optional, required
):
    made = relaxed({"t": Table(name="t", path="t.csv", fields={"x": field}, key=())})["t"]

    assert made.optional
    assert (made.fields["x"].optional, made.fields["x"].required) == (optional, required)


@pytest.mark.parametrize(
    ("unit", "bounds", "kept"),
    [
        ("MW/MW", (0.0, 1.0), (0.0, 1.0)),
        ("GW", (0.0, 50.0), (0.0, None)),
        ("C", (-40.0, -1.0), (None, None)),
        ("years", (0.0, 1.0), (0.0, None)),
        ("share", (0.0, 1.0), (0.0, 1.0)),
        ("USD/kW", (0.0, 1.0), (None, 1.0)),
    ],
)
def test_of_bounds_those_stay_that_hold_in_every_world(unit, bounds, kept):
    field = Field(name="x", type="number", unit=unit, minimum=bounds[0], maximum=bounds[1])
    table = Table(name="t", path="t.csv", fields={"x": field}, key=(), currency_year=2025)
    made = relaxed({"t": table})["t"]

    assert (made.fields["x"].minimum, made.fields["x"].maximum) == kept
    assert (made.currency_year, made.sparse) == (None, True)


def test_in_a_folder_of_ones_own_rows_need_no_source():
    field = Field(name="source_id", required=True)
    made = relaxed({"t": Table(name="t", path="t.csv", fields={"source_id": field}, key=())})

    assert made["t"].fields["source_id"].default == ""
    assert not made["t"].fields["source_id"].required
