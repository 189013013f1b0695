"""What a country may add and buyers may spend from a count on, by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.programme import growth

COUNTS = pd.DataFrame(
    [("USA", "facility_added", 2026, 4.0), ("USA", "growth", 2026, 0.5),
     ("USA", "start", 2026, 0.2), ("CAN", "facility_added", 2026, 1.0),
     ("CAN", "growth", 2026, 0.1)],
    columns=["country", "term", "year", "value"],
)  # fmt: skip
SHELLS = [("a", 2025), ("a", 2026), ("b", 2026), ("c", 2026), ("a", 2028)]


def shell(s, y):
    return ("shell_built_gw", s, str(y))


def construction(asked=True, released=(), counts=COUNTS):
    files = SimpleNamespace(
        released=frozenset(released),
        definition={"limits": {} if asked is None else {"national_construction": asked}},
        inputs={
            "regions": pd.DataFrame({"region": ["A", "B"], "country": ["USA", "MEX"]}),
            "construction_limits": counts,
        },
    )
    places = {
        "a": SimpleNamespace(region="A", pue=1.25), "b": SimpleNamespace(region="A", pue=1.5),
        "c": SimpleNamespace(region="B", pue=1.1),
    }  # fmt: skip
    space = SimpleNamespace(evidence=SimpleNamespace(files=files, places=places), shells=SHELLS)
    return {(family, key): row for family, key, row in growth.construction(space)}


def test_a_country_adds_no_more_than_what_it_added_has_grown_to():
    # What was counted in 2026, 4 GW, is the most of 2026 beside a start of 0.2. Two years later
    # 1.5 * 1.5 of what was added in 2026. Nothing holds before the count, or where no site is.
    found = construction()

    assert found.keys() == {("national_construction_limit", ("USA", y)) for y in ("2026", "2028")}
    first = found["national_construction_limit", ("USA", "2026")]
    assert first.terms == {shell("a", 2026): 1.25, shell("b", 2026): 1.5}
    assert (first.lower, first.upper) == (-float("inf"), pytest.approx(4.2))
    then = found["national_construction_limit", ("USA", "2028")]
    assert then.terms == pytest.approx({
        shell("a", 2028): 1.25, shell("a", 2026): -2.25 * 1.25, shell("b", 2026): -2.25 * 1.5,
    })  # fmt: skip
    assert then.upper == pytest.approx(0.2)


def test_a_count_of_an_earlier_year_has_grown_since():
    earlier = COUNTS.assign(year=2025)

    found = construction(counts=earlier)

    assert found["national_construction_limit", ("USA", "2025")].upper == pytest.approx(4.2)
    assert found["national_construction_limit", ("USA", "2026")].upper == pytest.approx(0.2)
    later = construction(counts=COUNTS[COUNTS["term"] != "start"].assign(year=2024))
    assert later["national_construction_limit", ("USA", "2025")].upper == pytest.approx(6.0)
    assert later["national_construction_limit", ("USA", "2028")].upper == 0.0


@pytest.mark.parametrize("unasked", [
    {"asked": False}, {"asked": None}, {"released": ["sites"]}
])  # fmt: skip
def test_nothing_is_limited_where_the_model_does_not_ask(unasked):
    assert construction(**unasked) == {}


GUIDED = [
    ("guided", 2025, 100.0), ("guided", 2026, 200.0), ("planned_share", 2025, 0.5),
    ("planned_share", 2028, 0.25), ("growth", 2027, 0.2), ("growth", 2028, 0.1),
]  # fmt: skip


def capital(monkeypatch, asked=True, spent=(), guided=GUIDED):
    monkeypatch.setattr(growth, "spent", lambda space: iter(spent))
    files = SimpleNamespace(
        definition={"limits": {} if asked is None else {"capex_growth": asked}},
        inputs={"capex_limits": pd.DataFrame(guided, columns=["term", "year", "value"])},
    )
    rows = growth.capital(SimpleNamespace(evidence=SimpleNamespace(files=files)))
    return {(family, key): row for family, key, row in rows}


def test_buyers_spend_their_share_of_what_is_guided_for_and_has_grown(monkeypatch):
    found = capital(monkeypatch, spent=[
        (2028, ("x",), 3.0), (2025, ("x",), 1.0), (2026, ("x",), 2.0), (2026, ("x",), 0.5),
        (2026, ("y",), 0.0), (2024, ("x",), 9.0), (2027, ("y",), 4.0), (2029, ("y",), 4.0),
    ])  # fmt: skip

    # 50 of 100, 100 of 200, a fifth more in 2027, and in 2028 a quarter of 200 * 1.2 * 1.1. The
    # last growth that is told holds on.
    assert {key: row.upper for (_, (key,)), row in found.items()} == pytest.approx(
        {"2025": 50.0, "2026": 100.0, "2027": 120.0, "2028": 66.0, "2029": 72.6}
    )
    assert list(found) == [("capex_growth_limit", (str(y),)) for y in range(2025, 2030)]
    assert found["capex_growth_limit", ("2026",)].terms == {("x",): 2.5}


def test_before_its_first_year_growth_is_what_that_year_says(monkeypatch):
    # 2027 is the first that tells of growth; of 2026 it is asked for where 2025 alone is guided.
    once = [row for row in GUIDED if row[:2] != ("guided", 2026)]
    found = capital(monkeypatch, spent=[(2026, ("x",), 1.0)], guided=once)

    assert found["capex_growth_limit", ("2026",)].upper == pytest.approx(50 * 1.2)


def test_spending_is_free_where_the_model_does_not_ask(monkeypatch):
    assert capital(monkeypatch, asked=False, spent=[(2026, ("x",), 1.0)]) == {}
    assert capital(monkeypatch, asked=None, spent=[(2026, ("x",), 1.0)]) == {}
