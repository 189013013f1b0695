"""``planner workbook``: workbooks that people change, and workbooks that they read."""

from pathlib import Path
from typing import Annotated

import typer

from planner import api
from planner.errors import Fault, InputError

app = typer.Typer(
    name="workbook",
    help="Write workbooks: inputs to change and plan from, and several plans side by side.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)

Replace = Annotated[bool, typer.Option("--replace", help="Overwrite a workbook that is there.")]


@app.command("new")
def new(
    model: Annotated[str, typer.Argument(help="Model file, or the name of one that ships.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Workbook to write, an .xlsx.")
    ] = Path("inputs.xlsx"),
    replace: Replace = False,
) -> None:
    """Write a model and its tables as a workbook to change in Excel, then plan from."""
    print(api.write_inputs(api.load_model(model), output, replace=replace))


@app.command("compare")
def compare(
    runs: Annotated[
        list[Path], typer.Argument(help="Folders of runs; the others are held against the first.")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Workbook to write, an .xlsx.")
    ] = Path("comparison.xlsx"),
    replace: Replace = False,
) -> None:
    """Write one workbook of several runs, with a choice of the one to look at."""
    faults = []
    if output.suffix != ".xlsx":
        faults.append(Fault("--output", output.name, "a name that ends in .xlsx"))
    if not output.absolute().parent.is_dir():
        faults.append(Fault("--output", str(output.parent), "a folder that is there"))
    if output.exists() and not replace:
        faults.append(Fault(str(output), "there already", "no file", "add --replace"))
    if faults:
        raise InputError(faults)
    print(api.compare_in_workbook(runs, output))
