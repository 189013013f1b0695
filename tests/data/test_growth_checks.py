"""Rows of what a country builds and buyers spend, held to what can be."""

from planner.data.cross_checks import cross_check


def capital(table, **columns):
    told = {"term": ["planned_share", "growth"], "year": [2026, 2027], **columns}
    return table("capex_limits", "term year", **told)


def test_a_share_above_one_is_named_in_each_case(table, found_by):
    given = capital(table, low=[0.5, 0.1], value=[1.0, 0.2], high=[1.5, 0.3])

    assert found_by(cross_check, given) == [
        "capex_limits.csv, line 2, column high: 1.5; expected a share of at most 1"
    ]


def test_growth_in_percent_is_named_with_the_share_that_it_is(table, found_by):
    given = capital(table, value=[1.0, 72.2])
    construction = table(
        "construction_limits", "country term", country=["USA"], term=["growth"], value=[10.0]
    )

    assert found_by(cross_check, given, construction) == [
        "capex_limits.csv, line 3, column value: 72.2; expected a share of at most 10 a year; "
        "72.2 % is 0.722"
    ]


def test_a_country_without_a_region_is_named(table, found_by):
    regions = table("regions", "region", region=["ERCOT"], country=["USA"])
    given = table(
        "construction_limits", "country term", country=["USA", "UAS"], term=["growth", "growth"]
    )

    told = found_by(cross_check, regions, given)
    assert [fault for fault in told if "construction_limits" in fault] == [
        "construction_limits.csv, line 3, column country: unknown country 'UAS'; expected a "
        "country of regions.csv; did you mean 'USA'?"
    ]


def test_a_row_that_holds_on_needs_none_of_the_next_year(table, found_by):
    given = table(
        "capex_limits", "term year", term=["growth", "growth"], year=[2027, 2030], value=[0.5, 0.1]
    )
    sites = table(
        "site_commitments", "site year bound", site=["a", "a"], year=[2027, 2029],
        bound=["floor", "floor"],
    )  # fmt: skip

    assert found_by(cross_check, given, sites) == []
