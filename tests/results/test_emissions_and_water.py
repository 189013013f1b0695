"""The price of carbon and the water of cooling, from duals and amounts that are written down."""

from types import SimpleNamespace

import pytest

from planner.results.emissions_and_water import carbon_price, water
from planner.system import Site, World


def priced(duals=(), **world):
    """The price of carbon in 2026 and 2027, which counts a fifth less at present."""
    known = {"years": (2026, 2027), "discount_rate": 0.25, "discount_timing": "start"}
    duals = dict(duals)
    model = SimpleNamespace(
        YEARS=(2026, 2027), emissions_cap_limit={y: SimpleNamespace(name=y) for y in duals}
    )
    solved = SimpleNamespace(
        formulation=SimpleNamespace(model=model), world=World(**{**known, **world}),
        duals={"cost": duals}.get,
    )  # fmt: skip
    return [tuple(row) for row in carbon_price(solved).itertuples(index=False)]


def test_a_cap_has_the_price_of_a_tonne_in_money_of_its_year():
    # 0.05 billion USD a million tonnes are 50 USD; in 2027 0.04 at present are 50, too.
    found = priced({2026: -0.05, 2027: -0.04}, emissions_cap_mt={2026: 1.0, 2027: 1.0})

    assert found == [
        (2026, 0.0, pytest.approx(50.0), pytest.approx(50.0)),
        (2027, 0.0, pytest.approx(50.0), pytest.approx(50.0)),
    ]


def test_a_stated_price_is_paid_beside_that_of_a_cap():
    found = priced({2027: -0.04}, emissions_cap_mt={2027: 1.0}, carbon_price=0.02)

    assert found == [
        (2026, pytest.approx(20.0), 0.0, pytest.approx(20.0)),
        (2027, pytest.approx(20.0), pytest.approx(50.0), pytest.approx(70.0)),
    ]
    assert priced(carbon_price=0.02)[0][1:] == pytest.approx((20.0, 0.0, 20.0))
    assert priced() == []


def test_water_is_told_over_the_energy_of_the_it():
    # 2 GW draw 17,520 GWh: 35.04 million m3 are 2 litres a kWh. A site that runs nothing takes
    # some for its load, and one without water is not told.
    wet = Site(region="r", water_in={"year": 1.8})
    world = World(years=(2026, 2027), sites={"s": wet, "dry": Site(region="r")})
    taken = {("s", 2026): [("it", 35.0), ("load", 0.04)], ("s", 2027): [("load", 0.04)]}
    model = SimpleNamespace(
        SITES=["s", "dry"], YEARS=(2026, 2027), world=world,
        it_load_gw={("s", 2026): 2.0, ("s", 2027): 0.0},
    )  # fmt: skip
    ledgers = SimpleNamespace(water=SimpleNamespace(values=lambda s, y: taken[s, y]))
    formulation = SimpleNamespace(model=model, ledgers=ledgers)

    table = water(SimpleNamespace(formulation=formulation, world=world))

    assert [tuple(row) for row in table.itertuples(index=False)] == [
        ("s", 2026, pytest.approx(35.04), pytest.approx(2.0)),
        ("s", 2027, pytest.approx(0.04), 0.0),
    ]
