"""``planner check``: every table against its schema, and models against the tables."""

import json
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from planner import api
from planner.config.locations import bundled
from planner.data.inputs import Inputs
from planner.errors import Fault, InputError, raise_any
from planner.formulation import plugin_blocks
from planner.planning.unread_changes import unread_changes
from planner.system.accelerator_availability import accelerator_availability
from planner.system.build import build_world
from planner.system.contracts_against_capacity import allotment_notices
from planner.system.early_years import early_notices
from planner.system.free_capital import free_capital_notices
from planner.system.homeless_fleets import homeless_fleet_notices
from planner.wording.numbers import counted, year_span


def command(
    models: Annotated[
        list[str] | None,
        typer.Argument(help="Model files or names; the tables alone when none is given."),
    ] = None,
    datasets: Annotated[
        Path | None, typer.Option("--datasets", help="Folder of tables, with datapackage.json.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was checked as JSON.")
    ] = False,
) -> None:
    """Check tables and models; print every fault at once."""
    found: dict[str, object] = {}
    faults: list[Fault] = []
    if not models:
        folder = datasets or bundled("datasets")
        inputs = Inputs.of_folder(folder)
        for held in (lambda: api.check_places(inputs), lambda: api.check_hours(folder)):
            try:
                held()
            except InputError as error:
                faults += error.faults
        raise_any(faults)
        rows = {name: len(table) for name, table in inputs.present.items()}
        found = {"datasets": str(folder), "rows": rows}
        text = [f"{folder}: {len(rows)} tables, {sum(rows.values())} rows, no fault"]
        text += [f"  note: {notice}" for notice in inputs.notices]
    else:
        text = []
        for name in models:
            try:
                model = api.load_model(name)
                if datasets is not None:
                    model = model.model_copy(update={"datasets": datasets})
                inputs = api.load_inputs(model)
                world = build_world(inputs, model)
                plugin_blocks.check(world)
                told = unread_changes(model, inputs, world)
                raise_any(told.faults)
            except InputError as error:
                faults += error.faults
                continue
            found[model.name] = {"sites": len(world.sites), "years": list(world.years)}
            text.append(
                f"{model.path}: {counted(len(world.sites), 'site')}, "
                f"{year_span(world.years[0], world.end - 1)}, "
                f"no fault"
            )
            text += [f"  note: {notice}" for notice in (*inputs.notices, *told.notices)]
            text += _too_late(accelerator_availability(inputs, model))
            text += [f"  note: {notice}" for notice in allotment_notices(world)]
            text += [f"  note: {notice}" for notice in early_notices(inputs, world)]
            text += [f"  note: {notice}" for notice in free_capital_notices(world)]
            text += [f"  note: {notice}" for notice in homeless_fleet_notices(world)]
        if faults:
            raise InputError(faults)
    print(json.dumps(found, indent=2) if as_json else "\n".join(text))


def _too_late(table: pd.DataFrame) -> list[str]:
    """A note for each generation that ships only after the plan's last year."""
    late = table[~table["on_sale"] & table["reason"].str.startswith("ships in")]
    return [f"  note: {row.accelerator} {row.reason}" for row in late.itertuples()]
