"""The chain rule over lexicographic stages: what moves an optimum moves those after it, too."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

Change = TypeVar("Change", float, np.ndarray)


def chained(own: Sequence[Change], held: Sequence[Sequence[float]]) -> list[Change]:
    r"""The change of each stage's optimum when the optima before it move as well.

    `own` has each stage's change with the optima before it as they are, :math:`d_n`;
    `held` the duals :math:`h_{nm}` of the rows that hold those, in their order. Then

    .. math:: D_n = d_n + \sum_{m < n} h_{nm} D_m

    A held optimum is the right side of its row, so it moves by its own whole change
    :math:`D_m`, in which those before it have their part already.
    """
    found: list[Change] = []
    for change, prices in zip(own, held, strict=True):
        for price, before in zip(prices, found, strict=True):
            if price:
                change = change + float(price) * before
        found.append(change)
    return found
