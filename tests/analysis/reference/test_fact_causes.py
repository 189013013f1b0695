"""What puts a figure of a plan below, or above, what is known: each sentence, from a few rows."""

from types import SimpleNamespace

import pandas as pd
import pytest

from planner.analysis.reference.fact_causes import NOT_SHOWN, Causes
from planner.analysis.reference.fact_figures import TRACKED
from planner.system import Accelerator, Commitment, DemandStep, Site, Workload

Y = 2026
COLUMNS = {
    "supply": ["kind", "pool", "vendor", "year", "utilisation", "binding"],
    "limits": ["limit", "what", "place", "year", "binding"],
    "targets": ["workload", "year", "target", "unit", "met", "delivered_share"],
    "clusters": ["site", "year", "facility_gw", "it_gw", "shell_it_gw", "shell_built_it_gw"],
    "compute_price": ["year", "price_usd_per_h100e_hour"],
}
MET = ("all", Y, 7e6, "H100e", True, 1.0)
MISSED = ("all", Y, 7e6, "H100e", False, 0.75)
STEP = DemandStep(step=1, wanted=1.0, price=2.0, row_year=Y)
PRICED = {"w": Workload(kind="throughput", target={}, steps={Y: (STEP,)})}


def causes(*, bought=(), installed=5.0, running=5.0, energy=0.0, share_held=1.0, of_world=(),
           **tables):  # fmt: skip
    """Causes of a plan with these rows, by table; the campus has a PUE of 1.5, the field of 2."""
    known = {
        "years": (Y, 2027),
        "year_lengths": {},
        "accelerators": {
            "old": Accelerator(vendor="V", ship_year=2024.0, last_sale_year=Y),
            "new": Accelerator(vendor="V", ship_year=2026.5, last_sale_year=2030),
            "next": Accelerator(vendor="V", ship_year=2027.0, last_sale_year=2030),
            "else": Accelerator(vendor="W", ship_year=2024.0, last_sale_year=2030),
        },
        "sites": {"campus": Site(region="r", pue=1.5), "field": Site(region="r", pue=2.0)},
        "site_commitments": {},
        "workloads": {},
        "compute_weight": {},
    }
    frames = {
        name: pd.DataFrame(tables.get(name, []), columns=columns)
        for name, columns in COLUMNS.items()
    }
    names = {"old": "Old", "new": "New", "next": "Next", "else": "Else"}
    return Causes(
        SimpleNamespace(
            plan=frames,
            world=SimpleNamespace(**{**known, **dict(of_world)}),
            inputs={"accelerators": {"name": names}},
            family={"old": "F1", "new": "F2", "next": "F3", "else": "F2"},
            counted=frozenset(names),
            tracked={"campus", "field", "nowhere"},
            share_held=share_held,
            bought=lambda year: dict(bought) if year == Y else {},
            h100e_installed=lambda year: installed,
            h100e_running=lambda year: running,
            energy=lambda year: energy,
        )
    )


def below(found, quantity="capex", subject="", own=1.0, known=100.0):
    return found.sentence(quantity, subject, Y, own, known)


def above(found, quantity="capex", subject=""):
    return found.sentence(quantity, subject, Y, 100.0, 1.0)


MET_WITHOUT = "Every target of 2026 is met without more: a plan buys nothing beyond them."


def test_why_a_plan_has_no_figure_of_its_own():
    assert causes().missing("capex", "", 2025) == "The plan begins in 2026."
    assert causes().missing("capex", "", Y) == "A plan has no such figure."
    assert causes().missing("site_facility_gw", "x", Y) == "The model has no site x."
    periods = causes(of_world={"year_lengths": {Y: 5}})
    assert periods.missing("capex", "", Y) == "The plan has no single years."
    # Three quarters of the counted fleet make a plan of the region.
    assert causes(share_held=0.75).missing("capex", "", Y) == "A plan has no such figure."
    assert causes(share_held=0.74).missing("capex", "", Y) == (
        "The plan holds 74% of the fleet that is counted at its beginning, and is none of its "
        "region."
    )


def test_what_the_tables_give_is_not_chosen():
    assert above(causes(targets=[MET]), "leader_revenue") == (
        "The plan does not choose it: its tables give it."
    )


def test_a_figure_that_agrees_is_not_below():
    # As much as is known is asked for by targets.
    assert causes(targets=[MET]).sentence("capex", "", Y, 5.0, 5.0) == (
        "The targets of 2026 ask for it: all for 7 million H100e; all of it is delivered."
    )


@pytest.mark.parametrize(
    ("quantity", "kind", "vendor", "subject", "whose"),
    [
        ("hbm_shipped", "hbm", "", "", "all that the model has of it"),
        ("cowos_wafers", "packaging", "T", "T", "T's lines"),
    ],
)
def test_a_supply_of_which_the_model_has_too_little(quantity, kind, vendor, subject, whose):
    # Of 10 of 100 a fifth is used: all of it would be 50. Rows of others are none of it.
    rows = [
        (kind, "p", vendor, Y, 0.1, False), (kind, "q", vendor, Y, 0.2, False),
        (kind, "p", vendor, 2027, 0.9, False), ("node", "p", vendor, Y, 0.9, False),
        (kind, "p", "other", Y, 0.9, False),
    ]  # fmt: skip

    assert below(causes(supply=rows, targets=[MET]), quantity, subject, own=10.0) == (
        f"20% of {whose} are used; all of it would be 50% of the figure."
    )


@pytest.mark.parametrize(
    ("share", "own", "short"),
    [
        # All of it would be 80 and 79 of 100: a fifth too little is no cause.
        (0.25, 20.0, False), (0.25, 19.75, True),
        # Nothing is used, or drawn.
        (0.0, 10.0, False), (0.5, 0.0, False),
    ],
)  # fmt: skip
def test_a_supply_that_is_nearly_enough_is_not_the_cause(share, own, short):
    rows = [("hbm", "p", "", Y, share, False)]
    told = below(causes(supply=rows, targets=[MET]), "hbm_shipped", own=own)

    assert told.endswith("of the figure.") == short
    assert told.startswith(MET_WITHOUT) != short


def test_targets_that_are_met_say_how_far_supply_is_used():
    # Of packaging as a whole in the year; a vendor's part, and other kinds, are not told.
    rows = [
        ("packaging", "cowos", "", Y, 0.25, False), ("packaging", "other", "", Y, 0.5, False),
        ("packaging", "cowos", "T", Y, 0.75, False), ("hbm", "global", "", Y, 0.9, False),
        ("packaging", "cowos", "", 2027, 1.0, False),
    ]  # fmt: skip

    assert below(causes(supply=rows, targets=[MET])) == (
        f"{MET_WITHOUT} It uses 25% of packaging cowos and 50% of packaging other."
    )
    assert below(causes(targets=[MET])) == MET_WITHOUT


def test_targets_that_are_missed_name_four_links_that_are_used_up():
    rows = [
        ("node", f"n{i}", "T" if i == 1 else "", Y, 1.0, i != 6) for i in range(1, 7)
    ]  # fmt: skip
    other_year = [("node", "n7", "", 2027, 1.0, True)]

    # The whole pools first, so that the vendor's share is the fifth.
    assert below(causes(supply=rows + other_year, targets=[MISSED])) == (
        "Missed in 2026: all (75% delivered). Used up: node n2, node n3, node n4 and node n5."
    )
    assert below(causes(supply=rows[:2], targets=[MISSED])) == (
        "Missed in 2026: all (75% delivered). Used up: node n2 and T's share of node n1."
    )


def test_targets_that_are_missed_beside_idle_supply_wait_for_sites():
    pace = [
        ("shell_build_rate_limit", "pace", "campus", Y, True),
        ("shell_build_rate_limit", "pace", "field", Y, False),
        ("shell_build_rate_limit", "pace", "campus", 2027, True),
        ("site_size_limit", "room", "field", Y, True),
    ]

    assert below(causes(limits=pace, targets=[MISSED])) == (
        "Missed in 2026: all (75% delivered). No supply of chips is used up; 1 site of 2 build as "
        "fast as they can."
    )
    assert below(causes(limits=pace[1:], targets=[MISSED])) == (
        f"Missed in 2026: all (75% delivered). {NOT_SHOWN}"
    )


@pytest.mark.parametrize(
    ("family", "bought", "said"),
    [
        # In 2026 the old are sold for the last time, the new in its course, the next later.
        ("F1", {"new": 0.5}, "The plan buys 500 thousand New instead."),
        ("F1", {"old": 1.0, "new": 0.5, "next": 0.25},
         "The plan buys 500 thousand New and 250 thousand Next instead."),
        ("F1", {"old": 1.0}, "Nothing of V is bought in its place."),
        ("F1", {"else": 1.0}, "Nothing of V is bought in its place."),
        ("F2", {"old": 1.0, "else": 1.0}, "The plan buys 1,000 thousand Old instead."),
        ("F3", {"new": 0.5}, "No generation of it is on sale in the model in 2026."),
        ("F9", {"new": 0.5}, "No generation of it is on sale in the model in 2026."),
    ],
)  # fmt: skip
def test_what_is_bought_in_place_of_a_family(family, bought, said):
    # F2 has a generation of V that is sold, before that of W.
    of_world = {}
    if family == "F2":
        chips = causes().figures.world.accelerators
        of_world = {"accelerators": {**chips, "else": Accelerator(vendor="V", ship_year=2024.0)}}
    found = causes(bought=bought, targets=[MET], of_world=of_world)

    assert below(found, "units_of_family", family) == f"{said} {MET_WITHOUT}"


def test_a_family_that_is_bought_too_much_says_from_when_on():
    found = causes(bought={"new": 0.5, "old": 1.0}, targets=[MET])

    assert above(found, "units_of_family", "F2") == (
        "On sale to the plan: New from 2026.5 on, up to all that V's lines give. The targets of "
        "2026 ask for it: all for 7 million H100e; all of it is delivered."
    )


def test_a_stock_says_what_of_it_is_idle():
    asked = "The targets of 2026 ask for it: all for 7 million H100e; missed: all (75% delivered)."

    idle = causes(targets=[MISSED], installed=5.0, running=3.5)
    assert above(idle, "h100e_stock") == f"{asked} 1.5 million H100e of it stand idle."
    assert above(causes(targets=[MISSED], installed=5.0), "h100e_stock") == asked
    # What is shipped says nothing of what stands.
    assert above(idle, "h100e_shipped") == asked


def test_energy_is_told_with_how_evenly_it_is_drawn():
    # 1.5 GW give 13.14 TWh in a year.
    rows = [("campus", Y, 1.0, 0.5, 0.5, 0.0), ("field", Y, 0.5, 0.2, 0.2, 0.0),
            ("field", 2027, 9.0, 0.2, 0.2, 0.0)]  # fmt: skip
    asked = "The targets of 2026 ask for it: all for 7 million H100e; all of it is delivered."

    found = causes(clusters=rows, targets=[MET], energy=6.57)
    assert above(found, "energy_twh") == (
        f"1.5 GW of facilities run at 50% of their power. {asked}"
    )
    assert above(causes(targets=[MET]), "energy_twh") == asked


def test_nothing_that_is_asked_for_shows_no_cause():
    assert above(causes()) == NOT_SHOWN
    assert below(causes()) == NOT_SHOWN
    # Most compute for a budget: targets are not what is bought for.
    budget = causes(targets=[MET], of_world={"compute_weight": {Y: 1.0}})
    assert above(budget) == NOT_SHOWN
    # Targets of another year ask for nothing in this one.
    assert above(causes(targets=[("all", 2027, 7e6, "H100e", True, 1.0)])) == NOT_SHOWN


def test_a_target_of_a_run_is_told_in_flop():
    told = above(causes(targets=[("run", Y, 2e26, "FLOP", True, 1.0)]))

    assert "run for 2" in told
    assert "million" not in told


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        # A half of a percent of 4 GW of IT may be free in shells that are full.
        (3.98, ", and accelerators fill all 4 GW of IT with shells."),
        (3.97, ": what would earn less than it costs is not bought."),
    ],
)
def test_compute_at_a_price_fills_its_shells_or_earns_too_little(runs, said):
    rows = [("campus", Y, 9.0, runs, 4.0, 0.0), ("campus", 2027, 9.0, 0.5, 9.0, 0.0)]
    prices = [(Y, 1.25), (Y, 1.5), (2027, 9.0)]
    found = causes(clusters=rows, compute_price=prices, of_world={"workloads": PRICED})

    assert below(found) == f"One more H100e-hour is worth 1.5 USD in 2026{said}"
    # Where nothing runs nothing is filled.
    empty = causes(compute_price=prices, of_world={"workloads": PRICED})
    assert below(empty).endswith("is not bought.")


SITE = "site_facility_gw"


def test_a_site_is_held_by_its_limits_of_the_year_or_of_all():
    rows = [
        ("a", "room", "campus", None, True), ("b", "pace", "campus", Y, True),
        ("c", "pace", "campus", Y, True), ("d", "water", "campus", Y, False),
        ("e", "land", "campus", 2027, True), ("f", "lines", "field", Y, True),
    ]  # fmt: skip
    built = [("campus", Y, 0.0, 0.0, 0.0, 0.4), ("field", Y, 0.0, 0.0, 0.0, 1.0),
             ("campus", 2027, 0.0, 0.0, 0.0, 3.0)]  # fmt: skip

    found = causes(limits=rows, clusters=built, targets=[MET])
    assert below(found, SITE, "campus") == "Used up there: room and pace."
    # 0.4 GW of IT at a PUE of 1.5.
    assert above(found, SITE, "campus") == (
        "The plan builds 0.6 GW there in 2026. Used up there: room and pace."
    )
    assert above(causes(clusters=built), SITE, "campus") == (
        "The plan builds 0.6 GW there in 2026: no limit of the model holds it to the dates of "
        "this count."
    )


def test_a_site_without_a_limit_is_not_wanted_or_not_chosen():
    free = "No limit of the site is used up"
    assert below(causes(targets=[MET]), SITE, "campus") == (
        f"{free}: every target of 2026 is met without more."
    )
    assert below(causes(targets=[MISSED]), SITE, "campus") == (
        f"{free}; missed in 2026: all (75% delivered)."
    )
    assert below(causes(), SITE, "campus") == NOT_SHOWN


def test_what_a_site_is_given_is_the_most_of_its_floors_by_the_year():
    given = {
        ("floor", "campus", 2025): Commitment(amount=0.5),
        ("floor", "campus", Y): Commitment(amount=0.75),
        ("floor", "campus", 2027): Commitment(amount=2.0),
        ("ceiling", "campus", Y): Commitment(amount=3.0),
        ("floor", "field", Y): Commitment(amount=4.0),
    }
    found = causes(targets=[MET], of_world={"site_commitments": given})

    assert below(found, SITE, "campus").startswith("0.75 GW of it are given. No limit")
    assert below(found, SITE, "other").startswith("No limit")
    unasked = causes(of_world={"site_commitments": given})
    assert below(unasked, SITE, "campus") == f"0.75 GW of it are given. {NOT_SHOWN}"


def test_tracked_campuses_are_told_with_what_is_built_elsewhere():
    # 0.6 GW at the campus, none in the field, and 0.75 at a site that nobody tracks.
    sites = {**causes().figures.world.sites, "pool": Site(region="r", pue=1.25)}
    built = [("campus", Y, 0.0, 0.0, 0.0, 0.4), ("field", Y, 0.0, 0.0, 0.0, 0.0),
             ("pool", Y, 0.0, 0.0, 0.0, 0.6), ("pool", 2027, 0.0, 0.0, 0.0, 9.0)]  # fmt: skip
    where = "The plan builds at 1 of 2 tracked campuses in 2026 and 0.75 GW elsewhere"

    def found(target):
        return causes(clusters=built, targets=[target], of_world={"sites": sites})

    met = f"{where}: every target of 2026 is met without more."
    assert below(found(MET), SITE, TRACKED) == met
    assert below(found(MISSED), SITE, TRACKED) == f"{where}."
    assert above(found(MET), SITE, TRACKED) == f"{where}."
