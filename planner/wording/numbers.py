"""How numbers are printed in sentences, tables and labels: the only place that formats one."""

from math import floor, isfinite, log10
from typing import Literal

Form = Literal["plain", "percent", "count", "power"]
"""``plain``: three significant figures; ``percent``: of a share; ``count``: a whole number, with
"none" and "one" in words; ``power``: a mantissa and a power of ten."""

AXIS, AXIS_OF_SHARES = "{x:,.6g}", "{x:.0%}"
"""How the axis of a chart prints its numbers, and shares as percent."""

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_EXPONENT_FROM, _EXPONENT_BELOW = 1e9, 1e-4
_WHOLE_IN_COLUMN = 100
_WORDS = {0: "none", 1: "one"}
_ALMOST_ALL, _ALMOST_NONE = 0.9995, 0.0005


def printed(value: float, form: Form = "plain") -> str:
    """A number as a reader wants it.

    A share that is almost but not quite all is not rounded to all of it, nor
    one that is hardly anything to nothing.
    """
    if not isfinite(value):
        return "no figure"
    if form == "count":
        return _WORDS.get(round(value), f"{value:,.0f}")
    if form == "percent":
        return _percent(value)
    if form == "power":
        return _power(value)
    return _plain(value)


def _percent(share: float) -> str:
    if _ALMOST_ALL <= share < 1 - 1e-9:
        return "more than 99.9%"
    if 1e-9 < share < _ALMOST_NONE:
        return "less than 0.1%"
    value = 100 * share
    return f"{value:,.0f}%" if abs(value) >= 100 else f"{value:.3g}%"


def _power(value: float) -> str:
    if value <= 0:
        return "0"
    exponent = floor(log10(value))
    mantissa = f"{value / 10**exponent:.2f}"
    if mantissa == "10.00":
        mantissa, exponent = "1.00", exponent + 1
    return f"{mantissa} × {power_of_ten(exponent)}"


def _plain(value: float) -> str:
    size = abs(value)
    if size == 0:
        return "0"
    if size >= _EXPONENT_FROM or size < _EXPONENT_BELOW:
        return _power(value) if value > 0 else f"-{_power(-value)}"
    if size >= 99.95:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def power_of_ten(exponent: int) -> str:
    """``10²⁵``, without a formula."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def to_figures(value: float, figures: int = 3, *, signed: bool = False) -> str:
    """Significant figures, thousands apart; whole where there are more digits than that."""
    sign, size = "+" if signed else "", abs(value)
    if 10**figures - 0.5 <= size < _EXPONENT_FROM:
        return f"{value:{sign},.0f}"
    return f"{value:{sign},.{figures}g}"


def to_decimals(value: float, decimals: int) -> str:
    """A fixed number of decimals, thousands apart."""
    return f"{value:,.{decimals}f}"


def to_whole(value: float) -> str:
    """A whole number, thousands apart."""
    return f"{value:,.0f}"


def to_percent(share: float, decimals: int = 1, *, signed: bool = False) -> str:
    """A share as percent with a fixed number of decimals: for columns, and for small changes."""
    return f"{share:{'+' if signed else ''}.{decimals}%}"


def to_power(value: float, decimals: int) -> str:
    """With an exponent, as one types it: ``2.10e+25``."""
    return f"{value:.{decimals}e}"


def counted(number: int, what: str) -> str:
    """So many of a thing that has a plural in *s*: ``1 site``, ``12 sites``."""
    return f"{to_whole(number)} {what}{'' if number == 1 else 's'}"


def year_span(first: int, last: int) -> str:
    """``2026``, or ``2026-2032``."""
    return str(first) if first == last else f"{first}-{last}"


def to_year(value: float) -> str:
    """A year with its part as decimals: ``2027.50``."""
    return f"{value:.2f}"


def as_stated(value: float) -> str:
    """A number as its author wrote it: ``0.03``, ``5``."""
    return f"{value:g}"


def to_cost_share(share: float) -> str:
    """A share of cost that plans may differ by: ``3 %``."""
    return f"{share * 100:.3g} %"


def in_column(value: float) -> str:
    """A cell of a column of text: three figures that stand below each other, or an exponent."""
    if value == 0:
        return "0"
    size = abs(value)
    if size >= _EXPONENT_FROM or size < _EXPONENT_BELOW:
        return f"{value:.2e}"
    return f"{value:,.0f}" if size >= _WHOLE_IN_COLUMN else three_figures(value)


def three_figures(value: float) -> str:
    """Three figures with their noughts: ``5.00``, for numbers below a hundred."""
    return f"{value:#.3g}".rstrip(".")
