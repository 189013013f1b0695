"""Operators and vendors as they are derived, and what the shipped rows say of known campuses."""

import pandas as pd
import pytest

from planner import api
from planner.config import load_model
from tools.derive.operator_vendors import operator_vendor_rows

COLUMNS = ("operator", "vendor", "fact", "date", "units_k_low", "units_k", "units_k_high", "note",
           "source", "confidence")  # fmt: skip


@pytest.fixture(scope="module")
def world():
    """The world of the reference plan."""
    return api.load_world(load_model("frontier"))


def test_a_count_a_deal_and_a_rental_become_rows_with_what_is_known():
    nan = float("nan")
    facts = [
        ("a", "v", "owned", "2025-12", 1.0, 2.0, 4.0, nan, "Epoch AI, Data on AI Chip Owners, x",
         "verified"),
        ("b", "v", "at its sites", "2026-05", nan, 25.1, nan, "in one hall",
         "Epoch AI, AI Data Centers, October", "reported"),
        ("c", "v", "rented elsewhere", "2026-02", nan, nan, nan, nan, "stored:one; stored:two",
         "reported"),
    ]  # fmt: skip
    rows = operator_vendor_rows(
        {"chips/operator_vendors.csv": pd.DataFrame(facts, columns=COLUMNS)}
    )

    assert [(row["operator"], row["buys"], row["source_id"]) for row in rows] == [
        ("a", True, "epoch_chip_owners"),
        ("b", True, "epoch_data_centers"),
        ("c", False, "press_second_hand"),
    ]
    assert [row["note"] for row in rows] == [
        "Owned, 2025-12; 2 thousand units (1 to 4).",
        "At its sites, 2026-05; 25.1 thousand units; in one hall.",
        "Rented elsewhere, 2026-02; read at second hand: one; two.",
    ]


def test_each_vendor_says_whether_it_sells_to_all(datasets):
    rows = pd.read_csv(datasets / "operator_vendors.csv")
    vendors = set(pd.read_csv(datasets / "accelerators.csv").vendor)

    assert set(rows[rows.operator == "all"].vendor) == vendors


def test_google_and_amazon_keep_their_own_chips_to_their_own_sites(world):
    bars = {s: site.barred_vendors for s, site in world.sites.items()}

    assert bars["google_fort_wayne"] == {"AWS"}
    assert bars["anthropic_amazon_new_carlisle"] == {"Google"}
    for s in ("meta_hyperion", "microsoft_fairwater_wisconsin", "openai_stargate_abilene"):
        assert bars[s] == {"AWS", "Google"}
    # A developer, a place without anybody, and a pool take any.
    assert not bars["fermi_amarillo"] | bars["permian_cand"] | bars["pool_PJM"]


def test_what_stood_at_tracked_campuses_agrees_with_what_their_operators_buy(world):
    bought = {
        (s, world.accelerators[k].vendor)
        for s, site in world.sites.items()
        for k, _ in site.existing_fleet
    }

    assert bought
    assert not [(s, v) for s, v in bought if v in world.sites[s].barred_vendors]
