import pytest

from planner.config import bundled_models, by_year, load_model
from planner.config.locations import bundled


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order mark"])
def test_a_model_written_on_windows_reads_alike(write, smallest, start):
    model = load_model(write(start + smallest.replace("\n", "\r\n").encode()))

    assert model.years.last == 2028
    assert model.place("workloads.use") == "m.toml, line 5, key workloads.use"


def test_a_model_is_laid_over_the_one_it_extends(write, smallest):
    write(smallest + '[sites]\ninclude = ["a", "b"]\nmin_facility_gw = 1.0\n', "base.toml")
    child = write('extends = "base"\ntitle = "Less"\n[sites]\ninclude = ["c"]\n', "child.toml")

    model = load_model(child)

    assert (model.name, model.title) == ("child", "Less")
    assert model.sites.include == ("c",)
    assert model.sites.min_facility_gw == 1.0
    assert model.years.first == 2026


def test_cases_and_values_merge_whichever_way_they_are_written(write, smallest):
    write(smallest + '[cases]\nsites.pue = "low"\n[set]\n"a.b.c" = 1\n"a.b.d" = 1\n', "base.toml")
    child = write(
        'extends = "base"\n[cases]\n"sites.pue" = "high"\n[set]\na.b.c = 2\n', "child.toml"
    )

    model = load_model(child)

    assert model.cases == {"sites.pue": "high"}
    assert model.set == {"a.b.c": 2, "a.b.d": 1}


def test_one_number_replaces_a_table_of_years_and_the_reverse(write, smallest):
    write(smallest + '[limits]\nemissions_mt_per_year = { "2026" = 1.0 }\n', "base.toml")
    child = write('extends = "base"\n[limits]\nemissions_mt_per_year = 3\n', "child.toml")
    grandchild = write(
        'extends = "child.toml"\n[limits]\nemissions_mt_per_year = { "2027" = 2 }\n', "last.toml"
    )

    assert by_year(load_model(child).limits.emissions_mt_per_year, [2026, 2027]) == {
        2026: 3.0,
        2027: 3.0,
    }
    assert by_year(load_model(grandchild).limits.emissions_mt_per_year, [2026, 2027]) == {
        2027: 2.0
    }


def test_each_key_is_placed_in_the_file_that_states_it(write, smallest):
    write(smallest + "[prices]\ncarbon_usd_per_t = 10\n", "base.toml")
    child = write('extends = "base"\n\ndiscount_rate = 0.05\n', "child.toml")

    model = load_model(child)

    assert model.place("discount_rate") == "child.toml, line 3, key discount_rate"
    assert model.place("prices.carbon_usd_per_t") == (
        "base.toml, line 7, key prices.carbon_usd_per_t"
    )
    assert model.place("solver.method") == "child.toml, key solver.method"


def test_a_fault_of_the_extended_model_names_its_file(write, smallest, faults):
    write(smallest.replace("2028", '"2028"'), "base.toml")

    assert faults(write('extends = "base"\n', "child.toml")) == [
        "base.toml, line 2, key years.last: '2028'; expected a whole number"
    ]


def test_a_folder_of_tables_is_meant_from_the_file_that_states_it(write, smallest, tmp_path):
    (tmp_path / "below" / "tables").mkdir(parents=True)
    write('datasets = "tables"\n' + smallest, "below/base.toml")
    child = write('extends = "below/base.toml"\n', "child.toml")

    assert load_model(child).datasets == tmp_path / "below" / "tables"


def test_a_circle_of_models_is_an_error(write, faults):
    write('extends = "b"\n', "a.toml")

    assert faults(write('extends = "a"\n', "b.toml")) == [
        "a.toml, line 1, key extends: a circle, b -> a -> b; "
        "expected a chain of models that comes to an end"
    ]


def test_a_model_that_extends_nothing_that_exists_is_answered_with_what_was_meant(
    write, smallest, faults
):
    write(smallest, "grown.toml")

    (fault,) = faults(write('extends = "grow"\n', "m.toml"))

    assert fault.startswith(
        "m.toml, line 1, key extends: no model 'grow'; expected a model beside"
    )
    assert fault.endswith("did you mean 'grown'?")


def test_a_model_extends_one_model(write, faults):
    assert faults(write('extends = ["a", "b"]\n')) == [
        "m.toml, line 1, key extends: ['a', 'b']; expected the name or the path of one model"
    ]


def test_a_folder_that_is_not_there_is_named(write, smallest, faults, tmp_path):
    (found,) = faults(write('datasets = "nowhere"\n' + smallest))

    assert found == (
        f"m.toml, line 1, key datasets: no folder '{tmp_path / 'nowhere'}'; "
        "expected the folder of the tables"
    )


def test_a_misspelt_name_is_answered_with_the_model_that_was_meant(
    tmp_path, monkeypatch, smallest, faults
):
    (tmp_path / "frontier.toml").write_text(smallest, encoding="utf-8")
    monkeypatch.setattr("planner.config.reading.bundled", lambda name: tmp_path)

    assert load_model("frontier").path == tmp_path / "frontier.toml"
    assert faults("fronteir") == [
        "model 'fronteir': no model of that name; "
        "expected one of frontier, or the path of a .toml file; did you mean 'frontier'?"
    ]


def test_a_file_that_is_not_there_is_answered_with_the_one_that_was_meant(
    write, smallest, faults, tmp_path
):
    write(smallest, "mine.toml")

    assert faults(tmp_path / "mien.toml") == [
        f"{tmp_path / 'mien.toml'}: no such file; expected a model file; did you mean 'mine.toml'?"
    ]
    assert faults(str(tmp_path / "nowhere" / "m.toml")) == [
        f"{tmp_path / 'nowhere' / 'm.toml'}: no such file; expected a model file"
    ]


def test_every_model_that_ships_can_be_loaded():
    assert bundled_models().keys() >= {"frontier", "small"}
    for name in bundled_models():
        assert load_model(name).path == bundled("models") / f"{name}.toml"
