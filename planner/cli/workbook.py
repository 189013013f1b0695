"""``planner workbook``: workbooks that people change."""

from pathlib import Path
from typing import Annotated

import typer

from planner import api

app = typer.Typer(
    name="workbook",
    help="Write workbooks: inputs to change and plan from.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def _workbook() -> None:
    """Hold the verbs together; with one verb only, Typer would have none."""


@app.command("new")
def new(
    model: Annotated[str, typer.Argument(help="Model file, or the name of one that ships.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Workbook to write, an .xlsx.")
    ] = Path("inputs.xlsx"),
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite a workbook that is there.")
    ] = False,
) -> None:
    """Write a model and its tables as a workbook to change in Excel, then plan from."""
    print(api.write_inputs(api.load_model(model), output, replace=replace))
