"""Plans with an error planted: in the world, in the programme, in its tables or in its summary.

Everything stays in memory: the tables that a run would hold are handed to the certificate as it
would read them, so that a hundred errors take a minute.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from planner import api
from planner.analysis.reference.known_facts import with_known_facts
from planner.analysis.verify import proof_of
from planner.audit.certificate import Certificate, certify
from planner.audit.files import EXTRA, INPUTS, NONE, PLAN, SOME, Files
from planner.config import overlaid
from planner.data.inputs import Inputs
from planner.formulation.assemble import Formulation, assemble
from planner.planning.record import Run
from planner.results import Plan
from planner.results.tables import extract
from planner.solving import solve as solving
from planner.solving import solve_world
from planner.system import World
from planner.system.build import build_world

SUNNY = {
    f"sites.{s}.onsite_renewables": True for s in ("openai_stargate_abilene", "coreweave_helios")
}
CHEAP_SUN = {f"power_costs.solar_utility:{y}.capex_usd_per_kw": 120 for y in (2026, 2027, 2028)}
SCARCE = {f"hbm_supply.global:{y}.supply_eb": 0.03 for y in (2027, 2028)}
SCARCER = {**SCARCE, "hbm_supply.global:2026.supply_eb": 0.03}
# Two campuses serve these steps in full, and a part of the third.
FEW_WANTED = {
    f"compute_demand_curve.rest_of_industry:{y}:{step}.quantity_h100e": 3e5
    for y in (2026, 2027, 2028)
    for step in (1, 2)
}
STANDING_POOLS = [
    f"pool_{region}" for region in ("ERCOT", "MISO", "NPCC_NE", "NPCC_NY", "PJM", "SERC_E",
                                    "SERC_F", "SERC_SE", "SPP", "WECC_CA", "WECC_NW")
]  # fmt: skip
# Less is wanted than what stands can serve: what is left finds no demand at its running cost.
HARDLY_WANTED = {
    **{f"compute_demand_curve.rest_of_industry:{y}:{step}.quantity_h100e": 0.0
       for y in (2026, 2027, 2028) for step in range(2, 26)},
    **{f"compute_demand_curve.rest_of_industry:{y}:1.quantity_h100e": 1e5
       for y in (2026, 2027, 2028)},
}  # fmt: skip
MODELS: dict[str, dict[str, Any]] = {
    "small": {},
    "scarce": SCARCE,
    "half": {"supply.periods_per_year": 2, "supply.euv": True, **SCARCE},
    "sunny": {**SUNNY, **CHEAP_SUN},
    "clean": {**SUNNY, "limits.clean_share_hourly": {"2028": 0.5}},
    "between": {**SUNNY, **CHEAP_SUN, "time.storage_between_days": True,
                "limits.clean_share_hourly": {"2028": 0.9}},
    "secure": {"power.security": "both", "power.exclude": ["grid"], "power.technologies": "all"},
    "n_minus_1": {"power.security": "n_minus_1", "power.exclude": ["grid"],
                  "power.technologies": "all"},
    "shared": {"workloads.frontier_run.max_share_of_fleet": 0.5},
    "flexible": {"power.technologies": "all", "power.flexible_load": True},
    "expanding": {**SCARCE, "supply.expansion": ["hbm"], "supply.equipment": True},
    "growing": {"limits.national_construction": True,
                "construction_limits.USA:facility_added.value": 0.3,
                "construction_limits.USA:growth.value": 0.1},
    # What stands at Abilene is cooled by air, and what is on sale needs liquid.
    "halls": {"sites.cooling_class": "observed",
              "sites.openai_stargate_abilene.max_facility_gw": 0.4,
              "sites.coreweave_helios.max_facility_gw": 0.2,
              "accelerators.nvidia_gb200.cooling_class": "air",
              "cluster_costs.hall_retrofit_weeks.value": 13.0},
    "spending": {"limits.capex_growth": True,
                 "capex_limits.guided:2026.value": 5.0, "capex_limits.growth:2027.value": 0.2},
    # Power of their own, so that no connection stands for the equipment.
    "ordered": {"commitments.equipment": "ordered", "power.technologies": "all",
                "power.exclude": ["grid"],
                **{f"site_power.openai_stargate_abilene:{y}.contracted_facility_gw": 0.6
                   for y in (2026, 2027, 2028)}},
    "contracted": {**SCARCER, "supply.contracts": "observed"},
    "ramped": {**SCARCER, "supply.ramp": "observed", "supply.decline": "observed"},
    "ramped_half": {**SCARCER, "supply.ramp": "observed", "supply.decline": "observed",
                    "supply.periods_per_year": 2, "supply.expansion": ["hbm"]},
    # What is made late in 2025 ships early in 2026.
    "by_quarters": {**SCARCER, "supply.periods_per_year": 4, "supply.within_year": "stated"},
    "committed": {"commitments.sites": "given", "commitments.accelerators": "given",
                  "commitments.accelerators_share": 0.1},
    # Memory of 2025 ships in the first half, which is counted, and little is left for the second.
    "committed_half": {
        "commitments.sites": "given", "commitments.accelerators": "given",
        "supply.periods_per_year": 2, **SCARCER,
        **{f"accelerator_commitments.{family}:2026:{n}:both.units_k": 10
           for family in ("NVIDIA Blackwell", "Google TPU v7") for n in (1, 2)},
        "accelerator_commitments.Google TPU v7:2026:3:floor.units_k": 0,
        "accelerator_commitments.NVIDIA Blackwell:2026:3:floor.units_k": 0,
    },
    "operators": {"accelerators.operators": "observed"},
    "budgets": {"limits.capex_busd_per_year": 25.0, "limits.facility_gw": 1.5,
                "limits.emissions_mt_per_year": 3.45, "prices.carbon_usd_per_t": 20.0},
    "tariff": {"power.electricity_price": "tariff",
               "grid_tariffs.ERCOT:2025.capacity_usd_per_mw_day": 200.0,
               "grid_tariffs.ERCOT:2025.capacity_minimum_take": 0.6,
               "grid_tariffs.ERCOT:2025.wires_minimum_take": 1.0},
    "average": {"power.load": "average", "power.electricity_price": "tariff",
                "workloads.use": ["frontier_run", "rest_of_industry"],
                "limits.emissions_mt_per_year": 3.0},
    "average_run": {"power.load": "average", "training.topology": "campuses",
                    "training.campuses": 1},
    "average_most": {"power.load": "average", "objective.goal": "most_compute",
                     "limits.present_cost_busd": 9.0},
    "average_priced": {"power.load": "average", "power.electricity_price": "tariff",
                       "workloads.use": ["rest_of_industry"], "objective.targets": "priced",
                       "demand.curve_share": 0.5, **HARDLY_WANTED},
    # Nobody has begun the third site: it opens late, and a fifth of it counts.
    "by_status": {"sites.include": ["openai_stargate_abilene", "coreweave_helios",
                                    "data_city_laredo"],
                  "sites.slip": "observed", "sites.completion": "expected", "years.last": 2029},
    "most": {"objective.goal": "most_compute", "limits.present_cost_busd": 9.0},
    "one_way": {"fleet.redeployment": "one_way", "fleet.serve_for": "physical_life",
                "workloads.use": ["frontier_run", "rest_of_industry"]},
    "priced": {"workloads.use": ["frontier_run", "rest_of_industry"],
               "objective.targets": "priced", "demand.curve_share": 0.5, **FEW_WANTED},
    "roofline": {"workloads.use": ["frontier_run", "rest_of_industry"],
                 "workloads.serving": "roofline", "objective.targets": "priced",
                 "demand.curve_share": 0.5, **FEW_WANTED},
    "roofline_targets": {"workloads.use": ["frontier_run", "rest_of_industry"],
                         "workloads.serving": "roofline"},
    "glut": {"workloads.use": ["rest_of_industry"], "objective.targets": "priced",
             "demand.curve_share": 0.5, **HARDLY_WANTED},
    "priced_no_basis": {"workloads.use": ["frontier_run", "rest_of_industry"],
                        "objective.targets": "priced", "demand.curve_share": 0.5, **FEW_WANTED},
    "no_basis_of_cost": {"limits.capex_busd_per_year": 25.0, "limits.facility_gw": 1.5},
    "no_basis": {**SCARCE, "limits.emissions_mt_per_year": 3.45, "prices.carbon_usd_per_t": 20.0},
    "campuses": {"training.topology": "campuses", "training.campuses": 2},
    "one_vendor": {"training.accelerators": "one_vendor", **SCARCE},
    "one_family": {"training.accelerators": "one_family", "training.topology": "campuses",
                   "training.campuses": 2},
    # Nothing is connected, so nothing is billed, and idle units are told what a tariff would bill.
    "unconnected": {"power.electricity_price": "tariff", "limits.facility_gw": 0.0},
    "dark_at_a_price": {"power.electricity_price": "tariff", "objective.targets": "priced",
                        "workloads.use": ["rest_of_industry"], "demand.curve_share": 1e-4},
    "physical_life": {"fleet.serve_for": "physical_life", "years.last": 2031},
    "pools_alone": {"sites.countries": ["USA"], "sites.kinds": [], "sites.include": ["new_SPP"],
                    "sites.new_campuses": True, "years.last": 2029},
    "candidates": {"sites.candidates": [{"region": "ERCOT", "gw": 0.3, "by": 2028,
                                         "kinds": ["retiring_plant", "headroom"]}]},
    "new_pools": {"sites.new_campuses": True, "sites.countries": ["USA"],
                  "sites.kinds": ["fleet_pool"], "sites.exclude": [*STANDING_POOLS, "new_SPP"],
                  "years.last": 2029, "workloads.frontier_run.max_share_of_fleet": 0.2},
    # The new generation ships from the first day of a year, and is not sold in the one before.
    "new_year": {"accelerators.nvidia_vr200.volume_ship_year": 2028.0},
    "new_campuses": {"training.topology": "campuses", "training.campuses": 2,
                     "sites.candidates": [{"region": "ERCOT", "gw": 0.3, "by": 2028,
                                           "kinds": ["retiring_plant", "headroom"]}]},
}  # fmt: skip
"""Models, as changes of the tutorial, in which errors have an effect."""

OWN = Path(__file__).parent
OWN_TABLES: dict[str, tuple[str, dict[str, Any]]] = {
    "valley": ("valley", {}),
    "no_surplus": (
        "valley",
        {
            "power.surplus": "none",
            "power.security": "n_minus_1",
            "power_technologies.wind.scheduled_outage_share": 0.0,
        },
    ),
    # What is cut of the sun saves its cost and loses its own credit, not that of the reactor.
    "paid_sun": (
        "valley",
        {
            "power_technologies.sun.variable_om_usd_per_mwh": 20.0,
            "power_costs.sun:2025.capex_usd_per_kw": 100.0,
            "power_costs.sun:2030.capex_usd_per_kw": 100.0,
        },
    ),
    "flat_steam": ("valley", {"power_technologies.steam.flat_output": True}),
    "capped": (
        "valley",
        {
            "limits.emissions_mt_per_year": {"2025": 3.0, "2030": 2.0, "2035": 1.5},
            "limits.facility_gw": {"2025": 1.7, "2030": 2.05, "2035": 3.0},
            "limits.clean_share_hourly": {"2030": 0.6},
            "prices.carbon_usd_per_t": 20.0,
            "power.tax_credits": False,
            "discount_timing": "middle",
        },
    ),
}
"""Models with tables of their own: the folder beside this file, and what is changed in it."""
MODELS |= {name: changes for name, (_, changes) in OWN_TABLES.items()}


WITHOUT_DUALS = {
    "priced_no_basis": ("shortfall_1", "cost"),
    "no_basis": ("shortfall_1", "cost"),
    "no_basis_of_cost": ("cost",),
}
"""Models to the stages whose solver is taken to have ended at no vertex, and to have no duals."""


@dataclass(frozen=True)
class Planted:
    """An error: where it is planted, and what is done."""

    name: str
    model: str = "small"
    world: Callable[[World], World] | None = None
    programme: Callable[[Formulation], None] | None = None
    plan: Callable[[Plan], Plan] | None = None
    manifest: Callable[[dict[str, Any]], None] | None = None


@cache
def _asked(name: str) -> tuple[Any, Inputs, World]:
    changes = {key: value for key, value in MODELS[name].items()}
    cells = {k: v for k, v in changes.items() if k.count(".") == 2}  # fmt: skip
    keys = {k: v for k, v in changes.items() if k not in cells}
    own = OWN_TABLES.get(name)
    base = OWN / own[0] / f"{own[0]}.toml" if own else "small"
    model = overlaid(api.load_model(base), keys, name=name)
    model = model.model_copy(update={"set": {**model.set, **cells}})
    inputs = Inputs.for_model(model)
    return model, inputs, build_world(inputs, model)


@cache
def _written(name: str) -> dict[str, pd.DataFrame]:
    """The input tables of a model, as a run has them; no error is planted in them."""
    _, inputs, _ = _asked(name)
    return {table: rows.reset_index() for table, rows in inputs.to_write.items()}


@cache
def right(name: str) -> tuple[Plan, Any, dict[str, Any]]:
    """The right plan of a model, its proof, and what its ``run.json`` would tell."""
    return _planned(Planted(name, name))


def _planned(error: Planted) -> tuple[Plan, Any, dict[str, Any]]:
    model, inputs, world = _asked(error.model)
    world = error.world(world) if error.world else world
    built = assemble

    def with_error(given: World) -> Formulation:
        formulation = built(given)
        if error.programme:
            error.programme(formulation)
        return formulation

    solving.assemble = with_error  # type: ignore[attr-defined]
    try:
        solved = solve_world(world)
    finally:
        solving.assemble = built  # type: ignore[attr-defined]
    blank = WITHOUT_DUALS.get(error.model, ())
    stages = {name: _no_duals(r) if name in blank else r for name, r in solved.stages.items()}
    solved = replace(solved, stages=stages)
    plan = with_known_facts(model, inputs, extract(solved), world)
    manifest = Run(model, inputs, plan, solved, {}).manifest()
    return plan, proof_of(solved), {**manifest, "summary": dict(plan.summary)}


def _no_duals(result: Any) -> Any:
    solution = replace(result.solution, row_duals=None, reduced_costs=None, basic=False)
    return replace(result, solution=solution)


def certified(error: Planted) -> Certificate:
    """The certificate of a plan with an error."""
    _, inputs, _ = _asked(error.model)
    wrong = error.world or error.programme
    plan, proof, manifest = _planned(error) if wrong else right(error.model)
    if error.plan:
        plan = error.plan(plan)
    if error.manifest:
        manifest = _copied(manifest)
        error.manifest(manifest)
    tables = _written(error.model)
    files = Files(
        inputs={name: tables.get(name, NONE) for name in (*INPUTS, *EXTRA)},
        plan={name: plan.tables.get(name, NONE) for name in (*PLAN, *SOME)},
        manifest=manifest,
        datasets=inputs.folder,
    )
    return certify(files, proof, manifest["stages"])


def _copied(value: Any) -> Any:
    return {k: _copied(v) for k, v in value.items()} if isinstance(value, dict) else value


def cell(table: str, column: str, change: Callable[[Any], Any]) -> Callable[[Plan], Plan]:
    """Change the largest number of a column, or its last text, by a function."""

    def plant(plan: Plan) -> Plan:
        frame = plan.tables[table].copy()
        if pd.api.types.is_numeric_dtype(frame[column]) and frame[column].dtype != bool:
            row = frame[column].abs().idxmax()
        else:
            row = frame.index[-1]
        frame[column] = frame[column].astype(object)
        frame.loc[row, column] = change(frame.loc[row, column])
        return replace(plan, tables={**plan.tables, table: frame.infer_objects()})

    return plant


def dropped(table: str) -> Callable[[Plan], Plan]:
    """Leave the row with the most in it out of a table."""

    def plant(plan: Plan) -> Plan:
        frame = plan.tables[table]
        numbers = frame.select_dtypes("number").drop(columns=["year"], errors="ignore")
        row = numbers.abs().sum(axis=1).idxmax()
        return replace(plan, tables={**plan.tables, table: frame.drop(index=row)})

    return plant


def doubled(table: str) -> Callable[[Plan], Plan]:
    """Put the last row of a table into it once more."""

    def plant(plan: Plan) -> Plan:
        frame = plan.tables[table]
        twice = pd.concat([frame, frame.tail(1)], ignore_index=True)
        return replace(plan, tables={**plan.tables, table: twice})

    return plant


def missing(table: str) -> Callable[[Plan], Plan]:
    """Leave a whole table out."""

    def plant(plan: Plan) -> Plan:
        return replace(plan, tables={k: v for k, v in plan.tables.items() if k != table})

    return plant


def filled(table: str, column: str, value: Any) -> Callable[[Plan], Plan]:
    """Write a value into the first row of a column."""

    def plant(plan: Plan) -> Plan:
        frame = plan.tables[table].copy()
        frame.loc[frame.index[0], column] = value
        return replace(plan, tables={**plan.tables, table: frame})

    return plant
