"""Bottlenecks: what one step more of a limit is worth, and for how many steps that holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isclose
from time import perf_counter

import pandas as pd

from planner.formulation.assemble import COMPUTE_STAGE, Formulation
from planner.lp.parametric import LinearPiece, first_piece
from planner.lp.reoptimise import Reoptimiser
from planner.results.steps import Step, steps

DUST = 1e-7
"""A worth below this, in years of target or billion USD a percent, is rounding of the solver."""
_SAME = 1e-4
"""Slopes that differ by less than this share of the larger are one."""
COST = "cost"
UNITS = {COST: "billion USD", COMPUTE_STAGE: "million H100e-years"}
"""Stage to what a worth in it is told in, where that isn't years of target."""
COLUMNS = (
    "year", "rank", "limit", "step", "size", "unit", "value", "table", "row", "column", "stage",
    "worth", "worth_unit", "holds_up_to", "bends", "worth_of_less", "holds_down_to", "dual",
    "degenerate", "sentence",
)  # fmt: skip


@dataclass(frozen=True)
class Worth:
    """What a step brings in one stage: years of target delivered, or billion USD saved."""

    stage: str
    dual: float
    """By the solver's duals, those of the earlier optima included."""
    more: LinearPiece | None = None
    """Worth a step upwards and the steps for which it holds; None where it wasn't solved again."""
    less: LinearPiece | None = None
    """The same downwards: what a step less takes away."""

    @property
    def told(self) -> float:
        """The worth of a step more: solved again where it was, else the dual."""
        return self.dual if self.more is None else self.more.slope

    @property
    def degenerate(self) -> bool:
        """Whether the dual is one of several, so that a step more and a step less differ."""
        sides = [self.dual, *(piece.slope for piece in (self.more, self.less) if piece)]
        return not isclose(min(sides), max(sides), rel_tol=_SAME, abs_tol=DUST)


@dataclass(frozen=True)
class Bottleneck:
    """A step of a limit with its worth in each stage."""

    step: Step
    years: tuple[int, ...]
    """In which its rows have a price, or its own."""
    worths: tuple[Worth, ...]

    @property
    def rank(self) -> tuple[float, ...]:
        """Order among others: by what one percent more brings, stage by stage."""
        return tuple(-abs(_clean(w.told * self.step.percent)) for w in self.worths)

    def matters(self, worth: Worth) -> bool:
        """Whether a percent more, or less, of the limit does anything in a stage."""
        slopes = [worth.dual, *(piece.slope for piece in (worth.more, worth.less) if piece)]
        return any(_clean(slope * self.step.percent) for slope in slopes)


def bottlenecks(
    formulation: Formulation,
    again: Reoptimiser,
    year: int | None = None,
    solved_again: int = 10,
    seconds: float = inf,
) -> list[Bottleneck]:
    """The limits that are worth something, best first, the first few with their ranges.

    `year` asks for those whose cell or whose price is of that year. The
    variables of `formulation` hold the plan. A worth by duals holds at the
    margin; for the first `solved_again`, optima are sought again until the
    curve bends, upwards and downwards, while there are `seconds` left.
    """
    began = perf_counter()
    found = []
    for step in steps(formulation, again.program):
        slopes = again.slopes(again.base, step.moves)
        worths = tuple(
            Worth(stage.name, -slope) for stage, slope in zip(again.stages, slopes, strict=True)
        )
        found.append(Bottleneck(step, _years(step, again), worths))
    told = [b for b in found if any(map(b.matters, b.worths)) and year in (None, *b.years)]
    told.sort(key=lambda b: b.rank)
    first = []
    for one in told[:solved_again]:
        if perf_counter() - began > seconds:
            break
        first.append(_with_ranges(one, again))
    return sorted(first, key=lambda b: b.rank) + told[len(first) :]


def table(found: Sequence[Bottleneck], targets: dict[str, str]) -> pd.DataFrame:
    """A row for each bottleneck and stage in which it is worth anything."""
    rows = []
    for number, one in enumerate(found, start=1):
        for worth in one.worths:
            if not one.matters(worth):
                continue
            more, less = worth.more, worth.less
            rows.append(
                (
                    one.step.year, number, one.step.limit, one.step.words, one.step.size,
                    one.step.unit, one.step.value, one.step.table, one.step.row, one.step.column,
                    worth.stage, worth.told,
                    UNITS.get(worth.stage, "years of target"),
                    more.length if more else None, more.ends if more else None,
                    less.slope if less else None, less.length if less else None,
                    worth.dual, worth.degenerate, sentence(one, targets),
                )
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"year": "Int64"})


def sentence(one: Bottleneck, targets: dict[str, str]) -> str:
    """A bottleneck as one says it; `targets` names the workloads of each stage of shortfalls."""
    gains: list[str] = []
    losses: list[str] = []
    money, remarks = "", []
    for worth in one.worths:
        told = _clean(worth.told * one.step.percent) and worth.told
        if worth.stage != COST and told:
            share = (
                f"{abs(told):.3g} {UNITS[COMPUTE_STAGE]} of compute"
                if worth.stage == COMPUTE_STAGE
                else f"{abs(told):.3%} of a year's target of {targets[worth.stage]}"
            )
            (gains if told > 0 else losses).append(share)
        elif told > 0:
            money = f"are worth ${_money(told)}"
        elif told:
            money = f"cost ${_money(-told)} more"
        if one.matters(worth) and worth.degenerate:
            remarks.append(_degenerate(worth))
    parts = [f"deliver {' and '.join(gains)}"] if gains else []
    parts += [f"take away {' and '.join(losses)}"] if losses else []
    parts += [money] if money else []
    alone = not parts
    parts = parts or ["bring nothing alone"]
    text = f"{one.step.words} {' and '.join(_singular(parts, one.step))}"
    reach = [w.more for w in one.worths if w.more and _clean(w.told * one.step.percent)]
    if reach and not alone:
        shortest = min(reach, key=lambda piece: piece.length)
        amount = _amount(shortest.length * one.step.size, one.step.unit)
        text += f", up to {amount}" if shortest.ends else f", for {amount} and maybe more"
    elif not alone:
        text += ", at the margin"
    return ". ".join([text, *dict.fromkeys(remarks)])


def _with_ranges(one: Bottleneck, again: Reoptimiser) -> Bottleneck:
    """Solve again along the step and against it."""
    more, less = (_pieces(one, again, sign) for sign in (1.0, -1.0))
    return Bottleneck(
        one.step,
        one.years,
        tuple(
            Worth(w.stage, w.dual, _negative(up), down)
            for w, up, down in zip(one.worths, more, less, strict=True)
        ),
    )


def _pieces(one: Bottleneck, again: Reoptimiser, sign: float) -> list[LinearPiece]:
    """The first piece of each stage's curve in one direction, in steps.

    The curve of a stage is convex while the optima held before it move along
    straight lines, so each is looked at as far as those before it go.
    """
    along = {i: sign * by for i, by in one.step.moves.items()}

    pieces: list[LinearPiece] = []
    reach = one.step.most
    for number, worth in enumerate(one.worths):

        def curve(further: float, number: int = number) -> tuple[float, float] | None:
            vertices = again.solve({i: further * by for i, by in along.items()}, last=number)
            if vertices is None:
                return None
            return vertices[-1].objective, again.slopes(vertices, along)[-1]

        height = again.base[number].objective
        piece = first_piece(curve, height, -sign * worth.dual, reach, one.step.percent)
        pieces.append(piece)
        reach = piece.length or reach
    return pieces


def _negative(piece: LinearPiece) -> LinearPiece:
    """A piece of what is brought, from one of an optimum that is minimised."""
    return LinearPiece(-piece.slope, piece.length, piece.ends)


def _years(step: Step, again: Reoptimiser) -> tuple[int, ...]:
    """The year of the cell, or the years of those rows that have a price."""
    if step.year is not None:
        return (step.year,)
    found = set()
    for row in step.moves:
        year = again.program.row_keys[row].year
        priced = any(abs(vertex.duals[row]) > DUST for vertex in again.base)
        if priced and year is not None:
            found.add(year)
    return tuple(sorted(found))


def _clean(amount: float) -> float:
    return amount if abs(amount) > DUST else 0.0


def _money(busd: float) -> str:
    return f"{busd:,.3g}B" if busd >= 1 else f"{busd * 1e3:,.3g}M"


def _amount(number: float, unit: str) -> str:
    text = f"{number:,.0f}" if number >= 1000 else f"{number:.3g}"
    return f"{text} {unit}"


def _degenerate(worth: Worth) -> str:
    less = "" if worth.less is None else f", one less takes {_told(worth.stage, worth.less.slope)}"
    return (
        f"Degenerate: several duals fit; the solver's says {_told(worth.stage, worth.dual)}, "
        f"one more brings {_told(worth.stage, worth.told)}{less}"
    )


def _told(stage: str, worth: float) -> str:
    sign = "-" if worth < 0 else ""
    if stage == COST:
        return f"{sign}${_money(abs(worth))}"
    if stage == COMPUTE_STAGE:
        return f"{worth:.3g} {UNITS[stage]}"
    return f"{worth:.3%} of a year's target"


def _singular(parts: list[str], step: Step) -> list[str]:
    """Verbs that fit a step of one."""
    if step.size > 1:
        return parts
    return [
        f"{'is' if verb == 'are' else f'{verb}s'} {rest}"
        for verb, _, rest in (part.partition(" ") for part in parts)
    ]
