"""Load factors: those of the workload's kind, and shares alone."""

import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.errors import InputError


def world(**changes):
    asked = {"power.load": "average", **changes}
    return api.load_world(overlaid(load_model("small"), asked))


def test_a_workload_has_the_factor_of_its_kind():
    made = world(**{"workloads.use": ["frontier_run", "ai_workers"]})

    factors = {w: load.load_factor for w, load in made.workloads.items()}
    assert factors == {"frontier_run": 0.76, "ai_workers": 0.63}
    assert made.idle_power_share == 0.2


def test_rated_power_is_all_of_it():
    assert world(**{"power.load": "rated"}).workloads["frontier_run"].load_factor == 1.0


@pytest.mark.parametrize("term", ["idle_power_share", "load_factor_training_run"])
def test_more_than_rated_power_is_no_share(term):
    with pytest.raises(InputError, match=f"1.5 for '{term}'; expected a share from 0 to 1"):
        world(**{f"power_terms.{term}.value": 1.5})
