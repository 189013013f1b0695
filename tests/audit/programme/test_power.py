"""Rows of power as the certificate states them again, by hand."""

from math import inf
from types import SimpleNamespace

import pytest

from planner.audit.programme import power
from planner.audit.programme.statement import column

KINDS = {"gas": "dispatchable", "core": "baseload", "line": "grid", "cut": "grid",
         "sun": "variable"}  # fmt: skip
ROW = {"availability": 0.9, "forced_outage_share": 0.1, "scheduled_outage_share": 0.2,
       "unit_size_mw": 100.0, "build_limit": "x", "region_limited": False, "rented": False,
       "lifetime_years": 2.0}  # fmt: skip
HERE = ("s", "2026")
FIRM = 0.9 * 0.9


def space(*technologies, security="both", margin=0.2, share=None, peak=0.0, reached=2.0,
          stood=0.0, chips=True, retirable=(), builds=(), contracted=None, queue=2.0,
          connects=inf, ended=0.0, years=(2026,), **row):  # fmt: skip
    rows = {g: {**ROW, "kind": kind, "build_limit": g, "region_limited": g == "cut", **row}
            for g, kind in KINDS.items()}  # fmt: skip
    files = SimpleNamespace(
        technologies=rows, running_share=share or {},
        definition={"power": {"security": security}},
        power_terms={} if margin is None else {"onsite_reserve_margin": margin},
        before=lambda y: y - 1 if y > years[0] else None,
        serves=lambda v, y, life: 0.5 if y - v == 1 else float(0 <= y - v < life),
    )  # fmt: skip
    place = SimpleNamespace(pue=1.5, stood=lambda g, y: stood, stood_gw=stood, region="A",
                            contracted=contracted or {})  # fmt: skip
    evidence = SimpleNamespace(
        files=files, places={"s": place}, years=years, region=lambda s: "A",
        ended=lambda g, s, y: ended,
    )  # fmt: skip
    return SimpleNamespace(
        evidence=evidence, kind=KINDS.get, technologies=technologies,
        technologies_at={("s", 2026): list(technologies)},
        power=[(g, "s", y) for g in technologies for y in years],
        builds=list(builds), retirable=dict.fromkeys(retirable, 1.0),
        peak=lambda s, y: peak, reached=lambda s, y: reached,
        chips_at={("s", 2026): ["gpu"]} if chips else {},
        deliveries={("gas", 2026): 3.0, ("gas", 2027): 0.5}, held={("cut", "A"): 0.7},
        connects=lambda region, y: connects, queues={"A": queue},
        in_time=lambda lead, y: years[0] + lead <= y + 1,
    )  # fmt: skip


def rows(named):
    return {(family, *labels): (dict(row.terms), row.lower, row.upper)
            for family, labels, row in named}  # fmt: skip


def at(name, g, y=2026):
    return column(name, g, "s", y)


IT = column("it_load_gw", "s", 2026)


def near(terms, lower, upper=inf):
    return pytest.approx(terms), pytest.approx(lower), upper


def test_what_is_firm_is_what_runs_in_every_slice():
    of = space("gas", share={("gas", "day"): 0.8, ("gas", "night"): 0.7, ("sun", "day"): 0.1})
    assert power.firm(of, "gas") == pytest.approx(0.7 * 0.9)
    assert power.firm(space("gas"), "gas") == pytest.approx(FIRM)
    # Overhauls of what always runs are in it.
    assert power.firm(space("core"), "core") == pytest.approx(FIRM * 0.8)


def test_a_margin_stands_behind_what_is_generated_on_site():
    # 1.2 of load and of what the grid gives; of what stood, 0.5, nothing for the margin.
    of = rows(power.security(space("gas", "line", "sun", peak=0.3, stood=0.5,
                                   security="reserve_margin")))  # fmt: skip

    assert of == {("onsite_reserve_margin_requirement", *HERE): near(
        {IT: -1.8, at("power_capacity_gw", "gas"): FIRM,
         at("power_capacity_gw", "line"): 1.2 * FIRM},
        0.36 - 0.2 * FIRM * 0.5,
    )}  # fmt: skip


def test_what_is_retired_takes_its_part_of_the_margin_with_it():
    gone = [("gas", "s", 2026)]
    terms, _, _ = rows(power.security(space("gas", retirable=gone, security="reserve_margin")))[
        "onsite_reserve_margin_requirement", *HERE
    ]

    assert terms[at("power_retired_gw", "gas")] == pytest.approx(-0.2 * FIRM)


def test_a_margin_is_asked_for_where_it_is_stated_and_anything_is_on_site():
    name = ("onsite_reserve_margin_requirement", *HERE)
    assert name in rows(power.security(space("gas")))
    assert name in rows(power.security(space("sun")))
    assert name not in rows(power.security(space("line", "cut")))
    assert name not in rows(power.security(space("gas", margin=None)))
    assert name in rows(power.security(space("gas", margin=0.0)))
    assert name not in rows(power.security(space("gas", security="n_minus_1")))


def test_with_a_unit_out_the_rest_serves():
    # A unit of 0.1 GW has 0.081: of 2 + 0.081 GW its share of what is firm is out.
    of = rows(power.security(space("gas", "line", "sun", peak=0.3, security="n_minus_1")))

    unit = 0.1 * FIRM
    taken = unit / (2 + unit) * FIRM
    assert of == {("n_minus_1_requirement", "gas", *HERE): near(
        {IT: -1.5, at("power_capacity_gw", "gas"): FIRM - taken,
         at("power_capacity_gw", "line"): FIRM}, 0.3,
    )}  # fmt: skip


def test_of_what_stood_and_is_retired_no_unit_can_fail():
    gone = [("gas", "s", 2026)]
    of = space("gas", retirable=gone, stood=0.5, peak=0.3, security="n_minus_1")
    terms, least, _ = rows(power.security(of))["n_minus_1_requirement", "gas", *HERE]

    unit = 0.1 * FIRM
    taken = unit / (2 + unit) * FIRM
    assert terms[at("power_retired_gw", "gas")] == pytest.approx(-taken)
    assert least == pytest.approx(0.3 - 0.5 * taken)


def test_without_accelerators_no_more_is_drawn_than_is_stated():
    def share(**own):
        terms, _, _ = rows(power.security(space("gas", peak=0.3, security="n_minus_1", **own)))[
            "n_minus_1_requirement", "gas", *HERE
        ]
        return 1 - terms[at("power_capacity_gw", "gas")] / FIRM

    unit = 0.1 * FIRM
    assert share() == pytest.approx(unit / (2 + unit))
    assert share(chips=False) == pytest.approx(unit / (0.3 + unit))
    assert share(chips=False, reached=0.2) == pytest.approx(unit / (0.2 + unit))


def test_what_has_no_units_fails_in_none():
    assert rows(power.security(space("gas", security="n_minus_1", unit_size_mw=0.0))) == {}
    assert rows(power.security(space("sun", "line", security="n_minus_1"))) == {}


def test_capacity_is_what_stood_and_what_was_built_in_its_life():
    builds = [("gas", "s", 2025), ("gas", "s", 2026), ("gas", "s", 2027), ("core", "s", 2026)]
    of = rows(power.capacity(space("gas", builds=builds, stood=0.5)))

    assert of == {("power_capacity_balance", "gas", *HERE): (
        {at("power_capacity_gw", "gas"): 1.0, at("power_built_gw", "gas", 2025): -0.5,
         at("power_built_gw", "gas", 2026): -1.0}, 0.5, 0.5,
    )}  # fmt: skip


def test_what_is_rented_stays_or_goes():
    of = rows(power.capacity(space("gas", rented=True, years=(2026, 2027))))

    assert of["rented_capacity_balance", "gas", "s", "2027"] == (
        {at("power_rented_gw", "gas", 2027): 1.0, at("power_rented_gw", "gas", 2026): -1.0,
         at("power_built_gw", "gas", 2027): -1.0}, -inf, 0.0,
    )  # fmt: skip
    balance = of["power_capacity_balance", "gas", "s", "2027"][0]
    assert balance == {at("power_capacity_gw", "gas", 2027): 1.0,
                       at("power_rented_gw", "gas", 2027): -1.0}  # fmt: skip


def test_what_is_retired_stays_so_but_for_what_ends():
    gone = [("gas", "s", y) for y in (2026, 2027)]
    of = rows(power.capacity(space("gas", retirable=gone, stood=0.5, ended=0.1,
                                   years=(2026, 2027))))  # fmt: skip

    retired = {y: at("power_retired_gw", "gas", y) for y in (2026, 2027)}
    assert of["retirement_limit", "gas", "s", "2027"] == ({retired[2027]: 1.0}, -inf, 0.5)
    assert of["retirement_balance", "gas", "s", "2027"] == (
        {retired[2027]: 1.0, retired[2026]: -1.0}, -0.1, inf,
    )  # fmt: skip
    assert ("retirement_balance", "gas", "s", "2026") not in of
    assert of["power_capacity_balance", "gas", "s", "2026"][0][retired[2026]] == 1.0
    late = rows(power.capacity(space("gas", retirable=gone[1:], years=(2026, 2027))))
    assert ("retirement_balance", "gas", "s", "2027") not in late


def test_what_may_be_built_is_what_is_delivered_held_and_connected():
    builds = [("gas", "s", 2026), ("cut", "s", 2026), ("line", "s", 2026), ("line", "s", 2027)]
    of = rows(power.build_limits(space("gas", "cut", "line", builds=builds, connects=0.4,
                                       contracted={2026: 0.3}, stood=0.1,
                                       years=(2026, 2027))))  # fmt: skip

    line = {y: at("power_built_gw", "line", y) for y in (2026, 2027)}
    assert of == {
        ("national_build_limit", "gas", "2026"): ({at("power_built_gw", "gas"): 1.0}, -inf, 3.0),
        ("regional_build_limit", "cut", "A"): ({at("power_built_gw", "cut"): 1.0}, -inf, 0.7),
        ("regional_connection_limit", "A", "2026"): ({line[2026]: 1.0}, -inf, 0.4),
        ("regional_connection_limit", "A", "2027"): ({line[2027]: 1.0}, -inf, 0.4),
        ("contracted_connection_limit", *HERE): ({line[2026]: 1.0}, -inf, pytest.approx(0.2)),
    }


def test_a_contract_limits_until_the_queue_is_through():
    builds = [("line", "s", 2027)]
    slow = space("line", builds=builds, queue=9.0, contracted={2027: 0.3}, stood=0.5,
                 years=(2026, 2027))  # fmt: skip

    of = rows(power.build_limits(slow))
    # More stands than is contracted, and in 2026 nothing can be built yet.
    assert of == {("contracted_connection_limit", "s", "2027"): (
        {at("power_built_gw", "line", 2027): 1.0}, -inf, 0.0,
    )}  # fmt: skip
