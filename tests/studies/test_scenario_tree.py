"""Files of studies: what they may hold, and the mean of their scenarios."""

import pytest

from planner import api
from planner.config import overlaid
from planner.errors import InputError
from planner.studies.scenario_tree import bundled_studies, mean_changes, path_of, read_tree

TWO = """
title = "Growth"
model = "small"
revealed = 2028

[[scenarios]]
name = "slow"
probability = 0.25
[scenarios.changes]
discount_rate = 0.05
cases.hbm_supply.supply_eb = "low"

[[scenarios]]
name = "fast"
probability = 0.75
changes = { discount_rate = 0.09 }
"""


def written(folder, text):
    path = folder / "growth.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_study_has_its_scenarios_and_the_model_that_they_change(tmp_path):
    tree, base = read_tree(written(tmp_path, TWO))

    assert (tree.name, tree.revealed, base.name) == ("growth", (2028,), "small")
    assert tree.scenarios[0].changes == {
        "discount_rate": 0.05,
        "cases.hbm_supply.supply_eb": "low",
    }
    assert path_of(tree.scenarios[0], tree) == ("slow",)


def test_the_mean_weighs_numbers_and_cases_by_probability(tmp_path):
    tree, base = read_tree(written(tmp_path, TWO))

    # 0.25 * 0.05 + 0.75 * 0.09; low is one end of a range, and nothing said is its middle.
    assert mean_changes(tree, base) == {
        "discount_rate": pytest.approx(0.08),
        "cases.hbm_supply.supply_eb": pytest.approx(-0.25),
    }


def test_a_cell_that_one_scenario_leaves_to_the_table_has_no_mean(tmp_path):
    text = TWO.replace("discount_rate = 0.05", "sites.coreweave_helios.pue = 1.3")
    tree, base = read_tree(written(tmp_path, text))

    assert mean_changes(tree, base) is None


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("= 0.25", "= 0.5", "key scenarios: probabilities add up to 1.25; expected 1"),
        ("= 2028", "= 2026", "key revealed: 2026; expected a year after 2026 and up to 2028"),
        ("= 2028", "= [2027, 2028]", "'slow', key learns: missing; expected one for each of 2"),
        ('"fast"', '"slow"', "two called 'slow'"),
        ("revealed", "reveald", "key reveald: unknown key; expected one of"),
        ('"small"', '"smal"', "no model of that name"),
        ("= 0.25", '= "a quarter"', "scenarios.0.probability: 'a quarter'; expected a valid num"),
        ('title = "Growth"', "title = Growth", "line 2, column"),
    ],
)
def test_what_is_wrong_with_a_study_is_said_with_its_key(tmp_path, before, after, message):
    path = written(tmp_path, TWO.replace(before, after))
    with pytest.raises(InputError) as raised:
        read_tree(path)
    assert message in str(raised.value)


def test_two_scenarios_may_not_learn_the_same(tmp_path):
    text = TWO.replace("= 2028", "= [2027, 2028]")
    text = text.replace('name = "slow"', 'name = "slow"\nlearns = ["a", "b"]')
    text = text.replace('name = "fast"', 'name = "fast"\nlearns = ["a", "b"]')
    with pytest.raises(InputError, match="the same as another scenario's"):
        read_tree(written(tmp_path, text))


@pytest.mark.parametrize("name", sorted(bundled_studies()))
def test_each_scenario_of_a_study_that_ships_is_a_model_and_says_what_it_rests_on(name):
    tree, base = read_tree(name)

    for branch in tree.scenarios:
        api.load_inputs(overlaid(base, branch.changes, origin=branch.name))
    assert tree.description
    assert all(branch.note for branch in tree.scenarios)


def test_scenarios_with_faults_are_not_also_counted_as_missing(tmp_path):
    text = TWO.replace("probability = ", "probabilty = ")

    with pytest.raises(InputError) as caught:
        read_tree(written(tmp_path, text))
    assert not any("or more of them" in str(fault) for fault in caught.value.faults)

    alone = TWO[: TWO.index("[[scenarios]]", TWO.index("[[scenarios]]") + 1)]
    with pytest.raises(InputError, match=r"key scenarios: .*; expected 2 or more of them"):
        read_tree(written(tmp_path, alone))
