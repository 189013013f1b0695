"""Sites by their status: later first power, a part of the size, and what stays as it is stated."""

import csv

import pytest

from planner import api
from planner.config import load_model
from planner.config.locations import bundled
from planner.errors import InputError
from planner.formulation.site_cells import pace_cell, size_cell
from planner.solving import solve_world

LAREDO = "data_city_laredo"
STATED = {"size": 5.0, "pace": 0.96, "opens": 2026.0}
"""What its row says."""


@pytest.fixture
def folder(tmp_path):
    """The shipped tables, of which a table may be written anew."""
    made = tmp_path / "tables"
    made.mkdir()
    for path in bundled("datasets").iterdir():
        (made / path.name).symlink_to(path)
    return made


@pytest.fixture
def definition(tmp_path, folder):
    """A model of two campuses and an announced site, by its keys."""

    def make(sites="", more="", include=("openai_stargate_abilene", "coreweave_helios", LAREDO)):
        path = tmp_path / "m.toml"
        names = ", ".join(f'"{name}"' for name in include)
        path.write_text(
            f'extends = "small"\ntitle = "t"\ndatasets = "{folder.name}"\n'
            f"[sites]\ninclude = [{names}]\n{sites}\n{more}",
            encoding="utf-8",
        )
        return load_model(path)

    return make


@pytest.fixture
def world(definition):
    return lambda *args, **more: api.load_world(definition(*args, **more))


def prospects(world, s=LAREDO):
    site = world.sites[s]
    return {
        "size": site.max_facility_gw,
        "pace": site.build_gw_per_year,
        "opens": site.first_power_year,
    }


def test_a_site_is_as_its_row_states_unless_a_model_asks(world):
    assert prospects(world()) == pytest.approx(STATED)


def test_what_nobody_has_begun_comes_no_sooner_than_it_can_be_built(world):
    # 2026.0 and 2.9 months are 2026.24; from October 2026, 2026.75, a shell takes 1.5 years.
    moved = world('slip = "observed"')

    assert prospects(moved) == pytest.approx({**STATED, "opens": 2028.25})
    assert prospects(moved, "openai_stargate_abilene") == pytest.approx(
        prospects(world(), "openai_stargate_abilene")
    )


def test_a_date_beyond_that_slips_by_the_months_of_its_status(world):
    # 2029 is later than the 2028.25 from which on it could be there.
    moved = world('slip = "observed"', f'[set]\n"sites.{LAREDO}.first_power_year" = 2029.0\n')

    assert prospects(moved)["opens"] == pytest.approx(2029 + 2.9 / 12)


def test_the_low_case_is_the_sooner_one(world):
    cases = '[cases]\n"site_status.slip_months" = "low"\n"site_status.opens_from" = "low"\n'
    moved = world('slip = "observed"', cases)

    assert prospects(moved)["opens"] == pytest.approx(2027.75)


def test_size_and_pace_count_with_the_share_of_the_status(world):
    # AEP Ohio: 19 % of what was asked for came to a contract.
    made = world('completion = "expected"')

    assert prospects(made) == pytest.approx({"size": 0.95, "pace": 0.19 * 0.96, "opens": 2026.0})
    # What a reader is told to change is the cell as it is stated.
    assert size_cell(made, LAREDO).value == pytest.approx(5.0)
    assert pace_cell(made, LAREDO).value == pytest.approx(0.96)


def test_what_is_given_is_not_moved_twice(world):
    # Nothing stands at Hyperion, which is tracked: its dates are those of the commitments.
    known = ("openai_stargate_abilene", "meta_hyperion", LAREDO)
    keys = 'slip = "observed"\ncompletion = "expected"'
    alone, given = (
        prospects(world(keys, more, include=known), "meta_hyperion")
        for more in ("", '[commitments]\nsites = "given"\n')
    )
    stated = prospects(world(include=known), "meta_hyperion")

    assert given == pytest.approx(stated)
    assert alone["opens"] == pytest.approx(stated["opens"] + 2.9 / 12)
    assert alone["size"] == pytest.approx(0.96 * stated["size"])


def test_a_plan_builds_nothing_there_before_it_opens(definition):
    # Stated is 2026; by its status it opens in 2028.
    model = definition('slip = "observed"', "[years]\nlast = 2029\n")
    solved = solve_world(api.load_world(model))

    shells = solved.formulation.model.shell_built_gw
    assert sorted(y for s, y in shells if s == LAREDO) == [2028, 2029]


def test_a_key_with_no_site_to_act_on_is_refused(definition):
    model = definition('slip = "observed"', include=("openai_stargate_abilene",))

    with pytest.raises(InputError, match=r"key sites\.slip.*something stands or is given"):
        api.load_world(model)


def test_a_status_without_a_row_is_named_with_its_cell(definition, folder):
    path = folder / "site_status.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    path.unlink()
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(row for row in rows if row[0] != "announced")

    with pytest.raises(InputError) as found:
        api.load_world(definition('completion = "expected"'))

    assert f"'announced' of {LAREDO!r}, of which site_status.csv has no row" in str(found.value)
    assert "column status" in str(found.value)
