"""A little of a thing forced into the plan, and what that does to each stage."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np

from planner.analysis.why.answer import Why
from planner.analysis.why.excluded import earliest
from planner.analysis.why.subjects import Subject, thing
from planner.formulation.assemble import SHORTFALL_STAGE, Formulation
from planner.lp.reoptimise import Extra, Reoptimiser, Vertex
from planner.wording.numbers import to_percent

FORCED = 1e-4
"""Million units or GW that are forced into the plan to see what they do to it."""
_NOTHING = 1e-6
"""A rise of an optimum below this, a GW or a million units, is rounding."""
_PRICED = 1e-9


def forced_in(formulation: Formulation, again: Reoptimiser, kind: str, name: str) -> Why:
    """What a little of a thing that could be in the plan, and is not, does to its optima."""
    place = {id(v): j for j, v in enumerate(again.program.columns)}
    wanted = thing(formulation.model, place, kind, name)
    coefficients = np.zeros(len(again.program.columns))
    for j, busd in wanted.forced.items():
        coefficients[j] = busd
    lower = FORCED * float(np.mean([b for b in wanted.forced.values() if b > 0]))
    vertices = again.solve(extra=Extra(coefficients, lower))
    if vertices is None:
        text = (
            f"{name}: no plan has any of it, whatever it costs: what it needs can't be had there"
        )
        return Why(kind, name, "impossible", (f"{text}.",))
    forced = _Forced(formulation, again, wanted, vertices)
    for number, (stage, vertex) in enumerate(zip(again.stages, vertices, strict=True)):
        rise = vertex.extra * lower / forced.amount if forced.amount else vertex.extra
        if rise <= _NOTHING:
            continue
        if stage.name.startswith(SHORTFALL_STAGE):
            return forced.takes(number, rise)
        return forced.dearer()
    text = f"{name} is as good as what is in the plan: one with it costs the same"
    return Why(kind, name, "as good", (f"{text}.", *forced.first))


@dataclass(frozen=True, eq=False)
class _Forced:
    """The optima with a little of a thing in the plan."""

    formulation: Formulation
    again: Reoptimiser
    thing: Subject
    vertices: list[Vertex]
    """One a stage."""

    @cached_property
    def amount(self) -> float:
        """How much of the thing the last optimum has, GW or million units."""
        return self._sum(dict.fromkeys(self.thing.added, 1.0))

    @property
    def first(self) -> list[str]:
        """Where and when a little of it would go first."""
        amounts = {i: float(self.vertices[-1].values[j]) for j, i in self.thing.added.items()}
        if sum(amounts.values()) <= 0:
            return []
        *places, year = max(amounts, key=lambda i: amounts[i])
        where = " ".join(str(p) for p in places if p != self.thing.name)
        return [f"It would come first{f' at {where}' if where else ''} in {year}."]

    def dearer(self) -> Why:
        """It costs more than what it would replace: by how much its price would have to fall."""
        thing, amount = self.thing, self.amount
        name, vertex = thing.name, self.vertices[-1]
        paid = self._sum(thing.spent)
        total = vertex.extra * self._sum(thing.forced)
        share = total / paid if paid else inf
        if not amount:
            # More energy for power that stands: there is no GW to tell it by.
            text = (
                f"{name} is left out: {thing.price} would have to fall by more than "
                f"{to_percent(share)}; then it enters"
            )
            return self._answer("dearer", [f"{text}."], -1, {"cheaper_by_share": share})
        rise = total / amount
        numbers = {"rise_busd_per_unit": rise, "paid_busd_per_unit": paid / amount}
        if paid:
            numbers["cheaper_by_share"] = share
        adds, charged = thing.money(rise), thing.money(paid / amount)
        if not thing.price:
            text = f"{name} is left out: it adds {adds} to the present cost"
        elif share < 1 - _NOTHING:
            text = (
                f"{name} is left out: {thing.price} would have to fall by more than "
                f"{to_percent(share)}, "
                f"{adds} of the {charged} of it that the plan would be charged (present value); "
                f"then it enters"
            )
        else:
            text = (
                f"{name} is left out: it adds {adds} to the present cost, no less than "
                f"{thing.price}, {charged}: it would not enter for nothing"
            )
        return self._answer("dearer", [f"{text}."], -1, numbers)

    def takes(self, number: int, rise: float) -> Why:
        """It keeps others from their targets: a stage of shortfalls rises by `rise` a unit."""
        stage, name = self.again.stages[number], self.thing.name
        loads = self.formulation.model.world.workloads
        of = ", ".join(
            w for w, load in loads.items() if stage.name == f"{SHORTFALL_STAGE}{load.priority}"
        )
        text = (
            f"{name} is left out whatever it costs: each {self.thing.unit} of it takes "
            f"{to_percent(rise, 3)} of a year's target away from {of}, since what it "
            "needs serves more "
            f"elsewhere"
        )
        scarce = self._scarce(number)
        sentences = [f"{text}.", *([f"What it takes: {scarce}."] if scarce else [])]
        return self._answer("takes compute", sentences, number, {"years_of_target_per_unit": rise})

    def _answer(
        self, answer: str, sentences: list[str], number: int, numbers: dict[str, float]
    ) -> Why:
        """An answer with what is said of every thing that is left out."""
        when = earliest(self.formulation, self.thing.added.values())
        larger = list(self._larger(number, numbers))
        said = (*sentences, *larger, *self.first, *([when] if when else []))
        return Why(self.thing.kind, self.thing.name, answer, said, numbers)

    def _larger(self, number: int, numbers: dict[str, float]) -> Iterator[str]:
        """For a generation, by how much more compute a unit would do instead."""
        if self.thing.kind != "accelerator":
            return
        vertex, program = self.vertices[number], self.again.program
        place = {id(v): j for j, v in enumerate(program.columns)}
        own = np.zeros(len(program.columns))
        for (_, k, _), variable in self.formulation.model.compute_allocated_million.items():
            if k == self.thing.name:
                own[place[id(variable)]] = vertex.values[place[id(variable)]]
        rows = [
            i
            for i, key in enumerate(program.row_keys)
            if key.family == "compute_target_requirement"
        ]
        worth = float(vertex.duals[rows] @ (program.matrix[rows] @ own))
        lost = vertex.extra * self._sum(self.thing.forced, number)
        if worth > 0:
            numbers["more_compute_share"] = lost / worth
            yield (
                f"Instead, {to_percent(lost / worth)} more compute from each unit would be enough."
            )

    def _scarce(self, number: int) -> str:
        """Kinds of limits that have a price when it is forced in."""
        entries = self.formulation.ledgers.limits.entries
        forced, base = self.vertices[number].duals, self.again.base[number].duals
        scarce = set()
        for i, (family, _) in enumerate(self.again.program.row_keys):
            if family in entries and min(abs(forced[i]), abs(base[i])) > _PRICED:
                scarce.add(entries[family].what)
        return ", ".join(sorted(scarce))

    def _sum(self, weights: Mapping[int, float], number: int = -1) -> float:
        """The columns of `weights` at the optimum of a stage, weighed and added up."""
        values = self.vertices[number].values
        return sum(by * float(values[j]) for j, by in weights.items())
