"""Steps of demand at a price as the certificate reads them again, by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.demand_curves import curve_share, curve_steps

CURVE = [
    ("rest", 2025, 1, 4e6, 3.0), ("rest", 2025, 2, 2e6, 1.0), ("rest", 2027, 1, 8e6, 2.0),
    ("rest", 2027, 2, 0.0, 1.0), ("run", 2026, 1, 1e6, 9.0),
]  # fmt: skip


def files(share=0.5, targets="priced", must_meet=(), curve=CURVE):
    columns = ["workload", "year", "step", "quantity_h100e", "price_usd_per_h100e_hour"]
    objective = {} if targets is None else {"targets": targets}
    return SimpleNamespace(
        inputs={"compute_demand_curve": pd.DataFrame(curve, columns=columns)},
        definition={"objective": objective, "demand": {"curve_share": share},
                    "workloads": {"must_meet": must_meet}},
        years=(2025, 2026, 2027),
    )  # fmt: skip


def steps(used=("rest", "run"), **own):
    return curve_steps(files(**own), used)


def test_a_curve_holds_until_the_next_and_a_part_of_it_is_served():
    rest = {("rest", y, j): (wanted, usd) for y in (2025, 2026)
            for j, wanted, usd in ((1, 2.0, 3.0), (2, 1.0, 1.0))}  # fmt: skip

    # A step of nothing is none, and before its first year a curve is not there.
    assert steps() == {
        **rest, ("rest", 2027, 1): (4.0, 2.0),
        ("run", 2026, 1): (0.5, 9.0), ("run", 2027, 1): (0.5, 9.0),
    }  # fmt: skip


def test_only_what_the_model_buys_for_at_a_price_has_steps():
    assert {w for w, _, _ in steps(used=["rest"])} == {"rest"}
    assert {w for w, _, _ in steps(must_meet=["rest"])} == {"run"}
    assert steps(targets="first") == steps(targets=None) == steps(curve=[]) == {}


@pytest.mark.parametrize(("stated", "share"), [(0.25, 0.25), (None, 1.0), (1.0, 1.0)])
def test_the_share_that_sites_serve_is_all_where_none_is_stated(stated, share):
    assert curve_share(files(stated)) == share
