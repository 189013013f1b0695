"""Uneven worlds of power: every kind of technology, what stands, and limits of nothing.

See :mod:`tests.formulation.uneven_chips`.
"""

from dataclasses import replace
from math import inf

from planner.config.stated_values import StatedValues
from planner.system import (
    CapexGrowth,
    Commitment,
    Construction,
    Equipment,
    Good,
    PowerTechnology,
    Site,
    SupplyLimit,
    TaxCredit,
    TimeSlice,
    World,
)
from planner.system.objects.sites import Pool
from tests.formulation.uneven_chips import CHIPS, COWOS, GRID, LOADS, REGION, SITES, YEARS, uneven

TECHNOLOGIES = {
    **GRID,
    "cut": PowerTechnology(
        kind="grid", region_limited=True, capex={2026: 0.13, 2027: 0.17}, life_years=20
    ),
    "gas": PowerTechnology(
        kind="dispatchable", capex={2026: 1.3, 2027: 1.1}, availability=0.93,
        availability_in={"day": 0.89, "night": 0.9}, forced_outage=0.03, scheduled_outage=0.07,
        life_years=20, economic_life_years=15, fixed_om=0.013, variable_om=3.1e-6, fuel="gas",
        heat_rate=7.1, co2_mt_per_gwh=3.9e-4, build_limit="turbines", unit_gw=0.31,
    ),
    "engine": PowerTechnology(
        kind="dispatchable", capex={2026: 0.9, 2027: 0.8}, rented=True, life_years=7,
        fixed_om=0.021, fuel="gas", heat_rate=9.7, co2_mt_per_gwh=5.3e-4, build_limit="turbines",
    ),
    "old_gas": PowerTechnology(
        kind="dispatchable", lead_years=inf, life_years=40, fixed_om=0.031, variable_om=4.3e-6,
        flat=True, unit_gw=0.17, availability=0.81,
    ),
    "atom": PowerTechnology(
        kind="baseload", capex={2026: 5.3, 2027: 4.9}, region_limited=True, life_years=30,
        availability=0.95, scheduled_outage=0.05, variable_om=1.3e-6, unit_gw=0.23,
    ),
    "sun": PowerTechnology(
        kind="variable", profile="sun", capex={2026: 1.03, 2027: 0.97}, life_years=25,
        fixed_om=0.017, variable_om=1.1e-6, availability=0.99,
    ),
    "wind": PowerTechnology(
        kind="variable", profile="wind", capex={2026: 1.31, 2027: 1.27}, life_years=25,
        variable_om=2.3e-6, scheduled_outage=0.03,
    ),
    "cell": PowerTechnology(
        kind="storage", capex={2026: 0.51, 2027: 0.43}, storage_hours=4.3, life_years=15,
        round_trip_efficiency=0.85, scheduled_outage=0.02, availability=0.97,
        fixed_om=0.007, variable_om=0.7e-6,
    ),
    "tank": PowerTechnology(
        kind="storage", capex={2026: 0.23, 2027: 0.19}, energy_capex={2026: 0.037, 2027: 0.031},
        energy_fixed_om=0.0013, life_years=25, round_trip_efficiency=0.47, charge_efficiency=0.67,
    ),
}  # fmt: skip
SLICES = {
    "day": TimeSlice(day=0, weight_hours=2100.0, hours=14.0),
    "night": TimeSlice(day=0, weight_hours=3100.0, hours=10.0),
    "grey": TimeSlice(day=1, weight_hours=3560.0, hours=24.0),
}


def power_of_all_kinds() -> World:
    """Every technology over two days, what stands, credits, reserves, tariffs, water and caps."""
    return uneven(
        sites={
            "a": Site(
                region="r", max_facility_gw=4.3, build_gw_per_year=1.9, pue=1.29,
                pue_in={"day": 1.29, "night": 1.13, "grey": 1.19},
                water_in={"day": 2.3e-3, "night": 1.1e-3, "grey": 1.7e-3}, water_limit=41.0,
                contracted_gw={2026: 0.59, 2027: 0.83},
                existing_power={"old_gas": 0.19}, entering_power={("gas", 2027): 0.11},
                retired_power={("old_gas", 2027): 0.07}, still_paid={2026: 0.013},
                existing_energy_gwh={("tank", 2026): 0.3}, connection_cost={"sun": 0.11},
                stated_load={
                    (2026, "day"): 0.17, (2026, "night"): 0.11, (2026, "grey"): 0.13,
                    (2027, "day"): 0.19, (2027, "night"): 0.19, (2027, "grey"): 0.07,
                },
                unserved_cost={(2026, "day"): 5.3e-3, (2026, "night"): 4.7e-3},
            ),
            "bare": Site(region="r", max_facility_gw=1.3, pue=1.17, onsite_renewables=False),
        },
        regions={
            "r": replace(
                REGION, interconnection_lead_years=1.9, grid_gw_per_year={2026: 0.71, 2027: 0.79},
                technology_limit_gw={"atom": 0.91, "cut": 0.47},
                demand_charge={
                    (c, y): by + 0.001 * (y - 2026)
                    for c, by in (("capacity", 0.013), ("wires", 0.029)) for y in YEARS
                },
                minimum_take={("wires", 2026): 0.83, ("capacity", 2027): 0.61},
            )
        },
        accelerators={"k": CHIPS["old"]},
        technologies=TECHNOLOGIES,
        slices=SLICES,
        capacity_factor={
            (of, "r", h): by
            for of, shares in (("sun", (0.71, 0.0, 0.13)), ("wind", (0.37, 0.28, 0.29)))
            for h, by in zip(SLICES, shares, strict=True)
        },
        workloads={"serve": LOADS["serve"]},
        tax_credits={
            ("sun", "r", 2026): TaxCredit(production=1.3e-5, production_years=10, begun=2025),
            ("sun", "r", 2027): TaxCredit(capital_share=0.3, begun=2026),
            ("atom", "r", 2027): TaxCredit(production=1.7e-5, production_years=8, begun=2024),
            ("cell", "r", 2026): TaxCredit(capital_share=0.4, begun=2025),
        },
        rental_delivery_share=0.07,
        reserve_margin=0.15,
        unit_outage=True,
        flexible_load_share=0.47,
        flexible_load_hours=876.0,
        build_limit_gw={("turbines", 2026): 0.67, ("turbines", 2027): 0.73},
        equipment={
            "transformers": Equipment(unit="units", deliveries={2027: 3.1}, per_onsite=1.9)
        },
        carbon_price=0.023,
        emissions_cap_mt={2026: 5.3, 2027: 4.7},
        clean_share={2027: 0.53},
    )  # fmt: skip


def days_in_a_row() -> World:
    """Storage that carries energy from day to day, at a place without a choice of surplus."""
    whole = power_of_all_kinds()
    kept = ("gas", "sun", "wind", "cell", "tank")
    return replace(
        whole,
        years=(2026,),
        sites={
            "a": replace(
                whole.sites["a"], unserved_cost={}, existing_power={}, entering_power={},
                retired_power={},
            )
        },
        technologies={g: TECHNOLOGIES[g] for g in kept},
        day_sequence=(0, 1, 0),
        surplus_allowed=False,
        reserve_margin=None,
        unit_outage=False,
        early_retirement=False,
    )  # fmt: skip


def years_in_fives() -> World:
    """Planned years that stand for five each, and what ends or begins within them."""
    years = (2025, 2030)
    span = range(2020, 2040)
    capex = {g: dict.fromkeys(span, of.capex[2026]) for g, of in TECHNOLOGIES.items() if of.capex}
    technologies = {
        g: replace(TECHNOLOGIES[g], capex=capex[g], life_years=life)
        for g, life in (
            *(("grid", 30), ("cut", 20), ("gas", 7), ("engine", 7), ("sun", 8), ("wind", 6)),
            *(("cell", 9), ("tank", 12), ("atom", 6)),
        )
    }
    technologies["tank"] = replace(
        technologies["tank"],
        energy_capex=dict.fromkeys(span, TECHNOLOGIES["tank"].energy_capex[2026]),
    )
    technologies["cut"] = replace(technologies["cut"], availability_in={"day": 0.83})
    whole = power_of_all_kinds()
    return replace(
        whole,
        years=years,
        year_lengths=dict.fromkeys(years, 5),
        slices={
            "day": TimeSlice(day=0, weight_hours=4000.0, hours=11.0),
            "night": TimeSlice(day=0, weight_hours=4760.0, hours=13.0),
        },
        sites={
            "a": replace(
                SITES["a"],
                build_gw_per_year=1.7 / 5,
                existing_fleet={("k", 2023): 0.19},
                existing_power={"grid": 0.37, "gas": 0.13},
            )
        },
        regions={
            "r": replace(
                whole.regions["r"],
                grid_gw_per_year={2025: 3.7, 2030: 4.1},
                fuel_price={("gas", 2025): 3.1e-6, ("gas", 2030): 3.7e-6},
            )
        },
        accelerators={"k": replace(CHIPS["new"], ship_year=2024.0, life_years=8, uses={})},
        technologies={g: replace(of, lead_years=0.0) for g, of in technologies.items()},
        workloads={"serve": replace(LOADS["serve"], target={2025: 0.53, 2030: 1.7})},
        tax_credits={
            ("sun", "r", 2025): TaxCredit(production=1.3e-5, production_years=7, begun=2024),
            ("atom", "r", 2030): TaxCredit(production=1.7e-5, production_years=10, begun=2027),
        },
        build_limit_gw={("turbines", 2025): 0.67},
        capex_budget={2025: 61.0},
        emissions_cap_mt={2030: 23.0},
        facility_budget_gw={2030: 4.3},
        clean_share={},
        construction={"X": Construction(base_year=2024, added_gw=1.9, growth=0.21)},
        surplus_allowed=True,
        discount_timing="start",
    )


def _nothing(first: float = 0.0) -> StatedValues[int]:
    """A row of the first year that holds for the second, too."""
    return StatedValues(dict.fromkeys(YEARS, first), dict.fromkeys(YEARS, YEARS[0]))


def limits_of_nothing() -> World:
    """Every limit stated as nothing, of one slice, without discount, for lives without end."""
    given = {"technology_limit_gw": {"cut": 0.0}, "grid_gw_per_year": _nothing()}
    pool = Pool(members=("p", "q"), room_gw=0.0, contracted_gw=_nothing())
    ends = {2026: 3.1, 2027: 3.7}
    return uneven(
        sites={
            "a": Site(region="r", build_gw_per_year=0.0, existing_power={"grid": 0.37}, pue=1.2),
            "p": Site(
                region="r", max_facility_gw=1.1, build_gw_per_year=0.23, pool=pool,
                contracted_gw=_nothing(), existing_power={"grid": 0.13}, water_in={"year": 1e-3},
                water_limit=0.0,
            ),
            "q": Site(
                region="r", max_facility_gw=0.7, pool=pool, contracted_gw={2026: 0.21, 2027: 0.21},
                water_in={"year": 1e-3},
            ),
            "full": Site(
                region="r", max_facility_gw=0.0, stated_load={(2026, "year"): 0.2},
                unserved_cost={(2026, "year"): 0.0},
            ),
            "slow": Site(region="r", max_facility_gw=9.0, build_gw_per_year=0.3, water_limit=3.0,
                         stated_load={(2027, "year"): 0.2}),
        },
        regions={"r": replace(REGION, interconnection_lead_years=2.5, **given)},  # type: ignore[arg-type]
        accelerators={
            "old": replace(CHIPS["old"], life_years=inf, service_years=None),
            "new": replace(CHIPS["new"], life_years=1.0, ship_year=2027.5),
        },
        supply={
            COWOS: SupplyLimit(unit="thousand wafers", available=_nothing()),
            ("euv", "asml"): SupplyLimit(
                unit="thousand wafers", available={2026: 0.0, 2027: 2.9},
                stated={(2026, 1, 2025): 0.0, (2027, 1, 2026): 2.9}, row_steps={2026: 1.7},
            ),
        },
        vendor_share={("v", *COWOS, y): share for y, share in _nothing(0.0).items()},
        technologies={
            **GRID, "cut": TECHNOLOGIES["cut"],
            "gas": replace(
                TECHNOLOGIES["gas"], capex=ends, life_years=inf, economic_life_years=3.0,
                availability_in={},
            ),
        },
        slices={"year": TimeSlice()},
        construction={"X": Construction(base_year=2026, added_gw=0.0, growth=0.0)},
        capex_growth=CapexGrowth(
            guided_busd={2025: 0.0, 2027: 7.1},
            planned_share=StatedValues({2026: 0.53, 2027: 0.0}), growth=_nothing(),
        ),
        capex_budget=_nothing(),
        cost_budget=0.0,
        facility_budget_gw=_nothing(),
        emissions_cap_mt=_nothing(),
        clean_share={2027: 0.41},
        equipment={"poles": Equipment(unit="GW", deliveries=_nothing(), per_grid=1.7)},
        goods={
            "old": Good(supply={("port", y): 0.0 for y in YEARS}, freight={("port", "a"): 0.003})
        },
        site_commitments={
            ("floor", "p", 2026): Commitment(amount=0.2, stated={("p", 2026, "floor"): 0.0}),
            ("ceiling", "p", 2026): Commitment(amount=0.0, stated={("p", 2026, "ceiling"): 0.0}),
        },
        accelerator_commitments={
            ("ceiling", "f", 2026, 1): Commitment(
                amount=0.0, per_unit=1e-3, chips=("old",), stated={("f", 2026, 1, "ceiling"): 0.0}
            )
        },
        workloads={**LOADS, "run": replace(LOADS["run"], max_share_of_fleet=0.0)},
        discount_rate=0.0,
        reserve_margin=0.0,
        unit_outage=True,
        early_retirement=False,
    )  # fmt: skip
