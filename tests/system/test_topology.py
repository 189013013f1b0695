"""From a model's topology of runs to options, distances and efficiencies."""

import pytest

from planner import api
from planner.errors import InputError

TWO_TEXAN = """
extends = "small"
[training]
"""
"""Abilene and Helios lie 174 km apart, and can grow to 1.18 and 0.8 GW."""


@pytest.fixture
def topology(tmp_path):
    def of(text):
        path = tmp_path / "model.toml"
        path.write_text(TWO_TEXAN + text, encoding="utf-8")
        return api.load_world(api.load_model(path)).training_topology

    return of


def test_runs_are_pooled_unless_a_model_says_otherwise():
    assert api.load_world(api.load_model("small")).training_topology is None


def test_campuses_give_each_number_in_each_class_of_distance(topology):
    found = topology('topology = "campuses"\ncampuses = 3')

    assert list(found.options) == ["1 campus", "2 campuses within 174 km"]
    assert found.too_far("openai_stargate_abilene", "coreweave_helios") is False
    (apart,) = found.distance_km.values()
    assert apart == pytest.approx(174, abs=2)


def test_the_larger_run_of_a_later_year_loses_more(topology):
    found = topology('topology = "campuses"\ncampuses = 2')
    left = [
        found.efficiency["frontier_run", y, "2 campuses within 174 km"] for y in (2026, 2027, 2028)
    ]

    assert 1 > left[0] > left[1] > left[2] > 0.98


def test_a_region_is_an_option_with_all_of_its_campuses(topology):
    found = topology('topology = "regional"')

    assert list(found.options) == ["ERCOT"]
    assert found.options["ERCOT"].most_campuses == 2


def test_a_pool_hosts_no_run(tmp_path):
    path = tmp_path / "model.toml"
    path.write_text(
        'extends = "small"\n[sites]\ninclude = ["coreweave_helios", "pool_ERCOT"]\n'
        '[run]\ntopology = "campuses"\ncampuses = 1\n',
        encoding="utf-8",
    )

    assert api.load_world(api.load_model(path)).training_topology.hosts == ("coreweave_helios",)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('topology = "campuses"\ncampuses = 0', r"key training.campuses: 0; expected at least 1"),
        ('topology = "campus"', r"training.topology: 'campus'; .*did you mean 'campuses'"),
        ('topology = "campuses"', r"without a number; expected campuses = 1 or more"),
        ("campuses = 2", r'campuses = 2 with topology = "pooled"'),
        ('topology = "regional"\ncampuses = 2', r'campuses = 2 with topology = "regional"'),
        ("min_campus_gw = 1.0", r'min_campus_gw = 1 with topology = "pooled"'),
        (
            'topology = "campuses"\ncampuses = 1\nmin_campus_gw = 6.0',
            r"line 6, key training.min_campus_gw: no site of the model can grow to 6 GW; expected "
            r"at most 1.18, the size of 'openai_stargate_abilene'",
        ),
        (
            'topology = "regional"\n[set]\n"demand_drivers.communication_bit_s.value" = 0',
            r"communication_bit_s.value: 0; expected more than 0 bit/s",
        ),
        (
            'topology = "regional"\n[set]\n"demand_drivers.communication_hidden_share.value" = 2',
            r"communication_hidden_share.value: 2; expected a share from 0 to 1",
        ),
        (
            'topology = "regional"\n[workloads]\nuse = ["rest_of_industry"]',
            r"key training.topology: 'regional', but no training run in workloads.use",
        ),
    ],
)
def test_what_can_not_be_is_named(topology, text, words):
    with pytest.raises(InputError, match=words):
        topology(text)
