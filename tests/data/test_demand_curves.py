"""Demand curves that can't be: each is named with its row and cell, and with a way out."""

from pathlib import Path

import pytest

from planner import api
from planner.config import ModelDefinition, load_model
from planner.config.locations import bundled
from planner.data.demand_curve_checks import curve_faults
from planner.errors import InputError
from planner.system.build import build_world

HEAD = (
    "workload,year,step,quantity_h100e,price_usd_per_h100e_hour_low,price_usd_per_h100e_hour,"
    "price_usd_per_h100e_hour_high,source_id,confidence,note\n"
)
MODEL = """\
title = "t"
extends = "small"
datasets = "tables"
[workloads]
use = ["frontier_run", "rest_of_industry"]
[demand]
curve_share = 1.0
[objective]
targets = "priced"
"""


@pytest.fixture
def inputs(tmp_path):
    """The shipped tables with curves of one's own, for a model that buys at a price."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for path in bundled("datasets").iterdir():
        (folder / path.name).symlink_to(path)

    def make(*rows, text=MODEL):
        curve = folder / "compute_demand_curve.csv"
        curve.unlink()
        told = "".join(f"{row},planner_estimate,estimate,\n" for row in rows)
        curve.write_text(HEAD + told, encoding="utf-8")
        path = tmp_path / "m.toml"
        path.write_text(text, encoding="utf-8")
        model = load_model(path)
        return model, api.load_inputs(model)

    return make


def test_the_steps_of_a_year_hold_until_the_next_that_is_stated(inputs):
    # 1 million H100e at 3 USD, then 2 million at 2; from 2027 on, half a million at 4.
    model, made = inputs(
        "rest_of_industry,2026,1,1e6,,3,", "rest_of_industry,2026,2,2e6,1,2,2.5",
        "rest_of_industry,2027,1,5e5,,4,",
    )  # fmt: skip
    load = build_world(made, model).workloads["rest_of_industry"]

    steps = {y: [(s.wanted, s.price, s.row_year) for s in own] for y, own in load.steps.items()}
    first = [(1.0, 3.0, 2026), (2.0, 2.0, 2026)]
    later = [(0.5, 4.0, 2027)]
    assert steps == {2026: first, 2027: later, 2028: later}
    assert not build_world(made, model).workloads["frontier_run"].priced


def test_what_must_be_met_comes_first_though_it_has_a_curve(inputs):
    text = MODEL.replace(
        'use = ["frontier_run", "rest_of_industry"]',
        'use = ["frontier_run", "rest_of_industry"]\nmust_meet = ["frontier_run"]',
    )
    model, made = inputs(
        "rest_of_industry,2026,1,1e6,,3,", "frontier_run,2026,1,1e6,,3,", text=text
    )
    loads = build_world(made, model).workloads

    assert loads["rest_of_industry"].priced
    assert not loads["frontier_run"].priced


@pytest.mark.parametrize(
    ("rows", "text", "fault"),
    [
        (
            ["rest_of_industry,2026,1,1e6,,3,", "rest_of_industry,2026,2,1e6,,3.5,"],
            MODEL,
            "compute_demand_curve.csv, line 3, column price_usd_per_h100e_hour: 3.5 after 3 in "
            "step 1 of 'rest_of_industry' in 2026; expected at most 3: what is dearest is served "
            "first; move step 2 up",
        ),
        (
            ["rest_of_industry,2026,1,1e6,2,3,4", "rest_of_industry,2026,2,1e6,1,2,4.5"],
            MODEL,
            "compute_demand_curve.csv, line 3, column price_usd_per_h100e_hour_high: 4.5 after 4",
        ),
        (
            ["rest_of_industry,2026,1,-5,,3,"],
            MODEL,
            "compute_demand_curve.csv, line 2, column quantity_h100e: -5 is below 0",
        ),
        (
            ["rest_of_industry,2026,1,1e6,,-3,"],
            MODEL,
            "compute_demand_curve.csv, line 2, column price_usd_per_h100e_hour: -3 is below 0",
        ),
        (
            ["rest_of_industry,2026,1,1e6,,3,", "ai_workers,2026,1,1e6,,3,"],
            MODEL,
            "compute_demand_curve.csv, line 3, column workload: a curve of 'ai_workers', which "
            "the model does not use; expected one of frontier_run, rest_of_industry; leave its "
            "rows out, or name it in workloads.use",
        ),
        (
            ["rest_of_industri,2026,1,1e6,,3,"],
            MODEL,
            "compute_demand_curve.csv, line 2, column workload: unknown id 'rest_of_industri'",
        ),
        (
            [],
            MODEL,
            "key objective.targets: \"priced\", and no workload has a demand curve",
        ),
        (
            ["rest_of_industry,2027,1,1e6,,3,"],
            MODEL,
            "compute_demand_curve.csv, line 2, column year: the curve of 'rest_of_industry' "
            "begins in 2027; expected rows from 2026 on, the first planned year",
        ),
        (
            ["rest_of_industry,2026,1,1e6,,3,", "frontier_run,2026,1,1e6,,3,"],
            MODEL + '[training]\ntopology = "regional"\n',
            "line 3, column workload: a curve of 'frontier_run', a training run whose campuses "
            'are chosen; expected topology = "pooled" under [training]',
        ),
        (
            ["rest_of_industry,2026,1,1e6,,3,"],
            MODEL.replace('"priced"', '"dear"'),
            "objective.targets: ",
        ),
    ],
)  # fmt: skip
def test_a_curve_that_can_not_be_is_named(inputs, rows, text, fault):
    with pytest.raises(InputError) as refusal:
        inputs(*rows, text=text)

    assert fault in str(refusal.value)


def test_a_cell_that_makes_a_curve_rise_is_named(inputs):
    rows = ["rest_of_industry,2026,1,1e6,,3,", "rest_of_industry,2026,2,1e6,,2,"]
    key = "compute_demand_curve.rest_of_industry:2026:2.price_usd_per_h100e_hour"

    with pytest.raises(InputError, match="with the values that are set, 4 after 3 in step 1"):
        inputs(*rows, text=MODEL + f'[set]\n"{key}" = 4.0\n')


def test_a_part_of_a_country_serves_the_share_that_it_states(inputs):
    # A quarter of 4 million H100e, at the same price.
    text = MODEL.replace("curve_share = 1.0", "curve_share = 0.25")
    model, made = inputs("rest_of_industry,2026,1,4e6,,3,", text=text)
    (step,) = build_world(made, model).workloads["rest_of_industry"].steps[2026]

    assert (step.wanted, step.price) == (1.0, 3.0)


def test_a_part_of_a_country_must_state_its_share(inputs):
    # The tutorial's two campuses, and then with the fleet pools of the country.
    row = "rest_of_industry,2026,1,4e6,,3,"
    text = MODEL.replace("[demand]\ncurve_share = 1.0\n", "")
    with pytest.raises(InputError) as raised:
        inputs(row, text=text)
    assert str(raised.value.faults[0]) == (
        'm.toml, line 7, key objective.targets: "priced" for sites without the fleet pools of '
        "their country; expected the share of the demand curve that these sites serve; state "
        "demand.curve_share; 1 gives them all of it"
    )

    inputs(row, text=text + '[sites]\ncountries = ["USA"]\nmin_facility_gw = 3.0\n')


def test_a_share_of_curves_that_nothing_reads_is_a_fault(inputs):
    text = MODEL.replace('targets = "priced"', 'targets = "first"')
    with pytest.raises(InputError, match=r"key demand\.curve_share: a share of demand curves; "):
        inputs("rest_of_industry,2026,1,4e6,,3,", text=text)


def test_curves_of_ones_own_that_nothing_reads_are_named(table):
    curve = table(
        "compute_demand_curve", "workload year step", workload=["w"], year=[2026], step=[1]
    )
    asked = {
        "name": "m", "path": Path("m.toml"), "title": "t", "tables": {"missing": "default"},
        "years": {"first": 2026, "last": 2026}, "workloads": {"use": ["w"]},
    }  # fmt: skip

    said = [str(f) for f in curve_faults(ModelDefinition(**asked), {curve.table.name: curve})]
    priced = {**asked, "objective": {"targets": "priced"}}

    assert said == [
        "compute_demand_curve.csv, line 2, column workload: a curve, which nothing reads where "
        'objective.targets is "first"; expected no row; or targets = "priced" under [objective]'
    ]
    assert not list(curve_faults(ModelDefinition(**priced), {curve.table.name: curve}))
