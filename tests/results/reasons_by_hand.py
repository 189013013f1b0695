"""Plans whose duals and amounts are written down, for why units are off in them."""

from types import SimpleNamespace

from planner.results.off_reasons import OffReasons
from planner.system import Accelerator, Equipment, PowerTechnology, Region, Site, World

YEARS = (2026, 2027, 2028)
Y = 2027
GRID = PowerTechnology(kind="grid", life_years=2, build_limit="lines")
GAS = PowerTechnology(kind="dispatchable", life_years=2, build_limit="turbines")
OF_SITE_AND_YEAR = (
    "fleet_it_load_balance", "shell_capacity_limit", "liquid_cooled_load_limit",
    "site_load_limit", "site_water_limit",
)  # fmt: skip
FAMILIES = {
    **{family: [("s", y) for y in YEARS] for family in OF_SITE_AND_YEAR},
    "working_load_balance": [(w, y) for w in ("v", "w") for y in YEARS[:2]],
    "facility_power_limit": YEARS,
    "national_build_limit": [(limit, y) for limit in ("lines", "turbines") for y in YEARS],
    "regional_build_limit": [(g, "r") for g in ("grid", "gas")],
    "equipment_delivery_limit": [("transformer", y) for y in YEARS],
    "regional_connection_limit": [("r", y) for y in YEARS],
    "contracted_connection_limit": [("s", y) for y in YEARS],
}


def reasons(
    duals, *, worth=(), cost=1.0, energy=0.0, missed=None, stages=None, running=(), retired=(),
    builds=(("gas", "s", 2026),), chips=None, fleet=None, **world,
):  # fmt: skip
    """A plan whose rows have no duals but those given, as ``(family, index): dual``."""
    known = {
        "years": YEARS,
        "sites": {"s": Site(region="r", existing_fleet=fleet or {}), "t": Site(region="r")},
        "regions": {"r": Region()},
        "accelerators": chips or {"k": Accelerator(power_gw=1.0)},
        "technologies": {"grid": GRID, "gas": GAS, "sun": PowerTechnology(kind="variable")},
        "equipment": {"transformer": Equipment(unit="MVA", deliveries={})},
        "discount_rate": 0.0,
    }
    named = {
        family: {index: SimpleNamespace(name=f"{family}{index}") for index in indices}
        for family, indices in FAMILIES.items()
    }
    model = SimpleNamespace(
        YEARS=YEARS,
        BUILDS=builds,
        shortfall_share=missed or {},
        power_retired_gw=dict(retired),
        accelerators_running_million=dict(running),
        **named,
    )
    by_stage = stages if stages is not None else {"cost": duals}
    told = {
        stage: {f"{family}{index}": dual for (family, index), dual in rows.items()}
        for stage, rows in by_stage.items()
    }
    solved = SimpleNamespace(
        formulation=SimpleNamespace(model=model),
        world=World(**{**known, **world}),
        stages=by_stage,
        duals=told.__getitem__,
    )
    costs = SimpleNamespace(of=lambda k, s, y: cost, energy_of_a_gw=lambda s, y: energy)
    return OffReasons(solved, SimpleNamespace(value=dict(worth), cost=costs))


def load(usd, year=Y):
    return {("fleet_it_load_balance", ("s", year)): -usd}


def shell(usd):
    return {("shell_capacity_limit", ("s", Y)): -usd}


WORTH = {("k", Y): 3.0}
