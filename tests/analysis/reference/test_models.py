"""The plans of the authors' models beside their tables."""

import re

import pytest

from planner import api
from planner.analysis.reference.verdict import Verdict
from planner.config.locations import bundled

NAMES = ("situational_awareness", "epoch_2030", "ai_2027")


@pytest.fixture(scope="module")
def compared():
    """Every model, planned once: its run and its comparison."""
    return {name: api.reference(name) for name in NAMES}


def rows(compared, name, case):
    table = compared[name][1].rows
    return table[table["case"] == case].set_index("projection")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "case", "count"),
    [
        ("situational_awareness", "sa_cluster", 20),
        ("situational_awareness", "sa_world", 16),
        # A year before the table begins, so that its first year's purchases are a year's.
        ("ai_2027", "ai2027_world", 30),
    ],
)
def test_every_row_of_an_authors_table_has_its_figure(compared, model, case, count):
    table = rows(compared, model, case)

    assert len(table) == count
    assert (table["verdict"] != Verdict.MISSING.value).all()


@pytest.mark.slow
def test_every_median_of_epoch_has_its_figure(compared):
    table = rows(compared, "epoch_2030", "epoch2030")
    medians = table[table["central"].notna()]

    assert len(medians) == 11
    assert (medians["verdict"] != Verdict.MISSING.value).all()


@pytest.mark.slow
def test_four_rows_in_five_agree_over_all_models(compared):
    comparisons = [comparison for _, comparison in compared.values()]

    agreeing = sum(comparison.agreeing for comparison in comparisons)
    assert agreeing >= 0.8 * sum(comparison.judged for comparison in comparisons)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_readme_says_how_many_rows_agree(compared, name):
    readme = (bundled("models") / "README.md").read_text(encoding="utf-8")
    comparison = compared[name][1]

    line = re.search(rf"^\| `{name}` \| (.*) \|$", readme, flags=re.MULTILINE)
    assert line
    assert line[1].split(" | ") == [
        f"{comparison.agreeing} of {comparison.judged}",
        str(comparison.count(Verdict.GIVEN)),
        str(comparison.count(Verdict.MISSING)),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("year", [2022, 2024, 2026, 2028, 2030])
def test_the_cluster_of_situational_awareness_follows_from_gpt4(compared, year):
    # published_projections, SA_cluster, largest_training_cluster_h100e: 1e4 in 2022, ten times
    # as many every two years. GPT-4's 2.1e25 FLOP in 95 days at 0.328 of 989.4 TFLOP/s are
    # 7,884 H100e; half an order a year from there.
    row = rows(compared, "situational_awareness", "sa_cluster").loc[
        f"sa_cluster_largest_training_cluster_h100e_{year}"
    ]

    gpt4 = 2.1e25 / (989.4e12 * 0.328 * 95 * 86_400)
    assert row["plan"] == pytest.approx(gpt4 * 10 ** (0.5 * (year - 2022)), rel=1e-4)
    assert row["central"] == pytest.approx(10 ** (4 + 0.5 * (year - 2022)))


@pytest.mark.slow
def test_the_power_of_situational_awareness_is_a_kilowatt_each(compared):
    # published_projections, SA_cluster, largest_training_cluster_power 2030: 100 GW for 1e8.
    table = rows(compared, "situational_awareness", "sa_cluster")["plan"]

    assert table["sa_cluster_largest_training_cluster_power_2030"] == pytest.approx(
        table["sa_cluster_largest_training_cluster_h100e_2030"] / 1e6
    )


@pytest.mark.slow
def test_situational_awareness_takes_35_chips_from_a_wafer(compared):
    # published_projections, SA_supply: 35 H100 a wafer, 400 thousand wafers a month in 2024.
    table = rows(compared, "situational_awareness", "sa_world")["plan"]

    shipped = table["sa_world_ai_accelerator_shipments_annual_2030"]
    share = table["sa_world_ai_share_of_2024_tsmc_leading_edge_wafers_2030"]
    assert share == pytest.approx(shipped / 35 / 4.8e6, rel=1e-3)


@pytest.mark.slow
def test_epochs_run_takes_its_share_of_the_fleet(compared):
    # published_projections, EPOCH2030_assump, share_of_supply_in_one_run 0.26.
    run, comparison = compared["epoch_2030"]
    table = comparison.rows.set_index("projection")["plan"]

    needed = table["epoch2030_h100e_needed_for_2e29_2030"]
    cluster = needed * table["epoch2030_feasible_training_run_2030"] / 2e29
    fleet = run.plan["clusters"].query("year == 2030")["h100e_million"].sum() * 1e6
    assert cluster / fleet == pytest.approx(0.26, rel=1e-4)


@pytest.mark.slow
def test_ai_2027_makes_what_its_stock_grows_by(compared):
    # published_projections, AI2027_world: none retires within the five years, so what is made
    # in 2024 is the difference of two stocks that grow 2.25 times a year.
    table = rows(compared, "ai_2027", "ai2027_world")["plan"]

    made = table["ai2027_world_h100e_produced_2024"]
    assert made == pytest.approx(4e6 * 1.25, rel=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_an_authors_model_gives_no_notice_but_of_what_it_takes(compared, name):
    run, _ = compared[name]

    # Models that begin in the past take the first row of prices and carbon of the grid for it.
    known = ("published range", "that row is taken for")
    assert all(any(words in notice for words in known) for notice in run.notices)
