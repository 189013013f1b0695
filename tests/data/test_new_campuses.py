"""New campuses of every region, counted by hand from the paths of the grid."""

import shutil
from pathlib import Path

import pytest

from planner.audit.candidates import with_candidates
from planner.audit.files import EXTRA, INPUTS, NONE, Files
from planner.config import load_model, overlaid
from planner.config.locations import bundled
from planner.data.csv_out import write_rows
from planner.data.inputs import Inputs
from planner.errors import InputError, PlannerError
from planner.system.build import build_world

ON = {"sites.new_campuses": True, "sites.countries": ("USA",), "sites.kinds": ("fleet_pool",)}


def model_of(**changes):
    return overlaid(load_model("small"), {**ON, **changes})


def test_a_region_has_what_its_grid_connects_once_a_request_is_through():
    # ERCOT connects 3.5 GW a year. A request of 2026 waits 3 years, so a plan to 2030 has the
    # seven GW of 2029 and 2030, at most 3.5 of them a year; one to 2032 has 14.
    for last, gw in ((2030, 7.0), (2032, 14.0)):
        inputs = Inputs.for_model(model_of(**{"years.last": last}))
        row = inputs["sites"].loc["new_ERCOT"]

        assert row["first_power_year"] == 2029.0
        assert row["max_facility_gw"] == pytest.approx(gw)
        assert row["build_rate_gw_per_year"] == pytest.approx(3.5)
        assert (row["country"], row["kind"], row["confidence"]) == (
            "USA",
            "fleet_pool",
            "estimate",
        )


def test_a_pool_is_called_by_its_region_and_says_where_it_comes_from():
    inputs = Inputs.for_model(model_of(**{"years.last": 2030}))
    row = inputs["sites"].loc["new_ERCOT"]
    region = inputs["regions"].loc["ERCOT", "name"]

    assert region not in ("", "ERCOT")
    assert row["name"] == f"New campuses, {region}"
    assert row["note"] == "Generated: 7 GW that ERCOT connects from 2029 to 2030."


def test_every_region_of_the_country_has_one_and_none_abroad():
    inputs = Inputs.for_model(model_of(**{"years.last": 2032}))
    regions = inputs["regions"]["country"]

    made = [s for s in inputs["sites"].index if s.startswith("new_")]

    assert made == [f"new_{region}" for region in regions.index[regions == "USA"]]
    assert set(made) == set(inputs.candidates)


def test_a_region_that_connects_nothing_in_time_has_none():
    # A request of 2026 is through in 2029 in ERCOT, and in 2031 in PJM, whose queue takes 5 years.
    sites = Inputs.for_model(model_of(**{"years.last": 2029}))["sites"].index

    assert "new_ERCOT" in sites
    assert "new_PJM" not in sites


def test_nothing_is_added_unless_a_model_asks_for_it():
    inputs = Inputs.for_model(load_model("small"))

    assert not [s for s in inputs["sites"].index if s.startswith("new_")]


def test_they_stand_alone_and_host_no_run():
    # They are no campus: a run that is placed finds only the two of the model.
    changes = {"years.last": 2030, "training.topology": "campuses", "training.campuses": 2}
    model = model_of(**changes)
    world = build_world(Inputs.for_model(model), model)

    assert world.sites["new_ERCOT"].pool is None
    assert set(world.training_topology.hosts) == set(model.sites.include)


def test_what_a_model_sets_of_one_holds_in_the_plan_and_in_the_certificate():
    cell = "set.sites.new_ERCOT.max_facility_gw"
    model = model_of(**{"years.last": 2030, cell: 2.0, "cases.grid_large_loads.*": "low"})
    inputs = Inputs.for_model(model)
    tables = {name: table.reset_index() for name, table in inputs.to_write.items()}
    changes = [[c.table, list(c.key), c.column, c.old, c.new] for c in inputs.changes]
    again = with_candidates(
        Files(
            inputs={name: tables.get(name, NONE) for name in (*INPUTS, *EXTRA)},
            plan={},
            manifest={"definition": model.model_dump(mode="json"), "changes": changes},
            datasets=Path(),
        )
    )

    table = inputs["sites"]
    made = [s for s in table.index if s.startswith("new_")]
    assert sorted(again.chosen) == sorted(made)
    assert again.rows["new_ERCOT"]["max_facility_gw"] == table.at["new_ERCOT", "max_facility_gw"]
    for s in made:
        for column in ("max_facility_gw", "build_rate_gw_per_year", "first_power_year", "pue"):
            assert again.rows[s][column] == pytest.approx(table.at[s, column]), (s, column)
    assert table.at["new_ERCOT", "max_facility_gw"] == 2.0


def test_a_plan_without_a_country_is_told_so():
    model = model_of(**{"sites.countries": ()})

    with pytest.raises(InputError, match=r"no region of the plan's countries connects a new load"):
        Inputs.for_model(model)


def test_connections_are_not_given_twice():
    needs = [{"region": "ERCOT", "gw": 1.0, "kinds": ["headroom"]}]

    with pytest.raises(PlannerError, match="candidates of the kind headroom"):
        model_of(**{"sites.candidates": needs})


def pools_of(**changes):
    """The pools of a model to 2030, when four regions have one."""
    made = Inputs.for_model(model_of(**{"years.last": 2030, **changes})).candidates
    return {name.removeprefix("new_") for name in made}


def test_kinds_include_and_exclude_choose_among_them():
    every = pools_of()
    own = load_model("small").sites.include

    assert {"ERCOT", "SPP"} < every
    assert pools_of(**{"sites.exclude": ("new_ERCOT",)}) == every - {"ERCOT"}
    only = {"sites.kinds": ("campus",), "sites.include": (*own, "new_SPP")}
    assert pools_of(**only) == {"SPP"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sites.kinds": ("campus",)}, "'fleet_pool' among the kinds, beside new_campuses"),
        ({"sites.exclude": "all"}, "every pool of new campuses is left out"),
        ({"sites.exclude": ("new_TEXAS",)}, "unknown site 'new_TEXAS'"),
        (
            {"years.last": 2029, "sites.include": ("openai_stargate_abilene", "new_PJM")},
            "'new_PJM', whose region connects no new load by 2029",
        ),
        (
            {"sites.include": ("openai_stargate_abilene", "new_CHN_N")},
            "'new_CHN_N', whose region is in no country of sites.countries",
        ),
        ({"sites.new_campuses": False, "sites.exclude": ("new_ERCOT",)}, "unknown site"),
    ],
)
def test_what_leaves_none_or_names_none_is_told(changes, told):
    if changes.get("sites.exclude") == "all":
        regions = Inputs.for_model(load_model("small"))["regions"].index
        changes = {**changes, "sites.exclude": tuple(f"new_{r}" for r in regions)}

    with pytest.raises(InputError) as raised:
        Inputs.for_model(model_of(**{"years.last": 2030, **changes}))

    faults = list(map(str, raised.value.faults))
    assert [told in fault for fault in faults] == [True], faults


def test_a_site_of_the_tables_with_the_name_of_a_pool_is_told(tmp_path):
    folder = shutil.copytree(bundled("datasets"), tmp_path / "datasets")
    for path in folder.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace("pool_SPP", "new_SPP"), "utf-8")

    with pytest.raises(InputError) as raised:
        Inputs.for_model(model_of(**{"datasets": str(folder), "years.last": 2030}))

    assert ["a site 'new_SPP' in sites.csv" in str(one) for one in raised.value.faults] == [True]


def test_the_tables_of_a_run_hold_its_pools_already_and_are_read_again(tmp_path):
    folder = shutil.copytree(bundled("datasets"), tmp_path / "datasets")
    model = model_of(**{"years.last": 2030})
    first = Inputs.for_model(model)
    write_rows(folder / "sites.csv", first["sites"])

    again = Inputs.for_model(overlaid(model, {"datasets": str(folder)}))

    assert set(again.candidates) == set(first.candidates)
    assert list(again["sites"].index) == list(first["sites"].index)
