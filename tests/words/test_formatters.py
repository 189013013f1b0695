"""Every number that is printed is the number that was meant, within the rounding it shows."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.cli.terminal import figure
from planner.surfaces.html.facts import UNITS, suited
from planner.surfaces.html.parts import DataTable
from planner.wording.money import billions, dollars, in_fitting_unit
from planner.wording.numbers import printed

AMOUNTS = st.floats(1e-8, 1e6)
"""Billion USD: from ten dollars to more than the world has."""
SIZES = {
    "billion USD": 1.0, "million USD": 1e-3, "thousand USD": 1e-6, "0 USD": 0.0,
    "B": 1.0, "M": 1e-3, "k": 1e-6, "": 1e-9,
}  # fmt: skip
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def read(text):
    """The value of a printed number, half a unit of its last digit, and its significant digits."""
    found = re.fullmatch(r"(-?)([\d,]+)(\.\d*)?(?:e([+-]\d+)| × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?", text)
    assert found, text
    sign, whole, part, exponent, raised = found.groups()
    digits = whole.replace(",", "") + (part or ".").removeprefix(".")
    power = int(exponent or (raised or "0").translate(RAISED))
    last = 10.0 ** (power - len((part or ".")[1:]))
    value = float(f"{sign}{whole.replace(',', '')}{part or ''}") * 10.0**power
    return value, last, len(digits.lstrip("0"))


def holds(text, value, least=3):
    """Whether a text is a number within half a unit of its last digit.

    Trailing noughts may be left out: then the text is the number to so many figures.
    """
    told, last, digits = read(text)
    exact = abs(value) * 0.5 * 10.0 ** (1 - least) if digits < least else 0.5 * last
    assert told == pytest.approx(value, abs=1.0001 * max(exact, 0.0), rel=1e-12), (text, value)


def split(text):
    number, _, unit = text.partition(" ")
    return number, unit


@given(AMOUNTS)
def test_money_in_words(busd):
    number, unit = split(in_fitting_unit(busd))
    assert unit in SIZES

    told, _, digits = read(number)
    # Six figures below ten thousand of a unit, whole ones above.
    off = 0.5 if busd / SIZES[unit] >= 1e4 else 0.5e-5 * 10 * busd / SIZES[unit]
    assert told == pytest.approx(busd / SIZES[unit], abs=1.001 * off, rel=1e-12)
    assert told >= 1 or unit == "thousand USD"
    assert digits <= 6 or told >= 1e4


@given(AMOUNTS)
def test_billions(busd):
    number, unit = split(billions(busd))

    assert unit == "billion USD"
    holds(number.replace(",", "") if "e" in number else number, busd)


@given(AMOUNTS)
def test_dollars(busd):
    found = re.fullmatch(r"\$(.*?)([BMk]?)", dollars(busd))
    number, letter = found.groups()

    holds(number, busd / SIZES[letter])
    # The letter that leaves a number of one or more, and of less than a thousand.
    assert float(read(number)[0]) >= 1
    assert letter == "B" or float(read(number)[0]) <= 1000


def test_signs_and_nothing_by_hand():
    assert in_fitting_unit(0.0) == "0 USD"
    assert in_fitting_unit(1.234567) == "1.23457 billion USD"
    assert in_fitting_unit(-0.002) == "-2 million USD"
    assert in_fitting_unit(12_345.6) == "12,346 billion USD"
    assert billions(99.94) == "99.9 billion USD"
    assert billions(99.95) == "100 billion USD"
    assert billions(1234.5) == "1,234 billion USD"
    assert dollars(1.0) == "$1B"
    assert dollars(0.0123) == "$12.3M"
    assert dollars(4.56e-6) == "$4.56k"
    assert dollars(7e-9) == "$7"


@given(st.floats(1e-12, 1e12) | st.floats(-1e12, -1e-12))
def test_cells_of_the_terminal(value):
    text = figure(value)

    holds(text, value)
    assert read(text)[2] >= 3 or abs(value) < 100


@given(st.floats(1e-12, 1e30) | st.floats(-1e30, -1e-12))
def test_numbers_of_sentences(value):
    holds(printed(value), value)


@given(st.floats(1e-9, 50.0) | st.just(0.0))
def test_shares(share):
    text = printed(share, "percent")

    if text == "more than 99.9%":
        assert 0.999 < share < 1
    elif text == "less than 0.1%":
        assert 0 < share < 0.001
    else:
        holds(text.removesuffix("%"), 100 * share)


@given(st.floats(0.1, 1e12) | st.integers(0, 10**9))
def test_cells_of_a_report(value):
    (row,) = DataTable.of(pd.DataFrame({"gw": [value]}), "a table").rows

    holds(row[0], value)


@given(st.floats(1e-12, 1e4), st.sampled_from(["billion", "million", "thousand"]))
def test_the_unit_that_suits_an_amount(value, unit):
    best = suited(value, unit)
    told = value * UNITS[unit] / UNITS[best]

    assert UNITS[best] <= UNITS[unit]
    assert told >= 1 or best == ""
    # No larger one would do.
    assert best == unit or told < 1000 * (1 + 1e-9)
