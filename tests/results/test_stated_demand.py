"""What a plan does for the demands that tables state, solved by hand."""

from dataclasses import replace
from math import isnan

import pytest

from planner.results.stated_demand import goods, load, stated_tables, stores
from planner.solving import solve_world
from planner.system import Good, PowerTechnology, Region, Site, TimeSlice, World


def test_goods_cost_their_price_and_their_way():
    # Each of 3 thousand units costs 4 billion USD and a half for its way; the port sends none.
    steel = Good(
        supply={("mill", 2026): 9.0, ("port", 2026): 9.0},
        price={("mill", 2026): 4.0, ("port", 2026): 5.0},
        demand={("s", 2026): 3.0},
        freight={("mill", "s"): 0.5, ("port", "s"): 0.5},
    )
    solved = solve_world(
        World(
            years=(2026,),
            sites={"s": Site(region="r")},
            regions={"r": Region()},
            goods={"steel": steel},
        )
    )

    assert goods(solved).values.tolist() == [["steel", "mill", "s", 2026, 3.0, 13.5]]
    assert stated_tables(solved).keys() == {"goods"}


@pytest.fixture
def town():
    """A town by day, by night and in an hour that no year has; 1 GW of its engine costs 1."""
    hours = {"day": 5000.0, "night": 3760.0, "never": 0.0}
    loads = {(2026, "day"): 2.0, (2026, "night"): 1.0, (2026, "never"): 0.5}
    return solve_world(
        World(
            years=(2026,),
            sites={
                "town": Site(region="r", stated_load=loads, unserved_cost={(2026, "day"): 1e-4}),
                "empty": Site(region="r"),
            },
            regions={"r": Region()},
            technologies={
                "engine": PowerTechnology(
                    kind="dispatchable", life_years=1, capex={2026: 1.0}, variable_om=1e-5
                )
            },
            discount_rate=0.1,
            annuity_rate=0.0,
            slices={h: TimeSlice(hours=8.0, weight_hours=of) for h, of in hours.items()},
        )
    )


def test_load_has_the_price_of_an_hour_of_it(town):
    # By day a second GW would take 1 + 5,000 GWh at 1e-5, more than the 0.5 that it costs to go
    # without it: a MWh is worth those 100 USD. A GW more at night takes a GW of engines, 1 less
    # the 0.45 that it saves by day, and fuel of 10 USD a MWh. An hour of no length has no price.
    table = load(town).set_index("slice")

    assert set(table["site"]) == {"town"}
    assert table["load_gw"].to_dict() == {"day": 2.0, "night": 1.0, "never": 0.5}
    assert table["unserved_gw"].to_dict() == pytest.approx(
        {"day": 1.0, "night": 0.0, "never": 0.0}
    )
    price = table["price_usd_per_mwh"]
    assert price["day"] == pytest.approx(100.0)
    assert price["night"] == pytest.approx(10.0 + 0.55e9 / 3.76e6)
    assert isnan(price["never"])


def test_load_has_no_price_where_the_solver_gave_no_basis(town):
    (stage,) = town.stages.values()
    without = replace(stage, solution=replace(stage.solution, row_duals=None))

    assert load(replace(town, stages={"cost": without}))["price_usd_per_mwh"].isna().all()


def test_stores_are_told_where_they_hold_something():
    # By day the sun gives 3 GW and the load takes 1, in 12 hours; at night the tank gives 1 GW,
    # so it holds 12 GWh, of which 4 stand. At the idle site nothing stands and nothing is built.
    solved = solve_world(
        World(
            years=(2026,),
            sites={
                "town": Site(
                    region="r",
                    stated_load={(2026, "day"): 1.0, (2026, "night"): 1.0},
                    existing_energy_gwh={("tank", 2026): 4.0},
                ),
                "idle": Site(region="r"),
            },
            regions={"r": Region()},
            technologies={
                "sun": PowerTechnology(kind="variable", profile="sun", capex={2026: 0.0}),
                "tank": PowerTechnology(
                    kind="storage", capex={2026: 0.0}, life_years=1, energy_capex={2026: 1.0}
                ),
            },
            slices={h: TimeSlice(hours=12.0, weight_hours=4380.0) for h in ("day", "night")},
            capacity_factor={("sun", "r", "day"): 1.0, ("sun", "r", "night"): 0.0},
        )
    )

    assert stores(solved).values.tolist() == [
        ["tank", "town", 2026, pytest.approx(8.0), pytest.approx(12.0)]
    ]
