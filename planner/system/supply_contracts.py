"""From the table of contracts to the least that a vendor takes of what it took the year before."""

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.errors import Fault, raise_any

TABLE = "supply_contracts"
KINDS = ("packaging", "hbm")
"""Kinds that are made for a vendor: wafers of a node serve all that are designed for it."""
KEY = "supply.contracts"


def contracted_share(inputs: Inputs, model: ModelDefinition) -> dict[str, float]:
    """Kind of resource to its least share; nothing where the model does not ask.

    Raises InputError for every kind without a row.
    """
    if model.supply.contracts == "none" or "chip_supply" in model.limits.release:
        return {}
    table = inputs.column(TABLE, "least_share")
    raise_any(
        Fault(
            model.place(KEY),
            f"no row {kind} in {inputs.file(TABLE)}",
            "what a vendor takes at the least of packaging and of hbm",
            "add the row, or leave out the key",
        )
        for kind in KINDS
        if kind not in table.index
    )
    return {kind: float(table[kind]) for kind in KINDS}
