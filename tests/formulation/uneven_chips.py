"""Worlds in which hardly two numbers are alike, so that none can stand for another.

None of them is a plan that anyone would make: they are there to be written out as rows, and each
block has rows in one of them. Here are those of chips, demand and campuses.
"""

from dataclasses import replace

from planner.config.stated_values import StatedValues
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
    TrainingTopology,
    Workload,
    World,
)

YEARS = (2026, 2027)
COWOS, HBM, NODE = ("packaging", "cowos"), ("hbm", "global"), ("node", "n3")
GRID = {"grid": PowerTechnology(kind="grid", capex={2026: 0.31, 2027: 0.29}, life_years=30)}
REGION = Region(
    country="X",
    grid_price={2026: 5.3e-5, 2027: 6.1e-5},
    co2_mt_per_gwh={2026: 4.1e-4, 2027: 3.7e-4},
    fuel_price={("gas", 2026): 3.1e-6, ("gas", 2027): 3.7e-6},
)
CHIPS = {
    "old": Accelerator(
        ship_year=2024.5, last_sale_year=2026, power_gw=1.1, h100e=1.3, it_capex=31.0,
        training_compute_per_day=0.11, life_years=5, service_years=7, vendor="v",
        uses={COWOS: 17.0, HBM: 2.3},
    ),
    "new": Accelerator(
        ship_year=2026.4, power_gw=1.9, h100e=4.1, it_capex=47.0, training_compute_per_day=0.37,
        life_years=6, vendor="v", uses={COWOS: 29.0, HBM: 5.3, NODE: 7.0},
    ),
    "other": Accelerator(
        ship_year=2025.0, power_gw=0.7, h100e=0.9, it_capex=13.0, training_compute_per_day=0.07,
        life_years=4, vendor="u", uses={COWOS: 11.0},
    ),
}  # fmt: skip
SITES = {
    "a": Site(
        region="r", max_facility_gw=5.3, build_gw_per_year=1.7, pue=1.23,
        existing_fleet={("old", 2025): 0.19, ("other", 2023): 0.13}, existing_power={"grid": 0.37},
    ),
    "b": Site(region="r", max_facility_gw=2.9, pue=1.11, first_power_year=2027.3),
}  # fmt: skip
LOADS = {
    "run": Workload(
        kind="training_run", target={2026: 3.1, 2027: 7.3}, run_days=97.0,
        run_days_in={2027: 113.0}, utilisation=0.43, max_share_of_fleet=0.59,
    ),
    "serve": Workload(kind="throughput", target={2026: 0.53, 2027: 1.7}, priority=2),
}  # fmt: skip


def uneven(**changes: object) -> World:
    settings: dict[str, object] = {
        "years": YEARS, "sites": SITES, "regions": {"r": REGION}, "accelerators": CHIPS,
        "technologies": GRID, "workloads": LOADS, "shell_capex": 11.3, "shell_life_years": 9.0,
        "non_energy_opex_share": 0.023, "discount_rate": 0.071,
    }  # fmt: skip
    return World(**{**settings, **changes})  # type: ignore[arg-type]


def _limit(unit: str, first: float, **more: object) -> SupplyLimit:
    """A limit that rises, in years and in halves of them, made in the year before for a third."""
    years = {y: first * (1.0 + 0.37 * i) for i, y in enumerate(YEARS)}
    parts = {(y, t): of * (0.41, 0.59)[t - 1] for y, of in years.items() for t in (1, 2)}
    stated = {
        (y, t, y - back): of * (0.31, 0.69)[1 - back]
        for (y, t), of in parts.items()
        for back in (0, 1)
    }
    return SupplyLimit(unit=unit, available=years, parts=parts, stated=stated, **more)  # type: ignore[arg-type]


def _in_whole_years(limit: SupplyLimit) -> SupplyLimit:
    stated: dict[tuple[int, int, int], float] = {}
    for (y, _, row), amount in limit.stated.items():
        stated[y, 1, row] = stated.get((y, 1, row), 0.0) + amount
    gain = {(y, 1, made): of for (y, t, made), of in limit.gain.items() if t == 2}
    return replace(limit, stated=stated, gain=gain, parts={})


def _commitments(t: int) -> dict[str, object]:
    given = {
        ("floor", "f", 2026, 1): Commitment(
            amount=0.017, per_unit=1e-3, chips=("old", "new"),
            stated={("f", 2026, 1, "floor"): 17.0},
        ),
        ("ceiling", "f", 2026, t): Commitment(
            amount=0.83, per_unit=1e-3, chips=("new", "never"),
            stated={("f", 2026, 2, "ceiling"): 810.0, ("f", 2026, 3, "both"): 20.0},
        ),
        ("floor", "g", 2027, 1): Commitment(amount=0.0, chips=("other",)),
    }  # fmt: skip
    return {
        "accelerator_commitments": given,
        "site_commitments": {
            ("floor", "a", 2026): Commitment(
                amount=0.61, stated={("a", 2026, "floor"): 0.61, ("a", 2025, "both"): 0.11}
            ),
            ("ceiling", "a", 2027): Commitment(amount=3.1, stated={("a", 2027, "ceiling"): 3.1}),
            ("floor", "b", 2027): Commitment(amount=0.0),
            ("ceiling", "b", 2026): Commitment(amount=1.0),
        },
    }


def _chips(halves: bool) -> World:
    gain = {(2027, t, made): t * (made - 2025) * 0.13 for t in (1, 2) for made in YEARS}
    late = {(2027, t, 2027): 0.19 for t in (1, 2)}
    supply = {
        COWOS: _limit("thousand wafers", 41.0, row_steps={2025: 3.1, 2026: 5.3}, gain=late),
        HBM: _limit(
            "EB", 7.3, step="EB", gain=gain, growth=0.19, row_steps={2025: 7.1, 2026: 8.3}
        ),
        NODE: _limit("thousand wafers", 13.0, gain=late),
    }
    if not halves:
        supply = {of: _in_whole_years(limit) for of, limit in supply.items()}
    shares = {"packaging": (0.11, 0.23, 0.47), "hbm": (0.13, 0.31)}
    return uneven(
        supply=supply,
        supply_periods=2 if halves else 1,
        vendor_share={
            ("v", *COWOS, 2026): 0.61, ("v", *COWOS, 2027): 0.67, ("v", *HBM, 2027): 0.91,
            ("u", *COWOS, 2027): 0.23,
        },
        ramps={
            (phase, "new"): Ramp(
                phase=phase, chips=of, vendor="v", begins=2026.4, dated_by="new", rows=rows,
                shares=shares,
            )
            for phase, of, rows in (("ramp", ("new",), "all"), ("decline", ("old",), "new"))
        },
        contracted_share={"packaging": 0.37, "hbm": 0.43},
        equipment_lead_years=1.3,
        longest_lead="large_power_transformer",
        expansion={
            HBM: Expansion(
                unit="EB", cost=0.73, paid_share={2026: 0.37, 2027: 0.41}, lead_years=0.4,
                life_years=2.0, growth_share=0.29, standing={2025: 7.9, 2026: 8.3, 2027: 9.9},
                headroom={2026: 1.3, 2027: 1.9},
                headroom_gain={(2026, 2025): 0.23, (2026, 2026): 0.17, (2027, 2027): 0.31},
            ),
            # Of any growth, but of one year's life, so that what runs in 2026 ships nothing.
            COWOS: Expansion(unit="kw", cost=0.41, paid_share={2027: 0.43}, life_years=1.0),
            # What is announced leaves no room for it.
            NODE: Expansion(unit="kw", cost=0.47, paid_share={2027: 0.53}, growth_share=0.11),
        },
        **_commitments(2 if halves else 1),
    )  # fmt: skip


def whole_years_of_chips() -> World:
    """Supply by the year, its vendors, ramps and expansion, and what is committed."""
    return _chips(halves=False)


def halves_of_chips() -> World:
    """The same by halves of a year."""
    return _chips(halves=True)


def demand_of_all_kinds() -> World:
    """Redeployment one way, priced compute, goods, and the pace of builders and capital."""
    steps = {
        2026: (
            DemandStep(step=1, wanted=0.31, price=2.9, row_year=2025),
            DemandStep(step=2, wanted=0.73, price=1.3, row_year=2025),
        ),
        2027: (DemandStep(step=1, wanted=0.41, price=2.3, row_year=2027),),
    }
    return uneven(
        one_way_redeployment=True,
        redeployment_years=0.13,
        workloads={
            **LOADS,
            "bought": Workload(kind="throughput", target={}, steps=steps),
            "paid_run": Workload(kind="training_run", target={}, steps=steps, run_days=61.0),
        },
        goods={
            "old": Good(
                supply={("port", 2026): 2.1, ("port", 2027): 2.7, ("mill", 2026): 1.3},
                price={("port", 2026): 0.017, ("mill", 2026): 0.013},
                demand={("a", 2026): 0.43, ("a", 2027): 0.47},
                freight={("port", "a"): 0.0011, ("mill", "a"): 0.0017, ("port", "b"): 0.0023},
            ),
            "cable": Good(
                supply={("port", 2027): 3.1},
                demand={("b", 2027): 0.29},
                freight={("port", "b"): 0.0013},
            ),
        },
        construction={"X": Construction(base_year=2025, added_gw=1.9, growth=0.21, start_gw=0.17)},
        capex_growth=CapexGrowth(
            guided_busd={2025: 71.0},
            planned_share=StatedValues({2026: 0.53, 2027: 0.53}, dict.fromkeys(YEARS, 2026)),
            growth=StatedValues({2026: 0.19, 2027: 0.19}, dict.fromkeys(YEARS, 2026)),
        ),
        capex_budget={2026: 61.0, 2027: 67.0},
        cost_budget=97.0,
        facility_budget_gw={2027: 4.3},
        compute_weight={2026: 0.7, 2027: 1.9},
        equipment={
            "switchgear": Equipment(
                unit="GW", deliveries={2026: 2.3, 2027: 3.1}, per_facility=1.3, per_grid=0.7
            )
        },
        discount_timing="end",
        discount_base_year=2025,
        annuity_rate=0.097,
    )


def campuses() -> World:
    """A run that campuses may share, if they lie near each other."""
    hosts = ("a", "b", "c", "d")
    every = frozenset(hosts)
    options = {
        "alone": RunOption(sites=frozenset({"a"}), farthest_km=60.0),
        "near": RunOption(sites=every - {"c"}, most_campuses=2, farthest_km=130.0),
        "far": RunOption(sites=every, most_campuses=3, farthest_km=900.0),
        "lossy": RunOption(sites=every, most_campuses=3),
    }
    left = {"alone": 0.97, "near": 0.83, "far": 0.71, "lossy": 0.09}
    topology = TrainingTopology(
        kind="campuses",
        hosts=hosts,
        options=options,
        distance_km={
            ("a", "b"): 110.0,
            ("a", "c"): 700.0,
            ("b", "c"): 1300.0,
            ("a", "d"): 50.0,
            ("b", "d"): 170.0,
            ("c", "d"): 1000.0,
        },
        efficiency={
            ("run", y, j): by - 0.01 * (y - 2026) for y in YEARS for j, by in left.items()
        },
    )
    sites = {
        "a": replace(SITES["a"], build_gw_per_year=0.43, existing_fleet={("old", 2025): 0.19}),
        "b": replace(SITES["b"], first_power_year=2025.0),
        "c": Site(region="r", pue=1.07),
        "d": Site(region="r", max_facility_gw=1.0),
    }
    chips = {"old": CHIPS["old"], "new": replace(CHIPS["new"], uses={}, ship_year=2027.1)}
    run = {"run": replace(LOADS["run"], target={2026: 31.0, 2027: 97.0})}
    return uneven(sites=sites, training_topology=topology, accelerators=chips, workloads=run)
