"""The programme that every way builds: power for data centres that is cheap and always there.

Each site has the same sources in every year and balances its load in every slice of some days:
six sources that are turned down, one that runs flat, sun, wind, and two storages.
"""

from dataclasses import dataclass

import numpy as np

DISPATCHABLE = ("grid", "gas_cc", "gas_ct", "recip", "fuel_cell", "diesel")
STORAGE = ("battery", "long")
WEATHER = ("sun", "wind")
FLAT = ("nuclear",)
SOURCES = (*DISPATCHABLE, *FLAT, *WEATHER, *STORAGE)
YEARS = tuple(range(2026, 2033))
PARTS = 8
"""Slices of a day, three hours each."""
HOURS = 24.0 / PARTS
DISCOUNT_RATE = 0.07


@dataclass(frozen=True, eq=False)
class Question:
    """The numbers of the programme, in GW, GWh and billion USD."""

    days: int
    sites: tuple[str, ...]
    capex: np.ndarray
    """By source and year."""
    fixed_om: np.ndarray
    """By source."""
    running: np.ndarray
    """Cost of a GWh, by source; of the sources that are turned down and run flat."""
    available: np.ndarray
    """Share of nameplate, by source."""
    weather: np.ndarray
    """By source of the weather, site, day and part."""
    load: np.ndarray
    """By site and year."""
    storage_hours: np.ndarray
    efficiency: np.ndarray

    @property
    def weight(self) -> float:
        """Hours of the year that a slice stands for."""
        return 8760.0 / (self.days * PARTS)

    @property
    def slices(self) -> list[str]:
        """Names of all slices."""
        return [f"d{d}p{p}" for d in range(self.days) for p in range(PARTS)]


def question(days: int, sites: int = 10) -> Question:
    """The programme of so many days; the same numbers whenever it is asked for."""
    chance = np.random.default_rng(7)
    number = len(SOURCES)
    sun = np.clip(np.sin(np.linspace(0, 2 * np.pi, PARTS, endpoint=False) - 1.5), 0, None)
    shape = (sites, days, PARTS)
    weather = np.stack(
        [
            np.round(sun * chance.uniform(0.3, 1.0, (sites, days, 1)), 4),
            np.round(chance.beta(2, 3, shape), 4),
        ]
    )
    learning = 0.98 ** np.arange(len(YEARS))
    return Question(
        days=days,
        sites=tuple(f"site_{i}" for i in range(sites)),
        capex=np.round(chance.uniform(0.8, 3.0, (number, 1)) * learning, 4),
        fixed_om=np.round(chance.uniform(0.01, 0.06, number), 4),
        running=np.round(chance.uniform(2e-5, 9e-5, number), 7),
        available=np.round(chance.uniform(0.85, 0.97, number), 4),
        weather=weather,
        load=np.round(np.cumsum(chance.uniform(0.1, 0.8, (sites, len(YEARS))), axis=1), 4),
        storage_hours=np.array([4.0, 12.0]),
        efficiency=np.array([0.86, 0.7]),
    )


def discount_factors() -> np.ndarray:
    """Of each year's middle."""
    return (1 + DISCOUNT_RATE) ** -(np.arange(len(YEARS)) + 0.5)


def charge() -> float:
    """Share of the cost of capital charged in each year of an endless life, at its middle."""
    return DISCOUNT_RATE / (1 + DISCOUNT_RATE) ** 0.5
