"""Two folders of tables, and what differs between them."""

import json

import pandas as pd
import pytest

from tools.differences import differences, lines, main
from tools.headline_moves import moves

DESCRIPTOR = {
    "resources": [
        {"name": "prices", "path": "prices.csv", "schema": {"primaryKey": ["k", "year"]}}
    ]
}
HEAD = "k,year,usd,note\n"


@pytest.fixture
def folder(tmp_path):
    """A function that writes a folder of one table."""

    def write(name, rows, head=HEAD):
        path = tmp_path / name
        path.mkdir()
        text = json.dumps(DESCRIPTOR)
        (path / "datapackage.json").write_text(text, encoding="utf-8")
        (path / "prices.csv").write_text(head + rows, encoding="utf-8")
        return path

    return write


def test_rows_and_cells_are_told_by_their_key(folder):
    old = folder("old", "a,2026,10,\na,2027,20,x\nb,2026,1,\n")
    new = folder("new", "c,2026,5,\na,2027,25,x\na,2026,10.0,\n")

    found = differences(old, new)

    # 25 over 20 is a quarter more; 10 and 10.0 are one number, and order says nothing.
    assert lines(found) == [
        "prices: 1 added, 1 removed, 1 cells of 1 rows changed",
        "  - b:2026",
        "  + c:2026",
        "    a:2027 usd: 20 -> 25 (+0.25)",
    ]


def test_the_same_tables_do_not_differ(folder, capsys):
    rows = "a,2026,10,NA\n"
    old, new = folder("old", rows), folder("new", rows)

    assert main([str(old), str(new)]) == 0
    assert capsys.readouterr().out == "no difference\n"


def test_text_that_only_looks_alike_differs(folder):
    old, new = folder("old", "a,2026,,NA\n"), folder("new", "a,2026,,\n")

    assert lines(differences(old, new))[1:] == ["    a:2026 note: NA -> blank"]


def test_columns_files_and_rows_of_one_key_are_told(folder):
    old = folder("old", "a,2026,1,\na,2026,2,\n")
    new = folder("new", "a,2026,1\na,2026,3\n", head="k,year,eur\n")
    (new / "geo").mkdir()
    (new / "geo/area.geojson").write_text("{}", encoding="utf-8")
    (old / "own.csv").write_text("a\n1\n", encoding="utf-8")
    (new / "own.csv").write_text("a\n2\n", encoding="utf-8")

    told = lines(differences(old, new), None)

    assert "  - column usd" in told
    assert "  + column eur" in told
    assert told[-4:] == [
        "geo/area.geojson: 1 added, 0 removed, 0 cells of 0 rows changed",
        "  + the whole file",
        "own.csv: 0 added, 0 removed, 1 cells of 1 rows changed",
        "    content: one file -> another",
    ]


def test_a_long_list_is_cut_unless_all_is_asked_for(folder, capsys):
    old, new = folder("old", ""), folder("new", "".join(f"a,{y},1,\n" for y in range(30)))

    assert main([str(old), str(new)]) == 1
    assert "    and 10 more" in capsys.readouterr().out
    assert main([str(old), str(new), "--all"]) == 1
    assert "  + a:29" in capsys.readouterr().out
    assert main([str(old), str(new / "none")]) == 2


def test_the_figures_of_a_headline_that_move_are_told():
    before = pd.DataFrame({"it_gw": [1.0, 2.0], "capex_busd": [5.0, None]}, index=[2026, 2027])
    after = pd.DataFrame({"it_gw": [1.0, 2.5], "capex_busd": [5.0, None]}, index=[2026, 2027])

    moved = moves(before.rename_axis("year"), after.rename_axis("year"))

    assert moved.to_dict("records") == [
        {"year": 2027, "figure": "it_gw", "before": 2.0, "after": 2.5, "change": 0.25}
    ]
