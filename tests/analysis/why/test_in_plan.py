"""Where and when a thing is in the plan, in words, from amounts written by hand."""

from planner.analysis.why.in_plan import where


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
