"""Costs that fall for ever: which input cells pay for what nobody needs."""

from planner.errors import Fault, InputError, PlannerError, UnboundedError
from planner.formulation.annuity import discount_factor
from planner.formulation.assemble import Formulation
from planner.formulation.lines import RATE, CellKey, Entry
from planner.lp.linear_program import LinearProgram
from planner.solving.loading import load_values

FIX = "mend the cell, or limit how much there may be (build_limits, regional_limits)"
SHARE = 1e-6
"""What of the largest gain is too small to name."""


def paid_for_nothing(
    formulation: Formulation, program: LinearProgram, refusal: UnboundedError
) -> PlannerError:
    """The faults of the cells that pay for more and more, or the refusal where none is found.

    The direction of the refusal is put on the variables, so that the lines of the cost ledger tell
    who gains on it.
    """
    if refusal.direction is None:
        return refusal
    load_values(formulation, program, refusal.direction)
    world = formulation.model.world
    lines: dict[str, list[Entry]] = {}
    for entry in formulation.ledgers.cost.entries(formulation.model.YEARS):
        lines.setdefault(entry.line.item, []).append(entry)
    gains = {
        item: -sum(discount_factor(world, e.line.year) * e.amount for e in entries)
        for item, entries in lines.items()
    }
    most = max(gains.values(), default=0.0)
    paid: dict[CellKey, Entry] = {}
    for item, gain in gains.items():
        for entry in lines[item] if gain > SHARE * most else ():
            if entry.amount < 0:
                for cell in (*entry.line.price.cells, *entry.line.share_cells):
                    paid.setdefault(cell, entry)
    faults = [_fault(cell, entry) for cell, entry in paid.items() if cell != RATE]
    return InputError(faults) if faults else refusal


def _fault(cell: CellKey, entry: Entry) -> Fault:
    row = ":".join(map(str, cell.key))
    where = f"{cell.table}.csv, {row}, column {cell.column}"
    if cell.table == "model":
        where = f"the model's {cell.column}"
    return Fault(
        where,
        f"it pays for {entry.line.item} that nothing needs, more the more there is "
        f"({entry.term} of {entry.line.year}), so that costs fall for ever",
        "a price at which what is built and run is of use",
        FIX,
    )
