"""Whose accelerators a training run may be on together, as a model asks for it."""

from collections.abc import Iterable, Mapping

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.errors import Fault, InputError
from planner.system.objects.workloads import Workload

COLUMN = {"one_vendor": "vendor", "one_family": "family"}


def training_group(
    inputs: Inputs,
    model: ModelDefinition,
    chips: Iterable[str],
    workloads: Mapping[str, Workload],
) -> dict[str, str]:
    """Accelerator to its vendor or family, of which a run takes one; empty where it may mix.

    Raises InputError where a model asks for it and has no training run.
    """
    asked = model.training.accelerators
    if asked == "any":
        return {}
    if not any(load.kind == "training_run" for load in workloads.values()):
        found = f"{asked!r}, but no training run in workloads.use"
        where = model.place("training.accelerators")
        raise InputError([Fault(where, found, "a training run, or 'any'")])
    column = inputs["accelerators"][COLUMN[asked]]
    return {k: str(column[k]) for k in chips}
