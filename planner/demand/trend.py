"""A target that grows by a constant number of orders of magnitude a year."""

from collections.abc import Iterable


def trend(
    base_value: float, base_year: int, growth_oom_per_year: float, years: Iterable[int]
) -> dict[int, float]:
    r"""Year to :math:`B \cdot 10^{\,\gamma (y - y_B)}`, in the unit of the base value.

    `base_value` is :math:`B`, `base_year` :math:`y_B`, and
    `growth_oom_per_year` :math:`\gamma`, in orders of magnitude a year.
    """
    return {y: base_value * 10 ** (growth_oom_per_year * (y - base_year)) for y in years}
