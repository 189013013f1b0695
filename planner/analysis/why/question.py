"""The question why something is in a plan, or what keeps it out."""

from planner.analysis.why.answer import Why
from planner.analysis.why.excluded import (
    accelerator_reasons,
    known,
    site_reasons,
    technology_reasons,
)
from planner.analysis.why.forced import forced_in
from planner.analysis.why.in_plan import amounts, where
from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.formulation.assemble import Formulation
from planner.lp.reoptimise import Reoptimiser
from planner.results import Plan


def why(
    formulation: Formulation,
    inputs: Inputs,
    model: ModelDefinition,
    again: Reoptimiser,
    plan: Plan,
    kind: str,
    name: str,
) -> Why:
    """Why a ``site``, ``chip`` or technology of ``power`` is in the plan, or what keeps it out.

    What `plan` has is told from its tables; the variables of `formulation` hold one as good.
    A little of the thing is forced in: of money at its own price, whatever the year and place that
    harm least. By what share of that money the cost then rises, its price must
    fall for it to enter, and no less is enough. Raises InputError for a name
    that is in no table.
    """
    m = formulation.model
    known(inputs, kind, name, m.world.sites if kind == "site" else ())
    reasons = {
        "site": site_reasons,
        "accelerator": accelerator_reasons,
        "technology": technology_reasons,
    }[kind]
    there = list(amounts(plan, kind, name))
    if there:
        return Why(kind, name, "in the plan", tuple(where(kind, name, there)))
    out = reasons(formulation, inputs, model, name)
    if out:
        return Why(kind, name, "excluded", tuple(f"{name}: {reason}." for reason in out))
    return forced_in(formulation, again, kind, name)
