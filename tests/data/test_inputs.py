import json
import pickle
import random
from hashlib import sha256

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.config import load_model
from planner.data import Inputs
from planner.errors import InputError


def test_all_tables_of_a_folder_are_read(folder):
    inputs = folder.read()

    assert list(inputs.tables) == [
        "sources",
        "regions",
        "sites",
        "power_technologies",
        "power_costs",
    ]
    assert inputs["sites"].at["abilene", "region"] == "ERCOT"
    assert inputs.schema["power_costs"].fields["capex_usd_per_kw"].unit == "USD/kW"


def test_every_file_has_its_checksum(folder):
    inputs = folder.read()

    content = (folder.path / "sites.csv").read_bytes()
    assert inputs.checksums["sites.csv"] == sha256(content).hexdigest()
    assert set(inputs.checksums) == {"datapackage.json"} | {f"{t}.csv" for t in inputs.tables}


def test_faults_of_all_tables_come_in_one_error_in_the_order_of_the_tables(folder):
    folder.put("power_costs", 2, "capex_usd_per_kw", "-1")
    folder.put("sites", 3, "source_id", "epohc")
    folder.put("regions", 2, "country", "")
    (folder.path / "power_technologies.csv").unlink()

    assert [fault.split(":")[0] for fault in folder.faults()] == [
        "regions.csv, line 2, column country",
        "power_technologies.csv",
        "power_costs.csv, line 2, column capex_usd_per_kw",
        "sites.csv, line 3, column source_id",
    ]


def test_an_id_with_a_stray_space_is_reported_where_it_stands_and_nowhere_else(folder):
    folder.put("regions", 2, "region", "ERCOT ")

    assert folder.faults() == [
        "regions.csv, line 2, column region: 'ERCOT ' has a stray space; "
        "expected text; write ERCOT"
    ]


def test_a_ragged_row_is_still_a_row_that_others_refer_to(folder):
    folder.replace("regions", "ERCOT,USA,atb", "ERCOT,USA,atb,,")

    assert folder.faults() == [
        "regions.csv, line 2: 5 cells; expected 3, as many as the header has; "
        "put quotes around a cell that holds a comma; write numbers without them"
    ]


def test_a_cell_knows_its_line_in_the_file(folder):
    inputs = folder.read()

    assert inputs.place("sites", "helios", "pue") == "sites.csv, line 3, column pue"
    assert inputs.place("power_costs", ("solar", 2027), "year") == (
        "power_costs.csv, line 5, column year"
    )


def test_a_table_that_is_not_there_is_answered_with_the_one_that_was_meant(folder):
    with pytest.raises(InputError, match=r"no table 'site'; .* did you mean 'sites'"):
        folder.read()["site"]


def test_to_alter_a_table_does_not_alter_the_inputs(folder):
    inputs = folder.read()

    sites = inputs["sites"]
    sites.loc["abilene", "pue"] = 99.0

    assert inputs["sites"].at["abilene", "pue"] == 1.2


def test_inputs_travel_between_processes(folder):
    inputs = folder.read({"*": "low"})

    copy = pickle.loads(pickle.dumps(inputs))

    assert copy.changes == inputs.changes
    assert copy["sites"].equals(inputs["sites"])


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_does_not_matter(folder, seed):
    before = folder.read({"*": "high"})
    for table in before.tables:
        header, *rows = folder.text(table).splitlines()
        random.Random(seed).shuffle(rows)
        folder.write(table, "\n".join([header, *rows]) + "\n")

    after = folder.read({"*": "high"})

    for table, frame in before.tables.items():
        pd.testing.assert_frame_equal(frame.sort_index(), after[table].sort_index())


def test_the_same_tables_from_windows_read_alike(folder):
    before = folder.read()
    for table in before.tables:
        content = folder.text(table).replace("\n", "\r\n")
        folder.write(table, b"\xef\xbb\xbf" + content.encode())

    after = folder.read()

    for table, frame in before.tables.items():
        pd.testing.assert_frame_equal(frame, after[table])


def test_a_value_that_contradicts_another_row_is_refused(folder):
    # With these columns, the planner's own checks hold for the small world, too.
    path = folder.path / "datapackage.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    sources = next(r for r in document["resources"] if r["name"] == "power_technologies")
    sources["schema"]["fields"].append({"name": "kind", "type": "string"})
    path.write_text(json.dumps(document), encoding="utf-8")
    folder.write("power_technologies", "technology,availability,storage_hours,kind\n"
                 "gas_ccgt,0.9,0,grid\nsolar,1,0,grid\nbattery_4h,1,4,storage\n")  # fmt: skip

    with pytest.raises(
        InputError, match="values that are set, storage with storage_hours 0; expected"
    ):
        folder.read().with_changes({"power_technologies.battery_4h.storage_hours": 0})


@pytest.fixture
def shipped(folder, monkeypatch):
    """Let the small world be the one that ships with the planner."""
    monkeypatch.setattr("planner.data.inputs.bundled", lambda name: folder.path)
    monkeypatch.setattr("planner.data.folder_schema.bundled", lambda name: folder.path)
    return folder


# Each example puts the files back, so the folder may be the same for all.
FIXTURE = [HealthCheck.function_scoped_fixture]

edits = st.lists(
    st.tuples(
        st.sampled_from(["sources", "sites", "power_costs"]),
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 6),
        st.sampled_from(
            [b"", b",", b'"', b"\n", b"\r", b";", b"\0", b"\xff", b"-1e999", b" ", b"=1"]
        ),
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None, suppress_health_check=FIXTURE)
@given(edits=edits)
def test_whatever_a_file_holds_nothing_but_its_faults_is_raised(folder, edits):
    before = {table: (folder.path / f"{table}.csv").read_bytes() for table, *_ in edits}
    for table, position, length, piece in edits:
        content = (folder.path / f"{table}.csv").read_bytes()
        at = int(position * len(content))
        folder.write(table, content[:at] + piece + content[at + length :])

    faults = ()
    try:
        folder.read({"*": "low"})
    except InputError as error:
        faults = error.faults
    finally:
        for table, content in before.items():
            folder.write(table, content)

    assert all(fault.expected or fault.fix for fault in faults)


def model(folder, body):
    path = folder.path / "m.toml"
    path.write_text(
        'title = "t"\nyears = { first = 2026, last = 2027 }\ndatasets = "."\n' + body,
        encoding="utf-8",
    )
    return load_model(path)


def test_a_model_reads_its_own_folder_with_its_cases_and_values(shipped):
    question = model(
        shipped,
        '[workloads]\nuse = ["x"]\n[cases]\nsites.pue = "high"\n'
        "[set]\nsites.homer.max_facility_gw = 3\n",
    )

    inputs = Inputs.for_model(question)

    assert inputs["sites"].at["abilene", "pue"] == 1.3
    assert inputs["sites"].at["homer", "max_facility_gw"] == 3.0


def test_what_a_model_gets_wrong_is_named_with_its_line(shipped):
    shipped.put("sites", 2, "pue", "lots")
    question = model(
        shipped,
        'currency_year = 2020\n[workloads]\nuse = ["x"]\n[cases]\n"sites.peu" = "high"\n'
        '[set]\n"sites.homer.region" = "PJN"\n',
    )

    with pytest.raises(InputError) as raised:
        Inputs.for_model(question)

    assert str(raised.value).splitlines() == [
        "sites.csv, line 2, column pue: 'lots' is not a number; expected a number from 1 to 2 "
        "(MW/MW)",
        "m.toml, line 4, key currency_year: 2020, but power_costs.csv is in 2025 prices; "
        "expected the year of the tables' prices",
        "m.toml, line 8, key cases.sites.peu: unknown column 'peu' of sites; did you mean 'pue'?",
        "m.toml, line 10, key set.sites.homer.region: unknown id 'PJN'; "
        "expected a region of regions.csv; did you mean 'PJM'?",
    ]


def test_a_folder_of_ones_own_must_describe_what_the_planner_reads(folder):
    question = model(folder, '[workloads]\nuse = ["x"]\n')

    with pytest.raises(InputError) as raised:
        Inputs.for_model(question)

    lines = [str(fault) for fault in raised.value.faults]
    assert (
        "datapackage.json, table workloads: no such table; expected Workloads; "
        "take it from the tables that ship"
    ) in lines
    assert (
        "datapackage.json, table regions, field latitude: no such field; "
        "expected a number from -90 to 90 (degrees north)"
    ) in lines
