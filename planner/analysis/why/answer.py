"""What is answered to a question why something is in a plan, or is not."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Why:
    """An answer: what is true of a thing in the plan, in words and in numbers."""

    kind: str
    """``site``, ``accelerator`` or ``technology``."""
    name: str
    answer: str
    """``in the plan``, ``excluded``, ``dearer``, ``takes compute``, ``as good`` or else
    ``impossible``."""
    sentences: tuple[str, ...]
    numbers: Mapping[str, float] = field(default_factory=dict)
