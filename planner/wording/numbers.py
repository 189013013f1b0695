"""How numbers are printed in sentences, tables and labels of a report."""

from math import floor, isfinite, log10
from typing import Literal

Form = Literal["plain", "percent", "count", "power"]
"""``plain``: three significant figures; ``percent``: of a share; ``count``: a whole number, with
"none" and "one" in words; ``power``: a mantissa and a power of ten."""

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
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
    return f"{mantissa} × 10{str(exponent).translate(_SUPERSCRIPTS)}"


def _plain(value: float) -> str:
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 1e9 or size < 1e-4:
        return _power(value) if value > 0 else f"-{_power(-value)}"
    if size >= 99.95:
        return f"{value:,.0f}"
    return f"{value:.3g}"
