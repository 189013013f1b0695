"""Reports of studies: every number is in a table of the study, and the page stands by itself."""

import csv
import json
import re
import shutil
from html.parser import HTMLParser
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

from planner import api
from planner.cli import main
from planner.storage.study_folder import add_table, read_study
from planner.surfaces.html.studies.outline import study_document

STUDIES = {
    "alternatives": (
        [
            "alternatives",
            "small",
            "--within",
            "1%,3%",
            "--over",
            "sites,accelerators,technologies",
        ],
        "small_alternatives",
    ),
    "stochastic": (["stochastic", "small_growth"], "small_growth_stochastic"),
    "sweep": (
        [
            "sweep",
            "small",
            "-j",
            "1",
            "--vary",
            "accelerators.price_usd",
            "--vary",
            "solver.time_limit_seconds=600,1e-9",
        ],
        "small_tornado",
    ),
    "front": (
        [
            "sweep",
            "small",
            "-j",
            "1",
            "--design",
            "grid",
            "--name",
            "front",
            "--vary",
            "limits.present_cost_busd=4:10:3",
        ],
        "front",
    ),
    "draws": (
        [
            "sweep",
            "small",
            "-j",
            "1",
            "--design",
            "latin",
            "--samples",
            "2",
            "--name",
            "draws",
            "--vary",
            "accelerators.price_usd",
            "--vary",
            "workloads.mfu",
        ],
        "draws",
    ),
}


@pytest.fixture(scope="module", params=sorted(STUDIES))
def study(request, tmp_path_factory):
    """A study of the tutorial with its report."""
    arguments, name = STUDIES[request.param]
    outputs = tmp_path_factory.mktemp("studies")
    # One scenario of the sweep has no time, which its exit code tells.
    code = 4 if request.param == "sweep" else 0
    assert main([*arguments, "-o", str(outputs), "--quiet", "--no-report"]) == code
    folder = outputs / name
    assert main(["report", str(folder)]) == 0
    return SimpleNamespace(kind=read_study(folder).kind, folder=folder)


def looked_up(folder, query):
    """What a query asks for, from the CSV files and by other code than the report's."""
    with (folder / f"{query['table']}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    def met(row, column, wanted):
        found = row[column]
        if isinstance(wanted, list):
            return found in map(str, wanted)
        if isinstance(wanted, int | float) and not isinstance(wanted, bool):
            return found != "" and abs(float(found) - wanted) < 1e-12
        return found == str(wanted)

    for column, wanted in query.get("where", {}).items():
        rows = [row for row in rows if met(row, column, wanted)]
    values = [row[query["column"]] for row in rows]
    if query["how"] == "rows":
        value = len(rows)
    else:
        numbers = [float(value) for value in values if value != ""]
        value = {"sum": sum, "max": max, "min": min}[query["how"]](numbers)
    value *= query.get("scale", 1.0)
    if "less" in query:
        value -= looked_up(folder, query["less"]) * query.get("scale", 1.0)
    return value / looked_up(folder, query["over"]) if "over" in query else value


def texts(document):
    for section in document.sections:
        yield section.finding
        yield from section.paragraphs
        for graphic in section.graphics:
            yield from (graphic.title, graphic.alt)


def test_every_number_of_a_sentence_is_in_a_table_of_the_study(study):
    document = study_document(read_study(study.folder))
    numbers = [number for text in texts(document) for number in text.numbers]

    assert len(numbers) > 5
    for number in numbers:
        found = looked_up(study.folder, number.query.as_data())
        assert found == pytest.approx(number.value, rel=1e-9, abs=1e-9), number


def test_no_sentence_has_a_digit_that_is_no_number_name_or_year(study):
    document = study_document(read_study(study.folder))

    loose = [part for text in texts(document) for part in text.parts if isinstance(part, str)]
    assert [part for part in loose if re.search(r"\d", part)] == []


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


def test_the_page_loads_nothing_and_has_a_drawing_and_a_pdf(study):
    page = Page((study.folder / "report.html").read_text(encoding="utf-8"))

    names = {tag for tag, _ in page.tags}
    assert "svg" in names
    assert not {"script", "link", "img", "iframe"} & names
    assert (study.folder / "report.pdf").read_bytes().startswith(b"%PDF")


def test_a_study_that_was_changed_since_is_refused(study, tmp_path, capsys):
    copy = tmp_path / "copy"
    shutil.copytree(study.folder, copy)
    table = next(copy.glob("confidence.csv"))
    table.write_text(table.read_text().replace("estimate", "verified"))

    assert main(["report", str(copy)]) == 2
    assert "changed since the study" in capsys.readouterr().err


def test_a_study_is_no_run_and_the_refusal_says_what_it_is(study, capsys):
    for arguments in (
        ["show"],
        ["why", "--accelerator", "google_tpu_v7"],
        ["export", "--to", "csv"],
    ):
        assert main([*arguments[:1], str(study.folder), *arguments[1:]]) == 2
        err = capsys.readouterr().err
        assert f"the folder of a study ({study.kind})" in err
        assert "planner report reads a study" in err


def test_the_index_says_what_made_it(study):
    found = read_study(study.folder)

    assert found.index["environment"]["planner"]
    assert json.dumps(dict(found.index))
    assert api.report_study(study.folder, pdf=False)[1] == ""


@pytest.mark.parametrize("study", ["sweep"], indirect=True)
def test_what_planner_matters_adds_to_its_sweep_is_told(study, tmp_path):
    copy = tmp_path / "matters"
    shutil.copytree(study.folder, copy)
    row = {
        "input": "workloads.mfu", "swing_compute": 0.5, "swing_cost": 2.0, "cells": 3,
        "estimates": 2, "sources": "a", "source_titles": "A study of utilisation",
    }  # fmt: skip
    add_table(copy, "worth_finding_out", pd.DataFrame([row]))

    assert main(["report", str(copy), "--no-pdf"]) == 0
    assert "A study of utilisation" in (copy / "report.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(copy / "study.xlsx", read_only=True)
    assert "worth_finding_out" in book.sheetnames
