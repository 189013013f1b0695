"""What a plan that does not hold is told with: the first checks in words, the rest by count."""

from types import SimpleNamespace

import pytest

from planner.analysis.verify import FAILURES_SHOWN, require
from planner.errors import FailedCheckError


def checks(count):
    return [SimpleNamespace(sentence=lambda n=n: f"check {n}") for n in range(count)]


def test_a_plan_that_holds_says_nothing():
    require([])


@pytest.mark.parametrize(
    ("beyond", "rest"), [(-1, []), (0, []), (1, ["and 1 more"]), (3, ["and 3 more"])]
)
def test_the_first_failures_are_told_and_the_rest_are_counted(beyond, rest):
    with pytest.raises(FailedCheckError) as error:
        require(checks(FAILURES_SHOWN + beyond))

    shown = [f"check {n}" for n in range(FAILURES_SHOWN + min(beyond, 0))]
    assert str(error.value).split("\n") == ["the plan is not what it says:", *shown, *rest]
