"""What tables that are left out come to: nothing is paid or lost, and all is for the buyers."""

from math import inf
from types import SimpleNamespace

import pandas as pd

from planner.data.left_out import cluster_costs, supply_terms


def inputs(**tables):
    return SimpleNamespace(optional=tables.get)


def test_without_costs_of_clusters_the_price_of_an_accelerator_is_paid_once_and_for_ever():
    assert dict(cluster_costs(inputs())) == {
        "server_network_multiplier": 1.0,
        "shell_usd_per_w_it": 0.0,
        "non_energy_opex_share_per_year": 0.0,
        "accelerator_life_years": inf,
        "accelerator_physical_life_years": inf,
        "redeployment_weeks": 0.0,
        "facility_life_years": inf,
    }


def test_without_terms_of_supply_all_of_it_is_the_buyers_in_its_year():
    assert dict(supply_terms(inputs(), "hbm")) == {
        "ai_share": 1.0,
        "planned_region_share": 1.0,
        "growth_per_year_beyond_table": 0.0,
        "component_lag_years": 0.0,
    }


def test_a_table_that_is_there_is_read():
    costs = pd.DataFrame({"value": [3, 4.5]}, index=["shell_usd_per_w_it", "of_its_own"])
    terms = pd.DataFrame({"ai_share": [0.3, 0.7], "note": ["", ""]}, index=["hbm", "node"])
    made = inputs(cluster_costs=costs, supply_terms=terms)

    assert cluster_costs(made) == {"shell_usd_per_w_it": 3.0, "of_its_own": 4.5}
    assert supply_terms(made, "node") == {"ai_share": 0.7}
