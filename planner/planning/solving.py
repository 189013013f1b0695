"""Plan a model, and write the run."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter

from planner.analysis.needed import high_of, sentences
from planner.analysis.outlook import with_outlook
from planner.analysis.reference.known_facts import with_known_facts
from planner.analysis.reference.reference_tables import with_published
from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.demand.drivers import range_notices
from planner.errors import InfeasibleError, raise_any
from planner.formulation.assemble import assemble
from planner.lp.linear_program import compile_linear_program
from planner.planning.inputs import load_inputs, load_model, load_world
from planner.planning.record import Run
from planner.planning.solver_settings import solver_options
from planner.planning.unread_changes import Told, unread_changes
from planner.results.tables import extract
from planner.solving import solve_world
from planner.solving.foresight import Foresight, solve_with_foresight
from planner.solving.needed import needed
from planner.solving.required_targets import MET, ContradictionError
from planner.storage import warm_starts as starts
from planner.storage.run_folder import ready_for_a_run
from planner.system.accelerator_availability import accelerator_availability
from planner.system.build import build_world
from planner.system.contracts_against_capacity import allotment_notices
from planner.system.early_years import early_notices
from planner.system.free_capital import free_capital_notices
from planner.system.grid_bills import tariff_notices
from planner.system.homeless_fleets import homeless_fleet_notices
from planner.wording.names import Names

Progress = Callable[[str], None]


def solve(
    model: str | Path | ModelDefinition,
    progress: Progress = lambda step: None,
    warm_from: Path | None = None,
    settled: tuple[str, Mapping[str, float]] | None = None,
    *,
    among_others: bool = False,
) -> Run:
    """Plan a model, given as a definition, a path, or the name of one that ships.

    `progress` is told each step as it begins. `warm_from` is the folder of a
    run like it, from whose vertex the solver goes on: the optima are the same,
    and where several plans reach them another one may be found. With `settled`, a
    name and commitments by their columns, those are carried out and no others:
    only operation is planned. What is laid over a model and nothing reads is refused, but for a
    scenario `among_others`, with which it is held to all of them together. Raises InputError,
    InfeasibleError or NotOptimalError; a plan that is returned is optimal.
    """
    started = perf_counter()
    bases = starts.read(warm_from) if warm_from else None
    progress("read the model and its tables")
    definition = model if isinstance(model, ModelDefinition) else load_model(model)
    inputs = load_inputs(definition)
    world = build_world(inputs, definition)
    told = Told()
    if not among_others and settled is None:
        told = unread_changes(definition, inputs, world)
        raise_any(told.faults)
    seconds = {"load": perf_counter() - started}
    try:
        if (ahead := definition.foresight.years) is None:
            orders = settled[1] if settled else None
            since = None if settled is None else definition.years.last + 1
            solved = solve_world(
                world, solver_options(definition), progress, orders, since, starts=bases
            )
        else:
            foresight = Foresight(ahead, definition.foresight.step)
            solved = solve_with_foresight(world, foresight, solver_options(definition), progress)
    except ContradictionError as missed:
        progress("look for what stands in the way")
        raise InfeasibleError(why_missed(missed, inputs, definition)) from None
    seconds |= solved.seconds
    started = perf_counter()
    progress("read the plan off the solution")
    plan = extract(solved)
    plan = replace(
        plan,
        tables={
            **plan.tables,
            "accelerator_availability": accelerator_availability(inputs, definition, world.sites),
        },
        summary={**plan.summary, "foresight_years": definition.foresight.years},
        names=Names.of(inputs.tables),
    )
    seconds["extract"] = perf_counter() - started
    started = perf_counter()
    progress("look at what the plan means")
    # Without a workload there is nothing to say of capability, law and revenue.
    if definition.workloads.use:
        plan = with_published(definition, inputs, with_outlook(inputs, plan), world)
        plan = with_known_facts(definition, inputs, plan, world)
    seconds["outlook"] = perf_counter() - started
    notices = (
        *inputs.notices,
        *told.notices,
        *range_notices(inputs),
        *allotment_notices(world),
        *tariff_notices(inputs, world),
        *early_notices(inputs, world),
        *free_capital_notices(world),
        *homeless_fleet_notices(world),
    )
    origin = warm_from.name if warm_from else ""
    held = settled[0] if settled else ""
    if held:
        orders_held = f"orders are those of {held}: limits are worth what they are to operation"
        notices = (*notices, orders_held)
    return Run(definition, inputs, plan, solved, seconds, notices, origin, held)


def why_missed(missed: ContradictionError, inputs: Inputs, model: ModelDefinition) -> str:
    """Which targets that must be met are missed, what stands in the way, and what would do."""
    workloads = missed.formulation.model.world.workloads
    targets = [
        (w, y) for (w, y), share in missed.missed.items() if workloads[w].must_meet and share > MET
    ]
    high = partial(high_of, inputs)
    found = needed(missed.formulation, missed.program, targets, missed.missed, missed.duals, high)
    return f"{missed}\n{sentences(found, inputs, model)}"


def run(
    model: str | Path | ModelDefinition,
    outputs: Path,
    progress: Progress = lambda step: None,
    warm_from: Path | None = None,
) -> tuple[Run, list[Path]]:
    """Plan a model as :func:`solve` does, and write the run.

    Returns it with the paths of what was written. Raises what :func:`solve`
    raises and, before anything is solved, InputError where its folder can't be
    written or holds something else.
    """
    definition = model if isinstance(model, ModelDefinition) else load_model(model)
    ready_for_a_run(outputs / definition.name)
    result = solve(definition, progress, warm_from)
    progress("write the run")
    return result, result.write(outputs)


def row_count(model: ModelDefinition) -> int:
    """How many rows the programme of a model has, without solving it."""
    return len(compile_linear_program(assemble(load_world(model)).model).row_names)
