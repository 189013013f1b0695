"""Contracted supply: what the table says of it, and what of it is missing or wrong."""

import shutil

import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.config.locations import bundled
from planner.errors import InputError

COLUMNS = ("resource_kind", "least_share", "least_share_low", "least_share_high", "vendors")
HEADER = ",".join((*COLUMNS, "source_id", "confidence", "note")) + "\n"
ON = {"supply.contracts": "observed"}


def model_of(folder, rows, **changes):
    """A model of tables of one's own that asks for contracts, with these rows of them."""
    text = HEADER + "".join(f"{row},,,4,epoch_chip_sales_2026_10,estimate,\n" for row in rows)
    tables = shutil.copytree(bundled("datasets"), folder / "datasets")
    (tables / "supply_contracts.csv").write_text(text, encoding="utf-8")
    return overlaid(load_model("small"), {**ON, "datasets": str(tables), **changes})


def test_a_vendor_owes_nothing_where_no_model_says_so():
    assert api.load_world(load_model("small")).contracted_share == {}


def test_the_shares_are_those_of_the_table():
    model = overlaid(load_model("small"), ON)

    stated = api.load_inputs(model)["supply_contracts"]["least_share"]
    assert api.load_world(model).contracted_share == stated.to_dict()


def test_the_low_end_is_a_case():
    model = overlaid(load_model("small"), {**ON, "cases.supply_contracts.least_share": "low"})

    stated = api.load_inputs(load_model("small"))["supply_contracts"]["least_share_low"]
    assert api.load_world(model).contracted_share == stated.to_dict()


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (["packaging,0.8"], "no row hbm in supply_contracts.csv"),
        (["hbm,0.8"], "no row packaging in supply_contracts.csv"),
        (["packaging,0.8", "hbm,1.2"], "line 3, column least_share: 1.2 is above 1"),
        (["packaging,-0.1", "hbm,1"], "line 2, column least_share: -0.1 is below 0"),
        (["packaging,", "hbm,1"], "line 2, column least_share: blank"),
        (["node,0.8", "hbm,1"], "line 2, column resource_kind: 'node'; expected one of"),
    ],
)
def test_a_row_that_is_missing_or_wrong_is_named(tmp_path, rows, fault):
    with pytest.raises(InputError) as raised:
        api.load_world(model_of(tmp_path, rows))

    assert any(fault in str(found) for found in raised.value.faults), raised.value.faults
