import pickle

import pytest

from planner.config import by_year, load_model


def test_the_smallest_model_has_the_stated_defaults(write, smallest):
    model = load_model(write(smallest))

    assert (model.name, model.title, model.description) == ("m", "A question", "")
    assert (model.years.first, model.years.last) == (2026, 2028)
    assert (model.discount_rate, model.discount_timing, model.currency_year) == (
        0.07,
        "middle",
        2025,
    )
    assert model.h100e_basis == "eight_bit_dense"
    assert model.datasets is None
    assert (model.sites.countries, model.sites.kinds) == (("USA",), "all")
    assert model.accelerators.supply_regions == ("west",)
    assert (model.power.technologies, model.power.exclude) == ("all", ())
    assert model.time.slice_set == "four_days"
    assert model.solver.method == "choose"
    assert by_year(model.limits.emissions_mt_per_year, [2026]) == {}


def test_a_full_model_is_read_as_written(write, smallest):
    model = load_model(
        write(
            smallest
            + """
[sites]
kinds = ["campus", "candidate"]
min_facility_gw = 1
include = ["abilene"]
[power]
technologies = ["gas_ccgt", "grid"]
[cases]
"packaging_capacity.wafers_k_per_year" = "high"
"*" = "low"
[set]
"node_capacity.n3:2028.capacity_kwpm" = 120
"sites.abilene.onsite_generation" = false
[limits]
emissions_mt_per_year = { "2027" = 5, "2030" = 4.5 }
[prices]
carbon_usd_per_t = 50
[solver]
method = "ipm"
time_limit_seconds = 60
"""
        )
    )

    assert model.sites.kinds == ("campus", "candidate")
    assert model.sites.include == ("abilene",)
    assert model.power.technologies == ("gas_ccgt", "grid")
    assert model.cases == {"packaging_capacity.wafers_k_per_year": "high", "*": "low"}
    assert model.set == {
        "node_capacity.n3:2028.capacity_kwpm": 120,
        "sites.abilene.onsite_generation": False,
    }
    assert by_year(model.limits.emissions_mt_per_year, range(2026, 2029)) == {2027: 5.0}
    assert model.prices.carbon_usd_per_t == 50.0


def test_one_cap_holds_for_every_year(write, smallest):
    model = load_model(write(smallest + "[limits]\nemissions_mt_per_year = 5\n"))

    assert by_year(model.limits.emissions_mt_per_year, [2026, 2027]) == {2026: 5.0, 2027: 5.0}


def test_a_share_of_clean_power_holds_for_every_year_or_for_those_that_are_named(write, smallest):
    flat = load_model(write(smallest + "[limits]\nclean_share_hourly = 0.9\n"))
    assert by_year(flat.limits.clean_share_hourly, [2026, 2027]) == {2026: 0.9, 2027: 0.9}

    named = load_model(write(smallest + '[limits]\nclean_share_hourly = { "2027" = 1 }\n'))
    assert by_year(named.limits.clean_share_hourly, [2026, 2027]) == {2027: 1.0}


def test_paths_may_be_written_without_quotes(write, smallest):
    text = smallest + "[set]\naccelerators.nvidia_gb200.price_usd = 40000\n"
    text += '[cases]\nsites.pue = "low"\n'

    model = load_model(write(text))

    assert model.set == {"accelerators.nvidia_gb200.price_usd": 40000}
    assert model.cases == {"sites.pue": "low"}
    assert model.place("set.accelerators.nvidia_gb200.price_usd") == (
        "m.toml, line 7, key set.accelerators.nvidia_gb200.price_usd"
    )


def test_a_model_travels_between_processes_and_does_not_change(write, smallest):
    model = load_model(write(smallest))

    assert pickle.loads(pickle.dumps(model)) == model
    with pytest.raises(ValueError, match="frozen"):
        model.title = "another"
