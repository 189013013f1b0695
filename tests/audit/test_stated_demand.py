"""Certificates of problems in tables of their own: they hold, and a planted error is found."""

from pathlib import Path

import pytest

from planner import api
from planner.system import PowerTechnology, Site

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture
def written(tmp_path):
    """Plan an example; returns its folder."""

    def plan(name):
        api.solve(EXAMPLES / name / f"{name}.toml").write(tmp_path)
        return tmp_path / name

    return plan


def failed(folder):
    return {c["family"] for c in api.read_certificate(folder)["checks"] if not c["passed"]}


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.iterdir()))
def test_an_example_is_certified(written, name):
    folder = written(name)
    record = api.read_certificate(folder)

    assert record["passed"], failed(folder)
    cost, again = record["present_cost_busd"], record["present_cost_recomputed_busd"]
    # Compared by its own size: a small problem costs far less than a billion.
    assert again == pytest.approx(cost, rel=1e-9)
    assert api.verify(folder)[0].passed


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("vintages", "connection_capital"),
        ("vintages", "power_capital"),
        ("value_of_lost_load", "unserved_load"),
    ],
)
def test_a_term_that_charges_too_little_is_found(written, flip, name, term):
    def cheaper(m, ledgers):
        whole = ledgers.cost.makers[term]
        ledgers.cost.makers[term] = lambda: (
            line._replace(price=line.price._replace(amount=0.9 * line.price.amount))
            for line in whole()
        )

    flip(cheaper)

    assert {"cost", "present_cost"} <= failed(written(name))


@pytest.mark.parametrize(
    ("owner", "method", "wrong", "family"),
    [
        # Outages and slices are forgotten, plants stand for ever, loads are halved.
        (PowerTechnology, "available", lambda self, h: self.availability, "output"),
        (Site, "standing", lambda self, g, y: self.existing_power.get(g, 0.0), "power_stock"),
        (
            Site,
            "load_at",
            lambda self, y, h: 0.5 * self.stated_load.get((y, h), 0.0),
            "stated_load",
        ),
        (PowerTechnology, "payback_years", property(lambda self: self.life_years), "cost"),
    ],
    ids=["available", "standing", "load_at", "payback_years"],
)
def test_a_planted_error_is_found(written, monkeypatch, owner, method, wrong, family):
    monkeypatch.setattr(owner, method, wrong)

    assert family in failed(written("vintages"))


def test_goods_that_a_place_does_not_have_are_found(written, flip):
    def more(m, ledgers):
        m.goods_supply_limit["cases", "seattle", 2026].deactivate()
        m.goods_supply_limit["cases", "san_diego", 2026].deactivate()
        m.goods_demand_balance["cases", "topeka", 2026].deactivate()

    flip(more)

    # Topeka needs 275 cases, and nothing comes: a quarter of a thousand.
    assert "goods" in failed(written("transport"))
