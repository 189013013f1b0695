"""The plan's own figure of what is known, and the verdict on it, by hand."""

from math import nan
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.audit.amounts import Amounts
from planner.audit.shown import facts
from planner.audit.shown.facts import ENDS, Facts, name_of, verdict

COLUMNS = ("fact", "year", "quantity", "subject", "unit", "reading", "scope", "low", "central",
           "high", "share_of_year", "source_id", "confidence", "vintage")  # fmt: skip
CHIPS = {
    "gpu": SimpleNamespace(supply_region="west", h100e=2.0,
                           draws={("packaging", "cowos"): 3.0, ("packaging", "emib"): 1.0,
                                  ("hbm", "all"): 0.5}),
    "tpu": SimpleNamespace(supply_region="west", h100e=1.5, draws={("packaging", "cowos"): 2.0}),
    "npu": SimpleNamespace(supply_region="china", h100e=1.0, draws={("hbm", "all"): 9.0}),
}  # fmt: skip
ROWS = pd.DataFrame(
    [("gpu", "N", "Big", 30_000.0), ("tpu", "G", "Seven", 8000.0), ("npu", "H", "Ascend", 1.0)],
    columns=["accelerator", "vendor", "family", "price_usd"],
)


def fact(name="f", year=2027, quantity="units", subject="", scope="world", reading="range",
         low=nan, central=1.0, high=nan, source="src"):  # fmt: skip
    return (name, year, quantity, subject, "k", reading, scope, low, central, high, 1.0, source,
            "reported", "")  # fmt: skip


def of(*known, world=(), shares=None, commitments=None, committed=(), stated=None, stood=1.0,
       length=1, **tables):  # fmt: skip
    files = SimpleNamespace(
        inputs={
            "known_facts": pd.DataFrame(known, columns=list(COLUMNS)),
            "world_compute": pd.DataFrame(
                world,
                columns=["year", "h100e_million_low", "h100e_million", "h100e_million_high",
                         "source_id", "confidence"],
            ),
            "supply_terms": pd.DataFrame(
                {"resource_kind": ["packaging", "hbm"], "planned_region_share": [0.5, 0.4]}
            ),
            "accelerators": ROWS,
            "site_commitments": pd.DataFrame(committed, columns=["site", "year", "bound"]),
        },
        definition={
            "supply": {"region_shares": shares},
            **({"commitments": {"sites": commitments}} if commitments else {}),
        },
    )  # fmt: skip
    files.length = lambda y: length
    places = {
        "a": SimpleNamespace(
            existing_units={("gpu", 2024): stood, ("npu", 2024): 50.0},
            existing_power={"grid": 0.3, "gas": 0.2}, pue=1.5, members={},
        ),
        "b": SimpleNamespace(
            existing_units={("tpu", 2025): 2.0}, existing_power={"grid": 0.1}, pue=1.2,
            members={"m": 0.5, "n": 0.5},
        ),
    }  # fmt: skip
    evidence = SimpleNamespace(
        files=files, years=(2026, 2027, 2028), places=places, chips=CHIPS,
        plan=lambda name: tables.get(name, pd.DataFrame()),
        bought=Amounts({
            ("gpu", "a", 2027): 0.2, ("gpu", "b", 2027): 0.1, ("tpu", "a", 2027): 0.4,
            ("npu", "a", 2027): 7.0, ("gpu", "a", 2026): 0.6, ("tpu", "a", 2026): 0.0,
        }),
        kind={"cell": "storage", "gas": "dispatchable"}.get,
    )  # fmt: skip
    return Facts(evidence, SimpleNamespace(rows=stated or {}))


def test_facts_are_checked_where_either_table_has_any():
    def checks(known, told):
        tables = {"beside_facts": pd.DataFrame({"fact": told})} if told else {}
        evidence = of(*known, **tables).evidence
        return [check.family for check in facts.fact_checks(evidence, SimpleNamespace(rows={}))]

    assert checks((), ()) == []
    assert checks([fact(year=2000)], ()) == ["beside_facts"]


def rated(own, reading="range", low=nan, central=nan, high=nan):
    return verdict(own, dict(zip(ENDS, (low, central, high), strict=True)), reading)


def test_a_floor_is_kept_from_its_low_end_on():
    assert rated(2.0, "floor", low=2.0, central=3.0) == "inside"
    assert rated(1.9, "floor", low=2.0, central=3.0) == "outside"
    assert rated(3.0, "floor", central=3.0) == "inside"
    assert rated(2.9, "floor", central=3.0, high=4.0) == "outside"


def test_a_ceiling_is_kept_up_to_its_high_end():
    assert rated(4.0, "ceiling", central=3.0, high=4.0) == "inside"
    assert rated(4.1, "ceiling", central=3.0, high=4.0) == "outside"
    assert rated(3.0, "ceiling", central=3.0) == "inside"
    assert rated(3.1, "ceiling", low=2.0, central=3.0) == "outside"


def test_a_range_is_kept_between_its_ends_or_nearly():
    for own in (2.0, 3.0, 4.0):
        assert rated(own, low=2.0, central=3.0, high=4.0) == "inside"
    assert rated(9.0, low=2.0) == "inside"
    assert rated(0.0, high=4.0) == "inside"
    # Within a quarter of the central value, or of an end where there is none.
    assert rated(3.75, low=2.9, central=3.0, high=3.1) == "within 25 %"
    assert rated(2.25, low=2.9, central=3.0, high=3.1) == "within 25 %"
    assert rated(3.76, low=2.9, central=3.0, high=3.1) == "outside"
    assert rated(1.5, low=2.0, high=9.0) == "within 25 %"
    assert rated(1.4, low=2.0, high=9.0) == "outside"
    assert rated(4.9, high=4.0) == "within 25 %"
    # One number alone is no range.
    assert rated(4.0, central=4.0) == "within 25 %"
    assert rated(-3.5, central=-4.0) == "within 25 %"


def test_facts_of_the_time_and_of_sites_that_are_planned_are_due():
    known = [fact(str(year), year) for year in range(2024, 2030)]
    known += [fact("here", scope="site", subject="a"), fact("there", scope="site", subject="x")]

    due = {name for name, *_ in of(*known).due}
    years = {"2025", "2026", "2027", "2028"}
    assert due == {*years, "here", "tracked_campuses_2027_range"}


def test_what_is_known_of_campuses_adds_up():
    due = of(
        fact("one", scope="site", subject="a", low=0.5, central=1.0),
        fact("two", scope="site", subject="b", low=0.25, central=2.0, high=3.0),
        fact("other", scope="site", subject="b", central=8.0, source="else"),
    ).due

    row = due["tracked_campuses_2027_range", "src", "", "reported"]
    assert (row["low"], row["central"], row["high"]) == (0.75, 3.0, 3.0)
    assert (row["subject"], row["scope"]) == ("tracked campuses", "sites")
    alone = due["tracked_campuses_2027_range", "else", "", "reported"]
    assert alone["central"] == 8.0
    assert (alone["low"] == alone["low"], alone["high"] == alone["high"]) == (False, False)


def test_the_stock_of_the_world_is_a_ceiling_of_the_planned_years():
    world = [(2025, 1.0, 2.0, 3.0, "w", "reported"), (2026, 4.0, 5.0, 6.0, "w", "reported")]

    ((name, row),) = of(world=world).due.items()
    assert name == ("h100e_stock_of_the_world_2026", "w", "", "reported")
    assert (row["low"], row["central"], row["high"], row["counted_share"]) == (4.0, 5.0, 6.0, 1.0)
    assert row["reading"] == "ceiling"


def test_of_a_figure_of_the_world_the_region_takes_its_share():
    def taken(quantity="units", scope="world", reading="range", shares=None):
        row = {"quantity": quantity, "scope": scope, "reading": reading}
        return of(shares=shares).taken(row)

    assert taken() == 0.5
    assert taken("hbm_shipped") == 0.4
    assert taken(shares={"west": 0.9, "china": 0.1}) == 0.9
    assert taken(shares={"china": 0.1}) == 0.5
    # A ceiling is that of all the world, and so is money; a region's figure is its own.
    assert taken(reading="ceiling") == taken("capex") == taken(scope="region") == 1.0


def test_a_share_that_no_table_tells_is_all():
    bare = of()
    bare.evidence.files.inputs["supply_terms"] = pd.DataFrame()

    assert bare.taken({"quantity": "units", "scope": "world", "reading": "range"}) == 1.0


def test_a_plan_is_of_its_region_where_it_begins_with_most_of_its_fleet():
    # A million units of 2 H100e and two of 1.5 stand: 5. A half of the world's is the region's,
    # and three quarters of that make it whole: 5 of 13.33.
    def whole(*counts, **own):
        return of(*(fact(str(i), year, "h100e_stock", central=million)
                    for i, (year, million) in enumerate(counts)), **own).whole  # fmt: skip

    assert whole((2025, 13.3))
    assert not whole((2025, 13.4))
    assert whole((2025, 13.4), stood=1.1)
    assert whole((2025, 8.0), stood=0.0)
    # Counts add up; what is blank or of another year is none.
    assert not whole((2025, 7.0), (2025, 7.0))
    assert whole((2025, 7.0), (2025, nan), (2026, 70.0))
    assert whole()


def figure(quantity, subject="", year=2027, facts_known=(), **own):
    told = of(*facts_known, **own)
    return told.figure({"year": year, "quantity": quantity, "subject": subject})


def test_figures_of_chips_are_those_of_the_region():
    # 300,000 GPUs and 400,000 TPUs are bought in 2027, and what China sells is left out.
    assert figure("units") == pytest.approx(700)
    assert figure("units", "N") == pytest.approx(300)
    assert figure("units_of_family", "Seven") == pytest.approx(400)
    assert figure("units", "N", 2026) == pytest.approx(600)
    assert figure("h100e_shipped") == pytest.approx(0.3 * 2 + 0.4 * 1.5)
    assert figure("vendor_revenue", "N") == pytest.approx(0.3 * 30, rel=1e-12)
    assert figure("vendor_revenue") == pytest.approx(0.3 * 30 + 0.4 * 8, rel=1e-12)
    assert figure("cowos_wafers") == pytest.approx(0.3 * 3 + 0.4 * 2)
    assert figure("cowos_wafers", "G") == pytest.approx(0.8)
    assert figure("hbm_shipped") == pytest.approx(0.15)
    assert of().drawn(2027, "packaging") == pytest.approx(0.3 * 4 + 0.4 * 2)


def test_figures_of_tables():
    stand = pd.DataFrame(
        [("gpu", 2027, 1.0, 0.5), ("tpu", 2027, 0.0, 1.0), ("npu", 2027, 9.0, 0.0),
         ("gpu", 2026, 9.0, 0.0)],
        columns=["accelerator", "year", "running_million", "idle_million"],
    )  # fmt: skip
    power = pd.DataFrame(
        [("gas", 2027, 3.0), ("gas", 2027, 1.0), ("cell", 2027, 9.0), ("gas", 2026, 7.0)],
        columns=["technology", "year", "generation_twh"],
    )
    capex = pd.DataFrame({"year": [2027, 2027, 2026], "capex_busd": [1.0, 2.0, 4.0]})
    against = pd.DataFrame(
        [(2027, "leader_revenue", 11.0), (2027, "gdp", 5.0), (2026, "leader_revenue", 6.0)],
        columns=["year", "against", "reference_busd"],
    )
    assert figure("h100e_stock", accelerators=stand) == pytest.approx(1.5 * 2 + 1.5)
    assert figure("energy_twh", power=power) == 4.0
    assert figure("capex", capex=capex) == 3.0
    assert figure("capex", year=2028, capex=capex) == 0.0
    assert figure("leader_revenue", affordability=against) == 11.0
    only = against[against["against"] == "gdp"]
    for none in ({}, {"affordability": only}):
        assert figure("leader_revenue", **none) != figure("leader_revenue", **none)


def test_a_site_is_as_large_as_its_shell():
    shell = pd.DataFrame(
        [("a", 2027, 2.0), ("b", 2027, 1.0), ("a", 2026, 0.5)],
        columns=["site", "year", "shell_it_gw"],
    )
    known = [fact("one", scope="site", subject="a"), fact("two", scope="site", subject="b")]

    assert figure("site_facility_gw", "a", clusters=shell) == 3.0
    both = figure("site_facility_gw", "tracked campuses", facts_known=known, clusters=shell)
    assert both == pytest.approx(3.0 + 1.2)
    missing = figure("site_facility_gw", "x", clusters=shell)
    assert missing != missing


def test_of_the_year_before_the_plan_it_is_what_stood():
    assert figure("h100e_stock", year=2025) == 5.0
    assert figure("site_facility_gw", "a", 2025) == 0.5
    for quantity, subject in (("site_facility_gw", "x"), ("capex", "a")):
        found = figure(quantity, subject, 2025)
        assert found != found


def test_a_plan_without_a_counterpart_has_no_figure():
    few = [fact("stock", 2025, "h100e_stock", central=100.0)]
    shell = pd.DataFrame({"site": ["a"], "year": [2027], "shell_it_gw": [2.0]})
    for nothing in (
        figure("units", length=2), figure("units", year=2030), figure("weather"),
        figure("units", facts_known=few),
    ):  # fmt: skip
        assert nothing != nothing
    # A part of its region has sites all the same.
    assert figure("site_facility_gw", "a", facts_known=few, clusters=shell) == 3.0


def given(scope="site", quantity="site_facility_gw", subject="a", reading="range", **own):
    row = {"year": 2027, "quantity": quantity, "subject": subject, "scope": scope,
           "reading": reading}  # fmt: skip
    return of(**own).given(row)


def test_a_plan_is_given_the_sites_that_its_model_commits_it_to():
    def holds(*committed, **own):
        return given(commitments="given", committed=committed, **own)

    assert holds(("a", 2027, "floor"))
    assert holds(("a", 2027, "ceiling"))
    assert not holds(("a", 2026, "floor"))
    assert not holds(("b", 2027, "floor"))
    assert not given(committed=[("a", 2027, "floor")])
    assert not given(committed=[("a", 2027, "floor")], commitments="none")
    # A floor of one member holds them all, a ceiling only where all have one.
    assert holds(("m", 2027, "floor"), subject="b")
    assert not holds(("m", 2027, "ceiling"), subject="b")
    assert holds(("m", 2027, "both"), ("n", 2027, "ceiling"), subject="b")
    # Any of the sites where a fact is of all.
    assert holds(("a", 2027, "floor"), scope="sites", subject="tracked campuses")
    assert not holds(("a", 2027, "floor"), subject="x")


def test_a_plan_is_given_the_shipments_of_a_year_that_is_counted():
    def counted(name="shipment_commitment_limit", year="2027", **own):
        return given("world", "units", "", own.pop("reading", "floor"),
                     stated={name: {("Big", year): 1}}, **own)  # fmt: skip

    assert counted()
    assert counted("shipment_commitment_requirement")
    assert not counted("site_commitment_limit")
    assert not counted(year="2026")
    assert not counted(reading="range")
    assert not given("region", "units", "", "floor")


def test_about_a_bound_either_verdict_is_right():
    def may(own, year=2027, known=False, reading="floor", **ends):
        told = SimpleNamespace(evidence=SimpleNamespace(years=(2026, 2027)),
                               given=lambda row: known)  # fmt: skip
        row = {"year": year, "reading": reading}
        return facts._verdicts(told, row, own, {**dict.fromkeys(ENDS, nan), **ends})

    assert may(nan, central=1.0) == {"no counterpart"}
    assert may(0.1, 2025, central=1.0) == {"given"}
    assert may(0.1, 2026, central=1.0) == {"outside"}
    assert may(1 - 5e-8, central=1.0) == {"outside", "inside"}
    assert may(1 + 5e-8, central=1.0) == {"outside", "inside"}
    assert may(1 - 2e-7, central=1.0) == {"outside"}
    assert may(2.0, known=True, central=1.0) == {"given"}
    assert may(0.5, known=True, central=1.0) == {"outside"}


TOLD = (*COLUMNS[:-4], "counted_share", "source_id", "confidence", "vintage", "taken_share",
        "plan", "ratio", "verdict", "cause")  # fmt: skip


def test_each_cell_of_a_row_is_held_to_its_own():
    # Half of a floor of 600,000 is 300,000; 700,000 are bought: inside, and 2.33 of it.
    known = fact(reading="floor", central=600.0, low=600.0)

    def failed(**wrong):
        right = dict(zip(COLUMNS, known, strict=True))
        right["counted_share"] = right.pop("share_of_year")
        right |= {"taken_share": 0.5, "plan": 700.0, "ratio": 700 / 300, "verdict": "inside",
                  "cause": "", **wrong}  # fmt: skip
        told = of(known, beside_facts=pd.DataFrame([right])[list(TOLD)])
        return [row.row for row in facts._rows(told) if row.deviation > 1e-6 * row.scale]

    assert failed() == []
    assert failed(unit="GW") == ["subject, source and reading of f"]
    assert failed(year=2026) == ["year of f"]
    assert failed(low=500.0) == ["low of f"]
    assert failed(high=900.0) == ["high of f"]
    assert failed(taken_share=1.0) == ["share of f"]
    assert failed(plan=701.0) == ["the plan's figure of f"]
    assert failed(ratio=2.0) == ["ratio of f"]
    assert failed(verdict="within 25 %") == ["verdict on f"]
    assert failed(verdict="outside") == ["verdict on f", "whether a cause of f is told"]
    assert failed(verdict="outside", cause="why") == ["verdict on f"]
    assert failed(cause="why") == ["whether a cause of f is told"]
    # Without a counterpart a cause may be told or not.
    assert failed(verdict="no counterpart", cause="why") == ["verdict on f"]


def test_a_ratio_is_over_the_end_that_is_read_first():
    def ratio(reading, **ends):
        known = fact(reading=reading, quantity="capex", **{"central": nan, **ends})
        told = of(known, capex=pd.DataFrame({"year": [2027], "capex_busd": [6.0]}))
        row = {**next(iter(told.due.values())), "taken_share": 1.0, "plan": 6.0, "ratio": 0.0,
               "verdict": "inside", "cause": ""}  # fmt: skip
        told.evidence.plan = {
            "beside_facts": pd.DataFrame([row]),
            "capex": told.evidence.plan("capex"),
        }.__getitem__
        return next(row.expected for row in facts._rows(told) if row.row.startswith("ratio"))

    assert ratio("ceiling", central=3.0, high=4.0) == 1.5
    assert ratio("range", low=2.0, central=3.0, high=4.0) == 2.0
    assert ratio("range", low=2.0, high=4.0) == 3.0
    assert ratio("ceiling", low=2.0, central=3.0) == 2.0


def test_a_fact_has_a_name_of_four_parts():
    row = {"fact": "f", "source_id": "s", "vintage": 2025, "confidence": "c", "other": 1}

    assert name_of(row) == ("f", "s", "2025", "c")
