import pytest

from planner.data.cross_checks import cross_check
from planner.data.named_rows import REQUIRED_ROWS


def test_the_slices_of_a_set_fill_the_year(table, found_by):
    def slices(weights):
        names = [f"h{n}" for n in range(len(weights))]
        sets = ["four_days"] * len(weights)
        return table(
            "time_slices", "slice_set slice", slice_set=sets, slice=names, weight_hours=weights
        )

    assert found_by(cross_check, slices([4380.0, 4380.0])) == []
    assert found_by(cross_check, slices([4380.0, 4000.0])) == [
        "time_slices.csv, column weight_hours: the slices of 'four_days' sum to 8380 h; "
        "expected 8760 h, the hours of a year"
    ]


def test_each_day_of_the_year_has_its_representative(table, found_by):
    slices = table(
        "time_slices",
        "slice_set slice",
        slice_set=["two", "two"],
        slice=["a", "b"],
        day=[1, 2],
        weight_hours=[100 * 24.0, 265 * 24.0],
    )

    def days(first):
        stands = [1] * first + [2] * (365 - first)
        return table(
            "slice_days",
            "slice_set day_of_year",
            slice_set=["two"] * 365,
            day_of_year=list(range(1, 366)),
            day=stands,
        )

    assert found_by(cross_check, slices, days(100)) == []
    assert found_by(cross_check, slices, days(99)) == [
        "slice_days.csv, column day: day 1 of 'two' stands for 99 days; expected 100 days; "
        "the slices of that day weigh 2400 h in time_slices.csv",
        "slice_days.csv, column day: day 2 of 'two' stands for 266 days; expected 265 days; "
        "the slices of that day weigh 6360 h in time_slices.csv",
    ]


@pytest.mark.parametrize(
    ("years", "fault"),
    [
        ([2026, 2028], "line 3, column year: 2028 comes after 2026 for 'n3'; "
         "expected a row for every year; add 2027"),
        ([2030, 2026], "line 2, column year: 2030 comes after 2026 for 'n3'; "
         "expected a row for every year; add 2027 to 2029"),
    ],
)  # fmt: skip
def test_no_year_is_skipped_between_the_first_and_the_last(table, found_by, years, fault):
    capacity = table("node_capacity", "node_pool year", node_pool=["n3", "n3"], year=years)

    assert found_by(cross_check, capacity) == [f"node_capacity.csv, {fault}"]


@pytest.mark.parametrize(
    ("shares", "found"),
    [
        ([0.1, 0.2, 0.3, 0.4], None),
        ([0.1, 0.2, 0.3, 0.3], "0.9 of hbm 'global' in 2025"),
        ([0.1, 0.2, 0.7], "no quarter 4 of hbm 'global' in 2025"),
    ],
)
def test_quarters_make_the_year(table, found_by, shares, found):
    quarters = table(
        "supply_quarters", "resource_kind pool year quarter",
        resource_kind=["hbm"] * len(shares), pool=["global"] * len(shares),
        year=[2025] * len(shares), quarter=list(range(1, len(shares) + 1)), share_of_year=shares,
    )  # fmt: skip
    place = "supply_quarters.csv, column share_of_year"
    expected = "expected four quarters whose shares add up to 1"

    faults = [] if found is None else [f"{place}: {found}; {expected}"]
    assert found_by(cross_check, quarters) == faults


def test_each_thing_has_years_of_its_own(table, found_by):
    capacity = table(
        "node_capacity", "node_pool year", node_pool=["n3", "n3", "a14"], year=[2026, 2027, 2030]
    )

    assert found_by(cross_check, capacity) == []


def test_a_region_needs_a_price_of_electricity(table, found_by):
    regions = table("regions", "region", region=["ERCOT", "PJM"])
    prices = table("electricity_prices", "region", region=["ERCOT"])

    assert found_by(cross_check, regions, prices) == [
        "regions.csv, line 3, column region: 'PJM' has no row in electricity_prices.csv; "
        "expected a price of electricity; add the row to electricity_prices.csv"
    ]


def test_a_power_source_needs_a_cost(table, found_by):
    sources = table("power_technologies", "technology", technology=["gas", "solar"])
    costs = table("power_costs", "technology year", technology=["solar"], year=[2026])

    assert found_by(cross_check, sources, costs) == [
        "power_technologies.csv, line 2, column technology: 'gas' has no row in power_costs.csv; "
        "expected a capital cost of each technology; add the row to power_costs.csv"
    ]


def test_every_fuel_has_a_price_in_every_region(table, found_by):
    regions = table("regions", "region", region=["ERCOT", "PJM"])
    sources = table(
        "power_technologies",
        "technology",
        technology=["gas", "solar"],
        fuel=["natural_gas", "none"],
    )
    prices = table("fuel_prices", "fuel region", fuel=["natural_gas"], region=["PJM"])

    assert found_by(cross_check, regions, sources, prices) == [
        "regions.csv, line 2, column region: 'ERCOT' has no row in fuel_prices.csv; "
        "expected the price of natural_gas in each region; add the row to fuel_prices.csv"
    ]


def test_rows_that_are_read_by_name_must_be_there(table, found_by):
    terms = table("supply_terms", "resource_kind", resource_kind=["node", "hbm", "euv"])
    costs = table("cluster_costs", "item", item=list(REQUIRED_ROWS["cluster_costs"]))

    assert found_by(cross_check, terms, costs) == [
        "supply_terms.csv, column resource_kind: no row 'packaging'; "
        "expected the rows node, packaging, hbm, euv; add the row"
    ]


def test_a_profile_has_every_slice_of_its_set(table, found_by):
    slices = table("time_slices", "slice_set slice", slice_set=["d", "d"], slice=["h00", "h12"])
    profiles = table(
        "slice_profiles",
        "slice_set slice region profile",
        slice_set=["d", "d", "d"],
        slice=["h00", "h12", "h00"],
        region=["ERCOT", "ERCOT", "PJM"],
        profile=["solar", "solar", "solar"],
    )

    assert found_by(cross_check, slices, profiles) == [
        "slice_profiles.csv, line 4, column slice: 'solar' of 'PJM' has no row for h12; "
        "expected a row for every slice of 'd'"
    ]


def test_a_table_that_could_not_be_read_whole_lacks_nothing(table, found_by):
    sources = table("power_technologies", "technology", technology=["gas"])
    costs = table(
        "power_costs", "technology year", technology=["solar", "solar"], year=[2026, 2028]
    )
    costs.whole = False

    assert found_by(cross_check, sources, costs) == []


def test_blank_and_faulty_cells_are_left_to_those_who_read_them(table, found_by):
    sources = table(
        "power_technologies", "technology", technology=["gas", None], fuel=[None, "none"]
    )
    costs = table("power_costs", "technology year", technology=["gas", "gas"], year=[2026, None])

    assert found_by(cross_check, sources, costs) == []


def test_a_line_that_is_not_limited_has_no_capacity_rows(table, found_by):
    capacity = table("packaging_capacity", "packaging year", packaging=["l"], year=[2026])

    def lines(limited):
        return table("packaging", "packaging", packaging=["l"], limited=[limited])

    assert found_by(cross_check, lines(True), capacity) == []
    assert found_by(cross_check, lines(False), capacity) == [
        "packaging_capacity.csv, line 2, column packaging: a capacity of 'l', which packaging.csv "
        "calls not limited; expected no row, or limited = true there"
    ]
