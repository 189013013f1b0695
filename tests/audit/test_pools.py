"""Places alone and many as one, and of whom their operators buy, by hand."""

from math import inf, nan
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.sites import Place, _pooled, refused_vendors

PLACE = {
    "region": "A", "members": {}, "generates": True, "renews": True, "room_gw": 1.5,
    "pace_gw": 0.3, "opens": 2027.0, "pue": 1.5, "existing_power": {"grid": 0.2, "gas": 0.1},
    "existing_units": {("gpu", 2024): 0.5}, "contracted": {2026: 0.4},
}  # fmt: skip


def place(**own):
    return Place(**{**PLACE, **own})


def test_what_stands_of_a_technology_comes_and_goes():
    one = place(come={("gas", 2027): 0.4, ("grid", 2026): 5.0, ("sun", 2027): 7.0},
                gone={("gas", 2028.0): 0.1, ("grid", 2026.0): 0.2})  # fmt: skip

    assert [one.stood("gas", y) for y in (2026, 2027, 2028)] == pytest.approx([0.1, 0.5, 0.4])
    assert one.stood("grid", 2026) == pytest.approx(5.0)
    assert one.stood("wind", 2026) == 0.0
    assert one.standing_technologies == {"grid", "gas", "sun"}
    assert one.stood_gw == pytest.approx(0.3)


def test_a_slice_has_its_own_pue_where_one_is_known():
    one = place(pue_in={"day": 1.3})

    assert (one.pue_at("day"), one.pue_at("night")) == (1.3, 1.5)


def test_a_pool_is_the_sum_of_its_members():
    # Room for 1 GW of IT at the first, and at the second, which is full, for 3.
    first = place(come={("gas", 2027): 0.1}, gone={("gas", 2028.0): 0.1}, paid={2026: 1.0},
                  held={("cell", 2026): 2.0}, refused=frozenset({"N", "G"}))  # fmt: skip
    second = place(room_gw=1.0, pue=1.2, opens=2020.0, pace_gw=0.2, paid={2026: 0.5, 2027: 1.0},
                   existing_power={"grid": 3.6}, existing_units={("gpu", 2024): 0.25},
                   contracted={2027: 5.0}, held={("cell", 2026): 1.0},
                   come={("gas", 2027): 0.2}, gone={("gas", 2028.0): 0.3},
                   pue_in={"day": 1.1}, water_in={"day": 2.0},
                   refused=frozenset({"G"}))  # fmt: skip
    pool = _pooled("A", {"x": first, "y": second})

    assert pool.members == pytest.approx({"x": 0.25, "y": 0.75})
    assert (pool.room_gw, pool.pace_gw, pool.opens) == pytest.approx((5.1, 0.5, 2020.0))
    assert pool.pue == pytest.approx(5.1 / 4)
    assert pool.existing_power == pytest.approx({"grid": 3.8, "gas": 0.1})
    assert pool.existing_units == {("gpu", 2024): 0.75}
    # Of one without a contract for a year what stands is connected.
    assert pool.contracted == pytest.approx({2026: 0.4 + 3.6, 2027: 0.3 + 5.0})
    assert pool.pue_in == pytest.approx({"day": 0.25 * 1.5 + 0.75 * 1.1})
    assert pool.water_in == pytest.approx({"day": 1.5})
    assert (pool.held, pool.paid) == ({("cell", 2026): 3.0}, {2026: 1.5, 2027: 1.0})
    assert (pool.come, pool.gone) == (
        pytest.approx({("gas", 2027): 0.3}), pytest.approx({("gas", 2028.0): 0.4}),
    )  # fmt: skip
    assert pool.refused == {"G"}
    # It grows on the grid alone, and has no limit of water.
    assert (pool.generates, pool.renews, pool.water_limit) == (False, False, inf)


def test_a_pool_without_room_weighs_nothing():
    none = place(room_gw=0.0, existing_power={}, pue_in={"day": 1.1})
    pool = _pooled("A", {"x": none, "y": none})

    assert (pool.members, pool.pue, pool.pue_in) == ({"x": 0.0, "y": 0.0}, 1.0, {})


def test_a_dry_pool_takes_no_water():
    dry = place(pue_in={"day": 1.1})

    assert _pooled("A", {"x": dry, "y": dry}).water_in == {}


BUYS = [("Me", "N", True), ("Me", "G", False), ("You", "N", False), ("all", "G", False),
        ("They", "all", False), ("They", "H", True), ("Me", "H", False)]  # fmt: skip


def refused(operator, asked="observed"):
    files = SimpleNamespace(
        definition={"accelerators": {"operators": asked} if asked else {}},
        inputs={"operator_vendors": pd.DataFrame(BUYS, columns=["operator", "vendor", "buys"])},
    )
    return refused_vendors(files, {"operator": operator})


def test_a_site_refuses_vendors_from_whom_none_of_its_operators_buys():
    assert refused("Me") == {"G", "H"}
    assert refused("You") == {"N", "G"}
    # Whoever buys of nobody else; what nobody says of a vendor lets anybody buy.
    assert refused("They") == {"N", "G"}
    assert refused("Someone") == {"G"}
    # One of several is enough.
    assert refused("Me / You") == {"G"}
    assert refused("You/They") == {"N", "G"}


def test_nobody_is_refused_where_the_model_or_the_table_does_not_say():
    for own in (refused("Me", "any"), refused("Me", None), refused(None), refused(nan),
                refused(" / ")):  # fmt: skip
        assert own == frozenset()
