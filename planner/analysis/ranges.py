"""Ranges: for how many steps of a limit its worth holds, sought by planning again along it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import inf
from time import perf_counter

import numpy as np

from planner.formulation.annuity import discount_factor
from planner.formulation.assemble import Formulation
from planner.formulation.limits import Lever
from planner.lp.parametric import LinearPiece, first_piece
from planner.lp.reoptimise import Reoptimiser
from planner.results.bottlenecks import priced_years
from planner.results.worth import COST, Derivatives, Worth, dust
from planner.units import PERCENT, THOUSAND


@dataclass(frozen=True)
class Bottleneck:
    """A cell that states a limit, with the worth of a step more of it in each stage."""

    lever: Lever
    years: tuple[int, ...]
    """In which its rows have a price, or its own."""
    worths: tuple[Worth, ...]
    floors: Mapping[str, float]
    """Stage to what one percent more is worth at most where it is worth nothing."""
    carbon_usd_per_t: Mapping[int, float] = field(default_factory=dict)
    """Of a cap on emissions: year to the price of carbon in money of that year."""

    @property
    def percent(self) -> float:
        """Steps in one percent of the limit."""
        return PERCENT / self.lever.step.share

    @property
    def rank(self) -> tuple[float, ...]:
        """Order among others, as in the plan's table: by what one percent more brings."""
        return tuple(-self.clean(w, w.best_known) * self.percent for w in self.worths)

    def clean(self, worth: Worth, slope: float) -> float:
        """A worth of a step in a stage, or nothing where a percent is rounding of the solver."""
        return slope if abs(slope * self.percent) > self.floors[worth.stage] else 0.0

    def has_effect(self, worth: Worth) -> bool:
        """Whether a percent more, or less, of the limit does anything in a stage."""
        return any(self.clean(worth, slope) for slope in worth.slopes)

    def degenerate(self, worth: Worth) -> bool:
        """Whether several duals fit the worth in a stage."""
        return worth.degenerate(self.floors[worth.stage] / self.percent)


def duals_of(
    again: Reoptimiser, known: Mapping[str, np.ndarray | None] | None = None
) -> dict[str, np.ndarray]:
    """Stage to its duals, the held rows' last: those that are `known`, else of the solver here."""
    found = {}
    for stage, vertex in zip(again.stages, again.base, strict=True):
        told = (known or {}).get(stage.name)
        found[stage.name] = np.concatenate([vertex.duals, vertex.held]) if told is None else told
    return found


def bottlenecks(
    formulation: Formulation,
    again: Reoptimiser,
    year: int | None = None,
    solved_again: int = 10,
    seconds: float = inf,
    duals: Mapping[str, np.ndarray | None] | None = None,
) -> list[Bottleneck]:
    """The limits that are worth something, best first, the first few with their ranges.

    `year` asks for those whose cell or whose price is of that year. The
    variables of `formulation` hold the plan, and `duals` are the plan's own, by
    which a worth holds at the margin; for the first `solved_again`, optima are
    sought again until the curve bends, upwards and downwards, while there are
    `seconds` left.
    """
    began = perf_counter()
    derivatives = Derivatives.of_duals(again.program, duals_of(again, duals))
    objective = {s.name: v.objective for s, v in zip(again.stages, again.base, strict=True)}
    book, m = formulation.ledgers.limits, formulation.model
    years_of, floors = book.years(m), dust(objective)
    told = []
    for lever in book.levers(m):
        changes = derivatives.along(lever.moves)
        worths = tuple(
            Worth(stage, -lever.step.share * change) for stage, change in changes.items()
        )
        years = priced_years(lever, years_of, derivatives, floors)
        carbon = _carbon(formulation, lever, years_of, derivatives)
        one = Bottleneck(lever, years, worths, floors, carbon)
        if any(map(one.has_effect, worths)) and year in (None, *years):
            told.append(one)
    told.sort(key=lambda b: b.rank)
    first = []
    for one in told[:solved_again]:
        if perf_counter() - began > seconds:
            break
        first.append(_with_ranges(one, again, derivatives.place))
    return sorted(first, key=lambda b: b.rank) + told[len(first) :]


def _carbon(
    formulation: Formulation,
    lever: Lever,
    years_of: Mapping[str, int],
    derivatives: Derivatives,
) -> dict[int, float]:
    """What a tonne of CO2 costs in each year that the lever caps; a billion USD a Mt is 1,000."""
    if lever.limit != "emissions_cap_limit":
        return {}
    prices = {}
    for name in lever.moves:
        saved = -derivatives.along_alone(COST, {name: 1.0})
        prices[years_of[name]] = (
            THOUSAND * saved / discount_factor(formulation.model.world, years_of[name])
        )
    return dict(sorted(prices.items()))


def _with_ranges(one: Bottleneck, again: Reoptimiser, place: Mapping[str, int]) -> Bottleneck:
    """Solve again along the step and against it."""
    share = one.lever.step.share
    moves = {place[name]: share * by for name, by in one.lever.moves.items() if name in place}
    more, less = (_first_pieces(one, again, moves, sign) for sign in (1.0, -1.0))
    worths = tuple(
        Worth(w.stage, w.dual, LinearPiece(-up.slope, up.length, up.ends), down)
        for w, up, down in zip(one.worths, more, less, strict=True)
    )
    return replace(one, worths=worths)


def _first_pieces(
    one: Bottleneck, again: Reoptimiser, moves: Mapping[int, float], sign: float
) -> list[LinearPiece]:
    """The first piece of each stage's curve in one direction, in steps.

    The curve of a stage is convex while the optima held before it move along
    straight lines, so each is looked at as far as those before it go. Beyond a
    doubling, or the whole, it makes no sense to look.
    """
    along = {i: sign * by for i, by in moves.items()}
    pieces: list[LinearPiece] = []
    reach = min(1.0, one.lever.cell.most) / one.lever.step.share
    for number, worth in enumerate(one.worths):

        def curve(further: float, number: int = number) -> tuple[float, float] | None:
            vertices = again.solve({i: further * by for i, by in along.items()}, last=number)
            if vertices is None:
                return None
            return vertices[-1].objective, again.slopes(vertices, along)[-1]

        height = again.base[number].objective
        piece = first_piece(curve, height, -sign * worth.dual, reach, one.percent)
        pieces.append(piece)
        reach = piece.length or reach
    return pieces
