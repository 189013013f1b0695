"""Why no unit of a generation can be bought, said of rows of a few columns."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.analysis.why.excluded import accelerator_reasons, known
from planner.config import ModelDefinition
from planner.errors import InputError
from planner.formulation.assemble import assemble
from planner.system import Accelerator, Region, Site, World

ROW = {"supply_region": "west", "volume_ship_year": 2020.0, "last_sale_year": 2030, "vendor": "v"}


def reasons(row=None, *, chips=None, sites=None, **keys):
    """What is said of a generation k, which the world of 2026 to 2028 knows or not."""
    world = World(
        years=(2026, 2027, 2028),
        sites=sites or {"a": Site(region="r"), "b": Site(region="r")},
        regions={"r": Region()},
        accelerators=chips or {},
        technologies={},
    )
    years = {"first": 2026, "last": 2028}
    model = ModelDefinition(name="m", path=Path("m.toml"), title="t", years=years, **keys)
    table = pd.DataFrame([{**ROW, **(row or {})}], index=["k"])
    return accelerator_reasons(assemble(world), {"accelerators": table}, model, "k")


def test_a_generation_that_is_sold_has_no_reason():
    assert reasons(chips={"k": Accelerator()}) == []
    assert reasons(chips={"other": Accelerator()}) != []


@pytest.mark.parametrize(
    ("row", "keys", "said"),
    [
        (
            {"supply_region": "east"},
            {"supply_regions": ["west", "north"]},
            "it is barred: its supply region is 'east', the model buys from west, north (",
        ),
        # Whose region is left alone, it is not barred.
        ({"supply_region": "east"}, {"supply_regions": ["east"]}, "no site of the model"),
        ({}, {"exclude": ["k"]}, "the model leaves it out ("),
        ({}, {"include": ["j"]}, "the model names those it buys, without it ("),
        ({}, {"include": ["j", "k"]}, "no site of the model can take it"),
        ({}, {"exclude": ["j"]}, "no site of the model can take it"),
        # The plan ends with 2028: what ships in 2029.25 would be a quarter late.
        (
            {"volume_ship_year": 2029.25},
            {},
            "it ships from 2029.25 on, after the plan's end (2029): it would have to come 0.25 "
            "years sooner, and a little more to be of use",
        ),
        (
            {"volume_ship_year": 2029.0},
            {},
            "it ships from 2029.00 on, after the plan's end (2029): it would have to come 0.00 "
            "years sooner",
        ),
        ({"volume_ship_year": 2028.9}, {}, "no site of the model"),
        (
            {"last_sale_year": 2025},
            {},
            "its last year of sale is 2025; the plan begins in 2026",
        ),
        ({"last_sale_year": 2026}, {}, "no site of the model can take it in the years of its"),
    ],
)
def test_the_first_thing_that_keeps_a_generation_out_is_told(row, keys, said):
    (reason,) = reasons(row, accelerators=keys)

    assert reason.startswith(said)


def test_a_vendor_whom_no_site_buys_from_is_told():
    shut = Site(region="r", barred_vendors=frozenset({"v"}))
    open_ = Site(region="r", barred_vendors=frozenset({"other"}))

    (none,) = reasons(sites={"a": shut, "b": shut})
    (one,) = reasons(sites={"a": shut, "b": open_})

    assert none.startswith("no operator of the model's sites buys from v (operator_vendors")
    assert one.startswith("no site of the model can take it")


def test_a_name_that_no_row_has_is_refused_with_what_there_is():
    inputs = {"sites": SimpleNamespace(index=[f"place{n}" for n in range(10)])}

    known(inputs, "site", "place3")
    known(inputs, "site", "pool", ["pool"])
    with pytest.raises(InputError) as raised:
        known(inputs, "site", "quarry", ["pool"])
    (fault,) = raised.value.faults
    assert str(fault) == (
        "--site: unknown site 'quarry'; expected a name of sites.csv; there are place0, place1, "
        "place2, place3, place4, place5, place6, place7 and 3 more"
    )


def test_a_name_that_is_nearly_one_is_told():
    inputs = {"accelerators": SimpleNamespace(index=["nvidia_gb300"])}

    with pytest.raises(InputError, match="did you mean 'nvidia_gb300'"):
        known(inputs, "accelerator", "nvidia_gb30")
    with pytest.raises(InputError, match="the run has none"):
        known({"power_technologies": SimpleNamespace(index=[])}, "technology", "gas")
