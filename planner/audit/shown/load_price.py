"""The price of stated load: what one more GW costs, from the duals of all rows it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from planner.audit.calendar import WHOLE_YEAR
from planner.audit.programme.decision_space import DecisionSpace
from planner.audit.programme.dispatch import clean_share
from planner.audit.proof import Proof

Place = tuple[str, tuple[str, ...]]
"""Family and labels of a row."""


def worth_of_load(space: DecisionSpace, proof: Proof) -> Callable[[str, int, str], float] | None:
    """Site, year and slice to what one more GW costs, billion USD of present value.

    None where the solver gave no duals. A row that asks for more costs its dual, one that lets
    less its negative.
    """
    last = proof.stages.get("cost")
    if last is None or last.duals is None:
        return None
    own = range(proof.own_rows)
    labels = zip(proof.row_families[: len(own)], proof.row_keys[: len(own)], strict=True)
    sides = np.where(np.isfinite(proof.row_lower[: len(own)]), 1.0, -1.0)
    tight: dict[Place, float] = {
        (family, tuple(key)): float(sides[i] * last.duals[i])
        for i, (family, key) in enumerate(labels)
    }

    def worth(s: str, y: int, h: str) -> float:
        return sum(by * tight.get(place, 0.0) for place, by in _asks(space, s, y, h))

    return worth


def _asks(space: DecisionSpace, s: str, y: int, h: str) -> Iterator[tuple[Place, float]]:
    """The rows that one more GW of load tightens, and by how much."""
    year, there = str(y), (s, str(y), h)
    yield ("site_power_balance", there), 1.0
    yield ("matched_load_limit", there), -1.0
    yield ("unserved_load_limit", there), -1.0
    share = clean_share(space).get(y, 0.0)
    every = space.evidence.calendar.slices if h == WHOLE_YEAR else (h,)
    for k in {*every, h}:
        yield ("clean_share_requirement", (year, k)), share
    # The peak is a plant's size: slices that share it make it together, by their hours.
    hours = space.evidence.weights
    peaks = [k for k in space.slices[s, y] if space.load_gw(s, y, k) >= space.peak(s, y)]
    if h not in peaks:
        return
    part = hours[h] / sum(hours[k] for k in peaks)
    margin = float(space.evidence.files.power_terms.get("onsite_reserve_margin", 0.0))
    yield ("onsite_reserve_margin_requirement", (s, year)), (1 + margin) * part
    for g in space.technologies_at.get((s, y), ()):
        yield ("n_minus_1_requirement", (g, s, year)), part
