"""Which runs and campuses cross which law."""

import pytest

from planner.analysis.outlook.thresholds import thresholds


def law(
    name, quantity, value, status="in_force", since=2020.0, until=None, countries="", state=""
):
    return {
        "threshold": name, "jurisdiction": "somewhere", "quantity": quantity, "value": value,
        "unit": "", "status": status, "in_force_year": since, "ended_year": until,
        "countries": countries, "state": state,
    }  # fmt: skip


def cluster(site, year, facility_gw):
    return {"site": site, "year": year, "it_gw": facility_gw / 2, "facility_gw": facility_gw}


RUNS = [
    {"workload": "run", "year": 2026, "unit": "FLOP", "delivered": 5e25},
    {"workload": "run", "year": 2027, "unit": "FLOP", "delivered": 3e26},
]


def test_a_run_crosses_when_it_is_above_and_not_before(inputs, plan):
    # 5e25 and 3e26 FLOP against 1e26: crossed in 2027, by a factor of three.
    made = thresholds(
        inputs(legal_thresholds=[law("l", "training_flop", 1e26)]), plan(targets=RUNS)
    )

    (row,) = made.to_dict("records")
    assert (row["subject"], row["first_year"], row["applies_from_year"]) == ("run", 2027, 2027)
    assert row["factor_in_first_year"] == pytest.approx(3.0)


def test_a_run_at_the_limit_does_not_cross_it(inputs, plan):
    # The laws say "greater than".
    made = thresholds(
        inputs(legal_thresholds=[law("l", "training_flop", 3e26)]), plan(targets=RUNS)
    )

    assert made.empty


@pytest.mark.parametrize(
    ("status", "since", "until", "from_year"),
    [
        ("in_force", 2025.0, None, 2026),
        ("enacted", 2027.0, None, 2027),
        ("proposed", None, None, None),
        ("revoked", 2023.8, 2025.1, None),
        # Of a law that ends with a year that year is its last; one that ends in it has none of it.
        ("in_force", 2025.0, 2027.0, 2026),
        ("in_force", 2025.0, 2026.9, None),
        ("in_force", 2026.0, 2026.5, None),
    ],
)
def test_a_law_applies_from_the_year_at_whose_end_it_is_in_effect(
    inputs, plan, status, since, until, from_year
):
    laws = [law("l", "training_flop", 1e25, status, since, until)]

    (row,) = thresholds(inputs(legal_thresholds=laws), plan(targets=RUNS)).to_dict("records")

    assert row["first_year"] == 2026
    assert row["applies_from_year"] == from_year


def test_campuses_cross_where_the_law_rules_and_pools_never_do(inputs, plan):
    # A hundred megawatts everywhere: only the campus in Texas is under a Texan law, and a pool
    # of many sites is no campus.
    laws = [
        law("texan", "facility_mw", 75.0, countries="USA", state="TX"),
        law("european", "it_mw", 0.5, countries="DEU;FRA"),
    ]
    clusters = [cluster(s, 2026, 0.1) for s in ("s", "far", "pool_r")]

    made = thresholds(inputs(legal_thresholds=laws), plan(clusters=clusters))

    assert list(zip(made["threshold"], made["subject"], strict=True)) == [
        ("texan", "s"),
        ("european", "far"),
    ]
    # 100 MW over 75, and half of 100 MW of IT over 0.5.
    assert list(made["factor_in_first_year"]) == pytest.approx([100 / 75, 100.0])


def test_the_peak_of_a_campus_is_that_of_its_accelerators(inputs, plan):
    # 0.05 million units of 3958 TFLOP/s are 1.979e20 FLOP/s; a campus without any in 2026 stands
    # at zero then.
    laws = [law("l", "cluster_flop_per_s", 1e20, countries="USA")]
    chips = [{"accelerator": "k", "site": "s", "year": 2027, "running_million": 0.05}]

    (row,) = thresholds(inputs(legal_thresholds=laws), plan(accelerators=chips)).to_dict("records")

    assert row["first_year"] == 2027
    assert row["factor_in_first_year"] == pytest.approx(1.979)


def test_campuses_without_accelerators_have_no_peak(inputs, plan):
    # All accelerators stand in a pool of small sites; names are of the type that files have.
    made = plan(
        clusters=[cluster("s", 2026, 1.0)],
        accelerators=[
            {"accelerator": "k", "site": "pool_r", "year": 2026, "running_million": 1.0}
        ],
    )
    chips = made["accelerators"].astype({"accelerator": "str", "running_million": float})
    made = type(made)({**made.tables, "accelerators": chips}, made.summary)
    laws = [
        law("l", "cluster_flop_per_s", 1.0, countries="USA"),
        law("m", "facility_mw", 500.0, countries="USA"),
    ]

    found = thresholds(inputs(legal_thresholds=laws), made)

    assert found["threshold"].tolist() == ["m"]


def test_a_law_on_what_nobody_measures_is_never_crossed(inputs, plan):
    laws = [law("l", "training_flop_biological", 1e23)]

    assert thresholds(inputs(legal_thresholds=laws), plan(targets=RUNS)).empty
