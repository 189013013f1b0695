"""Raw tables: what stands in the repository, what is missing, what a newer folder moves."""

import shutil

import pytest

from tools.derive.__main__ import main
from tools.derive.collect import collect, listed, selected
from tools.derive.edited import FILE, Edited
from tools.derive.package import read_schema
from tools.derive.raw import MissingRawError, Raw, UnreadableRawError, columns_by_table
from tools.derive.run import RAW_TABLES
from tools.derive.standing import Keeper
from tools.derive.tables import TIME, tables_from
from tools.derive.time_slices import time_tables
from tools.differences import differences

LARGEST = 3_000_000
"""Bytes of all raw tables: what a clone has to carry for them."""


def files(folder):
    own = ("tables.toml", "README.md")
    paths = [path for path in folder.rglob("*") if path.is_file() and path.name not in own]
    names = [path.relative_to(folder).as_posix().removesuffix(".gz") for path in paths]
    return sorted(name for name in names if not name.startswith("licences/"))


def test_each_raw_table_has_its_source_vintage_and_licence():
    tables = listed(RAW_TABLES)

    assert sorted(table["path"] for table in tables) == files(RAW_TABLES)
    for table in tables:
        assert all(table[name].strip() for name in ("title", "source", "vintage", "licence"))
        for word in table["licence"].replace(";", " ").replace(".txt.", ".txt ").split():
            if word.startswith("licences/") and word.endswith(".txt"):
                assert (RAW_TABLES / word).is_file()


def test_the_raw_tables_are_small_and_all_are_read(datasets):
    raw = Raw(RAW_TABLES)

    made = tables_from(raw, Keeper(datasets, read_schema(datasets)))

    assert made.kept == {}
    outlines = {name for name in files(RAW_TABLES) if name.startswith("geo/")}
    weather = {"power/hourly/weather_hourly.csv"}
    assert set(raw.read) == set(files(RAW_TABLES)) - outlines - weather
    assert sum(p.stat().st_size for p in RAW_TABLES.rglob("*") if p.is_file()) < LARGEST


def test_what_may_not_be_passed_on_is_not_here():
    # Stations abroad carry terms of their own; a state's data centres as counted on the map of
    # OpenStreetMap are under a licence that binds what they are mixed with.
    raw = Raw(RAW_TABLES)

    assert raw["power/hourly/weather_hourly.csv"].station.str.startswith("USA_").all()
    assert set(raw["power/hourly/weather_stations.csv"].country) == {"USA"}
    assert [name for name in raw["power/states.csv"] if "osm" in name] == []
    assert [name for name in raw["sites/site_timelines.csv"] if "note" in name] == []


def test_the_columns_that_are_expected_are_those_that_stand_here():
    raw = Raw(RAW_TABLES)

    for name, columns in columns_by_table().items():
        if name.endswith(".csv"):
            assert columns == list(raw[name].columns), name


@pytest.mark.parametrize("column", ["price_usd", "name"])
def test_a_raw_table_without_a_column_is_one_error_with_file_and_columns(
    column, copied, tmp_path, capsys
):
    table = Raw(RAW_TABLES)["chips/accelerators.csv"]
    assert column in table
    newer = tmp_path / "newer"
    (newer / "chips").mkdir(parents=True)
    table.drop(columns=column).to_csv(newer / "chips" / "accelerators.csv", index=False)

    assert main(["--from", str(newer), "--to", str(copied)]) == 1

    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"derive: {newer / 'chips' / 'accelerators.csv'}: no column '{column}'; exp" in said
    assert f"expected {', '.join(table.columns)}" in said


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b'a,b\n"1,2\n'])
def test_a_raw_table_that_is_none_is_named(content, tmp_path):
    (tmp_path / "chips").mkdir()
    (tmp_path / "chips" / "accelerators.csv").write_bytes(content)

    with pytest.raises(UnreadableRawError, match=r"chips.accelerators\.csv: "):
        Raw(tmp_path)["chips/accelerators.csv"]


@pytest.fixture
def copied(datasets, tmp_path):
    """A copy of the shipped tables."""
    folder = tmp_path / "datasets"
    shutil.copytree(datasets, folder)
    return folder


def edit(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8", newline="\n")


def test_a_newer_raw_folder_moves_the_rows_that_are_made_of_it(copied, tmp_path, capsys):
    # GB200's price goes from 37,000 to 41,000 USD in the raw table: a tenth more (41/37 - 1 =
    # 0.108) in one cell of accelerators. HBM of 2026, 3.9 EB in the raw table, was edited to 4 in
    # the table itself, and is stated: it stays 4.
    raw = tmp_path / "newer" / "chips"
    raw.mkdir(parents=True)
    shutil.copy(RAW_TABLES / "chips/accelerators.csv", raw)
    edit(raw / "accelerators.csv", ",30000,37000,45000,", ",30000,41000,45000,")
    edit(copied / "hbm_supply.csv", "global,2026,3.4,3.9,4.5,", "global,2026,3.4,4,4.5,")
    edited = tmp_path / "edited.csv"
    edited.write_text("table,key,why\nhbm_supply,global:2026,a later count\n", encoding="utf-8")
    asked = ["--from", str(raw.parent), "--to", str(copied), "--edited", str(edited)]

    before = {path.name: path.read_bytes() for path in copied.glob("*.csv")}
    assert main([*asked, "--check"]) == 1
    told = capsys.readouterr().out
    assert "accelerators: 0 added, 0 removed, 1 cells of 1 rows changed" in told
    assert "nvidia_gb200 price_usd: 37000 -> 41000 (+0.108)" in told
    assert "hbm_supply" not in told
    assert before == {path.name: path.read_bytes() for path in copied.glob("*.csv")}

    assert main(asked) == 0
    assert "nvidia_gb200 price_usd: 37000 -> 41000 (+0.108)" in capsys.readouterr().out
    assert "30000,41000,45000," in (copied / "accelerators.csv").read_text(encoding="utf-8")
    assert "global,2026,3.4,4,4.5," in (copied / "hbm_supply.csv").read_text(encoding="utf-8")


def test_without_a_raw_table_what_is_made_of_it_stays(datasets, tmp_path):
    # The three tables of time are made of one raw table together: none may come from another day.
    missing = "power/hourly/hourly_cf_nerc_2012.csv"
    keep, raw = Keeper(datasets, read_schema(datasets)), Raw(tmp_path)

    made = keep.several(TIME, lambda: time_tables(raw))
    keep.file("profiles", lambda: raw.content(missing))

    assert keep.kept == dict.fromkeys([*TIME, "profiles"], missing)
    assert {name: len(rows) for name, rows in made.items()} == {
        name: len((datasets / f"{name}.csv").read_text(encoding="utf-8").splitlines()) - 1
        for name in TIME
    }
    # Its cells are typed as derived ones are: the first of four days, in hours of a year.
    first = made["time_slices"][0]
    assert (type(first["day"]), type(first["slice"])) == (int, str)


def test_the_first_folder_that_holds_a_table_gives_it(tmp_path):
    (tmp_path / "chips").mkdir()
    newer = Raw(RAW_TABLES)["chips/hbm_capacity.csv"].assign(more="of it").head(1)
    newer.to_csv(tmp_path / "chips/hbm_capacity.csv", index=False)
    raw = Raw(tmp_path, RAW_TABLES)

    assert raw["chips/hbm_capacity.csv"]["more"].tolist() == ["of it"]
    assert len(raw["chips/node_capacity.csv"]) > 10
    with pytest.raises(MissingRawError, match=r"no raw table chips/none\.csv"):
        raw["chips/none.csv"]


def test_columns_and_rows_are_taken_cell_for_cell():
    table = {"path": "t.csv", "columns": ["b", "a"], "rows": {"a": "x.*"}}
    content = b'a,b,prose\nx1,"1,50","of others"\ny,2,\n'

    assert selected(content, table) == b'b,a\n"1,50",x1\n'
    with pytest.raises(ValueError, match=r"t\.csv has no column a, b"):
        selected(b"c\n1\n", table)


def test_collecting_what_was_collected_changes_nothing(tmp_path):
    folder = tmp_path / "raw"
    shutil.copytree(RAW_TABLES / "chips", folder / "chips")
    shutil.copytree(RAW_TABLES / "power/raw", folder / "power/raw")
    shutil.copy(RAW_TABLES / "tables.toml", folder)
    there = files(folder)

    written = collect(folder, folder)

    assert sorted(p.relative_to(folder).as_posix().removesuffix(".gz") for p in written) == there
    assert files(folder) == there
    moved = [each for each in differences(RAW_TABLES, folder) if each.after is not None]
    assert moved == []


SCHEMA = {"t": {"name": "t", "path": "t.csv", "schema": {"primaryKey": ["k", "year"]}}}
MADE = {"t": [{"k": "a", "year": 2026, "v": 1.0}, {"k": "b", "year": 2026, "v": 2.0}]}


def test_a_stated_row_is_changed_added_or_taken_out():
    standing = [{"k": "a", "year": 2026, "v": 9.0}, {"k": "c", "year": 2027, "v": 3.0}]
    edited = Edited({"t": {"a:2026": "why", "b:2026": "why", "c:2027": "why"}})

    rows = edited.applied(SCHEMA, MADE, lambda name: standing)["t"]

    assert rows == standing
    assert Edited({}).applied(SCHEMA, MADE, lambda name: standing) == MADE


def test_a_stated_row_that_is_nowhere_is_a_fault():
    edited = Edited({"t": {"z:1": "why"}, "u": {"a": "why"}})

    with pytest.raises(ValueError, match=r"t has no row 'z:1'(.|\n)*no table 'u'"):
        edited.applied(SCHEMA, MADE, lambda name: MADE[name])


def test_the_list_of_edited_rows_is_held_to_its_form(tmp_path):
    edited = tmp_path / "edited.csv"
    edited.write_text("table,key,why\nt,a,\nt,b,x\nt,b,y\n", encoding="utf-8")

    with pytest.raises(
        ValueError, match=r"line 2: .* all be given(.|\n)*line 4: t b is stated tw"
    ):
        Edited.read(edited)

    edited.write_text("table,key\n", encoding="utf-8")
    with pytest.raises(ValueError, match="the columns are table, key, why"):
        Edited.read(edited)
    assert Edited.read(FILE).rows == {}


@pytest.mark.parametrize("option", ["--from", "--to"])
def test_a_folder_that_is_not_there_is_named(option, tmp_path, capsys):
    assert main([option, str(tmp_path / "none")]) == 2
    assert f"there is no folder {tmp_path / 'none'}" in capsys.readouterr().err
