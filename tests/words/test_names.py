"""No surface tells a row of a table by its key where the table has a name for it."""

import html
import re

import pandas as pd
import pytest
from openpyxl import load_workbook

from planner import api
from planner.cli import main
from planner.storage.run_folder import read_inputs
from planner.wording.names import NAMED

WORDS_TOO = {"grid"}
"""Keys that are words of the language: a text may have them in its own right."""
OF_READERS = (
    "Cover", "Dashboard", "Compare", "Targets", "Power", "Sites", "Fabs", "Capex", "Bottlenecks",
    "Facts", "Annual", "Certificate",
)  # fmt: skip
"""Sheets that tell of the plan; the others hold its tables, and copies of what stood in cells."""
KEY = "key in tables"


@pytest.fixture(scope="module")
def keys(small) -> dict[str, str]:
    """Key to name, of all rows that have one which is not the key itself."""
    found = {}
    for table in read_inputs(small, *NAMED).values():
        if "name" in table:
            pairs = zip(table[table.columns[0]].astype(str), table["name"], strict=True)
            found |= {k: n for k, n in pairs if isinstance(n, str) and n != k}
    assert found["openai_stargate_abilene"] == "OpenAI Stargate Abilene"
    return {key: name for key, name in found.items() if key not in WORDS_TOO}


def untold(text: str, keys: dict[str, str]) -> set[str]:
    """The keys in a text; "ERCOT" within its name "ERCOT (Texas)" is none."""
    for name in sorted(set(keys.values()), key=len, reverse=True):
        text = text.replace(name, "")
    return set(re.findall(r"\w+", text)) & set(keys)


def test_a_key_in_a_text_is_found(keys):
    assert untold("room at coreweave_helios, ERCOT (Texas), nvidia_vr200 M", keys) == {
        "coreweave_helios", "nvidia_vr200",
    }  # fmt: skip
    assert untold("room at ERCOT", keys) == {"ERCOT"}


def test_the_report_names_rows(small, keys):
    api.report([small], pdf=False)
    page = (small / "report.html").read_text(encoding="utf-8")
    seen = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.S)

    assert untold(html.unescape(re.sub(r"<[^>]+>", " ", seen)), keys) == set()


def test_the_workbook_names_rows(small, keys, tmp_path):
    path = api.compare_in_workbook([small], tmp_path / "plan.xlsx")
    book = load_workbook(path, data_only=True)

    for name in OF_READERS:
        sheet = book[name]
        # What formulas look for stands in columns of its own.
        of_keys = {
            cell.column for row in sheet for cell in row if cell.value == KEY
        }  # fmt: skip
        if name == "Fabs":
            of_keys |= {column + 1 for column in of_keys}
        texts = [
            str(cell.value)
            for row in sheet
            for cell in row
            if isinstance(cell.value, str) and cell.column not in of_keys
        ]
        assert untold("\n".join(texts), keys) == set(), name


@pytest.mark.parametrize(
    "asked",
    [
        ["show", "RUN"],
        ["bottlenecks", "RUN", "--ranges", "0"],
        ["why", "RUN", "--site", "coreweave_helios"],
        ["milestones", "RUN", "--by-site"],
        ["fleet", "RUN", "--year", "2028"],
        ["compare", "RUN", "RUN2"],
        ["supply", "RUN"],
        ["hours", "RUN", "--site", "coreweave_helios"],
    ],
)
def test_the_terminal_names_rows(small, short, keys, capsys, asked):
    """`short` misses its target, and its limits bind elsewhere."""
    assert main([{"RUN": str(small), "RUN2": str(short)}.get(word, word) for word in asked]) == 0

    out = capsys.readouterr().out
    # What was asked is told by the keys that one types, and files by their paths.
    lines = [line for line in out.splitlines() if "/" not in line]
    told = [line for line in lines if not re.search(r"\w\.\w+\.\w", line)]
    assert untold("\n".join(told), keys) == set()


def test_a_plan_without_inputs_tells_keys_in_words(small):
    """A run of a sweep keeps no inputs: there is nothing to name its rows by."""
    plan, _ = api.read_run(small)

    assert plan.names.called("sites", "coreweave_helios") == "Coreweave Helios"
    assert type(plan)(plan.tables, plan.summary).names.called("sites", "coreweave_helios") == (
        "coreweave helios"
    )
    assert isinstance(plan.names.shown(plan["clusters"]), pd.DataFrame)
