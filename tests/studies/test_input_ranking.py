"""What matters: first by duals, then planned again, and what is worth finding out."""

import pandas as pd
import pytest

from planner.studies import input_ranking as matters
from planner.studies import process_pool as pool
from planner.studies.levers import CASES

PRICE, IDLE = "accelerators.price_usd", "gdp.gdp_busd"
SHELL = "cluster_costs.shell_usd_per_w_it.value"
UPKEEP = "cluster_costs.non_energy_opex_share_per_year.value"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    from planner.config import load_model

    with pytest.MonkeyPatch.context() as patch:
        chosen = [SHELL, IDLE, PRICE, UPKEEP]
        patch.setattr(matters, "ranged_quantities", lambda inputs, by_row: chosen)
        outputs = tmp_path_factory.mktemp("outputs")
        return matters.rank_inputs(load_model("small"), outputs, pool.in_this_process, top=1)


def test_inputs_are_ranked_and_those_that_touch_nothing_left_out(found):
    table, _, _ = found

    assert list(table["input"]) == [PRICE, UPKEEP, SHELL]
    assert table["score"].iloc[0] == 1.0


def test_the_first_is_planned_again_and_its_estimate_is_near(found):
    first = found[0].set_index("input")

    for end in CASES:
        by_duals, again = (first.at[PRICE, f"{word}_cost_{end}"] for word in ("first", "again"))
        assert again == pytest.approx(by_duals, rel=0.05)
        # The optimum is concave in prices, so a plan made again is no dearer than the estimate.
        assert again <= by_duals + 1e-9
        assert pd.isna(first.at[SHELL, f"again_cost_{end}"])


def test_what_rests_on_estimates_is_worth_finding_out_with_its_sources(found):
    # The share of upkeep is an estimate; prices and shell are reported.
    _, worth, _ = found

    assert list(worth["input"]) == [UPKEEP]
    assert worth["sources"].iloc[0] == "epoch_cost_breakdown"
    assert worth["source_titles"].iloc[0] not in ("", "epoch_cost_breakdown")


def test_rows_that_the_model_does_not_plan_with_are_not_counted(found):
    # Three generations are on sale; those that stand at the two sites are kept beside them.
    assert found[0].set_index("input").at[PRICE, "cells"] < 10


def test_both_tables_lie_in_the_study(found):
    table, _, study = found

    written = pd.read_parquet(study.folder / "matters.parquet")
    assert list(written["input"]) == list(table["input"])
    assert (study.folder / "worth_finding_out.csv").is_file()
    assert (study.folder / "scenarios.csv").is_file()
