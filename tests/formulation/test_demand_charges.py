"""Demand charges of a tariff, solved by hand."""

from dataclasses import replace

import pytest

from planner.results.demand_charges import demand_charges
from planner.results.tables import extract
from planner.system import PowerTechnology, Region, Site, TimeSlice, Workload
from planner.units import HOURS_PER_YEAR

HOURS = HOURS_PER_YEAR


@pytest.fixture
def tariff():
    """A region that charges energy at 40 USD a MWh, capacity at 0.1 and wires at 0.06 a GW."""

    def make(years=(2026,), **changes):
        settings = {
            "grid_price": dict.fromkeys(years, 4e-5),
            "energy_priced_at": "wholesale",
            "demand_charge": {
                (c, y): busd for y in years for c, busd in (("capacity", 0.1), ("wires", 0.06))
            },
            "minimum_take": {
                (c, y): share for y in years for c, share in (("capacity", 0.6), ("wires", 0.85))
            },
        }
        return Region(**{**settings, **changes})

    return make


def billed(solved):
    """What is billed of each charge, by year, GW."""
    rows = demand_charges(solved)
    return rows.groupby(["component", "year"])["billed_gw"].sum().to_dict()


def test_energy_is_paid_by_the_gwh_and_capacity_and_wires_by_the_gw(world, solve, demand, tariff):
    # 2 GW all year: 17,520 GWh at 4e-5 are 0.7008; 2 GW of capacity at 0.1 and of wires at 0.06
    # are 0.2 and 0.12. In all 1.0208 billion USD.
    solved = solve(world(regions={"r": tariff()}, workloads={"w": demand({2026: 2.0})}))

    cost = extract(solved)["cost"].set_index("term")["cost_busd"]
    assert cost["grid_energy"] == pytest.approx(0.7008)
    assert cost["grid_capacity"] == pytest.approx(0.2)
    assert cost["grid_wires"] == pytest.approx(0.12)
    assert solved.stages["cost"].solution.objective == pytest.approx(1.0208)


def test_what_is_drawn_less_is_billed_by_the_minimum_take(world, solve, demand, tariff):
    # 10 GW are connected for 2026. In 2027 only 4 GW are drawn, less than the minimum take of
    # capacity, 6 GW, and of wires, 8.5 GW. In 2028 it is 8 GW: more than 6, less than 8.5.
    years = (2026, 2027, 2028)
    drawn = dict(zip(years, (10.0, 4.0, 8.0), strict=True))
    solved = solve(world(years=years, regions={"r": tariff(years)},
                         workloads={"w": demand(drawn)}))  # fmt: skip

    assert billed(solved) == {
        ("capacity", 2026): pytest.approx(10.0),
        ("capacity", 2027): pytest.approx(6.0),
        ("capacity", 2028): pytest.approx(8.0),
        ("wires", 2026): pytest.approx(10.0),
        ("wires", 2027): pytest.approx(8.5),
        ("wires", 2028): pytest.approx(8.5),
    }
    # 22 GW-years of energy, 24 of capacity, 27 of wires.
    cost = 22 * HOURS * 4e-5 + 24 * 0.1 + 27 * 0.06
    assert solved.stages["cost"].solution.objective == pytest.approx(cost)


def test_the_most_that_is_drawn_in_any_slice_is_billed(world, solve, demand, flat, tariff):
    # 1 GW of load; free sun by day. By night 1 GW is drawn, so 1 GW is billed, for half of the
    # energy: 4,380 GWh at 4e-5, 0.1752, and 0.16 for capacity and wires.
    sun = PowerTechnology(kind="variable", profile="solar", capex=flat(0.0))
    grid = PowerTechnology(kind="grid", capex=flat(0.0))
    solved = solve(
        world(
            regions={"r": tariff()},
            technologies={"grid": grid, "sun": sun},
            slices={h: TimeSlice(hours=12, weight_hours=4380) for h in ("day", "night")},
            capacity_factor={("solar", "r", "day"): 1.0, ("solar", "r", "night"): 0.0},
            workloads={"w": demand({2026: 1.0})},
        )
    )

    assert billed(solved) == {
        ("capacity", 2026): pytest.approx(1.0), ("wires", 2026): pytest.approx(1.0),
    }  # fmt: skip
    assert solved.stages["cost"].solution.objective == pytest.approx(0.1752 + 0.16)


def test_a_charge_by_gw_decides_between_the_grid_and_a_plant(world, cost_of, demand, flat, tariff):
    # Fuel at the site costs 60 USD a MWh, 0.5256 a GW-year. The grid costs 0.3504 for energy and
    # 0.16 by GW: 0.5104, and it serves. With wires at 0.08 it is 0.5304, and the plant does.
    plant = PowerTechnology(kind="dispatchable", capex=flat(0.0), variable_om=6e-5)
    technologies = {"grid": PowerTechnology(kind="grid", capex=flat(0.0)), "plant": plant}

    def cost(wires):
        region = tariff(demand_charge={("capacity", 2026): 0.1, ("wires", 2026): wires})
        return cost_of(
            world(regions={"r": region}, technologies=technologies,
                  workloads={"w": demand({2026: 1.0})})
        )  # fmt: skip

    assert cost(0.06) == pytest.approx(0.5104)
    assert cost(0.08) == pytest.approx(0.5256)


def test_a_connection_that_may_be_cut_pays_no_capacity(world, cost_of, demand, flat, tariff):
    # 1 GW all year, of which nothing is cut here: 0.3504 for energy and 0.06 for wires.
    cut = PowerTechnology(kind="grid", region_limited=True, capex=flat(0.0))
    made = world(
        regions={"r": tariff(technology_limit_gw={"cut": 5.0})},
        technologies={"cut": cut},
        workloads={"w": demand({2026: 1.0})},
    )

    assert cost_of(made) == pytest.approx(0.3504 + 0.06)


def test_a_little_more_of_a_price_costs_what_is_billed_of_it(world, solve, demand, tariff):
    # The derivative of the cost by a charge is what is billed: in the second case 6 GW of capacity
    # in 2027, and 8.5 GW of wires in 2028. Both ways by a percent or two.
    years = (2026, 2027, 2028)
    drawn = dict(zip(years, (10.0, 4.0, 8.0), strict=True))

    def cost(busd, component="capacity", year=2027):
        region = tariff(years)
        region = replace(region, demand_charge={**region.demand_charge, (component, year): busd})
        made = world(years=years, regions={"r": region}, workloads={"w": demand(drawn)})
        return solve(made).stages["cost"].solution.objective

    assert (cost(0.101) - cost(0.099)) / 0.002 == pytest.approx(6.0)
    assert (cost(0.061, "wires", 2028) - cost(0.059, "wires", 2028)) / 0.002 == pytest.approx(8.5)
    # And of the energy's price what is drawn: 4 GW in 2027, 35,040 GWh.
    dear = replace(tariff(years), grid_price={2026: 4e-5, 2027: 5e-5, 2028: 4e-5})
    made = [
        world(years=years, regions={"r": region}, workloads={"w": demand(drawn)})
        for region in (tariff(years), dear)
    ]
    cheap, dearer = (solve(one).stages["cost"].solution.objective for one in made)
    assert dearer - cheap == pytest.approx(4 * HOURS * 1e-5)


def test_a_region_without_charges_has_no_bills(world, solve, demand):
    solved = solve(world(regions={"r": Region(grid_price={2026: 4e-5})},
                         workloads={"w": demand({2026: 1.0})}))  # fmt: skip

    assert "demand_charges" not in extract(solved).tables
    assert not {"grid_capacity", "grid_wires"} & set(extract(solved)["cost"]["term"])
    assert not solved.formulation.model.BILLED


def test_a_charge_is_paid_in_each_year_that_a_planned_year_stands_for(world, solve, tariff):
    # Two years in one: energy 2 x 0.3504, and 2 x 0.16 by GW, without a discount.
    load = Workload(kind="throughput", target={2026: 1.0})
    solved = solve(
        world(year_lengths={2026: 2}, sites={"s": Site(region="r")}, regions={"r": tariff()},
              workloads={"w": load})
    )  # fmt: skip

    assert solved.stages["cost"].solution.objective == pytest.approx(2 * (0.3504 + 0.16))
