"""The order of rows and columns, the form of numbers and files, and the folder never matter."""

import csv
import random
import shutil
from pathlib import Path

import pytest

import planner
from planner.config.locations import bundled

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
PROBLEMS = sorted(path.name for path in EXAMPLES.iterdir())


@pytest.fixture(scope="module")
def as_shipped(tmp_path_factory):
    """The cost of an example as it ships, each planned once."""
    known = {}

    def cost(name):
        if name not in known:
            known[name] = planner.solve(EXAMPLES / name / f"{name}.toml").plan.cost_busd
        return known[name]

    return cost


@pytest.fixture
def holds(tmp_path):
    """Plan a model and write the run; its cost, once its certificate holds."""

    def cost(model):
        run, paths = planner.run(model, tmp_path / "outputs")
        record = planner.api.read_certificate(paths[0].parent)
        assert [check["family"] for check in record["checks"] if not check["passed"]] == []
        return run.plan.cost_busd

    return cost


def rewritten(folder, change):
    """Write each table of a folder again, as `change` makes its rows, the header first."""
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = change(list(csv.reader(file)))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)


def shuffled(seed):
    """Rows and columns in another order."""
    dice = random.Random(seed)

    def change(rows):
        header, *body = rows
        dice.shuffle(body)
        places = dice.sample(range(len(header)), len(header))
        return [[row[place] for place in places] for row in (header, *body)]

    return change


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", PROBLEMS)
def test_rows_and_columns_may_come_in_any_order(name, seed, tmp_path, as_shipped, holds):
    folder = shutil.copytree(EXAMPLES / name, tmp_path / name)
    rewritten(folder, shuffled(seed))

    assert holds(folder / f"{name}.toml") == pytest.approx(as_shipped(name), rel=1e-9)


@pytest.mark.slow
def test_so_may_those_of_the_tables_that_ship(tmp_path, holds):
    # Storage carries energy from one day of the year to the next: shuffled days would be another
    # year. The 24 slices of 12 days, the weather of each site, chips, prices: all of it.
    folder = shutil.copytree(bundled("datasets"), tmp_path / "datasets")
    model = tmp_path / "model.toml"
    text = 'extends = "small"\ndatasets = "datasets"\n[time]\nstorage_between_days = true\n'
    model.write_text(text, encoding="utf-8")
    before = holds(model)

    rewritten(folder, shuffled(3))

    assert holds(model) == pytest.approx(before, rel=1e-9)


@pytest.mark.parametrize(
    "form", ["{:.1f}", "{:e}", "{:+}", "{:.3E}"], ids=["decimal", "exponent", "sign", "capital"]
)
def test_a_number_may_be_written_in_any_form(form, tmp_path, as_shipped, holds):
    folder = shutil.copytree(EXAMPLES / "vintages", tmp_path / "vintages")

    def written(cell):
        try:
            number = float(cell)
        except ValueError:
            return cell
        other = form.format(number)
        return other if float(other) == number else cell

    rewritten(folder, lambda rows: [rows[0], *([written(c) for c in row] for row in rows[1:])])

    assert holds(folder / "vintages.toml") == as_shipped("vintages")


@pytest.mark.parametrize(
    ("begin", "end"), [("\ufeff", "\n"), ("", "\r\n"), ("\ufeff", "\r\n")], ids=str.__repr__
)
def test_a_file_may_have_a_mark_of_its_bytes_and_ends_of_lines_of_any_system(
    begin, end, tmp_path, as_shipped, holds
):
    folder = shutil.copytree(EXAMPLES / "vintages", tmp_path / "vintages")
    for path in (*folder.rglob("*.csv"), folder / "vintages.toml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_bytes((begin + end.join([*lines, ""])).encode())

    assert holds(folder / "vintages.toml") == as_shipped("vintages")


def test_the_folder_may_be_called_anything(tmp_path, as_shipped, holds):
    folder = tmp_path / 'a place, [of] "my" own = 100 % #1 / שלום 上海 👩\u200d🔬'.replace("/", "")
    shutil.copytree(EXAMPLES / "vintages", folder)

    assert holds(folder / "vintages.toml") == as_shipped("vintages")


ALTERNATING = {
    "regions": "region\nplain",
    "sites": "site,region,onsite_generation,onsite_renewables\ntown,plain,true,true",
    "power_technologies": (
        "technology,kind,profile,fixed_om_usd_per_kw_year,storage_hours,round_trip_efficiency\n"
        "sun,variable,solar,10,0,1\n"
        "cell,storage,none,20,24,1"
    ),
    "time_slices": (
        "slice_set,slice,day,position,hours,weight_hours\ns,bright,1,1,24,4392\ns,dark,2,1,24,4368"
    ),
    "slice_profiles": (
        "slice_set,slice,region,profile,capacity_factor\n"
        "s,bright,plain,solar,1\n"
        "s,dark,plain,solar,0"
    ),
    "site_load": "site,year,load_gw\ntown,2026,1",
}
ONE_YEAR = """
title = "Bright and dark days by turns"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }
discount_rate = 0.0

[time]
slice_set = "s"
storage_between_days = true
"""


@pytest.mark.parametrize("backwards", [False, True])
def test_the_days_of_the_year_come_in_its_order(backwards, write, holds):
    # Odd days are bright, 183 of them, and the 182 even ones dark. Of 1 GW all year a dark day
    # takes 24 GWh, so each bright day, all alike, stores 24 x 182 / 183: 1 + 182 / 183 GW of sun.
    # The year ends and begins with a bright day, and storage holds what both of them store, of
    # 2 x 182 / 183 GW for 24 hours. They cost 10 and 20 USD a kW and year. In the order of the
    # rows below all bright days come first, and storage would have to hold half a year's dark.
    days = [(day, 1 if day % 2 else 2) for day in range(1, 366)]
    rows = sorted(days, key=lambda row: row[1], reverse=backwards)
    in_file = "\n".join(f"s,{day},{kind}" for day, kind in rows)
    tables = {**ALTERNATING, "slice_days": f"slice_set,day_of_year,day\n{in_file}"}

    cost = holds(write(tables, ONE_YEAR))

    assert cost == pytest.approx((10 * (1 + 182 / 183) + 20 * 2 * 182 / 183) * 1e-3, rel=1e-6)
