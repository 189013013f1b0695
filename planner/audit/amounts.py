"""Amounts by key, of which there is none where a key is not there."""

from __future__ import annotations

from typing import Generic, TypeVar

K = TypeVar("K")


class Amounts(dict[K, float], Generic[K]):
    """A mapping that has 0.0 for a key that it lacks, and does not keep it."""

    def __missing__(self, key: K) -> float:
        return 0.0
