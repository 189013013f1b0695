"""Traces of supply, power and capacity, from tables of a few rows and decisions written down."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.analysis.trace import quantities
from planner.analysis.trace.cells import Run
from planner.config.locations import bundled
from planner.data.descriptor import read_schema


@pytest.fixture(scope="module")
def schema():
    return read_schema(bundled("datasets"))


TERMS = pd.DataFrame(
    {"resource_kind": ["hbm", "node", "packaging"], "ai_share": [0.5, 1.0, 1.0],
     "planned_region_share": [0.8, 0.5, 0.25], "component_lag_years": [0.25, 0.0, 0.0],
     "growth_per_year_beyond_table": [0.1, 0.0, 0.0]}
)  # fmt: skip
MEMORY = pd.DataFrame(
    {"hbm_pool": ["m", "m", "m", "other"], "year": [2025, 2026, 2027, 2026],
     "supply_eb": [1.0, 2.0, 3.0, 99.0]}
)  # fmt: skip
WAFERS = pd.DataFrame(
    {"node_pool": ["n", "n2"], "year": [2026, 2026], "capacity_kwpm": [10.0, 4.0],
     "ai_share": [0.5, 0.25]}
)  # fmt: skip
PACKAGED = pd.DataFrame(
    {"packaging": ["c"], "supplier": ["p"], "year": [2026], "wafers_k_per_year": [80.0]}
)
VENDORS = pd.DataFrame(
    {"vendor": ["v", "v", "w", "v", "v"], "resource_kind": ["hbm", "hbm", "hbm", "node", "hbm"],
     "pool": ["m", "m", "m", "m", "z"], "year": [2025, 2027, 2026, 2026, 2026],
     "share": [0.5, 0.25, 0.1, 0.2, 0.3]}
)  # fmt: skip
CHIPS = pd.DataFrame({"accelerator": ["k", "j"], "it_power_w_per_unit": [1_500.0, 2_000.0]})
SITES = pd.DataFrame({"site": ["s"], "pue": [1.25]})


@pytest.fixture
def run(schema):
    """A run with the tables above, these keys under supply, and these decisions."""

    def make(*, supply=(), demand=(), limits=(), on_sale=None, tables=(), technologies=(),
             **decisions):  # fmt: skip
        frames = {
            "supply_terms": TERMS, "hbm_supply": MEMORY, "node_capacity": WAFERS,
            "packaging_capacity": PACKAGED, "vendor_shares": VENDORS, "accelerators": CHIPS,
            "sites": SITES, **dict(tables),
        }  # fmt: skip
        files = SimpleNamespace(
            inputs=frames,
            definition={
                "supply": {"periods_per_year": 1, **dict(supply)}, "demand": dict(demand),
                "limits": dict(limits),
            },
            technologies=dict(technologies),
            serves=lambda built, y, life: 1.0 if built <= y < built + life else 0.0,
        )  # fmt: skip
        made = Run(files=files, schema=schema, changes=(), sources={}, ledger=pd.DataFrame())
        nothing = {"running": {}, "built": {}, "kept": {}, "places": {}}
        made.__dict__["evidence"] = SimpleNamespace(
            files=files, on_sale=on_sale or {}, **{**nothing, **decisions}
        )
        return made

    return make


def hbm(year, **more):
    return {"kind": "hbm", "pool": "m", "year": year, **more}


def told(found):
    return [(term.words, pytest.approx(term.value)) for term in found.terms]


def columns(term):
    return [(cell.table, cell.row, cell.column) for cell in term.cells]


def test_memory_ships_a_quarter_of_a_year_after_it_is_made(run):
    # A quarter of 2025's 1 EB and three of 2026's 2 EB, of which half of 0.8 comes here.
    found = quantities.supply(run(), hbm(2026))

    assert told(found) == [
        ("0.25 of what is made in 2025", 0.1),
        ("0.75 of what is made in 2026", 0.6),
    ]
    assert found.note == ""
    assert columns(found.terms[0]) == [
        ("hbm_supply", "m:2025", "supply_eb"),
        ("supply_terms", "hbm", "ai_share"),
        ("supply_terms", "hbm", "component_lag_years"),
        ("supply_terms", "hbm", "planned_region_share"),
    ]


def test_beyond_its_table_supply_grows_from_the_last_row(run):
    # 3 EB of 2027, a tenth more in 2028 and again in 2029; 0.4 of it comes here.
    later = quantities.supply(run(), hbm(2028))
    last = quantities.supply(run(), hbm(2029))

    assert told(later) == [
        ("0.25 of what is made in 2027", 0.3),
        ("0.75 of what is made in 2028", 0.99),
    ]
    assert told(last) == [
        ("0.25 of what is made in 2028", 0.33),
        ("0.75 of what is made in 2029", 1.089),
    ]
    growth = ("supply_terms", "hbm", "growth_per_year_beyond_table")
    assert [growth in columns(term) for term in later.terms] == [False, True]
    assert columns(later.terms[1])[0] == ("hbm_supply", "m:2027", "supply_eb")


@pytest.mark.parametrize(
    ("part", "amounts"),
    [
        # Halves of 2026, a quarter of a year later: of 2025 a quarter, and of 2026 one and two.
        (1, [0.1, 0.2]),
        ("2", [0.4]),
        # All of the year where no half is asked for.
        (None, [0.1, 0.6]), ("<NA>", [0.1, 0.6]), (float("nan"), [0.1, 0.6]),
    ],
)  # fmt: skip
def test_a_part_of_a_year_has_what_was_made_for_it(run, part, amounts):
    found = quantities.supply(run(supply={"periods_per_year": 2}), hbm(2026, part=part))

    assert [term.value for term in found.terms] == pytest.approx(amounts)


@pytest.mark.parametrize(
    ("vendor", "year", "whole"),
    [
        ("v", 2026, 0.5), ("v", 2027, 0.25), ("v", 2028, 0.25), ("w", 2027, 0.1),
        # Before its first row, and of nobody, a vendor has all.
        ("v", 2024, 1.0), ("x", 2026, 1.0), ("", 2026, 1.0), (float("nan"), 2026, 1.0),
        (None, 2026, 1.0),
    ],
)  # fmt: skip
def test_a_vendor_has_its_share_of_the_last_row_by_the_year(run, vendor, year, whole):
    early = MEMORY.replace(2025, 2023)
    made = run(tables={"hbm_supply": early})

    own = quantities.supply(made, hbm(year, vendor=vendor)).terms
    of_all = quantities.supply(made, hbm(year)).terms

    assert [t.value for t in own] == pytest.approx([whole * t.value for t in of_all])
    shares = [c for c in columns(own[-1]) if c[0] == "vendor_shares"] if own else []
    assert len(shares) == (whole < 1.0 and bool(own))


def test_wafers_of_a_month_are_made_twelve_times_a_year(run):
    # 12 x 10 x 0.5, of which half comes here.
    found = quantities.supply(run(), {"kind": "node", "pool": "n", "year": 2026})

    assert [term.value for term in found.terms] == pytest.approx([30.0])
    packaged = quantities.supply(run(), {"kind": "packaging", "pool": "c", "year": 2026})
    assert [term.value for term in packaged.terms] == pytest.approx([20.0])


def test_the_share_of_a_region_may_be_the_models(run):
    chip = SimpleNamespace(supply_region="west", draws={("hbm", "m"): 1.0})
    made = run(supply={"region_shares": {"west": 0.9}}, on_sale={"k": chip})

    found = quantities.supply(made, hbm(2026))

    # Half of nine tenths of a quarter and of one and a half EB.
    assert [term.value for term in found.terms] == pytest.approx([0.1125, 0.675])
    assert ("model", "", "supply.region_shares") in columns(found.terms[0])
    assert ("supply_terms", "hbm", "planned_region_share") not in columns(found.terms[0])


def test_what_expands_and_what_is_traced_no_further_says_so(run):
    assert "builds beyond it" in quantities.supply(run(supply={"expansion": ["hbm"]}),
                                                   hbm(2026)).note  # fmt: skip
    assert quantities.supply(run(supply={"expansion": ["node"]}), hbm(2026)).note == ""
    scanners = quantities.supply(run(), {"kind": "euv", "pool": "e", "year": 2026})
    assert (scanners.terms, scanners.note) == ((), "the supply of euv is traced no further")


RUNNING = {("k", "s", 2026): 2.0, ("j", "s", 2026): 0.5, ("k", "s", 2027): 9.0,
           ("k", "t", 2026): 7.0, ("j", "t", 2026): 0.0}  # fmt: skip


def test_it_power_is_that_of_the_units_that_run(run):
    # 2 million at 1,500 W are 3 GW, and half a million at 2,000 W 1 GW.
    found = quantities.it_gw(run(running=RUNNING), {"site": "s", "year": "2026"})

    assert told(found) == [("2 million k running", 3.0), ("0.5 million j running", 1.0)]
    assert columns(found.terms[0]) == [("accelerators", "k", "it_power_w_per_unit")]


@pytest.mark.parametrize(
    ("pue", "cells"),
    # As the table states it, or of the weather there.
    [(1.25, [("sites", "s", "pue")]), (1.5, [])],
)
def test_facility_power_is_at_the_pue_that_a_site_is_built_for(run, pue, cells):
    made = run(running=RUNNING, places={"s": SimpleNamespace(pue=pue)})

    found = quantities.facility_gw(made, {"site": "s", "year": 2026})

    assert [term.value for term in found.terms] == pytest.approx([3.0 * pue, pue])
    assert found.terms[0].words == f"2 million k running, times a PUE of {pue}"
    assert columns(found.terms[0])[1:] == cells


def test_a_pool_has_a_pue_that_is_weighed(run):
    made = run(running=RUNNING, places={"t": SimpleNamespace(pue=1.5)})

    found = quantities.facility_gw(made, {"site": "t", "year": 2026, "region": "r"})

    assert told(found) == [("7 million k running, times a PUE of 1.5", 15.75)]
    assert found.note == "t stands for the small sites of r, whose PUE is weighed: 1.5"


TECHNOLOGIES = pd.DataFrame(
    {"technology": ["gas", "grid"], "lifetime_years": [2.0, float("nan")],
     "fixed_om_usd_per_kw_year": [10.0, 0.0]}
)  # fmt: skip
STANDING = pd.DataFrame({"site": ["s"], "technology": ["gas"], "capacity_gw": [0.75]})
BUILT = {("gas", "s", 2025): 0.5, ("gas", "s", 2026): 0.25, ("gas", "s", 2024): 3.0,
         ("gas", "t", 2026): 7.0, ("grid", "s", 2026): 9.0, ("gas", "s", 2027): 5.0}  # fmt: skip


def capacity(run, *, technology="gas", stood=0.75, kept=0.75, rented=False, gw=1.5, site="s"):
    made = run(
        tables={"power_technologies": TECHNOLOGIES, "existing_power": STANDING},
        technologies={
            technology: {"rented": rented, "lifetime_years": 2.0 if technology == "gas" else 99.0}
        },
        built=BUILT,
        kept={(technology, site, 2026): kept},
        places={site: SimpleNamespace(stood=lambda g, y: stood)},
    )
    row = {"technology": technology, "site": site, "year": "2026", "capacity_gw": gw}
    return quantities.capacity_gw(made, row)


def test_capacity_is_what_stands_and_what_was_built_and_still_serves(run):
    found = capacity(run)

    assert told(found) == [
        ("gas that stands by the tables", 0.75),
        ("gas built in 2025, a decision of the plan", 0.5),
        ("gas built in 2026, a decision of the plan", 0.25),
    ]
    assert columns(found.terms[0]) == [("existing_power", "s:gas", "capacity_gw")]
    assert columns(found.terms[1]) == [("power_technologies", "gas", "lifetime_years")]


def test_a_life_that_is_blank_is_no_cell(run):
    found = capacity(run, technology="grid", stood=0.0, kept=0.0)

    assert told(found) == [("grid built in 2026, a decision of the plan", 9.0)]
    assert found.terms[0].cells == ()


def test_what_is_retired_is_taken_off(run):
    _, gone, *_ = capacity(run, kept=0.5).terms

    assert gone.words == "gas that is retired by 2026, a decision of the plan"
    assert gone.value == pytest.approx(-0.25)
    assert columns(gone) == [("power_technologies", "gas", "fixed_om_usd_per_kw_year")]


def test_what_is_let_by_the_year_is_the_rest(run):
    # 1.5 GW of which 0.5 of 0.75 that stood are kept.
    found = capacity(run, kept=0.5, rented=True)

    assert [term.value for term in found.terms] == pytest.approx([0.75, -0.25, 1.0])
    assert found.terms[-1].words == "gas let in 2026, a decision of the plan"
    assert sum(term.value for term in found.terms) == pytest.approx(1.5)


def test_what_stands_in_a_pool_has_no_row(run):
    assert capacity(run, site="t").terms[0].cells == ()


def limit(**row):
    return {"limit": "l", "what": "room", "place": "", "pool": "", "year": "2026", "table": "t",
            "capacity": 1.0, "unit": "GW", **row}  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "capacity", "traced"),
    [
        (2.5, 2.5, True),
        # To a billionth of the limit, and never below one of a GW.
        (2.5, 2.5 + 2e-9, True), (2.5, 2.5 + 3e-9, False), (0.5, 0.5 + 9e-10, True),
        (0.5, 0.5 + 2e-9, False),
        # What is switched on, or has a name, is no number.
        (True, 1.0, False), ("most", 1.0, False), (None, 1.0, False),
    ],
)  # fmt: skip
def test_a_limit_of_the_model_is_its_own_number(run, stated, capacity, traced):
    made = run(limits={"facility_gw": stated})
    row = limit(table="model.limits.facility_gw", capacity=capacity, place="s")

    found = quantities.limit(made, row)

    if traced:
        assert told(found) == [("room s", stated)]
        assert columns(found.terms[0]) == [("model", "", "limits.facility_gw")]
        assert found.terms[0].cells[0].unit == "GW"
    else:
        assert found.terms == ()
        assert found.note.startswith("the limit l is traced no further than its table, model.")


def test_a_limit_of_the_model_may_be_that_of_a_year(run):
    made = run(limits={"facility_gw": {"2026": 2.5, "2027": 4.0}})
    row = limit(table="model.limits.facility_gw", cell_row="[2027]", capacity=4.0, year="<NA>",
                pool="p")  # fmt: skip

    assert told(quantities.limit(made, row)) == [("room p", 4.0)]


def test_a_limit_is_the_product_of_its_columns(run):
    row = limit(table="node_capacity", cell_row='["n", 2026]', pool="n",
                cell_factors='["capacity_kwpm", "ai_share"]')  # fmt: skip
    found = quantities.limit(run(), row)

    assert told(found) == [("room n", 5.0)]
    assert [column for *_, column in columns(found.terms[0])] == ["capacity_kwpm", "ai_share"]
    none = quantities.limit(run(), limit(table="node_capacity", cell_row='["n", 2026]'))
    assert none.note == "the limit l is traced no further than its table, node_capacity"


@pytest.mark.parametrize(("share", "value"), [(0.5, 2.5e-6), (None, 5e-6)])
def test_a_step_of_a_demand_curve_is_taken_at_its_share(run, share, value):
    row = limit(limit="demand_step_limit", table="node_capacity", cell_row='["n", 2026]',
                cell_factors='["capacity_kwpm", "ai_share"]')  # fmt: skip

    (term,) = quantities.limit(run(demand={"curve_share": share}), row).terms

    assert term.value == pytest.approx(value)
    assert (("model", "", "demand.curve_share") in columns(term)) == (share is not None)


def test_the_limits_of_a_pool_are_those_of_its_members(run):
    pooled = limit(place="pool_r", table="sites, max_facility_gw")
    assert quantities.limit(run(), pooled).note == (
        "pool_r stands for many small sites, whose own limits add up to it"
    )
    # A site has a row of its own, and tables of regions know no members.
    assert "traced no further" in quantities.limit(run(), limit(place="s", table="sites")).note
    other = limit(place="pool_r", table="regions")
    assert "traced no further" in quantities.limit(run(), other).note


def test_a_limit_of_supply_is_that_of_the_vendor_in_its_place(run):
    row = limit(limit="vendor_share_limit", kind="hbm", pool="m", place="v")

    assert [t.value for t in quantities.limit(run(), row).terms] == pytest.approx([0.05, 0.3])


def test_a_target_that_no_trend_gives_is_traced_no_further(run):
    asked = pd.DataFrame({"workload": ["w"], "target": ["users"]})

    found = quantities.target(run(tables={"workloads": asked}), {"workload": "w", "year": 2026})

    assert found.terms == ()
    assert found.note.startswith("the target 'users' is traced no further than its drivers")
