import shutil

from openpyxl import load_workbook

from planner import api
from planner.config import overlaid
from planner.config.locations import bundled
from planner.studies.identity import Identities


def test_what_a_model_is_called_does_not_matter_to_its_plan(small):
    named = overlaid(small, {"title": "Another title"}, name="other")

    assert Identities().of(named) == Identities().of(small)


def test_another_value_is_another_plan(small):
    assert Identities().of(overlaid(small, {"discount_rate": 0.08})) != Identities().of(small)


def test_the_same_tables_elsewhere_are_the_same_and_a_changed_byte_is_not(small, tmp_path):
    folder = tmp_path / "datasets"
    shutil.copytree(bundled("datasets"), folder)
    copied = overlaid(small, {"datasets": str(folder)})
    same = Identities().of(copied)

    with (folder / "sources.csv").open("a") as file:
        file.write("\n")

    assert same == Identities().of(small)
    assert Identities().of(copied) != same


def test_a_changed_cell_of_a_workbook_is_another_plan(small, tmp_path):
    path = api.write_inputs(small, tmp_path / "inputs.xlsx")
    model = api.load_model(path)
    before = Identities().of(model)

    book = load_workbook(path)
    book["sites"]["R6"] = 1.11
    book.save(path)

    assert Identities().of(model) != before
