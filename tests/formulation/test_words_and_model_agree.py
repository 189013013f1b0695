"""The docstring of a block is its specification: every component must be in it."""

import re
from dataclasses import replace

import pyomo.environ as pyo
import pytest

from planner.config.stated_values import StatedValues
from planner.formulation.assemble import BLOCKS, assemble
from planner.system import (
    Accelerator,
    CapexGrowth,
    Commitment,
    Construction,
    DemandStep,
    Equipment,
    Expansion,
    Good,
    PowerTechnology,
    Ramp,
    Region,
    RunOption,
    Site,
    SupplyLimit,
    TaxCredit,
    TimeSlice,
    TrainingTopology,
    Workload,
)

COWOS, HBM = ("packaging", "cowos"), ("hbm", "global")


@pytest.fixture
def everything(world, demand, flat):
    """A world that makes every component of every block."""
    return world(
        years=(2026, 2027),
        sites={
            "s": Site(
                region="r",
                max_facility_gw=5.0,
                build_gw_per_year=1.0,
                contracted_gw={2026: 1.0, 2027: 1.0},
                pue=1.2,
                pue_in={"day": 1.2, "night": 1.1},
                water_in={"day": 2e-3, "night": 1e-3},
                water_limit=50.0,
                stated_load={(2026, "day"): 0.1, (2026, "night"): 0.2},
                unserved_cost={(2026, "day"): 5e-3, (2026, "night"): 5e-3},
                connection_cost={"gas": 0.1},
                entering_power={("old", 2026): 0.1},
                air_hall_gw=0.1,
            )
        },
        regions={
            "r": Region(
                country="X",
                interconnection_lead_years=4.0,
                grid_gw_per_year=flat(2.0),
                technology_limit_gw={"restart": 1.0, "flexible": 1.0},
                demand_charge={(c, 2026): 0.1 for c in ("capacity", "wires")},
                minimum_take={("wires", 2026): 0.85},
            )
        },
        construction={"X": Construction(base_year=2025, added_gw=1.0, growth=0.5)},
        accelerators={"k": Accelerator(ship_year=2026.5, vendor="v", uses={COWOS: 1.0, HBM: 2.0})},
        vendor_share={("v", *COWOS, 2026): 0.5},
        contracted_share={"packaging": 0.8},
        equipment_lead_years=1.5,
        longest_lead="large_power_transformer",
        site_commitments={
            ("floor", "s", 2026): Commitment(amount=0.1),
            ("ceiling", "s", 2026): Commitment(amount=2.0),
        },
        accelerator_commitments={
            (bound, "f", 2026, 1): Commitment(amount=amount, chips=("k",))
            for bound, amount in (("floor", 0.1), ("ceiling", 2.0))
        },
        ramps={
            (phase, "k"): Ramp(
                phase=phase,
                chips=("k",),
                vendor="v",
                begins=2026.5,
                dated_by="k",
                shares={"packaging": (0.5,)},
            )
            for phase in ("ramp", "decline")
        },
        supply={
            COWOS: SupplyLimit(unit="thousand wafers", available={2026: 9.0, 2027: 9.0}),
            HBM: SupplyLimit(
                unit="EB", available={2026: 9.0, 2027: 9.0}, gain={(2027, 1, 2027): 0.5}
            ),
        },
        expansion={
            HBM: Expansion(
                lead_years=1.0, growth_share=0.4, headroom={2027: 1.0}, paid_share={2027: 1.0}
            )
        },
        technologies={
            "grid": PowerTechnology(kind="grid", capex=flat(1.0)),
            "flexible": PowerTechnology(kind="grid", capex=flat(1.0), region_limited=True),
            "gas": PowerTechnology(
                kind="dispatchable",
                capex=flat(1.0),
                build_limit="gas",
                co2_mt_per_gwh=1e-4,
                availability_in={"day": 0.9},
                scheduled_outage=0.1,
                unit_gw=0.3,
            ),
            "old": PowerTechnology(
                kind="dispatchable", life_years=40, fixed_om=0.1, lead_years=float("inf")
            ),
            "steam": PowerTechnology(kind="dispatchable", capex=flat(1.0), flat=True),
            "bridge": PowerTechnology(kind="dispatchable", capex=flat(1.0), rented=True),
            "restart": PowerTechnology(
                kind="baseload", capex=flat(1.0), region_limited=True, life_years=20
            ),
            "solar": PowerTechnology(
                kind="variable",
                profile="solar",
                capex=flat(1.0),
                life_years=20,
                variable_om=1e-6,
            ),
            "battery": PowerTechnology(
                kind="storage", capex=flat(1.0), storage_hours=4.0, scheduled_outage=0.1
            ),
            "tank": PowerTechnology(kind="storage", capex=flat(1.0), energy_capex=flat(0.1)),
        },
        slices={h: TimeSlice(hours=12, weight_hours=4380) for h in ("day", "night")},
        capacity_factor={("solar", "r", "day"): 0.5, ("solar", "r", "night"): 0.0},
        goods={
            "cable": Good(
                supply={("port", 2026): 2.0},
                freight={("port", "s"): 1e-3},
                demand={("s", 2026): 1.0},
            )
        },
        equipment={"switchgear": Equipment(unit="GW", deliveries={2027: 3.0}, per_facility=1.0)},
        tax_credits={
            ("solar", "r", 2027): TaxCredit(
                capital_share=0.3, production=1e-5, production_years=9
            ),
            ("restart", "r", 2027): TaxCredit(production=2e-5, production_years=9),
        },
        reserve_margin=0.15,
        unit_outage=True,
        flexible_load_share=0.5,
        flexible_load_hours=87.6,
        build_limit_gw={("gas", 2026): 1.0, ("gas", 2027): 1.0},
        capex_budget={2027: 1e4},
        capex_growth=CapexGrowth(
            guided_busd={2026: 1e4},
            planned_share=StatedValues({2026: 0.5, 2027: 0.5}),
            growth=StatedValues({2027: 0.5}),
        ),
        cost_budget=1e5,
        facility_budget_gw={2027: 100.0},
        emissions_cap_mt={2026: 1.0},
        carbon_price=0.1,
        clean_share={2027: 0.5},
        workloads={
            "w": demand({2026: 1.0, 2027: 1.0}, max_share_of_fleet=0.5),
            "priced": demand(
                {}, steps={2027: (DemandStep(step=1, wanted=1.0, price=2.0, row_year=2027),)}
            ),
        },
    )


@pytest.fixture
def in_halves(everything):
    """The same world with the year of supply cut in two."""
    parts = {(y, t): 4.5 for y in everything.years for t in (1, 2)}
    supply = {COWOS: replace(everything.supply[COWOS], parts=parts)}
    everything = replace(everything, expansion={})
    chips = {"k": replace(everything.accelerators["k"], ship_year=2026.25)}
    return replace(everything, supply=supply, accelerators=chips, supply_periods=2)


@pytest.fixture
def linked(everything):
    """The same with storage that may carry energy from day to day."""
    return replace(everything, day_sequence=(1, 1))


@pytest.fixture
def spread(everything):
    """The same with a run that two of the campuses may share, if they lie near each other."""
    both = frozenset({"s", "t"})
    options = {
        "alone": RunOption(sites=frozenset({"s"})),
        "near": RunOption(sites=both, most_campuses=2, farthest_km=100.0),
    }
    topology = TrainingTopology(
        kind="campuses",
        hosts=("s", "t"),
        options=options,
        distance_km={("s", "t"): 200.0},
        efficiency={("run", y, j): 0.9 for y in everything.years for j in options},
    )
    run = Workload(kind="training_run", target={2026: 1.0, 2027: 1.0}, run_days=100)
    sites = {**everything.sites, "t": everything.sites["s"]}
    loads = {**everything.workloads, "run": run}
    # Of two vendors, of which a run takes one.
    chips = {**everything.accelerators, "l": Accelerator(vendor="u")}
    return replace(
        everything,
        sites=sites,
        workloads=loads,
        training_topology=topology,
        accelerators=chips,
        training_group={"k": "v", "l": "u"},
    )


@pytest.fixture
def one_way(everything):
    """The same with a training run, from which units go to inference for good."""
    run = Workload(kind="training_run", target={2026: 1.0, 2027: 1.0}, run_days=1)
    return replace(
        everything, workloads={**everything.workloads, "run": run}, one_way_redeployment=True
    )


@pytest.fixture
def averaged(spread):
    """The same again, with energy by what units draw on average."""
    return replace(spread, average_load=True, idle_power_share=0.2)


def components(*worlds):
    """Name to how many rows it has in all of the worlds."""
    rows = {}
    for made in worlds:
        for c in assemble(made).model.component_objects((pyo.Var, pyo.Constraint)):
            if not c.local_name.endswith("_index"):
                rows[c.local_name] = rows.get(c.local_name, 0) + len(c)
    return rows


def test_every_component_and_term_is_described(
    everything, in_halves, linked, spread, one_way, averaged
):
    words = "\n".join(block.__doc__ for block in BLOCKS)

    names = set(components(everything, in_halves, linked, spread, one_way, averaged))

    ledgers = assemble(everything).ledgers
    terms = {
        t
        for ledger in (ledgers.cost, ledgers.capex, ledgers.value, ledgers.power, ledgers.water)
        for t in ledger.terms
    }
    assert len(names) > 20
    assert not {name for name in names | terms if f"``{name}``" not in words}


def test_every_constraint_that_is_described_exists(
    everything, in_halves, linked, spread, one_way, averaged
):
    words = "\n".join(block.__doc__ for block in BLOCKS)
    described = set(re.findall(r"Constraint ``(\w+)``", words))

    rows = components(everything, in_halves, linked, spread, one_way, averaged)

    assert len(described) > 15
    assert not {name for name in described if not rows.get(name)}


def test_the_row_of_a_capacity_is_what_its_formula_says(everything):
    row = assemble(everything).model.power_capacity_balance["gas", "s", 2027]

    assert str(row.expr) == (
        "power_capacity_gw[gas,s,2027]  ==  "
        "power_built_gw[gas,s,2026] + power_built_gw[gas,s,2027]"
    )


def test_the_row_of_a_supply_is_what_its_formula_says(everything):
    row = assemble(everything).model.component_supply_limit["packaging", "cowos", 2027]

    assert str(row.expr) == "accelerators_bought_million[k,s,2027]  <=  9.0"


def test_the_row_of_an_expanded_supply_is_what_its_formula_says(everything):
    m = assemble(everything).model

    assert str(m.component_supply_limit["hbm", "global", 2027].expr) == (
        "2.0*accelerators_bought_million[k,s,2027]  <=  "
        "9.0 + 0.5*capacity_expanded[hbm,global,2027]"
    )
    row = m.expansion_growth_limit["hbm", "global", 2027]
    assert str(row.expr) == "capacity_expanded[hbm,global,2027]  <=  1.0"
