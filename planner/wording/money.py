"""How money is printed, from billions of USD."""

from planner.wording.numbers import to_figures, to_whole

_LETTERS = {"B": 1.0, "M": 1e-3, "k": 1e-6, "": 1e-9}
"""Dollars by the letter that follows a number of them, in billions."""
_NAMES = {"billion": 1.0, "million": 1e-3, "thousand": 1e-6}
_WHOLE_FROM = 1e4


def billions(busd: float) -> str:
    """Billion USD to three figures, or to the whole one: ``1,234 billion USD``."""
    return f"{to_figures(busd)} billion USD"


def checked_billions(busd: float) -> str:
    """Billion USD to six figures, where two ways to reckon them are held together."""
    return f"{to_figures(busd, 6)} billion USD"


def in_fitting_unit(busd: float) -> str:
    """USD to six figures in billions, or in millions or thousands where it is little."""
    if not busd:
        return "0 USD"
    unit = next((name for name, size in _NAMES.items() if abs(busd) >= size), "thousand")
    amount = busd / _NAMES[unit]
    text = to_whole(amount) if abs(amount) >= _WHOLE_FROM else to_figures(amount, 6)
    return f"{text} {unit} USD"


def dollar_unit(busd: float) -> tuple[str, float]:
    """The letter of dollars in which an amount is a number of one or more, and its size."""
    return next(((s, size) for s, size in _LETTERS.items() if abs(busd) >= size), ("", 1e-9))


def dollars(busd: float) -> str:
    """An amount to three figures: ``$1.2B``, ``$479M``, ``-$168``."""
    letter, size = dollar_unit(busd)
    return f"{'-' if busd < 0 else ''}${to_figures(abs(busd) / size)}{letter}"


def usd_a_tonne(usd_per_t: float) -> str:
    """USD a t of CO2 to four figures, in money of one year."""
    return to_figures(usd_per_t, 4)
