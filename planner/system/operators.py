"""Which vendors' accelerators the operators of a site buy, from the tables of both."""

from collections.abc import Mapping
from dataclasses import replace

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.data.operator_checks import ALL, TABLE, operators_of
from planner.system.objects.sites import Site


def with_operators(
    inputs: Inputs, model: ModelDefinition, sites: Mapping[str, Site]
) -> dict[str, Site]:
    """The sites with the vendors that their operators don't buy from, where a model asks for them.

    A site takes what one of its operators buys. One whose operator nobody knows takes any. The row
    of a pair comes before that of an operator and all vendors, and this before that of all
    operators and a vendor.
    """
    if model.accelerators.operators == "any":
        return dict(sites)
    stated = {(str(o), str(v)): bool(buys) for (o, v), buys in inputs[TABLE]["buys"].items()}
    vendors = dict.fromkeys(vendor for _, vendor in stated if vendor != ALL)

    def buys(operator: str, vendor: str) -> bool:
        rows = ((operator, vendor), (operator, ALL), (ALL, vendor))
        return next((stated[row] for row in rows if row in stated), True)

    found: dict[str, Site] = {}
    for s, site in sites.items():
        names = operators_of(inputs["sites"].at[s, "operator"])
        barred = {v for v in vendors if names and not any(buys(name, v) for name in names)}
        found[s] = replace(site, barred_vendors=frozenset(barred))
    return found
