"""The page: every number is in the run's tables, it loads nothing, and everyone can read it."""

import csv
import json
import re
from collections import defaultdict
from dataclasses import replace
from html.parser import HTMLParser
from math import floor, isclose, log10

import pytest

from planner import api
from planner.surfaces.html.outline import document
from planner.surfaces.html.page import page
from planner.surfaces.html.reading import read_facts

WORDS = {"none": 0, "one": 1}
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


class Prose(HTMLParser):
    """The texts of a page outside tables, drawings and styles, and its marked numbers."""

    def __init__(self, page):
        super().__init__()
        self.open, self.loose, self.numbers, self.years, self.tags = [], [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in ("meta", "link", "br", "img"):
            self.open.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        inside = [tag for tag, _ in self.open]
        classes = {attributes.get("class") for _, attributes in self.open}
        if {"svg", "table", "style", "title", "nav", "h1", "summary"} & set(inside):
            return
        if {"run", "source"} & classes or not text.strip():
            return
        if inside[-1] == "data":
            self.numbers.append((text, self.open[-1][1]))
        elif inside[-1] == "time":
            self.years.append(int(text))
        elif inside[-1] != "span":
            self.loose.append(text)


@pytest.fixture(scope="module")
def prose(report):
    return Prose(report.page.read_text())


def rows_of(report, name):
    """Rows of a table from the run's CSV files, or made from them where it is derived."""
    if name == "bottlenecks":
        return ranked(plan_rows(report, "bottlenecks"))
    if name == "confidence":
        return confidence(report)
    if name in ("certificate", "checks"):
        certificate = json.loads((report.folder / "certificate.json").read_text())
        return certificate["checks"] if name == "checks" else [certificate]
    if name == "program":
        manifest = json.loads((report.folder / "run.json").read_text())
        return [{**manifest["program"], "discount_rate": manifest["summary"]["discount_rate"]}]
    return plan_rows(report, name)


def plan_rows(report, name):
    """Rows of a table of the plan, as the run's CSV file has them."""
    with (report.folder / f"tables/{name}.csv").open() as file:
        return list(csv.DictReader(file))


def confidence(report):
    counts = defaultdict(int)
    for path in (report.folder / "inputs").glob("*.csv"):
        with path.open() as file:
            for row in csv.DictReader(file):
                if row.get("confidence"):
                    counts[path.stem, row["confidence"]] += 1
    return [{"table": t, "confidence": c, "rows": n} for (t, c), n in counts.items()]


def ranked(levers):
    """One percent more of each kind of limit, its places together; of a date nothing is one."""
    sums = defaultdict(lambda: defaultdict(float))
    for row in levers:
        if row["sense"] == "sooner":
            continue
        key = tuple(row[c] for c in ("limit", "what", "kind", "pool", "year", "unit", "sense"))
        key += (row["place"] if row["limit"].startswith("vendor") else "",)
        for column, value in row.items():
            if column.endswith("_percent_of_a_target") or column == "cost_change_busd":
                sums[key][column] += float(value or 0)
    return list(sums.values())


def looked_up(report, query):
    """The answer to a query, by code that shares nothing with the report's."""
    rows = rows_of(report, query["table"])
    for column, wanted in query.get("where", {}).items():
        allowed = {str(w) for w in (wanted if isinstance(wanted, list) else [wanted])}
        rows = [row for row in rows if str(row[column]).removesuffix(".0") in allowed]
    column, how = query["column"], query["how"]
    if how == "rows":
        value = len(rows)
    elif how == "distinct":
        value = len({row[column] for row in rows})
    else:
        sums = defaultdict(float)
        for i, row in enumerate(rows):
            sums[row[query["by"]] if "by" in query else i] += float(row[column] or 0)
        value = {"sum": sum, "max": max, "min": min, "half": half}[how](sums.values())
    value *= query.get("scale", 1)
    return value / looked_up(report, query["over"]) if "over" in query else value


def half(values):
    """How many of the largest values it takes to reach half of their sum."""
    ordered, reached = sorted(values, reverse=True), 0.0
    for count, value in enumerate(ordered, 1):
        reached += value
        if reached >= sum(ordered) / 2:
            return count
    return 0


def read(text):
    """A printed number, and by how much rounding may have moved it."""
    if text.lower() in WORDS:
        return WORDS[text.lower()], 0.0
    percent = 100 if text.endswith("%") else 1
    mantissa, _, power = text.rstrip("%").replace(",", "").partition(" × 10")
    value = float(mantissa)
    if value == 0:
        return 0.0, 1e-12
    power = 10.0 ** int(power.translate(SUPERSCRIPTS) or 0) if power else 1.0
    figures = 0.5 * 10.0 ** (floor(log10(abs(value))) - 2)
    return value * power / percent, min(figures, 0.5) * 1.001 * power / percent


def test_every_number_of_the_text_is_in_the_tables_of_the_run(report, prose):
    assert len(prose.numbers) > 20
    for text, attributes in prose.numbers:
        found = looked_up(report, json.loads(attributes["data-query"]))
        assert isclose(float(attributes["value"]), found, rel_tol=1e-9, abs_tol=1e-12), text
        printed, rounding = read(text)
        assert abs(printed - found) <= rounding, (text, found)


def test_no_digit_stands_in_the_text_without_its_source(report, prose):
    assert len(prose.loose) > 20
    assert [text for text in prose.loose if re.search(r"\d", text)] == []
    years = json.loads((report.folder / "run.json").read_text())["summary"]["years"]
    # The years of the plan, and that of its currency.
    assert set(prose.years) <= {*years, 2025}


def test_the_page_is_one_file_that_loads_nothing(prose):
    policy = next(a["content"] for t, a in prose.tags if a.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    assert not [tag for tag, _ in prose.tags if tag in ("script", "link", "img", "iframe")]
    addresses = [
        value
        for _, attributes in prose.tags
        for name, value in attributes.items()
        if name in ("src", "href", "xlink:href", "srcset", "action")
    ]
    assert addresses
    assert all(address.startswith("#") for address in addresses)


def test_every_drawing_has_words_for_it_and_text_as_text(prose):
    drawings = [a for tag, a in prose.tags if tag == "svg"]
    assert len(drawings) >= 7
    assert all(a["role"] == "img" and len(a["aria-label"]) > 20 for a in drawings)
    assert sum(tag == "text" for tag, _ in prose.tags) > 50


def test_no_two_things_have_one_id(prose):
    ids = [a["id"] for _, a in prose.tags if a.get("id")]
    assert len(ids) == len(set(ids))


def test_every_reference_within_the_page_is_met(report, prose):
    ids = {a["id"] for _, a in prose.tags if a.get("id")}
    wanted = re.findall(r'(?:href="#|url\(#)([^")]+)', report.page.read_text())
    assert set(wanted) <= ids


def test_the_same_run_gives_the_same_page_and_pdf(report, tmp_path):
    (page, pdf), _ = api.report([report.folder], tmp_path)

    assert page.read_bytes() == report.page.read_bytes()
    assert pdf.read_bytes() == report.pdf.read_bytes()


def test_a_title_is_text_and_no_markup(report):
    facts = read_facts(report.folder)
    named = replace(facts, manifest={**facts.manifest, "title": "<b onclick=x>&"})

    written = page(document(named))

    assert "<b onclick" not in written
    assert "&lt;b onclick=x&gt;&amp;" in written
