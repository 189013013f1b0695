"""What the tables of what is known become in a plan: shares, parts of years, pools, and faults."""

import pytest

from planner import api
from planner.config import load_model, overlaid
from planner.errors import InputError, PlannerError


@pytest.fixture
def world(tmp_path):
    """The world of a model that extends a shipped one."""

    def make(more, of="small"):
        path = tmp_path / "m.toml"
        path.write_text(f'extends = "{of}"\ntitle = "t"\n{more}', encoding="utf-8")
        return api.load_world(load_model(path))

    return make


UNITS = '[commitments]\naccelerators = "given"\naccelerators_share = 0.5\n'
SMALLER = (
    "[set]\n"
    + "".join(
        f'"accelerator_commitments.NVIDIA Blackwell:2026:{quarter}:{bound}.units_k" = {units}\n'
        for quarter, bound, units in ((1, "both", 100), (2, "both", 200), (3, "floor", 50))
    )
)  # fmt: skip


def test_a_model_that_does_not_ask_is_given_nothing(world):
    assert not world("").site_commitments
    assert not world("").accelerator_commitments


def test_the_region_has_its_share_of_what_the_world_is_shipped(world):
    # Half of the share of 100 + 200 + 50 thousand; the year is not counted to its end, so it has
    # no ceiling.
    given = world(UNITS + SMALLER).accelerator_commitments

    assert given["floor", "NVIDIA Blackwell", 2026, 1].amount == pytest.approx(0.5 * 0.77 * 0.35)
    assert not [key for key in given if key[0] == "ceiling"]
    assert {y for _, _, y, _ in given} == {2026}


def test_a_model_of_the_whole_world_has_all_of_it(world):
    given = world(f"{UNITS}[supply]\nregion_shares = {{ west = 1.0 }}\n{SMALLER}")

    amount = given.accelerator_commitments["floor", "NVIDIA Blackwell", 2026, 1].amount
    assert amount == pytest.approx(0.5 * 0.35)


def test_a_half_year_that_is_counted_whole_has_a_ceiling(world):
    given = world(f"{UNITS}[supply]\nperiods_per_year = 2\n{SMALLER}").accelerator_commitments
    own = {key: known.amount for key, known in given.items() if key[1] == "NVIDIA Blackwell"}

    assert own == pytest.approx(
        {
            ("floor", "NVIDIA Blackwell", 2026, 1): 0.5 * 0.77 * 0.3,
            ("ceiling", "NVIDIA Blackwell", 2026, 1): 0.5 * 0.77 * 0.3,
            ("floor", "NVIDIA Blackwell", 2026, 2): 0.5 * 0.77 * 0.05,
        }
    )


def test_a_family_that_the_model_does_not_sell_is_left_aside(world):
    families = {family for _, family, _, _ in world(UNITS + SMALLER).accelerator_commitments}

    # small sells GB300, VR200 and TPU v7; no Rubin is counted yet.
    assert families == {"NVIDIA Blackwell", "Google TPU v7"}


def test_what_the_supply_could_not_make_is_named_with_row_and_cell(world):
    # Of half of 20 million, each of 288 GB: 0.77 x 2.88 EB and losses; NVIDIA gets less.
    with pytest.raises(InputError) as refused:
        world(UNITS + SMALLER.replace("= 200", "= 20000"))

    fault = max(map(str, refused.value.faults), key=lambda told: "shipments of" in told)
    assert fault.startswith("accelerator_commitments.csv, line ")
    assert "column units_k: shipments of NVIDIA Blackwell that take" in fault


def test_counts_of_a_half_year_that_could_not_be_made_say_which_and_the_way_out(world):
    with pytest.raises(InputError) as refused:
        world(f"{UNITS}[supply]\nperiods_per_year = 2\n{SMALLER.replace('= 200', '= 10000')}")

    told = [str(fault) for fault in refused.value.faults if "NVIDIA Blackwell" in str(fault)]
    assert told
    assert all("in half-year 1 of 2026, of" in fault for fault in told)
    assert all(fault.endswith("by whole years: periods_per_year = 1") for fault in told)


def test_counts_of_a_whole_region_are_refused_for_a_few_sites_with_the_share_that_fits(world):
    # Two campuses of 1.2 and 0.4 GW at a PUE have room for 1.35 GW; the shipped counts of 2026 are
    # 2.587 million at 1.98 kW and 0.944 million at 1.2, 6.25 GW: 0.2 of them is 1.25.
    with pytest.raises(InputError) as refused:
        world('[commitments]\naccelerators = "given"\n')
    (fault,) = map(str, refused.value.faults)

    assert (
        "key commitments.accelerators: counted accelerators that draw 6.25 GW, for 2 sites"
        in fault
    )
    assert "accelerators_share = 0.2 or less under [commitments]" in fault
    assert world('[commitments]\naccelerators = "given"\naccelerators_share = 0.2\n')


def test_a_share_of_counts_that_are_not_given_is_refused(world):
    with pytest.raises(PlannerError, match=r"accelerators_share = 0.2 with accelerators = .none"):
        world("[commitments]\naccelerators_share = 0.2\n")


PRICED = (
    '[workloads]\nuse = ["rest_of_industry"]\n[objective]\ntargets = "priced"\n'
    "[demand]\ncurve_share = 0.25\n"
)


def test_sites_are_the_same_part_of_shipments_as_of_demand_if_nothing_else_is_said(world):
    # A quarter of the share of 100 + 200 + 50 thousand, and a tenth where the model says so.
    key = ("floor", "NVIDIA Blackwell", 2026, 1)
    given = '[commitments]\naccelerators = "given"\n'
    same = world(given + PRICED + SMALLER)
    own = world(given + "accelerators_share = 0.1\n" + PRICED + SMALLER)

    assert same.accelerator_commitments[key].amount == pytest.approx(0.25 * 0.77 * 0.35)
    assert own.accelerator_commitments[key].amount == pytest.approx(0.1 * 0.77 * 0.35)


@pytest.mark.parametrize(("of_counts", "told"), [("0.1", 1), ("0.25", 0)])
def test_two_parts_of_one_region_are_told(tmp_path, of_counts, told):
    path = tmp_path / "m.toml"
    path.write_text(
        'extends = "small"\ntitle = "t"\n[commitments]\naccelerators = "given"\n'
        f"accelerators_share = {of_counts}\n{PRICED}"
    )
    notices = [n for n in api.load_inputs(load_model(path)).notices if "curve_share" in n]

    assert len(notices) == told
    assert all("10.0% of their region" in n and "25.0% of it" in n for n in notices)


SITES = '[commitments]\nsites = "given"\n'


def test_a_campus_has_a_floor_and_this_years_ceiling(world):
    given = world(
        f'{SITES}[set]\n"site_commitments.coreweave_helios:2026:both.facility_gw" = 0.15\n'
    ).site_commitments
    own = {key: known.amount for key, known in given.items() if key[1] == "coreweave_helios"}

    assert own["floor", "coreweave_helios", 2026] == 0.15
    assert own["ceiling", "coreweave_helios", 2026] == 0.15
    assert ("ceiling", "coreweave_helios", 2028) not in own


def test_what_a_site_can_not_reach_by_then_is_named_with_row_and_cell(world):
    # Helios adds 0.4 GW a year and had none: 0.5 by the end of 2026 can't be.
    with pytest.raises(InputError) as refused:
        world(f'{SITES}[set]\n"site_commitments.coreweave_helios:2026:both.facility_gw" = 0.5\n')

    (fault,) = map(str, refused.value.faults)
    assert fault.startswith("site_commitments.csv, line ")
    assert fault.endswith(
        "column facility_gw: 0.5 GW at 'coreweave_helios' by the end of 2026; expected at most "
        "the 0.4 GW of facility power that the site can have by then; raise its "
        "max_facility_gw or build_rate_gw_per_year, or lower the commitment"
    )


def test_a_pool_has_what_its_members_have(world):
    # Pooled campuses below 3 GW: the floor is what is known of each, or stands at it.
    pooled = (
        f'{SITES}[sites]\ninclude = []\nmin_facility_gw = 3.0\ncountries = ["USA"]\n'
    )  # fmt: skip
    made = world(pooled)
    inputs = api.load_inputs(load_model("small"))
    stood = inputs["existing_power"].groupby("site")["capacity_gw"].sum()
    rows = inputs["site_commitments"]["facility_gw"]
    pool = made.sites["pool_ERCOT"]
    known = {s: gw for (s, y, bound), gw in rows.items() if y == 2026 and bound != "ceiling"}

    right = sum(max(float(stood.get(s, 0.0)), known.get(s, 0.0)) for s in pool.pool.members)
    assert made.site_commitments["floor", "pool_ERCOT", 2026].amount == pytest.approx(right)
    # The rest of the region's fleet has no row, so nothing says that no more can stand.
    assert ("ceiling", "pool_ERCOT", 2026) not in made.site_commitments


def test_a_window_of_foresight_is_given_what_lies_in_it(tmp_path):
    # A campus is committed for 2028 as well: a plan that looks at 2026 alone needn't have it yet.
    changes = {"commitments.sites": "given", "foresight.mode": "myopic"}
    run, _ = api.run(overlaid(load_model("small"), changes), tmp_path)

    assert run.plan.summary["status"]["cost"] == "optimal"


@pytest.mark.parametrize(
    ("of", "told"),
    [
        ("sites", "site_commitments.csv has no row of a planned site in 2026-2028"),
        ("accelerators", "accelerator_commitments.csv has no row of a family that is on sale in"),
    ],
)
def test_a_model_that_asks_and_of_which_nothing_is_known_is_told(world, of, told):
    # Of a candidate nothing is built, and of Rubin nothing was counted.
    only = '[sites]\ninclude = ["susquehanna"]\n[accelerators]\ninclude = ["nvidia_vr200"]\n'

    with pytest.raises(InputError, match=told):
        world(f'[commitments]\n{of} = "given"\n{only}')
