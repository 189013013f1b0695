"""The comparison of runs: answer first, each number that of the runs' own tables."""

import json
import re
from dataclasses import replace
from math import isclose

import pandas as pd
import pytest

from planner.cli import main
from planner.results import Plan
from planner.surfaces.html.compared import Compared
from planner.surfaces.html.comparison import answer, differing_inputs, outcome, why
from planner.surfaces.html.outline import comparison
from planner.surfaces.html.page import page
from planner.surfaces.html.parts import Document
from planner.surfaces.html.reading import read_facts


@pytest.fixture(scope="module")
def whole(runs):
    return comparison([read_facts(run) for run in runs])


def texts(whole):
    for section in whole.sections:
        yield from (section.finding, *section.paragraphs, *section.points)
        for graphic in section.graphics:
            yield from (graphic.title, graphic.alt)


def looked_up(query, runs):
    """The answer to a query from the CSV files of the runs' folders."""
    whose, _, name = query["table"].rpartition("/")
    folder = next(run for run in runs if run.name == whose)
    rows = pd.read_csv(folder / f"tables/{name}.csv")
    for column, wanted in query.get("where", {}).items():
        rows = rows[rows[column].isin(wanted if isinstance(wanted, list) else [wanted])]
    assert query["how"] == "sum"
    value = float(rows[query["column"]].sum())
    if "less" in query:
        value -= looked_up(query["less"], runs)
    return value * query.get("scale", 1.0)


def test_each_number_is_in_the_tables_of_the_runs(whole, runs):
    numbers = [number for text in texts(whole) for number in text.numbers]
    of_runs = [n for n in numbers if not n.query.table.startswith("comparison/")]
    assert len(of_runs) > 10
    for number in of_runs:
        found = looked_up(number.query.as_data(), runs)
        assert isclose(number.value, found, rel_tol=1e-6), (number, found)
        assert isclose(float(number.text.replace(",", "")), found, rel_tol=6e-3)


def test_no_digit_of_a_sentence_is_without_its_source(whole):
    loose = [part for text in texts(whole) for part in text.parts if isinstance(part, str)]
    assert [words for words in loose if re.search(r"\d", words)] == []


def test_what_became_of_limits_is_counted_from_the_runs(whole, runs):
    keys = ["what", "kind", "pool"]
    binding = []
    for run in runs:
        limits = pd.read_csv(run / "tables/limits.csv", keep_default_na=False)
        full = limits[limits["binding"]]
        binding.append(
            {key: frozenset(rows["year"]) for key, rows in full.groupby(keys, sort=False)}
        )
    before, after = binding
    expected = {
        "gone": len(before.keys() - after.keys()),
        "new": len(after.keys() - before.keys()),
        "moved": sum(before[k] != after[k] for k in before.keys() & after.keys()),
        "stayed": sum(before[k] == after[k] for k in before.keys() & after.keys()),
    }
    finding = next(s for s in whole.sections if s.key == "why").finding
    found = {dict(n.query.where)["in better"]: n.value for n in finding.numbers}

    assert expected["gone"] > 0
    assert found == {what: count for what, count in expected.items() if count}


def test_the_answer_comes_first_and_says_what_was_asked(whole):
    first = whole.sections[0]

    assert first.key == "answer"
    assert re.fullmatch(
        r"Both meet every target; “better” at [\d.]+ billion dollars less of present cost",
        str(first.finding),
    )
    told = " ".join(map(str, first.paragraphs))
    assert "2 things were asked differently: “discount_rate”, “workloads.frontier_run.mfu”" in told
    assert "less facility power" in told
    assert "fewer accelerators" in told
    assert "Their present costs are at different discount rates." in told


def test_the_table_of_what_was_asked_tells_unit_and_meaning(whole):
    table = next(s for s in whole.sections if s.key == "asked").tables[0]
    rows = {row[0]: row[1:] for row in table.rows}

    assert rows["discount_rate"][:2] == ("0.07", "0.1")
    assert rows["workloads.frontier_run.mfu"][:2] == ("0.2", "0.6")
    assert "FLOP" in rows["workloads.frontier_run.mfu"][2]


def test_the_charts_show_both_runs(whole):
    graphics = {g.key: g for section in whole.sections for g in section.graphics}

    assert {"scenarios", "differences", "money-bars", "power-bars", "chips-bars"} == set(graphics)
    for key in ("scenarios", "money-bars", "power-bars", "chips-bars"):
        assert ">small<" in graphics[key].svg
        assert ">better<" in graphics[key].svg
    assert all(str(g.alt) and g.table.rows for g in graphics.values())


def test_a_run_beside_its_like_differs_in_nothing(report):
    facts = read_facts(report.folder)
    twins = Compared.of([facts, replace(facts, folder=facts.folder.parent / "twin")])

    assert str(answer.verdict(twins)) == (
        "Both meet every target; “twin” at the same present cost"
    )
    assert str(differing_inputs.finding(twins)) == "The same was asked of all runs"
    assert str(outcome.finding(twins)) == "The runs draw the same power in every year"
    assert str(why.finding(twins)) == "The same limits bind in the same years"
    assert "draws as much facility power" in str(answer.takes(twins, "twin"))
    assert "as many accelerators" in str(answer.takes(twins, "twin"))
    # The whole document is made of that, too.
    assert isinstance(comparison(twins.runs), Document)


def with_targets(facts, name, shares):
    """The run with these shares of its targets delivered, under another name."""
    table = facts.plan["targets"].copy()
    table["delivered_share"] = shares
    table["met"] = table["delivered_share"] > 0.9999
    plan = Plan({**facts.plan.tables, "targets": table}, facts.plan.summary)
    return replace(facts, plan=plan, folder=facts.folder.parent / name)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ((1, 1, 0.5), (1, 1, 1), "“b” meets every target, and “a” does not"),
        ((1, 1, 1), (1, 0.2, 1), "“b” misses targets that “a” meets"),
        ((1, 1, 0.5), (1, 1, 0.5), "Neither meets its targets, and both deliver the same"),
        (
            (1, 0.9, 0.5),
            (1, 0.8, 0.6501),
            "Neither meets its targets, but “b” delivers 65% of “Frontier run” in 2028, where "
            "“a” delivers 50%",
        ),
    ],
)
def test_the_verdict_says_who_meets_targets(report, before, after, said):
    facts = read_facts(report.folder)
    of = Compared.of([with_targets(facts, "a", before), with_targets(facts, "b", after)])

    found = re.sub(r"of “[^”]*” in", "of “Frontier run” in", str(answer.verdict(of)))
    assert found == said


def test_three_runs_are_held_against_the_first(report, runs):
    facts = [read_facts(run) for run in runs]
    third = replace(facts[1], folder=facts[1].folder.parent / "third")
    whole = comparison([*facts, third])

    assert whole.title == "small beside better and third"
    assert str(whole.sections[0].finding) == "Every scenario meets its targets"
    told = " ".join(map(str, whole.sections[0].paragraphs))
    assert told.count("It spends") == 2
    assert ">third<" in next(g for s in whole.sections for g in s.graphics).svg
    assert page(whole).startswith("<!DOCTYPE html>")


def test_several_runs_get_a_comparison_and_the_report_of_the_first(compared):
    assert [path.name for path in compared.paths] == [
        "comparison.html", "comparison.pdf", "report.html", "report.pdf",
    ]  # fmt: skip
    assert (compared.folder / "comparison.pdf").read_bytes().startswith(b"%PDF")


def test_a_run_named_twice_is_refused(runs, tmp_path, capsys):
    assert main(["report", str(runs[0]), str(runs[0]), "-o", str(tmp_path)]) == 2
    assert "runs: one run named twice" in capsys.readouterr().err


def test_marks_on_the_page_hold_what_is_taken_off(compared):
    marks = re.findall(r'data-query="([^"]+)"', compared.page.read_text())
    queries = [json.loads(mark.replace("&#34;", '"')) for mark in marks]
    differences = [query for query in queries if "less" in query]

    assert differences
    assert all(query["less"]["table"].startswith("small/") for query in differences)
