"""Use, capacity and shipments of components, by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit import components
from planner.audit.amounts import Amounts

HBM, NODE = ("hbm", "all"), ("node", "n3")
CHIPS = {
    "gpu": SimpleNamespace(vendor="N", ships=2026.0, last_sale=2027.0, told_h100e=2.0,
                           draws={HBM: 0.5, NODE: 3.0}),
    "tpu": SimpleNamespace(vendor="G", ships=2026.5, last_sale=2030.0, told_h100e=1.5,
                           draws={HBM: 1.0}),
}  # fmt: skip


def evidence(shipments=(), supply=(), bought=None, parts=1, released=()):
    tables = {
        "shipments": pd.DataFrame(
            shipments, columns=["accelerator", "year", "part", "shipped_million", "h100e_million"]
        ),
        "supply": pd.DataFrame(
            supply, columns=["kind", "pool", "vendor", "year", "used", "limited", "capacity",
                             "utilisation"],
        ),
        "expansion": pd.DataFrame(),
    }  # fmt: skip
    files = SimpleNamespace(
        definition={"supply": {"periods_per_year": parts}}, released=frozenset(released)
    )
    return SimpleNamespace(
        files=files, plan=tables.__getitem__, chips=CHIPS, on_sale=CHIPS, years=(2026, 2027),
        bought=Amounts(bought or {}), unlimited=frozenset({NODE}),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _supply(monkeypatch):
    """A million EB in each part of a year, of which N gets 0.4 of 2027."""
    monkeypatch.setattr(components, "Resources", SimpleNamespace(
        of=lambda evidence, *resource: SimpleNamespace(available=lambda y, t: float(t))
    ))  # fmt: skip
    shares = {("N", *HBM, 2027): 0.4}
    monkeypatch.setattr(components, "vendors_shares", lambda evidence: shares)


def failed(rows):
    return [row.row for row in rows if row.deviation > 1e-6 * row.scale]


def within(*shipments, parts=1):
    told = [(k, y, t, million, 0.0) for k, y, t, million in shipments]
    return failed(components._within(evidence(told, parts=parts)))


def test_shipments_draw_no_more_than_there_is():
    assert within(("gpu", 2026, 1, 2.0)) == []
    assert within(("gpu", 2026, 1, 2.1)) == [
        "hbm all for gpu in 2026", "hbm all in 2026", "hbm all for N in 2026",
    ]  # fmt: skip
    # Of both together; wafers of a node without a limit are none.
    assert within(("gpu", 2026, 1, 1.1), ("tpu", 2026, 1, 0.5)) == ["hbm all in 2026"]
    # A part of a year has its own.
    assert within(("gpu", 2026, 1, 1.9), ("gpu", 2026, 2, 4.0), parts=2) == []
    assert within(("gpu", 2026, 1, 2.1), parts=2)


def test_a_vendor_draws_no_more_than_its_share():
    assert within(("gpu", 2027, 1, 0.8)) == []
    assert within(("gpu", 2027, 1, 0.9)) == ["hbm all for gpu in 2027", "hbm all for N in 2027"]
    assert within(("tpu", 2027, 1, 1.0)) == []


def test_what_ships_from_the_middle_of_a_year_draws_half_of_it():
    assert within(("tpu", 2026, 1, 0.5)) == []
    assert within(("tpu", 2026, 1, 0.6)) == ["hbm all for tpu in 2026"]
    # Of two halves nothing of the first and all of the second.
    assert within(("tpu", 2026, 2, 2.0), parts=2) == []
    assert within(("tpu", 2026, 1, 0.1), parts=2) == ["hbm all for tpu in 2026"]


def told(*supply, shipments=(("gpu", 2027, 1, 0.6), ("tpu", 2027, 1, 0.5)), parts=1):
    ships = [(k, y, t, million, 0.0) for k, y, t, million in shipments]
    return failed(components._drawn_within_limits(evidence(ships, supply, parts=parts)))


# 0.6 million GPUs and 0.5 TPUs draw 0.8 EB of 1, of them N 0.3 of 0.4; wafers have no limit.
ALL = ("hbm", "all", "", 2027, 0.8, True, 1.0, 0.8)
OF_N = ("hbm", "all", "N", 2027, 0.3, True, 0.4, 0.75)
WAFERS = ("node", "n3", "", 2027, 1.8, False, 0.0, 0.0)


def test_use_and_capacity_are_told_as_they_are():
    assert told(ALL, OF_N, WAFERS) == []
    for row in (ALL, OF_N, WAFERS):
        rest = [each for each in (ALL, OF_N, WAFERS) if each != row]
        where = f"{row[0]} {row[1]} {row[2]} in 2027".replace("  ", " ")
        assert told((*row[:4], 9.0, *row[5:]), *rest) == [f"use of {where}"]
        wrong = told((*row[:5], not row[5], *row[6:]), *rest)
        assert wrong == [f"whether {where} is limited"]
        off = told((*row[:6], row[6] + 0.1, row[7] + 0.1), *rest)
        assert off == ([f"capacity of {where}", f"utilisation of {where}"] if row[5] else [])


def test_what_is_drawn_has_a_row():
    assert told(OF_N, WAFERS) == ["hbm all  in 2027, a row"]
    assert told(ALL, WAFERS) == ["hbm all N in 2027, a row"]
    # G has no share, and needs none; nor does what draws nothing.
    assert told(shipments=(("gpu", 2027, 1, 0.0),)) == []
    # What is no component is none of these.
    assert told(ALL, OF_N, WAFERS, ("switch", "x", "", 2027, 5.0, True, 0.0, 0.0)) == []


def test_capacity_is_that_of_all_parts_of_a_year():
    # 1 and 2 EB in the halves.
    half = ("hbm", "all", "", 2026, 0.8, True, 3.0, 0.8 / 3)
    ships = (("gpu", 2026, 1, 0.6), ("tpu", 2026, 2, 0.5))
    assert told(half, (*WAFERS[:3], 2026, *WAFERS[4:]), shipments=ships, parts=2) == []


def shipped(bought, *rows):
    return failed(components._shipped(evidence(rows, bought=bought)))


def test_what_ships_is_what_the_sites_buy():
    bought = {("gpu", "a", 2026): 0.2, ("gpu", "b", 2026): 0.3}
    assert shipped(bought, ("gpu", 2026, 1, 0.5, 1.0)) == []
    assert shipped(bought, ("gpu", 2026, 1, 0.4, 1.0)) == ["gpu in 2026"]
    assert shipped(bought, ("gpu", 2026, 1, 0.5, 0.9)) == ["H100e of gpu in 2026"]
    assert shipped(bought) == ["gpu in 2026", "H100e of gpu in 2026"]
    assert shipped({}, ("gpu", 2026, 1, 0.5, 1.0)) == ["gpu in 2026", "H100e of gpu in 2026"]


@pytest.mark.parametrize(("k", "year", "sold"), [
    ("gpu", 2025, False), ("gpu", 2026, True), ("gpu", 2027, True), ("gpu", 2028, False),
    ("tpu", 2026, True), ("tpu", 2025, False),
])  # fmt: skip
def test_nothing_is_bought_when_it_is_not_on_sale(k, year, sold):
    h100e = 0.5 * CHIPS[k].told_h100e
    found = shipped({(k, "a", year): 0.5}, (k, year, 1, 0.5, h100e))

    assert found == ([] if sold else [f"{k} in {year}, when it is not on sale"])


def test_where_supply_is_released_nothing_is_held_to_it():
    assert components.component_checks(evidence(released=["chip_supply"])) == []
    assert len(components.component_checks(evidence())) == 3


def test_what_is_built_beyond_adds_to_its_part_of_a_year(monkeypatch):
    supply = SimpleNamespace(
        parts=range(1, 3), adds=lambda resource, v, y, t: 0.1 * t if y >= v else 0.0
    )
    monkeypatch.setattr(components, "supply_of", lambda space: supply)
    monkeypatch.setattr(components, "decision_space_of", lambda evidence: None)
    one = evidence(parts=2)
    rows = [("hbm", "all", 2026, 2.0), ("hbm", "all", 2027, 3.0)]
    table = pd.DataFrame(rows, columns=["kind", "pool", "year", "built"])
    one.plan = {"expansion": table}.__getitem__

    built = components.built_beyond(one)
    assert built == pytest.approx({
        (*HBM, 2026, 1): 0.2, (*HBM, 2026, 2): 0.4, (*HBM, 2027, 1): 0.5, (*HBM, 2027, 2): 1.0,
    })  # fmt: skip
    assert components._limits(one) == pytest.approx({
        (*HBM, 2026, 1): 1.2, (*HBM, 2026, 2): 2.4, (*HBM, 2027, 1): 1.5, (*HBM, 2027, 2): 3.0,
    })  # fmt: skip
