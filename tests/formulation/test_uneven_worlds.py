"""Every row, bound, price and limit of worlds in which all blocks have rows is as it is kept.

The other tests say by hand what a block must do; this one says that nothing else has moved, to the
last coefficient and the last label.
"""

import re
from pathlib import Path

import pytest

from planner.formulation.assemble import BLOCKS
from tests.formulation import uneven_chips as chips
from tests.formulation import uneven_power as power
from tests.formulation.programme_text import programme_text
from tests.kept_texts import hold

KEPT = Path(__file__).parent / "snapshots"
WORLDS = (
    chips.whole_years_of_chips,
    chips.halves_of_chips,
    chips.demand_of_all_kinds,
    chips.campuses,
    power.power_of_all_kinds,
    power.days_in_a_row,
    power.years_in_fives,
    power.limits_of_nothing,
)


@pytest.mark.parametrize("made", WORLDS, ids=lambda of: of.__name__)
def test_a_programme_is_what_is_kept_of_it(made):
    hold(KEPT / f"{made.__name__}.txt", programme_text(made()))


@pytest.mark.parametrize("made", WORLDS, ids=lambda of: of.__name__)
def test_rows_and_prices_as_arrays_are_those_of_their_rules(made):
    assert programme_text(made()) == programme_text(made(), by_rules=True)


def test_nearly_every_constraint_that_is_described_has_rows_in_one_of_them():
    described = {name for of in BLOCKS for name in re.findall(r"Constraint ``(\w+)``", of.__doc__)}
    rows = {
        name
        for path in KEPT.glob("*.txt")
        for name in re.findall(r"(?m)^(\w+)\[", path.read_text().partition("\n\n")[0])
    }

    assert len(described - rows) < 0.1 * len(described)
    assert {path.stem for path in KEPT.glob("*.txt")} == {made.__name__ for made in WORLDS}
