"""Every limit of some models in words: its cell, its step, its unit, and the rows it moves."""

import pyomo.environ as pyo
import pytest

from planner import api
from planner.formulation.assemble import assemble
from planner.formulation.limits import key_text
from planner.system.build import build_world
from tests.words.test_tables import MODELS, model_of


def lines_of(model):
    """A line a lever; variables stand at one each, where a limit weighs what is planned."""
    formulation = assemble(build_world(api.load_inputs(model), model))
    m, book = formulation.model, formulation.ledgers.limits
    for variable in m.component_data_objects(pyo.Var):
        variable.set_value(1.0, skip_validation=True)
    for lever in book.levers(m):
        cell, step = lever.cell, lever.step
        moved = sum(lever.moves.values())
        yield " | ".join(
            (
                lever.limit,
                cell.name,
                f"{cell.table} {key_text(cell.key)} {cell.column} {' '.join(cell.factors)}",
                f"{cell.value:.6g} {cell.unit}, {cell.sense}, at most {cell.most:.4g} more",
                f"{step.words}: {step.size:g} {step.unit}, {step.share:.6g} of it",
                f"{len(lever.moves)} rows by {moved:.6g}{', weighs' if cell.weighs else ''}",
            )
        )


@pytest.mark.parametrize("name", MODELS)
def test_limits_are_said_as_they_were(name, kept):
    kept(f"limits_{name}", "\n".join(lines_of(model_of(name))))
