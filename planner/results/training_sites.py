"""Where the training runs of a plan are, and how near the search for that place came."""

from itertools import combinations

import pandas as pd
import pyomo.environ as pyo

from planner.results.plan import Plan
from planner.solving.solve import SolvedWorld
from planner.wording.numbers import to_decimals, to_figures, to_percent

COLUMNS = [
    "workload", "year", "site", "region", "it_gw", "units_million", "h100e_million",
    "share_of_run", "campuses", "farthest_km", "option", "efficiency",
]  # fmt: skip
CHOICE_COLUMNS = ["stage", "unit", "objective", "bound", "gap", "nodes", "seconds", "duals_hold"]
GIVEN_THE_CHOICE = "for this choice of "
USED = 1e-6
"""A thousandth of a megawatt or an accelerator is rounding of the solver."""


def training_sites_table(solved: SolvedWorld) -> pd.DataFrame:
    """One row for each campus that hosts a run in a year; none where runs are pooled.

    ``it_gw``, units and H100e are those that serve the run, and
    ``share_of_run`` the part of its compute; ``campuses`` and ``farthest_km``
    are of all its hosts together, and ``efficiency`` is the share of its time
    that communication leaves it, by the option that the plan took.
    """
    m, world = solved.formulation.model, solved.world
    topology = world.training_topology
    rows: list[tuple[object, ...]] = []
    for w, y in m.SPREAD_RUNS if topology else ():
        assert topology is not None
        used: dict[str, dict[str, float]] = {}
        for (run, k, s, when), variable in m.training_units_million.items():
            units = float(pyo.value(variable))
            if (run, when) == (w, y) and units > USED:
                used.setdefault(s, {})[k] = units
        option = next(
            (
                j
                for (run, j, when), taken in m.training_option_taken.items()
                if (run, when) == (w, y) and pyo.value(taken) > 0.5
            ),
            "",
        )
        pairs = [p for p in combinations(topology.hosts, 2) if set(p) <= used.keys()]
        farthest = max((topology.distance_km[p] for p in pairs), default=0.0)
        chips = world.accelerators
        computed = {
            s: sum(chips[k].training_compute_per_day * units for k, units in of.items())
            for s, of in used.items()
        }
        for s, of in sorted(used.items(), key=lambda item: -computed[item[0]]):
            rows.append(
                (
                    *(w, y, s, world.sites[s].region),
                    sum(chips[k].power_gw * units for k, units in of.items()),
                    sum(of.values()),
                    sum(chips[k].reported_h100e * units for k, units in of.items()),
                    computed[s] / sum(computed.values()),
                    *(len(used), farthest, option, topology.efficiency[w, y, option]),
                )
            )
    return pd.DataFrame(rows, columns=COLUMNS)


def choice_table(solved: SolvedWorld) -> pd.DataFrame:
    """How the search for whole numbers ended in each stage; no row where there are none.

    ``objective`` is that of the search; no plan can be better than ``bound``,
    and ``gap`` is the difference, relative to the objective. The plan's own
    objectives are those of the linear programme that is left, and its duals
    hold for this choice alone.
    """
    m = solved.formulation.model
    chosen = ["campuses"] if m.SPREAD_RUNS else []
    chosen += ["accelerators"] if solved.world.training_group else []
    given = f"{GIVEN_THE_CHOICE}{' and '.join(chosen)}"
    rows = [
        (
            *(name, result.stage.unit, found.objective, found.bound, found.gap, found.nodes),
            *(found.seconds, given),
        )
        for name, result in solved.stages.items()
        if (found := result.choice) is not None
    ]
    return pd.DataFrame(rows, columns=CHOICE_COLUMNS)


def accelerators_of_runs(plan: Plan) -> pd.DataFrame:
    """One row a training run and year: the accelerators that it is on, most compute first."""
    rows, asked = plan["allocations"], plan["demand"]
    runs = asked.loc[asked["quantity"] == "run_length", "workload"]
    rows = rows[rows["workload"].isin(runs) & (rows["units_million"] > USED)]
    return pd.DataFrame(
        [
            {
                "run": run,
                "year": year,
                "accelerators": ", ".join(
                    f"{row.accelerator} {to_figures(row.units_million)} M"
                    for row in of.sort_values("h100e_million", ascending=False).itertuples()
                ),
            }
            for (run, year), of in rows.groupby(["workload", "year"], sort=False)
        ]
    )


def chosen_whole(plan: Plan) -> str:
    """What a plan chose in whole numbers: ``campuses``, ``accelerators``, both, or nothing."""
    choice = plan["choice"]
    return str(choice["duals_hold"].iloc[0]).removeprefix(GIVEN_THE_CHOICE) if len(choice) else ""


def runs_by_year(plan: Plan) -> pd.DataFrame:
    """One row a run and year: its campuses with their IT power, distance and efficiency."""
    rows = []
    for (run, year), table in plan["training_sites"].groupby(["workload", "year"], sort=False):
        first = table.iloc[0]
        rows.append(
            {
                "run": run,
                "year": year,
                "campuses": ", ".join(
                    f"{row.site} {to_decimals(row.it_gw, 2)} GW" for row in table.itertuples()
                ),
                "IT GW": table["it_gw"].sum(),
                "H100e M": table["h100e_million"].sum(),
                "farthest km": first["farthest_km"],
                "efficiency": to_percent(first["efficiency"]),
            }
        )
    return pd.DataFrame(rows)
