"""Rows of a run's topology as the certificate states them again, by hand."""

from math import inf, sqrt
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.programme import topology
from planner.audit.programme.statement import column
from planner.audit.programme.topology import Option, Topology

DRIVERS = {
    "data_tokens_per_parameter": 20.0, "communication_batch_tokens": 4e6,
    "communication_growth": 2.0, "communication_base_year": 2025.0,
    "communication_bits_per_parameter": 16.0, "communication_bit_s": 1e12,
    "communication_route_factor": 1.5, "communication_fibre_km_s": 2e5,
    "communication_hidden_share": 0.5, "communication_steps_per_exchange": 10.0,
}  # fmt: skip
TARGET = 6 * 20 * 1e12**2
"""Of a run with a million million parameters, FLOP."""
KM = {("a", "b"): 50.0, ("a", "c"): 800.0, ("b", "c"): 1000.0}
REGIONS = {"a": "A", "b": "A", "c": "C"}


def place(room=1.0, stood=0.0, members=(), pue=1.25):
    return SimpleNamespace(room_gw=room, stood_gw=stood, members=dict.fromkeys(members), pue=pue)


def space(kind="campuses", campuses=2, least=0.5, places=None, reached=1.0, **own):
    files = SimpleNamespace(
        definition={"training": {"topology": kind, "campuses": campuses, "min_campus_gw": least}},
        inputs={"demand_drivers": pd.DataFrame(DRIVERS.items(), columns=["driver", "value"])},
    )
    evidence = SimpleNamespace(
        files=files, places=places or {s: place() for s in "abc"}, region=REGIONS.get,
        chips={"gpu": SimpleNamespace(power_gw=2.0), "tpu": SimpleNamespace(power_gw=1.0)},
    )  # fmt: skip
    return SimpleNamespace(
        evidence=evidence, targets={("run", 2027): TARGET}, run_days={("run", 2027): 100.0},
        workloads={"run": {"kind": "training_run"}}, reached=lambda s, y: reached,
        chips_at={(s, 2027): ["gpu"] for s in "abc"}, chips_in={2027: ["gpu"]},
        fleet=[("gpu", s, 2027) for s in "ab"], **own,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _tables(monkeypatch):
    rows = {s: {"kind": "announced"} for s in "abc"} | {"pool": {"kind": "fleet_pool"}}
    found = SimpleNamespace(rows=rows)
    monkeypatch.setattr(topology, "with_candidates", lambda files: found)
    monkeypatch.setattr(
        topology, "per_million", lambda space, w, k, y: {"gpu": 0.4, "tpu": 0.3}[k]
    )


def of(hosts="abc", km=None, **own):
    found = Topology(space(**own))
    if hosts is not None:
        found.__dict__["hosts"] = list(hosts)
    pairs = KM if km is None else km
    found.__dict__["km"] = {frozenset(pair): far for pair, far in pairs.items()}
    return found


def test_hosts_are_campuses_that_are_large_enough():
    places = {"a": place(0.5), "b": place(0.4), "c": place(0.2, stood=0.6), "pool": place(9.0),
              "many": place(9.0, members="xy"), "unknown": place(9.0)}  # fmt: skip

    assert of(None, places=places).hosts == ["a", "c"]
    # Without a least size a campus has any at all.
    assert of(None, least=0.0, places={"a": place(0.0), "b": place(0.1)}).hosts == ["b"]


def test_options_are_numbers_of_campuses_within_classes_of_distance():
    # 50 km are in the first class, 800 and 1000 in the third.
    every = frozenset("abc")
    assert of(campuses=3).options == {
        "1 campus": Option(every, 1, 1, 0.0),
        "2 campuses within 100 km": Option(every, 2, 2, 100.0),
        "2 campuses within 1000 km": Option(every, 2, 2, 1000.0),
        "3 campuses within 100 km": Option(every, 3, 3, 100.0),
        "3 campuses within 1000 km": Option(every, 3, 3, 1000.0),
    }
    assert len(of(campuses=9).options) == 5
    assert list(of(campuses=None).options) == list(of(campuses=1).options) == ["1 campus"]
    # No class is farther than any two are.
    near = {pair: min(far, 900.0) for pair, far in KM.items()}
    assert "2 campuses within 900 km" in of(km=near).options
    # At the very same place they are within the first.
    assert "2 campuses within 0 km" in of("ab", km={("a", "b"): 0.0}).options


def test_a_region_is_an_option_with_all_of_its_campuses():
    assert of(kind="regional").options == {
        "A": Option(frozenset("ab"), 2, 2, 50.0), "C": Option(frozenset("c"), 1, 1, 0.0),
    }  # fmt: skip


def test_what_communication_leaves_of_a_run():
    # 1e12 parameters and 20 tokens each in batches of 4e6: 5e6 steps of 1.728 s. 16e12 bits go
    # through 4e12 a second in 2027: 4 s, half of it for two campuses, and 1000 km take 7.5 ms.
    # Twice that in ten steps, half of it hidden.
    found = of().efficiency("run", 2027, Option(frozenset("ab"), 2, 2, 1000.0))

    exchange = 2 * (0.5 * 4 + 1000 * 1.5 / 2e5)
    assert found == pytest.approx(1 - 0.5 * exchange / (10 * 1.728))
    third = of().efficiency("run", 2027, Option(frozenset("ab"), 9, 3, 0.0))
    assert third == pytest.approx(1 - 0.5 * 2 * (2 / 3 * 4) / 17.28)
    assert of().efficiency("run", 2027, Option(frozenset("a"), 1, 1, 0.0)) == 1.0
    # A year before links are narrower, and nothing is ever less than none.
    early = of()
    early.space.targets["run", 2022] = TARGET
    early.space.run_days["run", 2022] = 100.0
    assert early.efficiency("run", 2022, Option(frozenset("ab"), 2, 2, 0.0)) == 0.0
    shorter = of()
    shorter.space.targets["run", 2027] = TARGET / 4
    half = shorter.efficiency("run", 2027, Option(frozenset("ab"), 2, 2, 0.0))
    assert half == pytest.approx(1 - 0.5 * 2 * (0.5 * 2) / (10 * 1.728 * sqrt(4)))


def test_an_option_that_leaves_too_little_is_none(monkeypatch):
    monkeypatch.setattr(Topology, "efficiency", lambda self, w, y, option: option)
    found = of()
    found.__dict__["options"] = {"x": 0.1, "y": 0.09, "z": 1.0}

    assert found.taken == {("run", 2027): {"x": 0.1, "z": 1.0}}


def test_what_a_site_can_reach_is_its_power_in_the_best_units():
    # 1 GW at a PUE of 1.25 are 0.8 of IT: 0.4 a million units of 2 GW, or 0.3 of 1 GW.
    found = of()
    assert found.reach("a", 2027) == pytest.approx(0.8)
    assert found.most_at("run", "a", 2027) == pytest.approx(0.16)
    found.space.chips_at["a", 2027] = ["gpu", "tpu"]
    assert found.most_at("run", "a", 2027) == pytest.approx(0.24)
    assert of(reached=0.0).most_at("run", "a", 2027) == 0.0
    free = of()
    free.space.evidence.chips["gpu"].power_gw = 0.0
    assert free.most_at("run", "a", 2027) == inf


def rows(named):
    return {(family, *labels): (dict(row.terms), row.lower, row.upper)
            for family, labels, row in named}  # fmt: skip


HOSTED = {s: column("training_hosted", "run", s, 2027) for s in "abc"}
UNITS = {s: column("training_units_million", "run", "gpu", s, 2027) for s in "abc"}


def stated(taken, hosts="abc", **own):
    """A topology with options that are given, of efficiency as in `taken`."""
    found = of(hosts, **own)
    found.__dict__["taken"] = {("run", 2027): taken}
    found.__dict__["places"] = {("run", 2027): list(hosts)}
    return found


def near(terms, lower, upper):
    return pytest.approx(terms), lower, pytest.approx(upper)


def test_units_serve_a_run_where_they_are_hosted():
    found = rows(topology._units(stated({"1 campus": 1.0, "far": 0.5}, "ab"), "run", 2027))

    allotted = column("compute_allocated_million", "run", "gpu", 2027)
    assert found["training_host_unit_balance", "run", "gpu", "2027"] == (
        {allotted: 1.0, UNITS["a"]: -1.0, UNITS["b"]: -1.0}, 0.0, 0.0,
    )  # fmt: skip
    # A site can have reached 0.16 of the run, of which twice as much may be wanted.
    assert found["training_host_limit", "run", "a", "2027"] == near(
        {UNITS["a"]: 0.4, HOSTED["a"]: -1.001 * 0.16}, -inf, 0.0
    )
    assert found["training_host_power_limit", "run", "b", "2027"] == near(
        {UNITS["b"]: 2.0, HOSTED["b"]: -1.001 * 0.8}, -inf, 0.0
    )
    large = rows(topology._units(stated({"far": 0.5}, "a", reached=20.0), "run", 2027))
    assert large["training_host_limit", "run", "a", "2027"][0][HOSTED["a"]] == -1.001 * 2
    free = rows(topology._units(stated({}, "a", reached=inf), "run", 2027))
    assert free["training_host_limit", "run", "a", "2027"][0][HOSTED["a"]] == -1.001
    assert ("training_host_power_limit", "run", "a", "2027") not in free


def option(name):
    return column("training_option_taken", "run", name, 2027)


def test_campuses_lie_as_their_option_says():
    one, close, far = "1 campus", "2 campuses within 100 km", "2 campuses within 1000 km"
    found = rows(topology._campuses(stated({one: 1.0, close: 0.9, far: 0.8}), "run", 2027))

    assert found["training_option_choice", "run", "2027"] == (
        {option(one): 1.0, option(close): 1.0, option(far): 1.0}, -inf, 1.0,
    )  # fmt: skip
    assert found["training_campus_count_limit", "run", "2027"] == (
        {HOSTED["a"]: 1.0, HOSTED["b"]: 1.0, HOSTED["c"]: 1.0, option(one): -1.0,
         option(close): -2.0, option(far): -2.0}, -inf, 0.0,
    )  # fmt: skip
    # Two that are too far apart for one option take another; a and b fit either.
    pairs = [key for key in found if key[0] == "training_campus_distance_limit"]
    assert [key[2:4] for key in pairs] == [("a", "c"), ("b", "c")]
    assert found[pairs[0]] == ({HOSTED["a"]: 1.0, HOSTED["c"]: 1.0, option(far): -1.0}, -inf, 1.0)
    reach = found["training_campus_reach_limit", "run", "c", "2027", "0"]
    assert reach == (
        {HOSTED["a"]: 1.0, HOSTED["b"]: 1.0, HOSTED["c"]: 2.0, option(far): -1.0}, -inf, 2.0,
    )  # fmt: skip
    assert ("training_campus_reach_limit", "run", "c", "2027", "1") not in found
    assert not [key for key in found if key[0] == "training_campus_option_limit"]


def test_a_campus_serves_under_an_option_of_its_region():
    found = rows(topology._campuses(stated({"A": 0.9, "C": 1.0}, kind="regional"), "run", 2027))

    assert found["training_campus_option_limit", "run", "c", "2027"] == (
        {HOSTED["c"]: 1.0, option("C"): -1.0}, -inf, 0.0,
    )  # fmt: skip


def test_what_an_option_computes_is_within_its_sites_and_loses_its_time():
    one, close = "1 campus", "2 campuses within 100 km"
    found = rows(topology._options(stated({one: 1.0, close: 0.8}), "run", 2027))

    share = {j: column("training_compute_share", "run", j, 2027) for j in (one, close)}
    allotted = column("compute_allocated_million", "run", "gpu", 2027)
    assert found["training_option_compute_balance", "run", "2027"] == (
        {share[one]: 1.0, share[close]: 1.0, allotted: -0.4}, 0.0, 0.0,
    )  # fmt: skip
    # 0.16 of the run at a site, and at two of them twice as much.
    assert found["training_option_compute_limit", "run", one, "2027"] == near(
        {share[one]: 1.0, option(one): -1.001 * 0.16}, -inf, 0.0
    )
    assert found["training_option_compute_limit", "run", close, "2027"] == near(
        {share[close]: 1.0, option(close): -1.001 * 0.32}, -inf, 0.0
    )
    assert found["training_communication_loss", "run", "2027"] == near(
        {column("training_lost_share", "run", 2027): 1.0, share[one]: 0.0, share[close]: -0.2},
        0.0, 0.0,
    )  # fmt: skip
    large = rows(topology._options(stated({close: 0.8}, reached=20.0), "run", 2027))
    most = large["training_option_compute_limit", "run", close, "2027"][0][option(close)]
    assert most == pytest.approx(-1.001 / 0.8)
