"""``planner supply``: how full the supply of chips is in a run, and what more would be worth."""

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from planner import api
from planner.cli.terminal import print_table
from planner.formulation.assemble import COMPUTE_STAGE
from planner.results import Plan
from planner.results.component_supply import COST_CHANGE, WORTH_COST
from planner.results.key_figures import workloads_of
from planner.storage.run_folder import record_files
from planner.units import PERCENT, THOUSAND
from planner.wording.links import link_name
from planner.wording.numbers import to_percent

NO_CHIPS = (
    "This plan draws on no supply of chips: nothing is used, and nothing is worth more of it."
)


def command(
    run: Annotated[Path, typer.Argument(help="Folder of a run, such as outputs/frontier.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder; RUN/charts if left out.")
    ] = None,
) -> None:
    """Print what is used or worth something, and draw the heat-map of all of it."""
    # Drawing takes a second to import, which no other command should wait for.
    from planner.surfaces.charts import utilisation

    plan, manifest = api.read_run(run)
    links = shown(plan)
    print_table(links, manifest["title"]) if len(links) else print(NO_CHIPS)
    print()
    built = plan.tables.get("expansion")
    if built is not None and not built.empty:
        print_table(shown_expansion(built), "Built beyond what is announced")
        print()
    sources = api.read_inputs(run, "power_technologies").get("power_technologies")
    names = utilisation.delivered(sources)
    paths = utilisation.draw(plan, manifest["title"], output or run / "charts", names)
    record_files(run, paths)
    for path in paths:
        print(path)


def shown(plan: Plan) -> pd.DataFrame:
    """Rows with a use or a worth, with short headings; worth in billion USD and in percent.

    Of the two costs, the one that is shown is the change when all is planned again.
    """
    supply, targets = plan["supply"], workloads_of(plan)
    # Runs of an earlier version have limited resources alone.
    supply = supply.drop(columns=WORTH_COST).assign(limited=supply.get("limited", True))
    worth = [name for name in supply.columns if str(name).endswith("_per_step")]
    wanted = (supply["used"] > 0) | (supply[worth].fillna(0.0) != 0).any(axis=1)
    table = supply[wanted].copy()
    links = zip(table.pop("kind"), table.pop("pool"), strict=True)
    table.insert(0, "link", [link_name(str(kind), str(pool)) for kind, pool in links])
    table["utilisation"] = [
        to_percent(share, 0) if limited else "not limited"
        for share, limited in zip(table["utilisation"], table.pop("limited"), strict=True)
    ]
    for name in worth:
        if name == COST_CHANGE:
            table["cost changes $B"] = table[name] / THOUSAND
        elif COMPUTE_STAGE in str(name):
            table["compute, M H100e-years"] = table[name]
        else:
            stage = next(stage for stage in targets if f"_{stage}_" in str(name))
            table[f"{targets[stage]}, % of a year"] = table[name] / PERCENT
    return table.drop(columns=worth).rename(columns={"step": "one more"})


def shown_expansion(expansion: pd.DataFrame) -> pd.DataFrame:
    """What is built of each resource, with the most that growth would have let it build."""
    table = expansion[expansion["built"] > 0]
    if table.empty:
        return pd.DataFrame({"link": ["nothing"]})
    links = zip(table["kind"], table["pool"], strict=True)
    table = table.assign(link=[link_name(str(kind), str(pool)) for kind, pool in links])
    return table[["link", "year", "built", "most", "unit", "capex_busd"]].rename(
        columns={"most": "most that may be", "capex_busd": "capex $B"}
    )
