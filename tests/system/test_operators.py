"""Which vendors a site bars: what its operators buy, of several together, and in a pool."""

from pathlib import Path

import pandas as pd
import pytest

from planner import api
from planner.analysis.why.excluded import accelerator_reasons
from planner.config import ModelDefinition, load_model, overlaid
from planner.errors import InputError
from planner.formulation.assemble import assemble
from planner.system import Site
from planner.system.operators import with_operators

OBSERVED = {"accelerators.operators": "observed"}


def barred(operators, rows):
    """The vendors that each site bars, by its cell of operators and the rows of pairs."""
    asked = ModelDefinition(
        name="m", path=Path("m.toml"), title="t", years={"first": 2026, "last": 2026},
        accelerators={"operators": "observed"},
    )  # fmt: skip
    cells = [row.split(",") for row in rows.split()]
    pairs = pd.MultiIndex.from_tuples([(operator, vendor) for operator, vendor, _ in cells])
    tables = {
        "sites": pd.DataFrame({"operator": operators}),
        "operator_vendors": pd.DataFrame({"buys": [yes == "yes" for *_, yes in cells]}, pairs),
    }
    sites = with_operators(tables, asked, dict.fromkeys(operators, Site(region="r")))
    return {s: set(site.barred_vendors) for s, site in sites.items()}


def test_the_row_of_a_pair_comes_before_that_of_an_operator_and_that_of_a_vendor():
    # Nobody buys from v or w but whoever has a row of its own: a from v alone, b from all but v.
    of = {"one": "a", "two": "b", "three": "c", "four": None}

    assert barred(of, "all,v,no all,w,no a,v,yes b,all,yes b,v,no") == {
        "one": {"w"}, "two": {"v"}, "three": {"v", "w"}, "four": set(),
    }  # fmt: skip


def test_a_vendor_without_a_row_is_bought_from_and_a_bar_needs_a_row():
    assert barred({"one": "a", "two": "b"}, "a,v,no") == {"one": {"v"}, "two": set()}


def test_a_site_of_several_operators_takes_what_one_of_them_buys():
    rows = "all,v,no all,w,no a,v,yes b,w,yes"

    assert barred({"one": "a / c", "two": "a/b"}, rows) == {"one": {"w"}, "two": set()}


def test_a_plan_that_does_not_ask_takes_any_chip_anywhere():
    world = api.load_world(load_model("small"))

    assert not any(site.barred_vendors for site in world.sites.values())


def test_the_tutorials_campuses_take_no_tpu_where_operators_count():
    # Oracle's and CoreWeave's: nobody has seen a TPU at theirs, so it has no column.
    model = overlaid(load_model("small"), OBSERVED)
    inputs = api.load_inputs(model)
    f = assemble(api.load_world(model))

    assert {k for k, _, _ in f.model.SALES} == {"nvidia_gb300", "nvidia_vr200"}
    (reason,) = accelerator_reasons(f, inputs, model, "google_tpu_v7")
    assert reason.startswith("no operator of the model's sites buys from Google (operator_vendors")
    assert accelerator_reasons(f, inputs, model, "nvidia_gb300") == []


def test_a_pool_bars_what_all_of_its_members_bar():
    # The tutorial's two campuses as parts of the pool of Texas, whose rest has no operator; then
    # with one campus of another region alone in a pool of its own.
    together = {**OBSERVED, "sites.include": (), "sites.countries": ("USA",),
                "sites.min_facility_gw": 99.0}  # fmt: skip
    world = api.load_world(overlaid(load_model("small"), together))
    assert not world.sites["pool_ERCOT"].barred_vendors

    alone = {**together, "sites.kinds": ("campus",)}
    world = api.load_world(overlaid(load_model("small"), alone))
    # CoreWeave and Microsoft in Oklahoma's region, beside three campuses of Google's.
    assert world.sites["pool_SERC_C"].barred_vendors == {"Google", "AWS"}
    assert world.sites["pool_SPP"].barred_vendors == {"AWS"}


def test_what_is_counted_and_bought_by_nobody_is_named_with_row_and_way_out():
    given = {**OBSERVED, "commitments.accelerators": "given",
             "commitments.accelerators_share": 0.05}  # fmt: skip

    with pytest.raises(InputError) as raised:
        api.load_world(overlaid(load_model("small"), given))

    said = [str(fault) for fault in raised.value.faults]
    assert len(said) == 1
    assert "shipments of Google TPU v7, and no operator of the planned sites buys from" in said[0]
    assert "accelerator_commitments.csv" in said[0]
    assert 'accelerators.operators = "any"' in said[0]
