"""How numbers and money are printed."""

import pytest

from planner.wording import money, numbers


@pytest.mark.parametrize(
    ("value", "figures", "text"),
    [
        (0.0, 3, "0"), (0.08346, 3, "0.0835"), (5.0, 3, "5"), (999.4, 3, "999"),
        (999.6, 3, "1,000"), (1234.5, 3, "1,234"), (1234.5, 6, "1,234.5"),
        (1234567.0, 3, "1,234,567"), (-1234.5, 3, "-1,234"),
        (2.1e25, 6, "2.1e+25"), (1e-6, 3, "1e-06"),
    ],
)  # fmt: skip
def test_significant_figures(value: float, figures: int, text: str) -> None:
    assert numbers.to_figures(value, figures) == text


def test_a_sign_stands_before_what_is_more() -> None:
    assert numbers.to_figures(1234.0, signed=True) == "+1,234"
    assert numbers.to_percent(0.125, signed=True) == "+12.5%"


def test_a_year_has_no_thousands() -> None:
    assert numbers.to_year(2027.5) == "2027.50"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (5.0, "5.00"), (12.345, "12.3"), (123.4, "123"), (2e10, "2.00e+10"),
        (5e-5, "5.00e-05"),
    ],
)  # fmt: skip
def test_cells_of_a_column(value: float, text: str) -> None:
    assert numbers.in_column(value) == text


@pytest.mark.parametrize(
    ("busd", "text"),
    [(1.25, "$1.25B"), (0.4789, "$479M"), (-1.68e-7, "-$168"), (1234.5, "$1,234B"), (0.0, "$0")],
)
def test_dollars(busd: float, text: str) -> None:
    assert money.dollars(busd) == text


@pytest.mark.parametrize(
    ("busd", "text"),
    [
        (0.0, "0 USD"), (1.5, "1.5 billion USD"), (0.0015, "1.5 million USD"),
        (12345.6, "12,346 billion USD"),
    ],
)  # fmt: skip
def test_money_in_a_unit_that_fits(busd: float, text: str) -> None:
    assert money.in_fitting_unit(busd) == text
