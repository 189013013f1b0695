"""What reaches the region: lag, shares and growth, by hand."""

from dataclasses import replace

import pandas as pd
import pytest

from planner import api
from planner.config import load_model
from planner.config.locations import bundled
from planner.data.inputs import Inputs
from planner.errors import InputError
from planner.system import Accelerator, World
from planner.system.contracts_against_capacity import allotment_notices
from planner.system.supply import SCANNERS, supply, unlimited, vendor_shares

COWOS = ("packaging", "cowos")
CHIPS = {"k": Accelerator(uses={COWOS: 50.0})}


@pytest.fixture
def inputs(tmp_path):
    """100 and 200 thousand wafers in 2026 and 2027, and half more a year from then on."""

    def make(lag=0.5):
        terms = {
            "resource_kind": ["packaging"],
            "ai_share": [0.8],
            "planned_region_share": [0.5],
            "growth_per_year_beyond_table": [0.5],
            "component_lag_years": [lag],
        }
        capacity = {
            "packaging": "cowos",
            "year": [2026, 2027],
            "wafers_k_per_year": [100.0, 200.0],
        }
        shares = {
            "vendor": "v",
            "resource_kind": "packaging",
            "pool": "cowos",
            "year": [2027, 2028],
            "share": [0.5, 0.6],
        }
        key = ["vendor", "resource_kind", "pool", "year"]
        return Inputs(
            folder=tmp_path,
            tables={
                "supply_terms": pd.DataFrame(terms).set_index("resource_kind"),
                "packaging": pd.DataFrame({"limited": [True]}, index=["cowos"]),
                "packaging_capacity": pd.DataFrame(capacity).set_index(["packaging", "year"]),
                "vendor_shares": pd.DataFrame(shares).set_index(key),
            },
            checksums={},
        )

    return make


def test_what_ships_in_a_year_was_made_half_a_year_before(inputs):
    # AI gets 80 % and the region half of that: 40 %. 2026: nothing of 2025, half of 100.
    # 2027: half of 100 and half of 200. 2028: half of 200 and half of 300, grown.
    limit = supply(inputs(), (2026, 2027, 2028), CHIPS)[COWOS]

    assert limit.available == pytest.approx({2026: 20.0, 2027: 60.0, 2028: 100.0})


def test_half_years_are_lagged_by_their_own_time(inputs):
    # What ships in the first half of 2027 was made in the second half of 2026: 40 % of 50.
    limit = supply(inputs(), (2027,), CHIPS, 2)[COWOS]

    assert limit.parts == pytest.approx({(2027, 1): 20.0, (2027, 2): 40.0})
    assert limit.available == pytest.approx({2027: 60.0})


def by_quarters(inputs, **years):
    """The fixture's tables with the shares of quarters, by ``y2026=(...)``."""
    key = ["resource_kind", "pool", "year", "quarter"]
    rows = [
        {"resource_kind": "packaging", "pool": "cowos", "year": int(year[1:]), "quarter": n,
         "share_of_year": share}
        for year, shares in years.items()
        for n, share in enumerate(shares, start=1)
    ]  # fmt: skip
    table = pd.DataFrame(rows).set_index(key)
    return replace(inputs, tables={**inputs.tables, "supply_quarters": table})


def test_a_year_is_made_by_the_quarters_that_are_stated(inputs):
    # 2026: 10, 20, 30 and 40 of 100 thousand. What ships in the first half of 2027 was made in the
    # second half of 2026, 70; the second half has half of 200, which no row tells apart.
    growing = by_quarters(inputs(), y2026=(0.1, 0.2, 0.3, 0.4))
    limit = supply(growing, (2027,), CHIPS, 2, within_year="stated")[COWOS]

    assert limit.parts == pytest.approx({(2027, 1): 0.4 * 70, (2027, 2): 0.4 * 100})
    # A thousand wafers a month more in 2026 are 12, of which the same 70 % ship then.
    assert limit.gain[2027, 1, 2026] == pytest.approx(0.4 * 12 * 0.7)


def test_a_part_of_a_quarter_has_its_part(inputs):
    # A lag of an eighth: the first quarter of 2027 has the second half of 2026's fourth quarter,
    # 20, and the first half of 2027's first one, an eighth of 200.
    growing = by_quarters(inputs(lag=0.125), y2026=(0.1, 0.2, 0.3, 0.4))
    limit = supply(growing, (2027,), CHIPS, 4, within_year="stated")[COWOS]

    assert limit.parts[2027, 1] == pytest.approx(0.4 * (20 + 25))


def test_a_year_is_even_unless_a_model_asks(inputs):
    growing = by_quarters(inputs(), y2026=(0.1, 0.2, 0.3, 0.4))

    assert supply(growing, (2027,), CHIPS, 2)[COWOS].parts[2027, 1] == pytest.approx(20.0)


def test_a_lag_may_be_longer_than_a_year(inputs):
    # One and a quarter years: 2028's shipments were made from October 2026 to September
    # 2027, a quarter of 100 and three quarters of 200.
    limit = supply(inputs(lag=1.25), (2028,), CHIPS)[COWOS]

    assert limit.available[2028] == pytest.approx(0.4 * (25 + 150))


def test_a_step_is_a_thousand_wafers_a_month_for_a_year(inputs):
    # Twelve thousand wafers made in 2027, 40 % of them for the region, half in each year.
    limit = supply(inputs(), (2027, 2028), CHIPS)[COWOS]

    assert limit.step == "thousand wafers a month"
    assert limit.gain[2027, 1, 2027] == pytest.approx(2.4)
    assert limit.gain[2028, 1, 2027] == pytest.approx(2.4)


CHINESE = ("packaging", "domestic_25d")
ASCEND = Accelerator(supply_region="china", uses={CHINESE: 10.0})


def with_line(inputs, *, limited):
    """The tables with a line in China that has no capacity rows."""
    lines = pd.DataFrame({"limited": [True, limited]}, index=["cowos", "domestic_25d"])
    return replace(inputs, tables={**inputs.tables, "packaging": lines})


def test_a_line_that_the_table_calls_not_limited_has_no_limit_and_is_named(inputs):
    tables, chips = with_line(inputs(), limited=False), {**CHIPS, "ascend": ASCEND}

    assert set(supply(tables, (2027,), chips)) == {COWOS}
    assert unlimited(tables, (2027,), chips) == {CHINESE}


def test_a_limited_line_without_rows_is_a_fault(inputs):
    with pytest.raises(InputError, match="no row for 'domestic_25d'"):
        supply(with_line(inputs(), limited=True), (2027,), {"ascend": ASCEND})


def test_a_line_that_nothing_on_sale_draws_on_is_not_named(inputs):
    sold_out = replace(ASCEND, last_sale_year=2026)

    assert not unlimited(with_line(inputs(), limited=False), (2027,), {"ascend": sold_out})


def test_a_supply_region_can_have_a_share_of_its_own(inputs):
    # As above, 2027 has 60 of 150 thousand at the region's half; at a tenth it has 12.
    west = {"k": Accelerator(supply_region="west", uses={COWOS: 50.0})}

    limit = supply(inputs(), (2027,), west, 1, {"west": 0.1, "china": 1.0})[COWOS]

    assert limit.available[2027] == pytest.approx(12.0)


def test_two_shares_of_one_resource_are_a_fault(inputs):
    chips = {
        "k": Accelerator(supply_region="west", uses={COWOS: 50.0}),
        "c": Accelerator(supply_region="china", uses={COWOS: 50.0}),
    }

    with pytest.raises(InputError, match="drawn on from china and west"):
        supply(inputs(), (2027,), chips, 1, {"west": 0.1, "china": 1.0})


def test_a_vendors_last_share_holds_and_before_its_first_it_is_free(inputs):
    shares = vendor_shares(inputs(), (2026, 2027, 2028, 2029), [COWOS])

    assert {y: share for (_, _, _, y), share in shares.items()} == {
        2027: 0.5,
        2028: 0.6,
        2029: 0.6,
    }


def test_shares_of_resources_that_nobody_draws_on_are_left_aside(inputs):
    assert vendor_shares(inputs(), (2027,), []) == {}


@pytest.mark.parametrize(
    ("case", "share"), [("low", 0.55), ("central", 0.59), ("high", 0.63)]
)  # datasets/vendor_shares.csv, NVIDIA, packaging, 2026
def test_low_and_high_shares_can_be_asked_for(case, share):
    inputs = Inputs.read(bundled("datasets"), {"vendor_shares.share": case})

    shares = vendor_shares(inputs, (2026, 2032), [COWOS])

    assert shares["NVIDIA", "packaging", "cowos", 2026] == share
    assert shares["NVIDIA", "packaging", "cowos", 2032] == share


@pytest.fixture
def scanners(inputs):
    """100 scanners in 2026 and 150 in 2027, half at the foundry, half a million exposures each."""
    tables = {
        "supply_terms": pd.DataFrame(
            {
                "resource_kind": ["euv"],
                "ai_share": [1.0],
                "planned_region_share": [0.5],
                "growth_per_year_beyond_table": [0.0],
                "component_lag_years": [0.5],
            }
        ).set_index("resource_kind"),
        "euv_scanners": pd.DataFrame(
            {
                "year": [2026, 2027],
                "running": [100.0, 150.0],
                "foundry_share": [0.5, 0.5],
                "exposures_k_per_scanner": [500.0, 500.0],
                "ai_share": [0.2, 0.4],
            }
        ).set_index("year"),
    }
    return Inputs(folder=inputs().folder, tables=tables, checksums={})


def test_exposures_are_those_of_the_foundry_for_ai_in_the_region_lagged(scanners):
    # 2026: 100 x 0.5 x 0.5 million x 20 % = 5 million for AI; 2027: 15 million. Half of
    # them for the region, half a year later: 1.25 of 2026's alone in 2026, then 1.25 + 3.75.
    chips = {"k": Accelerator(uses={SCANNERS: 2.0})}
    limit = supply(scanners, (2026, 2027), chips)[SCANNERS]

    assert limit.unit == "million exposures"
    assert limit.available == pytest.approx({2026: 1.25, 2027: 5.0})
    # One scanner more in 2027: 0.5 x 0.5 million x 40 %, half for the region, half of it in 2027.
    assert limit.step == "scanner"
    assert limit.gain[2027, 1, 2027] == pytest.approx(0.025)


def test_wafers_take_exposures_where_a_model_asks_for_it(tmp_path):
    path = tmp_path / "m.toml"
    text = 'extends = "small"\ntitle = "t"\n'
    path.write_text(text, encoding="utf-8")
    assert SCANNERS not in api.load_world(load_model(path)).supply

    path.write_text(f"{text}[supply]\neuv = true\n", encoding="utf-8")
    made = api.load_world(load_model(path))
    layers = {"n5": 14.0, "n3": 20.0, "n2": 25.0}  # datasets/process_nodes.csv

    assert SCANNERS in made.supply
    for chip in made.accelerators.values():
        # Thousand wafers times layers are thousand exposures.
        drawn = sum(
            wafers * layers[pool] for (kind, pool), wafers in chip.uses.items() if kind == "node"
        )
        assert chip.uses[SCANNERS] == pytest.approx(drawn / 1000)


def test_the_lines_of_the_tables_are_within_the_range_of_the_scanners():
    # Layers of all wafers of N5, N3, N2 and A14 against the foundry's exposures, 2026 to
    # 2030: capacity and deliveries of scanners have different sources.
    inputs = Inputs.read(bundled("datasets"))
    layers, lines = inputs["process_nodes"]["euv_layers"], inputs["node_capacity"]
    for year in range(2026, 2031):
        rows = lines[lines.index.get_level_values("year") == year]
        pools = rows.index.get_level_values("node_pool")
        needed = 12 * (rows["capacity_kwpm"] * layers.reindex(pools).to_numpy()).sum()
        there = inputs["euv_scanners"].loc[year]
        low, high = (
            there[f"running_{end}"]
            * there[f"foundry_share_{end}"]
            * there[f"exposures_k_per_scanner_{end}"]
            for end in ("low", "high")
        )
        assert low < needed < high


def test_a_generation_without_rows_of_capacity_is_a_fault_for_each_resource(inputs):
    chips = {"k": Accelerator(uses={COWOS: 50.0, ("packaging", "efb"): 1.0})}
    later = Accelerator(ship_year=2030.0, uses={("packaging", "other"): 1.0})

    with pytest.raises(InputError) as raised:
        supply(inputs(), (2026, 2027), {**chips, "later": later})

    # What ships after the last year draws on nothing.
    assert [fault.found for fault in raised.value.faults] == ["no row for 'efb'"]


def test_capacity_below_what_is_contracted_is_a_note(world_of):
    shares = {("a", *COWOS, 2026): 0.7, ("b", *COWOS, 2026): 0.5, ("a", *COWOS, 2027): 0.7}
    assert list(allotment_notices(world_of(shares))) == [
        "vendors' shares of packaging cowos add up to 120% in 2026: "
        "capacity falls below what is contracted"
    ]
    # 100.4 % is rounding.
    assert not list(allotment_notices(world_of({("a", *COWOS, 2026): 1.004})))


@pytest.fixture
def world_of():
    return lambda shares: World(years=(2026, 2027), vendor_share=shares)
