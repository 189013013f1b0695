"""Where runs train: on one campus, on several, and where nothing is said of it."""

import pandas as pd

from planner.surfaces.html.sections import training

COLUMNS = ["workload", "year", "site", "region", "it_gw", "units_million", "h100e_million",
           "share_of_run", "campuses", "farthest_km", "option", "efficiency"]  # fmt: skip
ONE = ("run", 2026, "a", "ERCOT", 1.0, 0.5, 2.0, 1.0, 1, 0.0, "1 campus", 1.0)
TWO = [
    ("run", 2027, "a", "ERCOT", 3.0, 0.9, 6.0, 0.75, 2, 173.6, "2 campuses", 0.985),
    ("run", 2027, "b_c", "PJM", 1.0, 0.3, 2.0, 0.25, 2, 173.6, "2 campuses", 0.985),
]
CHOICE = [("cost", "billion USD", 1.0, 0.99, 0.01, 3, 0.1, "for this choice of campuses")]


def told(section):
    return " ".join([str(section.finding), *map(str, section.paragraphs)])


def made(facts, *rows, choice=()):
    tables = {"training_sites": pd.DataFrame(rows, columns=COLUMNS)}
    columns = ["stage", "unit", "objective", "bound", "gap", "nodes", "seconds", "duals_hold"]
    tables["choice"] = pd.DataFrame(choice, columns=columns)
    return training.build(facts(**tables))


def test_runs_that_are_pooled_have_no_section(facts):
    assert made(facts) is None
    assert training.build(facts()) is None


def test_a_run_on_one_campus_loses_no_time(facts):
    section = made(facts, ONE)

    assert str(section.finding) == "“run” trains on one campus in 2026, a"
    assert "No time is lost" in told(section)


def test_a_run_on_several_says_how_far_apart_and_what_that_leaves(facts):
    section = made(facts, ONE, *TWO, choice=CHOICE)

    assert str(section.finding) == (
        "“run” trains on 2 campuses in 2027, the farthest 174 km apart"
    )
    words = told(section)
    assert "leaves 98.5% of its time to “run”" in words
    assert "The largest part, 75% of its compute, is at a." in words
    assert "to within a gap of the best possible plan: 1% in the stage cost" in words
    assert section.tables[0].rows[1][:2] == ("2027", "a 3.00 GW, b c 1.00 GW")
    assert "b c  1" in section.graphics[0].svg


def test_two_runs_are_told_apart(facts):
    other = ("other", *ONE[1:])
    section = made(facts, ONE, other)

    assert "“other” trains on one campus in 2026, a." in told(section)
    assert len(section.graphics) == 2
    assert [row[0] for row in section.tables[0].rows] == ["“run”", "“other”"]
