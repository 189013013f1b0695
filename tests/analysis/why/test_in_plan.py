"""Where and when a thing is in the plan, in words, from amounts written by hand."""

import pandas as pd

from planner.analysis.why.in_plan import amounts, where
from planner.results import Plan


def test_amounts_are_told_by_year_and_the_four_places_with_most_of_it():
    # In 2027 at a and b together; e has more than any other in both years, and f least.
    there = [(("a", 2027), 1.0), (("b", 2027), 2.0), (("b", 2026), 0.5), (("e", 2026), 4.0),
             (("c", 2026), 1.5), (("d", 2026), 3.0), (("f", 2026), 0.25)]  # fmt: skip

    assert list(where("technology", "gas", there)) == [
        "gas is in the plan: it is built, GW: 9.25 in 2026, 3 in 2027.",
        "Where: e 4, d 3, b 2.5, c 1.5 and 2 more.",
    ]
    assert list(where("accelerator", "k", there[:3])) == [
        "k is in the plan: it is bought, million units: 0.5 in 2026, 3 in 2027.",
        "Where: b 2.5, a 1.",
    ]
    assert len(list(where("technology", "gas", there[:4] + there[5:6]))) == 2
    assert list(where("technology", "gas", there[:2] + there[3:6]))[1] == (
        "Where: e 4, d 3, b 2, c 1.5 and 1 more."
    )
    # A site is a place itself.
    assert list(where("site", "a", [((2026,), 1.0)])) == [
        "a is in the plan: it runs, GW of facility power: 1 in 2026."
    ]


def test_amounts_are_those_of_the_thing_that_are_no_rounding():
    power = pd.DataFrame(
        [("gas", "a", 2026, 0.5), ("gas", "b", 2027, 2e-6), ("gas", "c", 2027, 1e-6),
         ("sun", "a", 2026, 9.0)],
        columns=["technology", "site", "year", "built_gw"],
    )  # fmt: skip
    clusters = pd.DataFrame(
        [
            ("a", 2026, 1.5),
            ("b", 2026, 7.0),
            ("a", 2027, 0.0),
            ("a", 2028, 1e-6),
            ("a", 2029, 2.0),
        ],
        columns=["site", "year", "facility_gw"],
    )
    plan = Plan({"power": power, "clusters": clusters}, {})

    assert list(amounts(plan, "technology", "gas")) == [(("a", 2026), 0.5), (("b", 2027), 2e-6)]
    assert list(amounts(plan, "site", "a")) == [((2026,), 1.5), ((2029,), 2.0)]
    # A run without chips has no table of them.
    assert list(amounts(plan, "accelerator", "k")) == []
    assert list(amounts(Plan({}, {}), "site", "a")) == []
