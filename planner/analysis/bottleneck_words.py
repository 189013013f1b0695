"""Bottlenecks in words: what a step more of a limit is worth, as one says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from planner.analysis.ranges import Bottleneck
from planner.formulation.assemble import COMPUTE_STAGE
from planner.formulation.limits import key_text
from planner.results.bottlenecks import spans
from planner.results.worth import COST, Worth, gain_words
from planner.wording.money import dollars, usd_a_tonne
from planner.wording.numbers import to_figures, to_percent

COLUMNS = (
    "year", "years", "rank", "limit", "step", "size", "unit", "value", "table", "row", "column",
    "stage", "worth", "worth_unit", "worth_of_a_percent", "holds_up_to", "bends",
    "worth_of_less", "holds_down_to", "dual", "degenerate", "sentence",
)  # fmt: skip


def table(found: Sequence[Bottleneck], targets: Mapping[str, str]) -> pd.DataFrame:
    """A row for each bottleneck and stage in which it is worth anything."""
    rows = []
    for number, one in enumerate(found, start=1):
        cell, step = one.lever.cell, one.lever.step
        for worth in filter(one.has_effect, one.worths):
            more, less = (None if cell.weighs else w for w in (worth.more, worth.less))
            rows.append(
                (
                    cell.year, spans(one.years), number, one.lever.limit, step.words, step.size,
                    step.unit, cell.value, cell.table,
                    key_text(cell.key),
                    cell.column, worth.stage, worth.best_known, gain_words(worth.stage),
                    worth.best_known * one.percent,
                    more.length if more else None, more.ends if more else None,
                    worth.less.slope if worth.less else None, less.length if less else None,
                    worth.dual, one.degenerate(worth), sentence(one, targets),
                )
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"year": "Int64"})


def sentence(one: Bottleneck, targets: Mapping[str, str]) -> str:
    """A bottleneck as one says it; `targets` names the workloads of each stage of shortfalls."""
    gains: list[str] = []
    losses: list[str] = []
    money, remarks = "", []
    for worth in one.worths:
        told = one.clean(worth, worth.best_known)
        if worth.stage != COST and told:
            (gains if told > 0 else losses).append(_gain(worth.stage, abs(told), targets))
        elif told > 0:
            money = f"are worth {dollars(told)}"
        elif told:
            money = f"cost {dollars(-told)} more"
        if one.has_effect(worth) and one.degenerate(worth):
            remarks.append(_degenerate(worth))
    parts = [f"deliver {' and '.join(gains)}"] if gains else []
    parts += [f"take away {' and '.join(losses)}"] if losses else []
    parts += [money] if money else []
    alone = not parts
    parts = parts or ["bring nothing alone"]
    step = one.lever.step
    text = f"{step.words} {' and '.join(_singular(parts, step.size))}"
    reach = [w.more for w in one.worths if w.more and one.clean(w, w.best_known)]
    if reach and not alone and not one.lever.cell.weighs:
        shortest = min(reach, key=lambda piece: piece.length)
        amount = _amount(shortest.length * step.size, step.unit)
        text += f", up to {amount}" if shortest.ends else f", for {amount} and maybe more"
    elif not alone:
        text += ", at the margin"
    if one.carbon_usd_per_t and money:
        prices = ", ".join(f"{usd_a_tonne(usd)} in {y}" for y, usd in one.carbon_usd_per_t.items())
        remarks.append(f"That is a price of carbon, USD a t in money of the year, of {prices}")
    return ". ".join([text, *dict.fromkeys(remarks)])


def _gain(stage: str, told: float, targets: Mapping[str, str]) -> str:
    if stage == COMPUTE_STAGE:
        return f"{to_figures(told)} {gain_words(stage)} of compute"
    return f"{to_percent(told, 3)} of a year's target of {targets[stage]}"


def _amount(number: float, unit: str) -> str:
    return f"{to_figures(number)} {unit}"


def _degenerate(worth: Worth) -> str:
    less = (
        "" if worth.less is None else f", one less takes {_in_unit(worth.stage, worth.less.slope)}"
    )
    return (
        "Degenerate: several duals fit; the plan's tables say "
        f"{_in_unit(worth.stage, worth.dual)}, "
        f"one more brings {_in_unit(worth.stage, worth.best_known)}{less}"
    )


def _in_unit(stage: str, worth: float) -> str:
    if stage == COST:
        return dollars(worth)
    if stage == COMPUTE_STAGE:
        return f"{to_figures(worth)} {gain_words(stage)}"
    return f"{to_percent(worth, 3)} of a year's target"


def _singular(parts: list[str], size: float) -> list[str]:
    """Verbs that fit a step of one."""
    if size > 1:
        return parts
    return [
        f"{'is' if verb == 'are' else f'{verb}s'} {rest}"
        for verb, _, rest in (part.partition(" ") for part in parts)
    ]
