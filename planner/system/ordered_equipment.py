"""From the table of lead times to how long a shell takes that nobody has ordered."""

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.errors import Fault, raise_any

TABLE = "equipment_lead_times"
OF_SHELLS = (
    "data_center_shell", "large_power_transformer", "medium_voltage_switchgear",
    "backup_generator",
)  # fmt: skip
"""What every shell needs, and what is ordered for it."""
KEY = "commitments.equipment"


def longest_lead(inputs: Inputs, model: ModelDefinition) -> tuple[str, float]:
    """What of a shell and its equipment takes longest, and its years; 0 where no model asks.

    Raises InputError for each row that is missing.
    """
    if model.commitments.equipment == "none":
        return "", 0.0
    table = inputs.optional(TABLE)
    there = () if table is None else table.index
    raise_any(
        Fault(
            model.place(KEY),
            f"no row {name} in {TABLE}.csv",
            "the lead times of a shell, transformers, switchgear and backup generators",
            "add the row, or leave out the key",
        )
        for name in OF_SHELLS
        if name not in there
    )
    leads = inputs.column(TABLE, "lead_years")
    name = max(OF_SHELLS, key=lambda name: float(leads[name]))
    return name, float(leads[name])
