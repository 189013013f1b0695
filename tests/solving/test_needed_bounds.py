"""How far each cell may be raised where it is asked what would be needed."""

import pytest

from planner.formulation.limits import Cell, Lever
from planner.solving.needed import _bounds


@pytest.mark.parametrize(
    ("value", "others", "most"),
    [
        # A cell that says something may become five times as large, or what its table calls high.
        (2.0, (), 4.0),
        (3.0, (), 0.25),
        # One of nothing may become as much as the largest of its kind.
        (0.0, (0.5, 0.25), 0.5),
        (0.0, (), 1.0),
    ],
)
def test_a_cell_is_raised_as_far_as_it_makes_sense(value, others, most):
    def lever(number: int, value: float) -> Lever:
        cell = Cell(
            table="sites", key=(str(number),), column="gw", what="room", value=value, unit="GW"
        )
        return Lever(cell=cell, limit="site_size_limit", moves={})

    levers = [lever(i, each) for i, each in enumerate((value, *others))]

    found = _bounds(levers, lambda cell: 0.25 if cell.value == 3.0 else None)

    assert found[0] == most
