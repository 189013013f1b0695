"""Units through dies, packages and memory, against what was made; and the page that says so."""

from pathlib import Path

import pytest

from planner.cli.terminal import figure

PAGE = Path(__file__).parents[3] / "docs" / "chip-supply.md"
YEARS = (2022, 2023, 2024, 2025)


@pytest.fixture(scope="module")
def taken(backcast):
    """Kind, pool and year to what the counted units took: thousand wafers or EB."""
    parts = backcast[1].components
    keys = zip(parts["kind"], parts["pool"], parts["year"], strict=True)
    return dict(zip(keys, parts["observed_used"], strict=True))


@pytest.fixture(scope="module")
def made(backcast):
    """Kind, pool and year to all that was made, for every user, without lag or share."""
    inputs = backcast[0].inputs
    whole = {
        "node": 12 * inputs["node_capacity"]["capacity_kwpm"],
        "packaging": inputs["packaging_capacity"]["wafers_k_per_year"]
        .groupby(["packaging", "year"])
        .sum(),
        "hbm": inputs["hbm_supply"]["supply_eb"],
    }
    return {(kind, *key): amount for kind, table in whole.items() for key, amount in table.items()}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("kind", ["node", "packaging", "hbm"])
def test_what_was_shipped_fits_into_what_was_made(taken, made, kind, year):
    used = {key: amount for key, amount in taken.items() if key[0] == kind and key[2] == year}

    assert used
    assert all(amount <= made[key] for key, amount in used.items())


def test_packages_and_dies_of_a_year_are_those_of_its_units(backcast, taken):
    # 2022, thousand units: A100 and A800 796.3 at 29 packages a wafer, TPU v4 66.0 at 33,
    # H100 38.6 at 28, TPU v5e 15.7 at 58, all with a twentieth lost: 32.75 thousand wafers.
    packages = (796.3 / 29 + 66.0 / 33 + 38.6 / 28 + 15.7 / 58) / 0.95
    # The same units at 80, 32, 80 and 16 GB, lost with their packages.
    gigabytes = (796.3 * 80 + 66.0 * 32 + 38.6 * 80 + 15.7 * 16) / 0.95

    assert taken["packaging", "cowos", 2022] == pytest.approx(packages)
    assert taken["hbm", "global", 2022] == pytest.approx(gigabytes * 1e3 / 1e9)


def test_the_page_states_the_backcast_as_it_comes_out(backcast):
    text = PAGE.read_text(encoding="utf-8")
    columns = ("observed_shipped", "plan_shipped", "plan_low_shipped", "plan_high_shipped")

    for _, row in backcast[1].years.iterrows():
        cells = [f"{row[f'{name}_h100e_k']:,.0f}" for name in columns]
        line = " | ".join([f"| {row['year']:.0f}", *cells, f"{row['difference_share']:+.1%} |"])
        assert line in text


def test_the_page_states_each_quarter_as_it_comes_out(backcast):
    text = PAGE.read_text(encoding="utf-8")

    for row in backcast[1].quarters.itertuples():
        counts = f"{row.observed_shipped_h100e_k:,.0f} | {row.plan_shipped_h100e_k:,.0f}"
        reason = row.reason.partition(":")[0]
        line = f"| {row.year} Q{row.quarter} | {counts} | {row.difference_share:+.0%} | {reason} |"
        assert line in text


def test_the_page_states_the_contradictions_as_they_are(backcast):
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    parts = backcast[1].components.set_index(["pool", "year"])

    def percent(pool, year, side="observed"):
        return f"{100 * parts.loc[(pool, year), f'{side}_utilisation']:.0f} %"

    wafers = parts.loc[("cowos", 2024)]
    for claim in (
        f"filled {percent('cowos', 2022)} and {percent('cowos', 2023)} of the packaging",
        f"and {percent('global', 2022)} and {percent('global', 2023)} of the memory",
        f"units need {percent('n5', 2024)} and {percent('n5', 2025)} of it",
        f"{percent('global', 2025, 'plan')} of it is used by the plan",
        f"units need {figure(float(wafers['observed_used']))} k",
        f"{figure(float(wafers['supply']))} k left of what was made from mid-2023 to mid-2024",
    ):
        assert claim in text
