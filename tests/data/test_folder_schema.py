"""What a folder of tables may hold: names of today, or former ones where only they are there."""

import pytest

from planner.data.folder_schema import folder_schema
from planner.data.inputs import Inputs
from planner.errors import InputError


def schema_of(folder, *files):
    for name in files:
        (folder / name).write_text("technology,kind\n", encoding="utf-8")
    return folder_schema(folder, "default")


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ((), "power_technologies.csv"),
        (("power_technologies.csv",), "power_technologies.csv"),
        (("power_sources.csv",), "power_sources.csv"),
    ],
)
def test_a_table_is_read_under_its_former_name_where_only_that_is_there(tmp_path, files, path):
    schema, faults = schema_of(tmp_path, *files)

    assert schema["power_technologies"].path == path
    assert faults == []


def test_a_table_under_both_names_is_that_of_today_and_the_other_is_a_fault(tmp_path):
    schema, (fault,) = schema_of(tmp_path, "power_technologies.csv", "power_sources.csv")

    assert schema["power_technologies"].path == "power_technologies.csv"
    assert str(fault).startswith("power_sources.csv: no table of that name")


def test_faults_of_the_folder_and_of_its_tables_come_together(tmp_path):
    (tmp_path / "regions.csv").write_text("region\nr\nr\n", encoding="utf-8")
    (tmp_path / "regoins.csv").write_text("region\ns\n", encoding="utf-8")

    with pytest.raises(InputError) as error:
        Inputs.of_folder(tmp_path)

    first, second = sorted(str(error.value).split("\n"))
    assert first.startswith("regions.csv, line 3, column region")
    assert second.startswith("regoins.csv: no table of that name")
