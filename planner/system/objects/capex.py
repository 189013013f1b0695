"""What buyers of clusters can spend on capital, by what they guide for."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from planner.config.stated_values import StatedValues


@dataclass(frozen=True, slots=True, kw_only=True)
class CapexGrowth:
    """What buyers guide for, the share of it that is planned, and how fast that may grow."""

    guided_busd: Mapping[int, float]
    """Calendar year that they guide for, to billion USD; earlier years are not limited."""
    planned_share: StatedValues[int]
    """Planned year to the most of it that goes into what is planned, as a share."""
    growth: StatedValues[int]
    """Calendar year to the most that spending grows in it over the year before, as a share."""

    def base_year(self, year: int) -> int | None:
        """The last year that is guided for and that is not after `year`, if there is one."""
        return max((t for t in self.guided_busd if t <= year), default=None)

    def growing(self, year: int) -> range:
        """The years in which spending has grown from the guidance to `year`; none in its own."""
        base = self.base_year(year)
        return range(0) if base is None else range(base + 1, year + 1)

    def grown(self, year: int) -> float:
        """What may be spent in `year` for one that is guided for."""
        return prod(1 + self.growth[j] for j in self.growing(year))

    def busd(self, year: int) -> float:
        """What may be spent in a year from the first that is guided for on, billion USD."""
        base = self.base_year(year)
        if base is None:
            raise ValueError(f"nothing is guided for by {year}")
        return self.planned_share[year] * self.guided_busd[base] * self.grown(year)
