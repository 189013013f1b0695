"""Known facts beside a plan: verdicts by hand, shares, and the sentence of each row outside."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from planner import api
from planner.analysis.reference.fact_figures import FactFigures
from planner.analysis.reference.facts_agreement import agreement
from planner.analysis.reference.known_facts import compare, judge
from planner.data.inputs import Inputs
from planner.results import Plan
from planner.system import Accelerator, Commitment, DemandStep, Site, Workload, World
from planner.system.build import build_world

COWOS = ("packaging", "cowos")
SHARE = 0.5
"""Of the world's supply, what the planned region takes."""


@pytest.fixture
def world():
    """Two generations of one vendor, 1 and 2 H100e, 50 k wafers a million; two sites, PUE 1.5."""
    west = {"vendor": "V", "supply_region": "west", "uses": {COWOS: 50.0}}
    return World(
        years=(2026, 2027),
        accelerators={
            "old": Accelerator(h100e=1.0, ship_year=2025.0, last_sale_year=2028, **west),
            "new": Accelerator(h100e=2.0, ship_year=2026.5, **west),
        },
        sites={
            "campus": Site(
                region="r",
                pue=1.5,
                existing_power={"grid": 0.6},
                existing_fleet={("old", 2025): 5.0},
            ),
            "field": Site(region="r", pue=1.5),
        },
    )


@pytest.fixture
def plan():
    """All targets of 2026 are met by 1 million of the new generation; one of 2027 is missed.

    1 million units take 50 of 200 thousand wafers in 2026. The campus draws 0.3 GW of the 0.6 GW
    that it is built for, at its pace of building in 2027; the field gets 0.3 GW, and draws 0.2.
    Of the old generation 5 million stand, and 2 million of them are off.
    """
    years = [2026, 2027]
    sites = pd.DataFrame(
        {"site": ["campus", "campus", "field", "field"], "year": years * 2,
         "facility_gw": [0.3, 0.3, 0.2, 0.2], "h100e_million": [3.0, 3.0, 2.0, 2.0],
         "it_gw": [0.2, 0.2, 0.15, 0.15], "shell_it_gw": [0.4, 0.4, 0.2, 0.2],
         "shell_built_it_gw": [0.0, 0.0, 0.2, 0.0]}
    )  # fmt: skip
    return Plan(
        {
            "accelerators": pd.DataFrame(
                {"accelerator": ["new", "new", "old", "old"], "year": years * 2,
                 "bought_million": [1.0, 0.0, 0.0, 0.0],
                 "running_million": [1.0, 1.0, 3.0, 3.0], "idle_million": [0.0, 0.0, 2.0, 2.0]}
            ),
            "clusters": sites,
            "capex": pd.DataFrame({"year": years, "capex_busd": [60.0, 10.0]}),
            "power": pd.DataFrame({"year": years, "kind": "dispatchable", "generation_twh": 2.19}),
            "targets": pd.DataFrame(
                {"workload": "all", "year": years, "target": [7e6, 1e7], "unit": "H100e",
                 "met": [True, False], "delivered_share": [1.0, 0.7]}
            ),
            "supply": pd.DataFrame(
                {"kind": "packaging", "pool": "cowos", "vendor": "", "year": years,
                 "utilisation": [0.25, 1.0], "binding": [False, True]}
            ),
            "limits": pd.DataFrame(
                {"limit": "shell_build_rate_limit", "what": "pace of building at sites",
                 "place": ["campus", "campus"], "year": years, "binding": [False, True]}
            ),
        }
    )  # fmt: skip


def inputs(*facts):
    """Tables with the known facts given: year, quantity, subject, reading, scope and values."""
    names = ["year", "quantity", "subject", "reading", "scope", "low", "central", "high"]
    known = pd.DataFrame(facts, columns=names)
    known["fact"] = [f"f{i}" for i in range(len(known))]
    known = known.assign(unit="u", share_of_year=1.0, source_id="s", confidence="verified",
                         vintage="2026-10").set_index("fact")  # fmt: skip
    chips = pd.DataFrame(
        {"accelerator": ["old", "new"], "family": ["F1", "F2"], "name": ["Old", "New"],
         "price_usd": [10e3, 20e3]}
    )  # fmt: skip
    terms = pd.DataFrame({"resource_kind": ["packaging"], "planned_region_share": [SHARE]})
    stock = pd.DataFrame(
        {"year": [2026], "h100e_million_low": [None], "h100e_million": [6.0],
         "h100e_million_high": [6.5], "source_id": "s", "confidence": "reported"}
    )  # fmt: skip
    return Inputs(
        folder=Path(),
        tables={
            "known_facts": known,
            "accelerators": chips.set_index("accelerator"),
            "supply_terms": terms.set_index("resource_kind"),
            "world_compute": stock.set_index("year"),
        },
        checksums={},
    )


def row(world, plan, *fact):
    """How one fact comes out."""
    model = api.load_model("small")
    rows = compare(model, inputs(fact), plan, world).set_index("fact")
    return rows.loc["f0"]


@pytest.mark.parametrize(
    ("plan", "low", "central", "high", "reading", "verdict"),
    [
        (5.0, 4.0, 6.0, 7.0, "value", "inside"),
        # A quarter off 6 is 4.5 and 7.5; a hair beyond it is outside.
        (7.5, 5.0, 6.0, 7.0, "value", "within 25 %"),
        (7.51, 5.0, 6.0, 7.0, "value", "outside"),
        (4.5, None, 6.0, None, "value", "within 25 %"),
        (4.49, None, 6.0, None, "value", "outside"),
        # More than three: no end above, and a quarter less than three is 2.25.
        (9.0, 3.0, None, None, "value", "inside"),
        (2.25, 3.0, None, None, "value", "within 25 %"),
        # So far three to five are counted: any more is no contradiction.
        (3.0, 3.0, 4.0, 5.0, "floor", "inside"),
        (99.0, 3.0, 4.0, 5.0, "floor", "inside"),
        (2.9, 3.0, 4.0, 5.0, "floor", "outside"),
        # Of a ceiling nothing may be above the high end, however near.
        (5.0, 3.0, 4.0, 5.0, "ceiling", "inside"),
        (0.0, 3.0, 4.0, 5.0, "ceiling", "inside"),
        (5.1, 3.0, 4.0, 5.0, "ceiling", "outside"),
        (0.0, None, 0.0, None, "value", "within 25 %"),
    ],
)
def test_a_plan_is_inside_near_or_outside(plan, low, central, high, reading, verdict):
    assert judge(plan, low, central, high, reading) == verdict


@pytest.mark.parametrize(
    ("quantity", "subject", "figure"),
    [
        # 1 million of the new generation: 2 H100e and 50 k wafers each million, at 20,000 USD.
        ("units", "V", 1000.0),
        ("units_of_family", "F2", 1000.0),
        ("units_of_family", "F1", 0.0),
        ("h100e_shipped", "", 2.0),
        # Five million stand of the old one, whether they run or not, and two H100e of the new.
        ("h100e_stock", "", 7.0),
        ("cowos_wafers", "V", 50.0),
        ("vendor_revenue", "V", 20.0),
        ("capex", "firms", 60.0),
        ("energy_twh", "", 2.19),
        # 0.4 GW of IT are built there at a PUE of 1.5; only 0.3 GW of the 0.6 are drawn.
        ("site_facility_gw", "campus", 0.6),
    ],
)
def test_each_quantity_has_the_plans_own_figure(world, plan, quantity, subject, figure):
    found = row(world, plan, 2026, quantity, subject, "value", "usa", None, 1.0, None)

    assert found["plan"] == pytest.approx(figure)


def test_the_region_takes_its_share_of_a_figure_of_the_world(world, plan):
    # 1,000 thousand units beside half of 1,900: 1,000 / 950. Of capital nothing is taken off.
    units = row(world, plan, 2026, "units", "V", "value", "world", 1500.0, 1900.0, 1950.0)
    capex = row(world, plan, 2026, "capex", "", "value", "firms", None, 240.0, None)

    assert (units["taken_share"], units["low"]) == (SHARE, 1500.0)
    assert units["ratio"] == pytest.approx(1000 / 950)
    assert units["verdict"] == "within 25 %"  # half of 1,950 is 975
    assert capex["ratio"] == pytest.approx(0.25)


def test_the_stock_of_the_whole_world_is_a_ceiling(world, plan):
    rows = compare(api.load_model("small"), inputs(), plan, world)

    # 7 million stand in 2026, where the world has 6.5 at most: no share is taken of a ceiling.
    (stock,) = rows.to_dict("records")
    assert (stock["taken_share"], stock["verdict"]) == (1.0, "outside")
    assert stock["cause"] == (
        "The targets of 2026 ask for it: all for 7 million H100e; all of it is delivered. 2 "
        "million H100e of it stand idle."
    )


def test_what_a_plan_begins_with_is_given(world, plan):
    # 5 million of the old generation, counted as 10 in the world, of which half are taken.
    found = row(world, plan, 2025, "h100e_stock", "", "value", "world", None, 10.0, None)

    assert (found["plan"], found["ratio"], found["verdict"]) == (5.0, 1.0, "given")


def test_what_a_plan_is_held_to_is_given_where_it_agrees(world, plan):
    # The campus has 0.6 GW, which is committed; the field is free. Units are counted, so what they
    # are at least is no agreement, and what a year comes to is.
    held = replace(
        world,
        site_commitments={("floor", "campus", 2026): Commitment(amount=0.6)},
        accelerator_commitments={("floor", "F2", 2026, 1): Commitment(amount=1.0, chips=("new",))},
    )
    told = {
        "campus": (2026, "site_facility_gw", "campus", "floor", "site", None, 0.6, None),
        "more": (2026, "site_facility_gw", "campus", "floor", "site", None, 0.7, None),
        "field": (2026, "site_facility_gw", "field", "floor", "site", None, 0.2, None),
        "least": (2026, "units", "V", "floor", "world", None, 2000.0, None),
        "year": (2026, "units", "V", "value", "world", None, 2000.0, None),
    }

    found = {name: row(held, plan, *fact) for name, fact in told.items()}

    assert {name: str(one["verdict"]) for name, one in found.items()} == {
        "campus": "given", "more": "outside", "field": "inside", "least": "given",
        "year": "within 25 %",
    }  # fmt: skip
    assert found["more"]["cause"] == (
        "0.6 GW of it are given. No limit of the site is used up: every target of 2026 is met "
        "without more."
    )


def test_a_flow_of_the_year_before_has_no_counterpart(world, plan):
    found = row(world, plan, 2025, "units", "V", "value", "world", None, 10.0, None)

    assert (found["verdict"], found["cause"]) == ("no counterpart", "The plan begins in 2026.")


def test_a_plan_of_a_part_of_its_region_is_not_held_to_the_whole(world, plan):
    # It begins with 5 of half of 20 million: half of the fleet.
    stock = (2025, "h100e_stock", "", "value", "world", None, 20.0, None)
    units = (2026, "units", "V", "value", "world", None, 10.0, None)
    campus = (2026, "site_facility_gw", "campus", "value", "site", None, 0.5, None)
    rows = compare(api.load_model("small"), inputs(stock, units, campus), plan, world)

    verdicts = rows.set_index("fact")["verdict"]
    assert verdicts[["f0", "f1", "f2"]].tolist() == ["given", "no counterpart", "within 25 %"]
    cause = rows.set_index("fact").at["f1", "cause"]
    assert cause.startswith("The plan holds 50% of the fleet that is counted")


@pytest.mark.parametrize(
    ("fact", "cause"),
    [
        (
            (2026, "capex", "firms", "value", "firms", None, 700.0, None),
            "Every target of 2026 is met without more: a plan buys nothing beyond them. It uses "
            "25% of packaging cowos. The figure counts spending in all countries and for all "
            "uses.",
        ),
        (
            (2026, "units_of_family", "F1", "floor", "world", 90.0, 100.0, 110.0),
            "The plan buys 1,000 thousand New instead. Every target of 2026 is met without more: "
            "a plan buys nothing beyond them. It uses 25% of packaging cowos.",
        ),
        (
            (2026, "units_of_family", "F2", "value", "world", None, 100.0, None),
            "On sale to the plan: New from 2026.5 on, up to all that V's lines give. The targets "
            "of 2026 ask for it: all for 7 million H100e; all of it is delivered.",
        ),
        (
            (2027, "units", "V", "value", "world", None, 100.0, None),
            "Missed in 2027: all (70% delivered). Used up: packaging cowos.",
        ),
        # 0.5 GW give 4.38 TWh in 8,760 hours, and half of it is drawn.
        (
            (2026, "energy_twh", "", "ceiling", "usa", None, 2.0, None),
            "0.5 GW of facilities run at 50% of their power. The targets of 2026 ask for it: all "
            "for 7 million H100e; all of it is delivered.",
        ),
        (
            (2026, "site_facility_gw", "campus", "value", "site", None, 1.0, None),
            "No limit of the site is used up: every target of 2026 is met without more.",
        ),
        (
            (2027, "site_facility_gw", "campus", "value", "site", None, 1.0, None),
            "Used up there: pace of building at sites.",
        ),
        # 0.2 GW of IT at a PUE of 1.5.
        (
            (2026, "site_facility_gw", "field", "value", "site", None, 0.1, None),
            "The plan builds 0.3 GW there in 2026: no limit of the model holds it to the "
            "dates of this count.",
        ),
        # 50 thousand wafers are a quarter of what the model has; all of it is less than is known.
        (
            (2026, "cowos_wafers", "", "value", "world", None, 1000.0, None),
            "25% of all that the model has of it are used; all of it would be 40% of the figure.",
        ),
        (
            (2026, "foundry_revenue", "T", "floor", "world", None, 1.0, None),
            "A plan has no such figure.",
        ),
        (
            (2026, "units_of_family", "F9", "value", "world", None, 1.0, None),
            "No generation of it is on sale in the model in 2026. Every target of 2026 is met "
            "without more: a plan buys nothing beyond them. It uses 25% of packaging cowos.",
        ),
    ],
)
def test_a_row_outside_has_the_cause_that_the_plan_shows(world, plan, fact, cause):
    assert row(world, plan, *fact)["cause"] == cause


@pytest.mark.parametrize(
    ("year", "cause"),
    [
        # 0.2 and 0.15 GW of IT run in as many of shells; in 2027 the campus has 0.5.
        (
            2026,
            "One more H100e-hour is worth 1.5 USD in 2026, and accelerators fill all 0.35 GW of "
            "IT with shells.",
        ),
        (
            2027,
            "One more H100e-hour is worth 0.25 USD in 2027: what would earn less than it costs is "
            "not bought.",
        ),
    ],
)
def test_where_compute_has_a_price_a_row_outside_says_it(world, plan, year, cause):
    # In 2026 the shells hold just what runs, 0.2 GW at the campus and 0.15 at the field.
    full = plan["clusters"]["year"] == 2026
    clusters = plan["clusters"].copy()
    clusters.loc[full, "shell_it_gw"] = clusters["it_gw"]
    plan.tables["clusters"] = clusters
    step = DemandStep(step=1, wanted=1.0, price=2.0, row_year=2026)
    load = Workload(kind="throughput", target={}, steps={2026: (step,), 2027: (step,)})
    plan.tables["compute_price"] = pd.DataFrame(
        {"year": [2026, 2027], "price_usd_per_h100e_hour": [1.5, 0.25]}
    )
    fact = (year, "units", "V", "value", "world", None, 1e5, None)

    assert row(replace(world, workloads={"w": load}), plan, *fact)["cause"] == cause


def test_tracked_campuses_are_added_up(world, plan):
    # 1.5 + 0.4 GW are known of the two sites, 0.6 + 0.3 planned; of a third the model has none.
    facts = [
        (2026, "site_facility_gw", site, "value", "site", None, gw, None)
        for site, gw in (("campus", 1.5), ("field", 0.4), ("elsewhere", 9.0))
    ]
    rows = compare(api.load_model("small"), inputs(*facts), plan, world)

    total = rows[rows["subject"] == "tracked campuses"].iloc[0]
    assert (total["central"], total["plan"]) == pytest.approx((1.9, 0.9))
    assert total["cause"] == (
        "The plan builds at 1 of 2 tracked campuses in 2026 and 0 GW elsewhere: every target of "
        "2026 is met without more."
    )
    assert "elsewhere" not in set(rows["subject"])


def test_campuses_are_counted_apart(world, plan):
    facts = [
        (2026, "site_facility_gw", "campus", "value", "site", None, 0.6, None),
        (2026, "h100e_shipped", "", "value", "usa", None, 2.0, None),
        (2026, "foundry_revenue", "T", "floor", "world", None, 1.0, None),
    ]
    rows = compare(api.load_model("small"), inputs(*facts), plan, world)

    # Beside the row of shipments the sum of tracked campuses agrees; the stock of the world not.
    assert agreement(rows) == (
        "2 of 3 known figures agree with the plan, and 1 of 1 of single campuses. Without a "
        "counterpart in the plan: 1."
    )


def test_no_plan_reads_the_facts():
    model = api.load_model("small")
    inputs = api.load_inputs(model)
    name = "capex_four_largest_clouds_2026_press_second_hand"
    other = inputs.with_changes({f"known_facts.{name}.central": 1.0})

    assert build_world(other, model) == build_world(inputs, model)


def test_units_are_those_bought_in_the_year(plan, world):
    bought = plan["accelerators"].assign(bought_million=[1.0, 0.25, 0.0, 0.5])
    later = Plan({**plan.tables, "accelerators": bought}, plan.summary)
    figures = FactFigures(later, world, Inputs(folder=Path(), tables={}, checksums={}))

    assert figures.bought(2026) == {"new": 1.0}
    assert figures.bought(2027) == {"new": 0.25, "old": 0.5}
