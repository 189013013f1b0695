import pytest

from planner.errors import InputError
from planner.studies.designs import grid, latin_hypercube, monte_carlo, one_at_a_time
from planner.studies.levers import parse_lever

RATE = parse_lever("discount_rate=0.0:1.0")
LAST = parse_lever("years.last=2026,2027")
PUE = parse_lever("sites.pue")


def test_one_at_a_time_changes_one_key_in_each():
    scenarios = one_at_a_time([LAST, PUE])

    assert [dict(s.changes) for s in scenarios] == [
        {},
        {"years.last": 2026},
        {"years.last": 2027},
        {"sites.pue": "low"},
        {"sites.pue": "high"},
    ]


def test_a_grid_holds_every_combination_once():
    scenarios = grid([LAST, PUE])

    assert len(scenarios) == 1 + 2 * 2
    assert len({s.name for s in scenarios}) == 5
    assert {"years.last": 2027, "sites.pue": "low"} in [dict(s.changes) for s in scenarios]


def test_a_latin_hypercube_draws_once_from_each_part_of_each_lever():
    scenarios = latin_hypercube([RATE, PUE], 20, seed=7)[1:]

    tenths = sorted(int(s.changes["discount_rate"] * 20) for s in scenarios)
    assert tenths == list(range(20))


def test_draws_are_the_same_for_the_same_seed_only():
    first, again, other = (monte_carlo([RATE, PUE], 5, seed) for seed in (3, 3, 4))

    assert first == again
    assert first != other


def test_a_lever_of_values_cannot_be_drawn_from():
    with pytest.raises(InputError, match=r"years\.last has values, not an interval"):
        monte_carlo([LAST, PUE], 5, seed=1)


def test_no_draws_are_no_design():
    with pytest.raises(InputError, match="--samples: 0; expected from 1 to 100,000"):
        latin_hypercube([PUE], 0, seed=1)
