"""Demand that is not known for sure, in worlds small enough to be solved by hand."""

from planner.solving.stochastic import scenario
from planner.system import Accelerator, PowerTechnology, Region, Site, Workload, World

FREE = dict.fromkeys(range(2020, 2040), 0.0)


def demand_of(million, **changes):
    """A fleet for 2027: `early` units are sold in 2026 only and cost 20 billion USD a million,
    `late` ones in 2027 and cost 30. Nothing is discounted.
    """
    settings = {
        "years": (2026, 2027),
        "sites": {"s": Site(region="r")},
        "regions": {"r": Region()},
        "accelerators": {
            "early": Accelerator(it_capex=20.0, life_years=2, last_sale_year=2026),
            "late": Accelerator(it_capex=30.0, life_years=1, ship_year=2027),
        },
        "technologies": {"grid": PowerTechnology(kind="grid", capex=FREE)},
        "workloads": {"w": Workload(kind="throughput", target={2027: million})},
    }
    return World(**{**settings, **changes})


def two(high_probability, price=None, **changes):
    """One or three million H100e are asked for; which, is known in 2027."""
    return [
        scenario("low", 1 - high_probability, ["low"], demand_of(1.0, **changes), price),
        scenario("high", high_probability, ["high"], demand_of(3.0, **changes), price),
    ]


def learned_in_two_years(price=None):
    """Units for 2028: 20 if bought in 2026, 25 in 2027, 30 in 2028. The first news, in 2027, is
    whether demand may grow: if not, one million; if so, one or three, known in 2028.
    """

    def world(million):
        chips = {
            "k6": Accelerator(it_capex=20.0, life_years=3, last_sale_year=2026),
            "k7": Accelerator(it_capex=25.0, life_years=2, ship_year=2027, last_sale_year=2027),
            "k8": Accelerator(it_capex=30.0, life_years=1, ship_year=2028),
        }
        return demand_of(
            1.0,
            years=(2026, 2027, 2028),
            accelerators=chips,
            workloads={"w": Workload(kind="throughput", target={2028: million})},
        )

    return [
        scenario("flat", 0.5, ["no", "no"], world(1.0), price),
        scenario("grown", 0.45, ["may", "yes"], world(3.0), price),
        scenario("stayed", 0.05, ["may", "no"], world(1.0), price),
    ]
