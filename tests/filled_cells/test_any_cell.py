"""Any number of any table, changed by itself: the programme is another one, or it is said.

The programme is compared by its rows, columns and costs, and not by what the planner goes by when
it says that a cell is unread. Cells are drawn with a fixed seed, of every table.
"""

import warnings
from random import Random

import pandas as pd
import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.errors import InputError
from planner.formulation.assemble import assemble
from planner.lp.linear_program import compile_linear_program
from planner.planning.unread_changes import unread_changes
from planner.solving.solve import stages_of
from planner.system.build import build_world
from tests.filled_cells.test_every_table import SCHEMA

TOLD = {
    # What is told of a plan, and decides nothing in it where no limit and no price asks for it.
    ("accelerators", "eight_bit_dense_tflops"),
    ("accelerators", "bf16_dense_tflops"),
    ("grid_carbon", "carbon_t_per_mwh"),
    ("power_technologies", "co2_t_per_mwh"),
    # Of the hours of the weather, and so the cooling told of each slice; the year's is stated.
    ("time_slices", "hours"),
}
EACH = 1
"""Cells of a table that are drawn."""


def programme(inputs, model):
    """What a model comes to: its programme's checksum, and the costs of each stage."""
    formulation = assemble(build_world(inputs, model))
    program = compile_linear_program(formulation.model)
    stages = stages_of(formulation, program)
    return program.checksum(), [(s.name, s.constant, s.costs.tobytes()) for s in stages]


def cells(inputs, random):
    """Paths of some number cells of each table with values that they could hold as well."""
    for name, table in SCHEMA.items():
        frame = inputs.tables[name]
        columns = [
            column
            for column, field in table.fields.items()
            if field.type in ("number", "integer") and column not in table.key
        ]
        found = [(row, column) for column in columns for row in range(len(frame))]
        for row, column in random.sample(found, min(EACH, len(found))):
            key, now = frame.index[row], frame[column].iloc[row]
            if pd.isna(now) or (name, column) in TOLD:
                continue
            text = ":".join(map(str, key if isinstance(key, tuple) else (key,)))
            field = table.fields[column]
            tried = (2 * now, now / 2, now + 1, now - 1, field.minimum, field.maximum)
            yield (
                f"set.{name}.{text}.{column}",
                [
                    round(x) if field.type == "integer" else float(x)
                    for x in tried
                    if x is not None
                ],
            )


@pytest.mark.slow
def test_a_number_of_any_table_acts_or_is_said_not_to(tmp_path):
    text = 'extends = "small"\ntitle = "t"\n'
    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    base = load_model(path)
    as_it_is = programme(api.load_inputs(base), base)
    silent, said = [], 0
    for key, values in cells(api.load_inputs(base), Random(text)):
        outcomes = []
        for value in values:
            model = overlaid(base, {key: value})
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    inputs = api.load_inputs(model)
                    told = unread_changes(model, inputs)
                    moved = programme(inputs, model) != as_it_is
            except InputError:
                continue  # This value does not fit the others.
            outcomes.append((moved, bool(told.faults or told.notices)))
            if outcomes[-1] == (False, True) or moved:
                break
        said += any(told for _, told in outcomes)
        # Said to be unread, and yet another programme: as wrong as neither.
        if outcomes and all(moved == told for moved, told in outcomes):
            silent.append((key, outcomes))

    assert not silent
    assert said
