"""What commands print."""

import io
import json
import sys

import pandas as pd

from planner.cli.notices import print_any_text
from planner.cli.terminal import print_json, print_table


def test_a_table_is_printed_as_rows_with_blanks_as_null_and_small_numbers_whole(capsys):
    table = pd.DataFrame({"site": ["a", None], "busd": [1.25e-11, float("nan")]})

    print_json(year=2027, rows=table)

    assert json.loads(capsys.readouterr().out) == {
        "schema_version": 1,
        "year": 2027,
        "rows": [{"site": "a", "busd": 1.25e-11}, {"site": None, "busd": None}],
    }


def test_a_name_is_no_markup(capsys):
    table = pd.DataFrame({"[red]site[/]": [":car: [link=x]y", "[/]"], "[b]": [1.0, 2.0]})

    print_table(table, "[i]title[/i] :car:")

    printed = capsys.readouterr().out
    for text in ("[i]title[/i] :car:", "[red]site[/]", ":car: [link=x]y", "[/]", "[b]"):
        assert text in printed


def test_a_code_page_that_lacks_a_sign_spells_it_out(monkeypatch):
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", narrow)

    print_any_text()
    print_table(pd.DataFrame({"site": ["上海"], "gw": [1.0]}), "Élan →")

    narrow.flush()
    printed = narrow.buffer.getvalue().decode("cp1252")
    assert "Élan \\u2192" in printed
    assert "\\u4e0a\\u6d77" in printed
