"""How much of a workload generates tokens, derived by hand."""

import pandas as pd
import pytest

from tools.derive.serving import FACTS, with_serving

# Six million tokens read and three generated; a node reads 3 a second and generates 1.5, so that
# both take as long. Half of what is read comes from a cache.
ROWS = [
    ("input tokens", None, 6e6, None),
    ("input tokens found in a cache", 0.0, 0.5, 0.5),
    ("output tokens", None, 3e6, None),
    ("input tokens of a node", None, 3.0, None),
    ("output tokens of a node", None, 1.5, None),
    ("serving in all AI computing", 0.2, 0.4, 0.8),
]


@pytest.fixture
def raw():
    return {FACTS: pd.DataFrame(ROWS, columns=["fact", "low", "central", "high"])}


def test_hours_give_the_share_and_rates_the_flop_by_byte(raw):
    row = with_serving(raw, {"note": "Known."}, mixed=False)

    assert (row["decode_share_low"], row["decode_share"]) == (None, 0.5)
    # 1.5 tokens for 3.35 TB against 3 for 1,979 TFLOP, of which half are computed: 590.7.
    per_byte = 1.5 / 3.35 / (3.0 * 0.5 / 1979)
    told = [row[f"decode_flop_per_byte{end}"] for end in ("_low", "", "_high")]
    assert told == pytest.approx([per_byte / 2, per_byte, 2 * per_byte], rel=1e-5)
    assert row["note"].startswith("Known. Decoding: 50.0 % of the hours")


def test_a_mixture_generates_tokens_in_the_part_of_it_that_serves(raw):
    row = with_serving(raw, {"note": "Known."}, mixed=True)

    shares = [row[f"decode_share{end}"] for end in ("_low", "", "_high")]
    assert shares == pytest.approx([0.1, 0.2, 0.4])
    assert "40 % of computing serves" in row["note"]
