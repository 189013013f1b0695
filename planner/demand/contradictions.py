"""Drivers that contradict each other, or the years and the choices of a model."""

from collections.abc import Iterator

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.demand.drivers import TABLE, Drivers
from planner.demand.trend import growing_run_days
from planner.errors import Fault
from planner.wording.numbers import to_figures

DAYS_PER_PERIOD = 365.0
"""Periods are years; 29 February is not covered."""

BASE_YEARS = {
    "frontier_training": ("raw_compute_base_year",),
    "inference_tokens": ("raw_compute_base_year", "inference_base_year"),
    "ai_workers": ("raw_compute_base_year",),
    "world_stock": ("world_stock_base_year",),
    "world_investment": ("world_investment_base_year",),
}
"""Target to the drivers that say from which year it grows."""

ABOVE_ZERO = {
    "frontier_training": ("raw_compute_base_flop",),
    "inference_tokens": (
        "raw_compute_base_flop",
        "inference_users",
        "inference_tokens_per_user_day",
        "inference_parameters_share",
        "inference_utilisation",
    ),
    "ai_workers": (
        "raw_compute_base_flop",
        "ai_workers_copies",
        "ai_workers_speed",
        "human_words_per_minute",
        "tokens_per_word",
        "inference_parameters_share",
        "inference_utilisation",
    ),
    "world_stock": ("world_stock_h100e",),
    "world_investment": (
        "world_investment_usd",
        "world_investment_usd_per_h100e",
        "world_investment_growth_oom",
    ),
}
"""Target to the drivers without which it would be nothing."""

OF_DATA = ("data_stock_tokens", "data_tokens_per_parameter", "data_repetition_factor")
OF_RUN_LENGTH = ("run_length_base_days", "run_length_cap_days")
OF_COMMUNICATION = (
    "communication_bit_s",
    "communication_growth",
    "communication_batch_tokens",
    "communication_steps_per_exchange",
    "communication_fibre_km_s",
)
HIDDEN = "communication_hidden_share"
FOR_INFERENCE = ("inference_tokens", "ai_workers")


def contradictions(
    inputs: Inputs, model: ModelDefinition, years: tuple[int, ...]
) -> Iterator[Fault]:
    """Every fault of the drivers that the workloads of `model` use."""
    drivers = Drivers.of(inputs)
    table = inputs["workloads"]
    rows = [(w, table.loc[w]) for w in model.workloads.use]
    targets = list(dict.fromkeys(str(row["target"]) for _, row in rows))
    positive = [name for target in targets for name in ABOVE_ZERO.get(target, ())]
    if any(row["kind"] == "training_run" for _, row in rows):
        positive += OF_DATA if drivers else ()
        if model.demand.run_length == "growing":
            positive += OF_RUN_LENGTH
        if model.training.topology != "pooled":
            positive += OF_COMMUNICATION
            if not 0 <= drivers.value(HIDDEN) <= 1:
                found = f"{drivers.value(HIDDEN):g}"
                yield Fault(place(inputs, model, HIDDEN), found, "a share from 0 to 1")
    nothing = [name for name in dict.fromkeys(positive) if drivers.value(name) <= 0]
    for name in nothing:
        yield Fault(place(inputs, model, name), "0", f"more than 0 {drivers[name].unit}")
    for target in targets:
        for name in BASE_YEARS.get(target, ()):
            if drivers.value(name) > years[0]:
                yield _late_base(
                    place(inputs, model, name), f"{drivers.value(name):g}", years, name
                )
    for w, row in rows:
        if row["target"] == "trend" and row["base_year"] > years[0]:
            where = place(inputs, model, w, "base_year", "workloads")
            yield _late_base(where, f"{row['base_year']:g}", years, f"base_year of {w}")
        if row["kind"] == "training_run" and not nothing:
            yield from _long_run(inputs, model, w, years)
    if model.demand.beyond_data == "move_to_inference" and not set(targets) & {*FOR_INFERENCE}:
        yield Fault(
            model.place("demand.beyond_data"),
            "no workload of inference to move to",
            f"one with the target {' or '.join(FOR_INFERENCE)} in workloads.use",
            "add assistant_inference or ai_workers",
        )


def place(
    inputs: Inputs, model: ModelDefinition, row: str, column: str = "value", table: str = TABLE
) -> str:
    """Where a cell was given its value: in the model file, or in its table."""
    path = f"{table}.{row}.{column}"
    return model.place(f"set.{path}") if path in model.set else inputs.place(table, row, column)


def _late_base(where: str, found: str, years: tuple[int, ...], what: str) -> Fault:
    expected = f"a year not after the first, {years[0]}"
    return Fault(where, f"{what} is {found}", expected, "restate the base for an earlier year")


def _long_run(
    inputs: Inputs, model: ModelDefinition, workload: str, years: tuple[int, ...]
) -> Iterator[Fault]:
    if model.demand.run_length == "growing":
        days = max(growing_run_days(Drivers.of(inputs), years).values())
        where = place(inputs, model, "run_length_cap_days")
    else:
        days = float(inputs["workloads"].at[workload, "run_days"])
        where = place(inputs, model, workload, "run_days", "workloads")
    if days > DAYS_PER_PERIOD:
        found = f"a run of {to_figures(days, 4)} days is longer than the period"
        yield Fault(where, found, f"at most {DAYS_PER_PERIOD:g} days", "shorten the run")
