"""What titles and sentences say of plans made by hand: one, many, none, not met, no data."""

import pandas as pd
import pytest

from planner.surfaces.html.facts import Facts
from planner.surfaces.html.sections import (
    answer,
    binding,
    certificate,
    changes,
    chips,
    compute,
    cost,
    known_facts,
    power,
    published,
    sensitivity,
    sites,
)
from planner.wording.limit_words import limit_words
from tests.surfaces.html.conftest import WORTH, targets

MET = targets(("run", 2026, 1.0, 1.0), ("run", 2027, 2.0, 2.0))
MISSED_ONCE = targets(("run", 2026, 1.0, 1.0), ("run", 2027, 2.0, 1.0))
MISSED_TWICE = targets(("run", 2026, 1.0, 0.5), ("run", 2027, 2.0, 0.5))
NOTHING = targets(("run", 2026, 1.0, 1.0), ("run", 2027, 2.0, 0.0))
TWO = targets(("run", 2026, 4.0, 3.0), ("rest", 2026, 1.0, 0.2), ("rest", 2027, 2.0, 0.2))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (MET, "Yes: the plan meets every target from 2026 to 2027"),
        (MISSED_ONCE, "No: “run” misses its target in 2027 and gets 50% of it"),
        (MISSED_TWICE, "No: “run” misses its target in 2026 and 2027 and gets 25% of it in 2027"),
        (NOTHING, "No: “run” misses its target in 2027 and gets nothing of it"),
        (
            TWO,
            "No: “run” misses its target in 2026 and gets 75% of it; and “rest” misses its target "
            "in 2026 and 2027 and gets 10% of it in 2027",
        ),
        (targets(), "This model sets no target: there is nothing to miss"),
    ],
)
def test_the_answer_says_yes_or_no_and_how_far(facts, table, said):
    assert str(answer.verdict(facts(targets=table))) == said


def test_a_plan_of_one_year_names_it(facts):
    one = facts(years=(2026,), targets=targets(("run", 2026, 1.0, 1.0)))

    assert str(answer.verdict(one)) == "Yes: the plan meets every target in 2026"


def test_no_floor_that_is_given_and_no_link_with_room_is_a_bottleneck(facts, ranked, limits):
    # A commitment brings most, then a link of 2026 that has room; the memory of 2027 is used up.
    worth = "worth_shortfall_1_years_of_target_per_unit"
    given = {"limit": "site_commitment_requirement", "what": "commitment", "sense": "less"}
    table = ranked({**given, WORTH: 9.0}, {WORTH: 1.0, "year": 2026, "years": "2026"})
    rows = limits(
        {"limit": "site_commitment_requirement", "year": 2026},
        {"year": 2026, "binding": False},
        {"year": 2027},
    ).assign(**{worth: 0.1})
    made = facts(bottlenecks=table, limits=rows, targets=MISSED_ONCE)

    assert str(answer.stops(made)) == (
        "What stops it first is the output of high-bandwidth memory in 2026."
    )
    (years,) = [t for t in answer.build(made).tables if t.caption == "The bottleneck of each year"]
    assert years.rows == (
        ("2026", "none: targets are met, and no limit of the year costs anything"),
        ("2027", "the supply of high-bandwidth memory"),
    )


def test_a_country_and_a_family_are_no_workloads(facts, ranked):
    row = ranked({"what": "national construction in", "kind": "", "pool": "USA"}).iloc[0]
    made = facts()
    named = Facts(
        made.plan,
        made.manifest,
        {"workloads": pd.DataFrame({"workload": ["run"], "name": "R: x"})},
    )

    assert str(limit_words(named.names, row)) == "the national construction in USA in 2027"
    assert str(limit_words(named.names, row.replace("USA", "run"))).endswith("in “R” in 2027")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (MET, "All 2 yearly targets are met"),
        (MISSED_ONCE, "One of 2 yearly targets is met"),
        (MISSED_TWICE, "None of 2 yearly targets is met"),
        (targets(("run", 2026, 1.0, 1.0)), "The one target is met"),
        (targets(("run", 2026, 2.0, 1.0)), "The one target is not met"),
        (targets(), "The model sets no target"),
    ],
)
def test_targets_are_counted(facts, table, said):
    assert str(compute.finding(facts(targets=table))) == said


def test_data_that_suffices_and_data_that_does_not(facts):
    rows = [
        ("run", 2026, "target", 1, 1, 1, False),
        ("run", 2027, "target", 1, 1, 1, True),
        ("run", 2026, "data_limit", 1, 1, 1, False),
    ]

    beyond = compute.beyond_data(facts(demand=rows))
    enough = compute.beyond_data(facts(demand=[rows[0], rows[2]]))
    no_run = compute.beyond_data(facts(demand=rows[:1]))

    assert str(beyond) == "The target of “run” asks for more than its data supports in 2027."
    assert str(enough) == "No target asks for more training data than there is held to be."
    assert str(no_run) == "No run is trained, so that no limit of data applies."


def test_what_binds_is_counted_by_kind_and_year(facts, limits):
    one = limits({"year": 2026})
    some = limits(
        {"year": 2026}, {"year": 2027}, {"year": 2027, "binding": False},
        {"year": None, "what": "room at sites", "place": "a"},
        {"year": None, "what": "room at sites", "place": "b"},
    )  # fmt: skip
    none = limits({"binding": False})

    assert str(binding.finding(facts(limits=one))) == "One limit binds: the supply"
    assert str(binding.finding(facts(limits=some))) == "4 of 5 limits bind"
    assert str(binding.finding(facts(limits=none))).startswith("Nothing binds")
    assert (
        str(binding.first(facts(limits=some))) == "The first to fill up, in 2026, is the supply."
    )
    given = limits({"year": 2025, "limit": "site_commitment_requirement"}, {"year": 2026})
    assert str(binding.first(facts(limits=given))).startswith("The first to fill up, in 2026,")
    assert str(binding.undated(facts(limits=some))).endswith("room is used up at 2 places.")
    pools = pd.DataFrame({"site": sorted(set(some["place"])), "members": 3})
    assert str(binding.undated(facts(limits=some, sites=pools))).endswith(
        "room is used up at 2 sites of the plan, where a pool of small ones is one."
    )
    assert str(binding.undated(facts(limits=some.iloc[:4]))).endswith("used up at one place.")
    assert str(binding.undated(facts(limits=one))) == ""


def clusters(*gw):
    return pd.DataFrame(
        {
            "site": [f"s{i}" for i in range(len(gw))], "region": "R", "year": 2027, "it_gw": gw,
            "facility_gw": gw, "energy_twh": gw, "h100e_million": gw,
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (clusters(), "No site has power at the end of 2027"),
        (clusters(0.0), "No site has power at the end of 2027"),
        (clusters(1.5), "One site has all 1.5 GW at the end of 2027"),
        (clusters(4.0, 1.0, 0.0), "One of 2 sites holds half of 5 GW at the end of 2027"),
        (clusters(1.0, 1.0, 1.0), "2 of 3 sites hold half of 3 GW at the end of 2027"),
    ],
)
def test_sites_that_hold_half_are_counted(facts, table, said):
    assert str(sites.finding(facts(clusters=table))) == said


def test_the_largest_source_has_its_share(facts):
    rows = [
        ("gas_ccgt", "dispatchable", "s", 2027, 1.0, 1.0, 3.0),
        ("wind", "variable", "s", 2027, 1.0, 1.0, 1.0),
    ]

    assert str(power.finding(facts(power=rows))) == (
        "gas ccgt gives 75% of the energy in 2027, more than any other technology"
    )
    assert str(power.finding(facts(power=rows[:1]))) == "gas ccgt gives all of the energy in 2027"
    assert str(power.finding(facts())) == "No power is generated in 2027"
    assert str(power.built(facts())) == "The plan builds no power technology."
    assert str(power.emitted(facts())) == "Nothing is emitted in 2027."


def test_chips_of_one_generation_of_several_and_of_none(facts):
    rows = [("a", "s", 2027, 1.0, 1.0, 0.0, 1.0), ("b", "s", 2027, 1.0, 3.0, 0.0, 3.0)]

    assert str(chips.finding(facts(accelerators=rows))) == (
        "75% of the compute at the end of 2027 is b"
    )
    assert str(chips.finding(facts(accelerators=rows[:1]))) == (
        "All compute at the end of 2027 is a"
    )
    assert str(chips.finding(facts())) == "No accelerator runs at the end of 2027"
    assert str(chips.bought(facts(accelerators=rows))) == (
        "The plan buys 2 million accelerators of 2 generations."
    )
    assert str(chips.bought(facts(accelerators=rows[:1]))) == (
        "The plan buys 1 million accelerators, all of them a."
    )
    assert str(chips.bought(facts())) == "The plan buys no accelerator."


def test_what_can_be_built_in_a_country_is_named_as_that(facts):
    rows = [("construction", "USA", "", 2026, 1.0, 1.0, True)]

    assert str(chips.full_links(facts(supply=rows))) == (
        "Used up: national construction in USA in 2026."
    )


def test_links_of_the_supply_that_are_full(facts):
    rows = [
        ("hbm", "global", "", 2026, 1.0, 1.0, True),
        ("hbm", "global", "", 2027, 1.0, 1.0, True),
        ("node", "n3", "", 2027, 0.5, 1.0, False),
    ]

    assert str(chips.full_links(facts(supply=rows))) == (
        "Used up: high-bandwidth memory in 2026 and 2027."
    )
    assert str(chips.full_links(facts(supply=rows[2:]))).startswith("No pool of wafers")
    assert str(chips.full_links(facts())).startswith("The model sets no limit")


def test_dark_accelerators_and_why(facts):
    replaced = ("s", 2027, "a", "replaced", 3.0, 1.0)
    demand = ("s", 2027, "a", "demand", 1.0, 1.0)

    # Three of four million months, and two billion USD.
    assert str(chips.idle(facts(idle=[replaced, demand]))) == (
        "Accelerators stand idle for 4 million months in all; the capital charged meanwhile is 2 "
        "billion dollars. By their months 25% find every target met without them and 75% have "
        "made way for ones that give more for their power."
    )
    assert "100% find every target met" in str(chips.idle(facts(idle=[demand])))
    assert "made way" not in str(chips.idle(facts(idle=[demand])))
    assert str(chips.idle(facts())) == "No accelerator stands idle."


def test_cost_by_its_largest_part(facts):
    rows = [(2026, "accelerators", "a", "s", 3.0), (2026, "shell", "shell", "s", 1.0)]

    assert str(cost.finding(facts(capex=rows))) == "75% of 4 billion dollars go into accelerators"
    assert str(cost.finding(facts(capex=rows[1:]))) == (
        "All 1 billion dollars go into buildings and cooling"
    )
    assert str(cost.finding(facts())) == "Nothing is bought: the plan has no capital cost"
    assert str(cost.charged(facts())) == "Nothing is charged to the years of the plan."


def test_parts_of_the_capex_add_up_to_it(facts):
    rows = [(2026, "accelerators", f"chip{i}", "s", float(i)) for i in range(9)]
    rows += [(2026, "power", "gas", "s", 2.0), (2026, "links", "fibre", "s", 5.0)]

    parts = cost.parts_of(facts(capex=rows))

    assert sum(value for _, value in parts) == pytest.approx(36.0 + 2.0 + 5.0)
    assert parts[-1] == ("links", 5.0)


def test_what_would_change_the_answer(facts, ranked):
    worth = ranked({WORTH: 1.0, "cost_change_busd": 1.0})
    saving = ranked({"cost_change_busd": -2.0})
    nothing = ranked()

    def found(table, of):
        made = facts(bottlenecks=table, targets=of)
        return str(changes.finding(made, made.tables["bottlenecks"]))

    assert found(worth, MISSED_ONCE) == (
        "One percent more of the output of high-bandwidth memory in 2027 would deliver 1 percent "
        "of a year's target of “run” more"
    )
    assert found(saving, MET) == (
        "Nothing is missed; one percent more of the output of high-bandwidth memory in 2027 would "
        "save most, 2 billion dollars"
    )
    assert found(nothing, MET).startswith("No limit of the tables is worth anything")
    assert found(nothing, MISSED_ONCE).startswith("No limit with a price would change it")


def test_known_figures_that_agree_are_counted_without_single_campuses(facts):
    def said(*rows):
        table = pd.DataFrame(rows, columns=["scope", "verdict"])
        return str(known_facts.finding(facts(beside_facts=table), table))

    inside, outside, campus = ("world", "inside"), ("firms", "outside"), ("site", "inside")
    given, near = ("world", "given"), ("usa", "within 25 %")
    kind = "figures that are counted, guided or expected"
    assert said(inside, near, outside, campus, given) == f"2 of 3 {kind} agree with the plan"
    assert said(inside, outside) == f"One of 2 {kind} agrees with the plan"
    assert said(outside, outside) == f"None of 2 {kind} agrees with the plan"
    assert said(campus) == "Single campuses alone are known of these years"


def test_published_figures_that_agree_are_counted(facts):
    def said(*verdicts):
        return str(published.finding(facts(published=pd.DataFrame({"verdict": verdicts}))))

    near, inside, outside = "within a factor of two", "inside the band", "outside"
    assert said(near, inside, outside) == "2 of 3 published figures agree with the plan"
    assert said(near, outside) == "One of 2 published figures agrees with the plan"
    assert said(outside, outside) == "None of 2 published figures agrees with the plan"
    assert said(near) == "The one published figure of these years agrees with the plan"
    assert said(outside) == "The one published figure of these years does not agree with the plan"
    assert said() == "No published figure of these years has a counterpart in the plan"
    assert str(published.finding(facts())).startswith("The run was not held against")


def test_sensitivity_that_was_not_run_says_so_and_how(facts):
    assert str(sensitivity.finding(None)).startswith("Not run")
    assert "run planner sweep m --outputs runs, then" in str(sensitivity.how(facts()))


def test_sensitivity_names_what_moves_the_result_most():
    table = pd.DataFrame(
        {"input": ["a", "b"], "low": [1.0, 0.5], "high": [1.2, 1.1], "base": 1.0, "unit": "GW"}
    )
    still = table.assign(low=1.0, high=1.0)

    assert str(sensitivity.finding(table)) == "Of what was varied, “b” moves the GW most"
    assert str(sensitivity.finding(still)) == "No input that was varied moves the GW"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "The folder of the run holds no certificate of independent checks"),
        (
            {"checks": [{"name": "a", "passed": True}]},
            "Every independent check of the plan passed",
        ),
        (
            {"checks": [{"name": "a", "passed": True}, {"name": "b", "passed": False}]},
            "The plan failed an independent check: do not rely on it",
        ),
        ({"passed": False}, "The certificate does not hold"),
        ({"gap": 0.1}, "The certificate is given as it stands"),
    ],
)
def test_the_certificate_says_whether_the_plan_was_checked(given, said):
    assert str(certificate.finding(given)) == said


@pytest.mark.parametrize(
    ("busd", "said"),
    [
        (1234.0, "1,234 billion"),
        (1.0, "1 billion"),
        (0.5, "500 million"),
        (9.38e-5, "93.8 thousand"),
        (1e-9, "1"),
        (0.0, "0 billion"),
    ],
)
def test_an_amount_is_told_in_the_unit_of_its_size(facts, busd, said):
    made = facts(capex=[(2026, "shell", "shell", "s", busd)])

    assert str(made.amount("capex", "capex_busd", unit="billion")) == said
