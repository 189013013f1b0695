"""One campus of 5 GW beside five of 1 GW: the table of the README, held to the plans."""

import re

import pytest

from planner import api
from planner.config.locations import bundled

NAMES = ("one_campus", "distributed")
GAP = 0.002
"""What both models leave between their plan and the best one."""


@pytest.fixture(scope="module")
def plans(shipped):
    return {name: api.read_run(shipped(name).folder)[0] for name in NAMES}


def printed():
    """Model and line to the numbers of the README, by the words of its first column."""
    text = (bundled("models") / "README.md").read_text(encoding="utf-8")
    lines = re.split(r"\n", text[text.index("<!-- comparison") :])[3:9]
    table, name = {}, ""
    for line in lines:
        words, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        if found := re.match(r"`(\w+)`: ", words):
            name = found[1]
            words = words.removeprefix(found[0])
        table[name, words] = [float(cell.rstrip("%")) for cell in cells if cell]
    return table


@pytest.mark.parametrize("name", NAMES)
def test_a_model_has_campuses_of_its_size_only(name):
    world = api.load_world(api.load_model(name))
    sizes = {world.sites[s].max_facility_gw for s in world.training_topology.hosts}

    assert sizes == {5.0 if name == "one_campus" else 1.0}
    assert len(world.training_topology.hosts) == len(world.sites)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_readme_has_what_the_plans_say(plans, name):
    plan, table = plans[name], printed()
    runs = plan["training_sites"].groupby("year").agg({"it_gw": "sum", "efficiency": "first"})
    delivered = plan["targets"].set_index("year")["delivered_share"]
    years = range(2028, 2033)

    *gw, cost = table[name, "GW of IT in the run"]
    assert cost == pytest.approx(plan.cost_busd, rel=GAP + 5e-4)
    # A choice within the gap may differ by a campus that loses a little more or less.
    assert gw == pytest.approx([runs.at[y, "it_gw"] for y in years], rel=0.03, abs=0.05)
    shares = table[name, "share of the target delivered"]
    assert shares == pytest.approx([100 * delivered[y] for y in years], abs=0.6)
    left = table[name, "share of time left by communication"]
    assert left == pytest.approx([100 * runs.at[y, "efficiency"] for y in years], abs=1.1)


@pytest.mark.slow
def test_the_choice_is_within_its_gap(plans):
    for plan in plans.values():
        assert (plan["choice"]["gap"] <= GAP).all()


@pytest.mark.slow
def test_no_year_has_more_campuses_than_it_may(plans):
    for name, most in (("one_campus", 1), ("distributed", 5)):
        assert plans[name]["training_sites"].groupby("year")["site"].nunique().max() <= most
