from planner.config import locations
from planner.config.locations import OUTPUTS, bundled


def test_the_tables_and_models_that_ship_are_found():
    assert (bundled("datasets") / "datapackage.json").is_file()
    assert bundled("models").is_dir()


def test_a_wheel_finds_them_inside_the_package(tmp_path, monkeypatch):
    package = tmp_path / "planner"
    (package / "_models").mkdir(parents=True)
    (tmp_path / "models").mkdir()
    monkeypatch.setattr(locations, "_PACKAGE", package)

    assert bundled("models") == package / "_models"


def test_a_clone_finds_them_beside_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(locations, "_PACKAGE", tmp_path / "planner")

    assert bundled("datasets") == tmp_path / "datasets"


def test_runs_are_written_below_the_folder_that_the_planner_is_called_from():
    assert not OUTPUTS.is_absolute()
