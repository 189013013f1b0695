"""The tables describe a world that could be this one."""

from collections import defaultdict

import pytest

H100_TFLOPS = 1979
US = {"latitude": (24.4, 49.5), "longitude": (-125.0, -66.9)}


@pytest.fixture(scope="module")
def chips(tables):
    return {row["accelerator"]: row for row in tables["accelerators"]}


@pytest.fixture(scope="module")
def sites(tables):
    return {row["site"]: row for row in tables["sites"]}


def _real(sites):
    return [row for row in sites.values() if row["kind"] != "fleet_pool"]


def test_there_are_sites_enough_at_home_and_abroad(sites):
    home = [row for row in _real(sites) if row["country"] == "USA"]
    abroad = [row for row in _real(sites) if row["country"] != "USA"]

    assert len(home) >= 40
    assert len(abroad) >= 8


def test_us_sites_lie_in_the_usa_with_county_and_balancing_area(sites):
    for row in _real(sites):
        if row["country"] == "USA":
            assert all(low < row[name] < high for name, (low, high) in US.items()), row
            assert row["county"], row
            assert row["balancing_area"], row


def test_a_site_is_in_the_country_of_its_region(tables, sites):
    country = {row["region"]: row["country"] for row in tables["regions"]}

    assert all(row["country"] == country[row["region"]] for row in sites.values())


def test_no_two_sites_share_a_name(sites):
    names = [row["name"].casefold() for row in sites.values()]

    assert len(set(names)) == len(names)


def test_the_us_fleet_of_2025_is_twelve_to_sixteen_million_h100e(tables, sites, chips):
    fleet = sum(
        1e3 * row["units_k"] * chips[row["accelerator"]]["eight_bit_dense_tflops"] / H100_TFLOPS
        for row in tables["existing_accelerators"]
        if sites[row["site"]]["country"] == "USA"
    )
    (industry,) = [r for r in tables["workloads"] if r["workload"] == "rest_of_industry"]

    assert 12e6 < fleet < 16e6
    assert industry["base_value"] == pytest.approx(fleet, rel=1e-3)


def test_tracked_us_sites_had_seven_point_three_gigawatts_in_2025(tables, sites):
    tracked = sum(
        row["contracted_facility_gw"]
        for row in tables["site_power"]
        if row["year"] == 2025
        and sites[row["site"]]["country"] == "USA"
        and sites[row["site"]]["kind"] == "campus"
    )

    # Sum of the last steps to 2025-12-31 of sites/site_timelines.csv: 7,329 MW.
    assert tracked == pytest.approx(7.329, abs=0.005)


def test_power_is_enough_for_the_accelerators_that_stand_there(tables, sites, chips):
    power, need = defaultdict(float), defaultdict(float)
    for row in tables["existing_power"]:
        power[row["site"]] += row["capacity_gw"]
    for row in tables["existing_accelerators"]:
        watts = chips[row["accelerator"]]["it_power_w_per_unit"]
        need[row["site"]] += row["units_k"] * watts * 1e-6 * sites[row["site"]]["pue"]

    assert set(need) <= set(power)
    assert max(need[site] / power[site] for site in need) <= 1.25


def test_existing_power_is_the_contracted_power_of_2025(tables, sites):
    power = defaultdict(float)
    for row in tables["existing_power"]:
        power[row["site"]] += row["capacity_gw"]

    for row in tables["site_power"]:
        if row["year"] == 2025:
            assert power[row["site"]] == pytest.approx(row["contracted_facility_gw"], rel=1e-3)


def test_contracted_power_only_grows_within_the_sites_limits(tables, sites):
    steps = defaultdict(dict)
    for row in tables["site_power"]:
        steps[row["site"]][row["year"]] = row["contracted_facility_gw"]

    for site, gw in steps.items():
        assert max(gw.values()) <= sites[site]["max_facility_gw"]
        for year in range(2026, 2031):
            rise = gw[year] - gw[year - 1]
            assert 0 <= rise <= sites[site]["build_rate_gw_per_year"] + 1e-9, (site, year)


def test_nothing_can_be_added_to_a_pool(sites):
    pools = [row for row in sites.values() if row["kind"] == "fleet_pool"]

    assert len(pools) == 14
    assert all(row["build_rate_gw_per_year"] == 0 for row in pools)


def test_some_accelerator_of_each_western_vendor_is_on_sale_in_every_year_to_2035(chips):
    for vendor in ("NVIDIA", "Google", "AWS", "AMD"):
        own = [row for row in chips.values() if row["vendor"] == vendor]
        for year in range(2026, 2036):
            assert any(
                r["volume_ship_year"] < year + 1 and year <= r["last_sale_year"] for r in own
            )


def test_a_newer_generation_does_more_per_watt(chips):
    order = ["nvidia_a100", "nvidia_h100", "nvidia_gb200", "nvidia_vr200", "nvidia_feynman"]

    per_watt = [
        chips[k]["eight_bit_dense_tflops"] / chips[k]["it_power_w_per_unit"] for k in order
    ]

    assert per_watt == sorted(per_watt)


def test_estimated_fields_are_columns_that_hold_something(chips):
    for row in chips.values():
        for name in row["estimated_fields"].split(";"):
            assert row[name] is not None, (row["accelerator"], name)


def test_every_power_source_has_a_cost_in_each_year_and_a_limit(tables):
    costs = defaultdict(set)
    for row in tables["power_costs"]:
        costs[row["technology"]].add(row["year"])
    limits = {row["technology"] for row in tables["build_limits"]}
    regional = {row["technology"] for row in tables["regional_limits"]}

    for row in tables["power_technologies"]:
        assert costs[row["technology"]] == set(range(2022, 2041))
        assert row["build_limit"] in limits
        assert (row["technology"] in regional) == row["region_limited"]


def test_every_region_has_a_price_of_power_and_of_fuel(tables):
    regions = {row["region"] for row in tables["regions"]}
    fuel = {(row["fuel"], row["region"], row["year"]) for row in tables["fuel_prices"]}

    for name in ("electricity_prices", "grid_carbon", "grid_large_loads"):
        assert {row["region"] for row in tables[name]} == regions
    assert fuel == {
        (kind, region, year)
        for kind in ("natural_gas", "uranium")
        for region in regions
        for year in range(2024, 2041)
    }


def test_the_slices_make_a_year(tables):
    slices = [row for row in tables["time_slices"] if row["slice_set"] == "four_days"]

    assert len(slices) == 24
    assert sum(row["weight_hours"] for row in slices) == 8760
    for day in range(1, 5):
        own = [row for row in slices if row["day"] == day]
        assert [row["position"] for row in own] == list(range(6))
        assert len({row["weight_hours"] for row in own}) == 1


# Means of the 8760 hours of power/hourly/hourly_cf_nerc_2012.csv.gz without 29 February.
ANNUAL_MEANS = {
    ("solar", "ERCOT"): 0.223959,
    ("solar", "PJM"): 0.196441,
    ("solar", "WECC_CA"): 0.256808,
    ("wind", "ERCOT"): 0.319844,
    ("wind", "SPP"): 0.328613,
    ("wind", "SERC_C"): 0.098468,
}


@pytest.mark.parametrize(("series", "mean"), ANNUAL_MEANS.items())
def test_slices_keep_the_annual_mean(tables, series, mean):
    weight = {row["slice"]: row["weight_hours"] for row in tables["time_slices"]}

    energy = sum(
        row["capacity_factor"] * weight[row["slice"]]
        for row in tables["slice_profiles"]
        if (row["profile"], row["region"]) == series
    )

    assert energy / 8760 == pytest.approx(mean, abs=2e-6)


def test_paths_to_2040_skip_no_year_and_say_where_they_are_continued(tables):
    paths = defaultdict(dict)
    for name, column in (("ai_revenue", "scope"), ("gdp", "country")):
        for row in tables[name]:
            paths[name, row[column]][row["year"]] = row["basis"]
    for row in tables["world_compute"]:
        paths["world_compute", ""][row["year"]] = row["basis"]

    for bases in paths.values():
        assert list(bases) == list(range(min(bases), 2041))
        assert set(bases) >= set(range(2025, 2041))
        continued = [year for year, basis in bases.items() if basis == "extrapolated"]
        assert continued == list(range(continued[0], 2041))


def test_what_is_continued_is_an_estimate(tables):
    continued = [
        row
        for name in ("ai_revenue", "gdp", "world_compute")
        for row in tables[name]
        if row["basis"] != "published"
    ]

    assert continued
    assert {row["confidence"] for row in continued} == {"estimate"}


def test_revenue_and_the_economy_grow_and_revenue_stays_below_it(tables):
    gdp = {row["year"]: row["gdp_busd"] for row in tables["gdp"]}

    for scope in ("leader", "industry"):
        path = [row for row in tables["ai_revenue"] if row["scope"] == scope]
        assert [row["revenue_busd"] for row in path] == sorted(row["revenue_busd"] for row in path)
        assert all(r["revenue_busd"] < gdp[r["year"]] for r in path if r["year"] in gdp)


def test_the_leader_never_earns_more_than_the_industry_beside_it(tables):
    revenue = {(row["scope"], row["year"]): row["revenue_busd"] for row in tables["ai_revenue"]}

    assert all(revenue["leader", y] < revenue["industry", y] for y in range(2025, 2041))


def test_the_fleet_of_the_tables_is_a_part_of_the_worlds_compute(tables):
    (industry,) = [r for r in tables["workloads"] if r["workload"] == "rest_of_industry"]
    world = {row["year"]: row["h100e_million"] for row in tables["world_compute"]}

    # Both on the 8-bit dense basis, of the end of 2025; 0.77 of known clusters are in the USA.
    assert 0.6 < industry["base_value"] / 1e6 / world[2025] < 0.95


def test_a_law_has_a_place_or_speaks_of_runs_and_dates_that_fit_its_status(tables):
    known = {row["country"] for row in tables["regions"]}

    for row in tables["legal_thresholds"]:
        on_runs = row["quantity"].startswith("training_flop")
        assert on_runs == (row["countries"] is None)
        if not on_runs:
            assert set(row["countries"].split(";")) & known
        assert (row["in_force_year"] is None) == (row["status"] == "proposed")
        assert (row["ended_year"] is not None) == (row["status"] == "revoked")


def test_past_sums_have_their_years_and_past_peaks_none(tables):
    for row in tables["build_outs"]:
        assert (row["basis"] == "cumulative") == (row["first_year"] is not None)
        assert (row["first_year"] is None) == (row["last_year"] is None)


def test_no_cell_starts_like_a_formula(tables):
    texts = [v for rows in tables.values() for row in rows for v in row.values()]

    assert [t for t in texts if isinstance(t, str) and t.startswith(("=", "+", "-", "@"))] == []


def test_the_vendors_of_a_year_share_all_packaging(tables):
    # To three digits each.
    total = defaultdict(float)
    for row in tables["vendor_shares"]:
        if row["resource_kind"] == "packaging":
            total[row["year"]] += row["share"]

    # 2022 and 2023: NVIDIA's 60 and Broadcom's 10 % of all lines, of which AI has 92 %.
    of_press = 0.7 / 0.92
    assert total == pytest.approx(
        {2022: of_press, 2023: of_press, 2024: 1.0, 2025: 1.0, 2026: 1.0}, abs=0.002
    )


def test_quarters_are_those_of_the_years_and_pools_that_are_made(tables):
    made = {("packaging", "cowos", row["year"]) for row in tables["packaging_capacity"]}
    made |= {("hbm", row["hbm_pool"], row["year"]) for row in tables["hbm_supply"]}
    stated = {(r["resource_kind"], r["pool"], r["year"]) for r in tables["supply_quarters"]}

    assert stated <= made


def test_the_quarters_that_were_counted_are_the_years_that_were(tables):
    # The July and the October copy of Epoch AI's medians differ by up to two percent, and by a
    # tenth for the first TPU v7.
    quarters = defaultdict(float)
    for row in tables["observed_quarters"]:
        quarters[row["vendor"], row["chip"], row["year"]] += row["units_k"]
    years = {
        (row["vendor"], row["chip"], row["year"]): row["units_k"]
        for row in tables["observed_shipments"]
        if row["share_of_year"] == 1
    }

    assert quarters == pytest.approx(years, rel=0.11)
    assert sum(quarters.values()) == pytest.approx(sum(years.values()), rel=0.005)


def test_every_vendor_with_a_share_makes_accelerators(tables):
    assert {row["vendor"] for row in tables["vendor_shares"]} <= {
        row["vendor"] for row in tables["accelerators"]
    }


def test_observed_h100e_are_those_of_the_row_they_are_counted_with(tables, chips):
    # But for what was made for China, and MI300A, a chip of fewer compute dies than MI300X.
    for row in tables["observed_shipments"]:
        if not row["made_for_china"] and row["chip"] != "Instinct MI300A":
            chip = chips[row["accelerator"]]["eight_bit_dense_tflops"] / H100_TFLOPS
            # MI350X clocks lower than MI355X by 9 %; small counts are rounded.
            assert row["h100e_k"] / row["units_k"] == pytest.approx(chip, rel=0.10), row


def test_headroom_for_load_that_may_be_cut_is_within_the_nations(tables):
    # Norris and others (2025): 98 GW for the nation at cuts of 0.5 % of a year's energy.
    headroom = [
        row["max_total_gw"]
        for row in tables["regional_limits"]
        if row["technology"] == "grid_flexible"
    ]
    terms = {row["term"]: row["value"] for row in tables["power_terms"]}

    assert 50 < sum(headroom) <= 98
    cut = terms["flexible_load_share"] * terms["flexible_load_hours"] / 8760
    assert cut == pytest.approx(0.005)


def test_a_credit_on_output_is_near_the_law_s_three_cents(tables):
    # Section 45Y pays 3.0 cents a kWh in 2025, rounded to half a cent below and
    # above; a source has a credit on capital or on output, not both.
    credits = [
        (row["production_credit_usd_per_mwh"], row["capital_share"])
        for row in tables["tax_credits"]
    ]

    assert all(25 <= output <= 32.5 for output, _ in credits if output)
    assert all((output > 0) != (share > 0) for output, share in credits)
