"""Plans beside what was observed or published."""

from dataclasses import replace
from pathlib import Path

from planner.analysis.reference.backcast import SUPPLY_RANGE, Backcast, compare
from planner.analysis.reference.comparison import Comparison
from planner.analysis.reference.comparison import compare as compare_published
from planner.config import ModelDefinition
from planner.errors import Fault, InputError
from planner.planning.inputs import load_inputs, load_model
from planner.planning.record import Run
from planner.planning.solving import Progress, solve
from planner.storage.run_folder import ready_for_a_run


def backcast(
    model: str | Path | ModelDefinition, outputs: Path, progress: Progress = lambda step: None
) -> tuple[Run, Backcast, list[Path]]:
    """Plan past years three times, with low, central and high supply, beside what was shipped.

    Returns the central run, the comparison, and the paths of what was written:
    the run, with the comparison among its tables. Raises what
    :func:`planner.planning.solving.run` raises.
    """
    definition = model if isinstance(model, ModelDefinition) else load_model(model)
    ready_for_a_run(outputs / definition.name)
    central = solve(definition, progress)
    extremes = {}
    for case in ("low", "high"):
        cases = {**definition.cases, **dict.fromkeys(SUPPLY_RANGE, case)}
        progress(f"plan again with {case} supply")
        extremes[case] = solve(definition.model_copy(update={"cases": cases})).plan
    comparison = compare(
        central.plan, central.solved.world, central.inputs, extremes,
        within_year=definition.supply.within_year == "stated",
    )  # fmt: skip
    tables = {**central.plan.tables, **comparison.tables()}
    whole = replace(central, plan=replace(central.plan, tables=tables))
    progress("write the run")
    return whole, comparison, whole.write(outputs)


def reference(
    model: str | Path | ModelDefinition, progress: Progress = lambda step: None
) -> tuple[Run, Comparison]:
    """Plan a model and hold it against what is known, and the projections that it names.

    The known facts beside the plan are its table ``beside_facts``. Raises InputError when the
    model names no projections and none of its years is in ``known_facts``, and what
    :func:`planner.planning.solving.solve` raises.
    """
    definition = model if isinstance(model, ModelDefinition) else load_model(model)
    years = definition.years
    if not definition.reference.cases and not _known(definition, years.first - 1, years.last):
        where = definition.place("reference.cases")
        expected = "cases of published_projections.csv, or years of known_facts.csv"
        raise InputError([Fault(where, "nothing to hold the plan against", expected)])
    result = solve(definition, progress)
    progress("hold the plan against what was published")
    world = result.solved.world
    return result, compare_published(definition, result.inputs, result.plan, world)


def _known(model: ModelDefinition, first: int, last: int) -> bool:
    """Whether anything is known of the years of a model that plans computing."""
    facts = load_inputs(model)["known_facts"]
    return bool(model.workloads.use) and bool(facts["year"].between(first, last).any())
