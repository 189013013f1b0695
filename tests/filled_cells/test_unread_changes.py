"""What is laid over a model acts or is refused: cells and keys that nothing in it reads."""

import pytest

from planner import api
from planner.cli import main
from planner.config import load_model, overlaid
from planner.config.reading import bundled_models
from planner.errors import InputError
from planner.planning.unread_changes import unread_changes, unread_in_all
from planner.studies.designs import grid, one_at_a_time
from planner.studies.levers import parse_lever
from planner.studies.sweep import Study

CURVE = "compute_demand_curve.rest_of_industry:2028:1"
PRICED = {
    "workloads.use": ["frontier_run", "rest_of_industry"],
    "objective.targets": "priced",
    "demand.curve_share": 0.5,
}


def told(changes, base="small"):
    """What is said of changes over a model."""
    return unread_changes(overlaid(load_model(base), changes))


UNREAD = {
    # What other keys of the model leave unread, with the key that reads it.
    "grid_tariffs.ERCOT:2025.wires_usd_per_kw_month": (
        9,
        'power.electricity_price = "tariff" reads',
    ),
    f"{CURVE}.quantity_h100e": (9e6, 'objective.targets = "priced" reads'),
    "capex_limits.growth:2027.value": (0.4, "limits.capex_growth = true reads"),
    "construction_limits.USA:growth.value": (0.4, "limits.national_construction = true reads"),
    "accelerator_ramp.ramp:all:packaging:1.share": (0.1, 'supply.ramp = "observed" reads'),
    "supply_contracts.hbm.least_share": (0.9, 'supply.contracts = "observed" reads'),
    "accelerator_ramp.decline:all:packaging:1.share": (0.9, "nothing reads it"),
    "site_commitments.coreweave_helios:2026:both.facility_gw": (
        0.1,
        'commitments.sites = "given"',
    ),
    "euv_scanners.2028.running": (300, "supply.euv = true reads"),
    "equipment_supply.large_power_transformer:2028.deliveries_per_year": (
        9,
        "supply.equipment = true reads",
    ),
    "process_nodes.n3.fab_build_years": (2, 'supply.expansion = "node" reads'),
    "power_terms.flexible_load_hours.value": (99, "power.flexible_load = true reads"),
    "cluster_costs.redeployment_weeks.value": (9, 'fleet.redeployment = "one_way" reads'),
    "supply_terms.euv.ai_share": (0.9, "supply.euv = true reads"),
    # Rows of what is not in the model.
    "sites.google_columbus.pue": (1.3, "'google_columbus' is no site of the model"),
    "accelerators.huawei_ascend_910c.price_usd": (9e3, "'huawei_ascend_910c' is no accelerator"),
    "electricity_prices.PJM:2027.price_usd_per_mwh": (90, "'PJM' is no region of its sites"),
    "power_costs.nuclear_smr:2028.capex_usd_per_kw": (
        9e3,
        "is no technology that the model's sites can",
    ),
    "workloads.rest_of_industry.base_value": (1e7, "is no workload that the model uses"),
    # Years that are not planned, and columns that people read.
    "electricity_prices.ERCOT:2030.price_usd_per_mwh": (90, "it is of 2030, and 2026-2028 is"),
    "process_nodes.n3.volume_production_year": (2024, "it is for readers"),
}


def test_cells_that_nothing_reads_are_refused_at_once_with_what_would_read_them():
    found = told({f"set.{path}": value for path, (value, _) in UNREAD.items()}).faults

    assert len(found) == len(UNREAD)
    for fault, (path, (value, reason)) in zip(map(str, found), UNREAD.items(), strict=True):
        assert fault.startswith(f"--set, key set.{path}: {value}, and nothing reads it: "), fault
        assert reason in fault


@pytest.mark.parametrize(
    ("keys", "path", "value"),
    [
        (
            {"power.electricity_price": "tariff"},
            "grid_tariffs.ERCOT:2025.wires_usd_per_kw_month",
            9,
        ),
        (PRICED, f"{CURVE}.quantity_h100e", 9e6),
        ({"limits.capex_growth": True}, "capex_limits.growth:2027.value", 0.4),
        ({"supply.contracts": "observed"}, "supply_contracts.packaging.least_share", 0.9),
        ({"supply.decline": "observed"}, "accelerator_ramp.decline:all:packaging:1.share", 0.9),
        ({"sites.include": ["google_columbus"]}, "sites.google_columbus.pue", 1.3),
        ({}, "power_costs.gas_recip:2028.capex_usd_per_kw", 2e3),
        ({"years.last": 2030}, "electricity_prices.ERCOT:2030.price_usd_per_mwh", 90),
        # A value that changes nothing: the cell would act with another.
        ({}, "sites.openai_stargate_abilene.first_power_year", 2001.0),
        # The low end of a quantity whose case is asked for.
        ({"cases.workloads.mfu": "low"}, "workloads.frontier_run.mfu_low", 0.25),
        ({"cases.workloads.mfu": "low"}, "workloads.frontier_run.mfu_low", 0.2),
    ],
)
def test_a_cell_that_the_keys_have_read_is_no_fault(keys, path, value):
    said = told({**keys, f"set.{path}": value})

    assert (said.faults, said.notices) == ((), ())


def test_the_low_end_of_a_quantity_acts_where_its_case_is_asked_for():
    changes = {"cases.workloads.mfu": "low", "set.workloads.frontier_run.mfu_low": 0.25}
    inputs = api.load_inputs(overlaid(load_model("small"), changes))

    assert inputs["workloads"].at["frontier_run", "mfu"] == 0.25


def test_all_that_is_unread_is_refused_at_once_before_anything_is_planned(tmp_path, capsys):
    changes = ("sites.google_columbus.pue=1.3", "objective.compute_in=last_year",
               "capex_limits.growth:2027.value=0.4")  # fmt: skip
    stated = [part for change in changes for part in ("--set", change)]

    assert main(["run", "small", *stated, "-o", str(tmp_path), "-q"]) == 2
    error = capsys.readouterr().err
    assert error.count("and nothing reads it") == 3
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"objective.compute_in": "last_year"}, "objective.compute_in"),
        ({"foresight.step": 2}, "foresight.step"),
        ({"time.slices_per_day": 4}, "time.slices_per_day"),
        ({"time.days": 9, "time.slice_set": "four_days"}, None),
        ({"limits.release": ["chip_supply"], "supply.euv": True}, "supply.euv"),
        (
            {"limits.release": ["sites"], "limits.national_construction": True},
            "limits.national_construction",
        ),
        ({"limits.release": ["chip_supply"], "supply.euv": False}, None),
    ],
)
def test_a_key_that_others_leave_unread_is_refused(changes, key):
    assert [f.where for f in told(changes).faults] == ([f"--set, key {key}"] if key else [])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"set.sites.openai_stargate_abilene.latitude": 32.4}, "what is asked of one"),
        (
            {"set.known_facts.units_aws_2025_epoch_chip_sales_2026_10.central": 1e3},
            "what is asked of one",
        ),
        ({"set.workloads.frontier_run.run_days_low": 70}, "an end of the range of run_days"),
        ({**PRICED, "set.workloads.rest_of_industry.base_value": 1e7}, "told beside that"),
    ],
)
def test_what_answers_read_and_no_plan_does_is_told(changes, words):
    said = told(changes)

    assert not said.faults
    assert len(said.notices) == 1
    assert words in said.notices[0]


def test_a_note_may_be_changed_with_what_it_is_of():
    said = told({"set.sites.google_columbus.note": "asked for"})

    assert (said.faults, said.notices) == ((), ())


@pytest.fixture
def model_file(tmp_path):
    """Write model files, each of which may extend those before it."""

    def make(name, text):
        path = tmp_path / f"{name}.toml"
        path.write_text(f'title = "t"\n{text}', encoding="utf-8")
        return path

    return make


def test_a_file_that_sets_what_it_leaves_unread_is_refused(model_file):
    own = model_file("own", 'extends = "small"\n[set]\n"sites.google_columbus.pue" = 1.3\n')

    with pytest.raises(InputError, match=r"own.toml, line 4, .*'google_columbus' is no site"):
        api.solve(own)


def test_what_a_file_sets_for_others_that_extend_it_is_told(model_file):
    model_file("own", 'extends = "small"\n[set]\n"sites.google_columbus.pue" = 1.3\n')
    heir = load_model(model_file("heir", 'extends = "own"\n'))
    same = load_model(model_file("same", 'extends = "own"\n[sites]\ninclude=["google_columbus"]'))

    said = unread_changes(heir)
    assert not said.faults
    assert "own.toml, line 4" in said.notices[0]
    assert unread_changes(same).notices == ()


def study(levers, tmp_path, base="small", design=grid):
    """A study of levers, as ``planner sweep --vary`` makes it."""
    scenarios = tuple(design([parse_lever(text) for text in levers]))
    return Study("s", load_model(base), scenarios, tmp_path)


def test_a_sweep_may_vary_what_acts_in_some_of_its_scenarios(tmp_path):
    levers = ["power.electricity_price=retail,tariff",
              "grid_tariffs.ERCOT:2025.wires_usd_per_kw_month=5,9"]  # fmt: skip

    assert len(study(levers, tmp_path).tasks()) == 5


def test_a_sweep_of_what_acts_in_none_is_refused_once_for_each_lever(tmp_path):
    levers = ["grid_tariffs.ERCOT:2025.wires_usd_per_kw_month=5,9", "discount_rate=0.05,0.1",
              "capex_limits.growth:2027.value=low,high"]  # fmt: skip
    with pytest.raises(InputError) as refused:
        study(levers, tmp_path, design=one_at_a_time).tasks()

    keys = [fault.where.rpartition("key ")[2] for fault in refused.value.faults]
    assert keys == [
        "set.grid_tariffs.ERCOT:2025.wires_usd_per_kw_month",
        "cases.capex_limits.growth:2027.value",
    ]


def test_a_scenario_that_nothing_reads_by_itself_is_planned_beside_one_that_reads_it():
    base, path = load_model("small"), "set.grid_tariffs.ERCOT:2025.wires_usd_per_kw_month"
    without = overlaid(base, {path: 9})
    with_it = overlaid(base, {path: 9, "power.electricity_price": "tariff"})

    assert unread_in_all([without, with_it]) == []
    assert len(unread_in_all([without, without])) == 1


@pytest.mark.slow
@pytest.mark.parametrize("name", bundled_models())
def test_shipped_models_set_nothing_that_they_leave_unread(name):
    said = unread_changes(load_model(name))

    assert (said.faults, said.notices) == ((), ())
