import pytest

from planner import api
from planner.errors import InputError
from planner.studies.levers import Lever, parse_lever, ranged_quantities


@pytest.mark.parametrize(
    ("text", "lever"),
    [
        ("sites.pue", Lever("sites.pue", ("low", "high"))),
        ("discount_rate=0.05,0.1", Lever("discount_rate", (0.05, 0.1))),
        ("years.last=2030:2032:3", Lever("years.last", (2030, 2031, 2032), (2030, 2032))),
        ("discount_rate=0.05:0.1", Lever("discount_rate", (0.05, 0.1), (0.05, 0.1))),
        (
            "power.electricity_price=retail,wholesale",
            Lever("power.electricity_price", ("retail", "wholesale")),
        ),
        ("power.exclude=[],['gas_recip']", Lever("power.exclude", ([], ["gas_recip"]))),
    ],
)
def test_a_lever_is_read_from_its_text(text, lever):
    assert parse_lever(text) == lever


@pytest.mark.parametrize("text", ["=1", "discount_rate=", "a=1:2:3:4", "a=1:2:1.5", "a=x:y"])
def test_what_is_no_lever_is_refused(text):
    with pytest.raises(InputError, match="--vary"):
        parse_lever(text)


def test_a_range_is_drawn_most_often_near_its_central_value():
    # The triangle on -1, 0, 1 has 1/8 of its area below -1/2, half below 0, 7/8 below 1/2.
    lever = parse_lever("sites.pue")

    drawn = [lever.at(share)[1] for share in (0.0, 1 / 8, 0.5, 7 / 8, 1.0)]

    assert drawn == pytest.approx([-1.0, -0.5, 0.0, 0.5, 1.0])
    assert lever.at(0.3)[0] == "cases.sites.pue"


def test_an_interval_is_drawn_evenly():
    lever = parse_lever("discount_rate=0.05:0.1")

    assert lever.at(0.2) == ("discount_rate", pytest.approx(0.06))


def test_every_open_range_of_the_tables_can_be_varied(small):
    found = ranged_quantities(api.load_inputs(small))

    assert {"hbm_supply.supply_eb", "sites.pue", "workloads.mfu"} <= set(found)
    assert len(found) == len(set(found))


def test_unlike_rows_of_a_table_are_varied_each_by_itself_where_that_is_asked(small):
    found = ranged_quantities(api.load_inputs(small), by_row=True)

    assert "cluster_costs.shell_usd_per_w_it.value" in found
    assert "accelerators.price_usd" in found
    assert "cluster_costs.value" not in found
