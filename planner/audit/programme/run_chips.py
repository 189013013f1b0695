"""Rows of a run's accelerators: those of one vendor, or one family, where the model says so."""

from __future__ import annotations

from collections.abc import Iterator

from planner.audit.files import rows_by
from planner.audit.programme.computing import RUN, per_million
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.priced import at_work
from planner.audit.programme.statement import NamedRows, Row, column, key
from planner.audit.programme.topology import LOOSER, spread

TAKEN = "training_group_taken"
OF = {"one_vendor": "vendor", "one_family": "family"}


def groups(space: DecisionSpace) -> dict[tuple[str, int], dict[str, list[str]]]:
    """Run and year to the vendors or families that it chooses among, with their generations."""
    asked = space.evidence.files.definition["training"].get("accelerators", "any")
    if asked == "any":
        return {}
    rows = rows_by(space.evidence.files.inputs["accelerators"], "accelerator")
    found: dict[tuple[str, int], dict[str, list[str]]] = {}
    for w, y in space.asked:
        if space.workloads[w]["kind"] == RUN and _all(space, w, y) > 0:
            own: dict[str, list[str]] = {}
            for k in space.chips_in[y]:
                own.setdefault(str(rows[k][OF[asked]]), []).append(k)
            if len(own) > 1:
                found[w, y] = own
    return found


def taken(space: DecisionSpace) -> Iterator[tuple[str, str, int]]:
    """Run, vendor or family, and year of each choice."""
    return ((w, g, y) for (w, y), own in groups(space).items() for g in own)


def _steps(space: DecisionSpace, w: str, y: int) -> list[float]:
    return [wanted for (v, when, _), (wanted, _) in space.steps.items() if (v, when) == (w, y)]


def _all(space: DecisionSpace, w: str, y: int) -> float:
    """What a run wants in a year, in the unit in which it is asked for."""
    return sum(_steps(space, w, y)) or space.targets.get((w, y), 0.0)


def run_chips(space: DecisionSpace) -> NamedRows:
    """One vendor or family is taken in a year, and nobody else's units serve the run."""
    of = spread(space)
    for (w, y), own in groups(space).items():
        choice = {column(TAKEN, w, g, y): 1.0 for g in own}
        yield "training_group_choice", key(w, y), Row(choice, upper=1.0)
        wanted = sum(_steps(space, w, y))
        least = 1.0
        if of is not None and (w, y) in of.taken:
            least = min(of.taken[w, y].values(), default=1.0)
        for g, chips in own.items():
            terms = {
                column("compute_allocated_million", w, k, y): (
                    at_work(space, w, k) / wanted if wanted else per_million(space, w, k, y)
                )
                for k in chips
            }
            terms[column(TAKEN, w, g, y)] = -LOOSER / least
            yield "training_group_limit", key(w, g, y), Row(terms, upper=0.0)
