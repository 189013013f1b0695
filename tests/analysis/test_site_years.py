"""A plan's sites over all hours, beside what the plan saw in its slices."""

import json
import shutil

import pandas as pd
import pytest

from planner import api
from planner.analysis.site_years import hours_table, running_price
from planner.cli import main
from planner.data.profiles import HOURS, hourly_profiles
from planner.errors import InputError
from planner.results import Plan
from planner.storage.marked_folder import write_document


@pytest.fixture(scope="module")
def sunny(tmp_path_factory):
    """The tutorial with solar so cheap that the plan builds it beside its engines."""
    folder = tmp_path_factory.mktemp("sunny")
    model = folder / "sunny.toml"
    # Land is given to every campus, and only engines and sun may serve what is new.
    model.write_text(
        'extends = "small"\n'
        "[power]\n"
        'sources = ["gas_recip", "solar_utility", "battery_4h"]\n'
        "tax_credits = false\n"
        "[set]\n"
        '"power_costs.solar_utility:2028.capex_usd_per_kw" = 200\n'
        '"sites.openai_stargate_abilene.onsite_renewables" = true\n'
        '"sites.coreweave_helios.onsite_renewables" = true\n'
    )
    assert (
        main(["run", str(model), "-o", str(folder), "--quiet", "--no-report", "--no-workbook"])
        == 0
    )
    return folder / "sunny"


def test_slices_and_hours_agree_on_the_running_cost(sunny):
    plan, _ = api.read_run(sunny)
    inputs = api.load_inputs(api.load_model("small"))
    tables = {name: table.reset_index() for name, table in inputs.tables.items()}

    found = hours_table(plan, tables, hourly_profiles(), 2028)

    assert plan.by("power", "capacity_gw", "technology", "year")["solar_utility", 2028] > 0.1
    # Four days of six slices see the sun roughly: the fuel of a year of much sun is told to a
    # tenth, and with it the year's cost to a twentieth.
    hours, slices = found["running_cost_musd"].sum(), found["running_cost_in_slices_musd"].sum()
    charged = plan.by("cost", "cost_busd", "year")[2028] * 1e3
    assert hours == pytest.approx(slices, rel=0.1)
    assert abs(hours - slices) < 0.05 * charged
    assert hours != pytest.approx(slices, rel=1e-6)


def test_the_command_reports_every_site_asked_for(sunny, capsys):
    capsys.readouterr()

    code = main(["hours", str(sunny), "--site", "coreweave_helios", "--json"])

    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert code == 0
    assert row["site"] == "coreweave_helios"
    assert row["year"] == 2028
    assert row["load_twh"] > 0


def test_capacity_that_is_taken_away_goes_unserved(sunny):
    plan, _ = api.read_run(sunny)
    tables = {
        name: table.reset_index()
        for name, table in api.load_inputs(api.load_model("small")).tables.items()
    }
    power = plan["power"].copy()
    power["capacity_gw"] *= 0.5

    halved = type(plan)({**plan.tables, "power": power}, plan.summary)
    found = hours_table(halved, tables, hourly_profiles(), 2028)

    assert found["unserved_share"].max() > 0.2


def test_a_site_that_the_run_has_not_is_named(sunny, capsys):
    code = main(["hours", str(sunny), "--site", "coreweave_helio", "--year", "1999"])

    err = capsys.readouterr().err
    assert code == 2
    assert "did you mean 'coreweave_helios'?" in err
    assert "one of 2026, 2027, 2028" in err


@pytest.mark.parametrize("price", ["tariff", "wholesale"])
def test_hours_are_priced_as_the_plan_was(tmp_path, price):
    model = tmp_path / "priced.toml"
    model.write_text(f'extends = "small"\n[power]\nelectricity_price = "{price}"\n')
    asked = ["run", str(model), "-o", str(tmp_path), "--quiet", "--no-report", "--no-workbook"]

    assert main(asked) == 0
    assert main(["hours", str(tmp_path / "priced"), "--year", "2028", "--json"]) == 0


def test_load_that_the_plan_sheds_is_shed_in_the_hours(tmp_path, capsys):
    # No new firm connection: what Abilene and Helios add is on connections that may be cut,
    # and 0.5 of the load is shed in 87.6 hours of the year for each of their gigawatts.
    model = tmp_path / "cut.toml"
    model.write_text(
        'extends = "small"\n'
        "[power]\n"
        'sources = ["grid", "grid_flexible"]\n'
        "flexible_load = true\n"
        "[set]\n"
        + "".join(f'"grid_large_loads.ERCOT:{y}.gw_per_year" = 0.0\n' for y in (2026, 2027, 2028))
        + '"workloads.frontier_run.max_share_of_fleet" = 0.5\n'
    )
    assert (
        main(["run", str(model), "-o", str(tmp_path), "--quiet", "--no-report", "--no-workbook"])
        == 0
    )
    plan, _ = api.read_run(tmp_path / "cut")
    flexible = plan["power"].query("technology == 'grid_flexible' and year == 2028")
    capsys.readouterr()

    assert main(["hours", str(tmp_path / "cut"), "--json"]) == 0

    rows = json.loads(capsys.readouterr().out)["rows"]
    assert flexible["capacity_gw"].sum() > 0.1
    assert sum(row["unserved_gwh"] for row in rows) == pytest.approx(0.0, abs=1e-3)
    shed = sum(row["shed_gwh"] for row in rows)
    assert shed == pytest.approx(0.5 * 87.6 * flexible["capacity_gw"].sum(), rel=1e-6)


def test_the_hours_are_those_beside_the_tables_of_the_run(sunny, tmp_path):
    # The same run, made from tables beside which the sun never shines.
    data = tmp_path / "data" / "profiles"
    data.mkdir(parents=True)
    dark = hourly_profiles().copy()
    dark[[name for name in dark if name.startswith("solar:")]] = 0.0
    dark.to_csv(data / "capacity_factors_2012.csv.gz")
    run = tmp_path / "sunny"
    shutil.copytree(sunny, run)
    manifest = json.loads((run / "run.json").read_text())
    manifest["definition"]["datasets"] = str(data.parent)
    write_document(run, "run.json", manifest)

    shining, shaded = api.hours(sunny, 2028), api.hours(run, 2028)

    assert shaded["running_cost_musd"].sum() > 1.05 * shining["running_cost_musd"].sum()

    # Where they are gone, the weather that ships is not taken for that of the run.
    shutil.rmtree(data.parent)
    with pytest.raises(InputError, match=r"no folder '.*data'"):
        api.hours(run, 2028)


def profile(tmp_path, change):
    table = hourly_profiles().iloc[:, :2].copy()
    path = tmp_path / "profile.csv"
    change(table).to_csv(path)
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda t: pd.concat([t, t.iloc[:24]], ignore_index=True),
            "8784 hours; expected 8760; leave",
        ),
        (lambda t: t.iloc[:100], "100 hours; expected 8760"),
        (lambda t: t.drop(index=5).reindex(t.index), "line 7, column solar:ERCOT: 1 gaps"),
        (lambda t: t.replace(t.iloc[3, 1], 1.5), "column solar:MISO: 1.5; expected from 0 to 1"),
    ],
)
def test_a_profile_with_a_fault_is_named(tmp_path, change, message):
    with pytest.raises(InputError, match=message):
        hourly_profiles(profile(tmp_path, change))


def test_the_shipped_profiles_cover_the_year():
    assert len(hourly_profiles()) == HOURS
    assert {"solar:ERCOT", "wind:SPP"} <= set(hourly_profiles().columns)


def stated(load_gw, **availability):
    """A town whose tables state its load in two slices, beside baseload, wind and an engine."""
    kinds = {"block": "baseload", "wind": "variable", "engine": "dispatchable"}
    technologies = pd.DataFrame(
        {
            "technology": list(kinds),
            "kind": list(kinds.values()),
            "availability": [0.9, 0.8, 1.0],
            "forced_outage_share": [1 / 9, None, None],
            "scheduled_outage_share": None,
            "profile": ["none", "wind", "none"],
            "fuel": "none",
            "variable_om_usd_per_mwh": [0.0, 0.0, 20.0],
            "region_limited": False,
        }
    )
    power = pd.DataFrame({"technology": list(kinds), "kind": list(kinds.values())}).assign(
        site="town", year=2026, capacity_gw=[1.0, 2.0, 0.3], generation_twh=0.0
    )
    load = pd.DataFrame({"site": "town", "year": 2026, "slice": ["a", "b"], "load_gw": load_gw})
    empty = {
        "clusters": ["site", "region", "year", "it_gw", "facility_gw"],
        "site_members": ["site", "member", "it_share"],
    }
    sites = pd.DataFrame({"site": ["town"], "region": ["land"]})
    frames = {name: pd.DataFrame(columns=columns) for name, columns in empty.items()}
    plan = Plan({**frames, "sites": sites, "power": power, "load": load}, {})
    keyed = {
        "power_terms": ["term", "value"],
        "site_cooling": ["site", "cooling", "weather_station"],
        "weather_stations": ["weather_station", "utc_offset_hours"],
        "cooling": ["cooling", "temperature_c"],
    }
    tables = {name: pd.DataFrame(columns=columns) for name, columns in keyed.items()}
    own = pd.DataFrame(availability.items(), columns=["slice", "availability"])
    by_slice = own.assign(technology="wind")
    tables |= {"power_technologies": technologies, "technology_availability": by_slice}
    return plan, tables | {"sites": sites.assign(pue=1.0)}


def test_a_stated_load_is_served_with_what_is_available():
    # 2 GW less 1 x 0.9 x 8/9 of baseload, 2 x 0.8 x 0.5 of wind and 0.3 of the engine: 0.1 is
    # short in every hour. The engine's 0.3 x 8,760 GWh cost 20 USD a MWh.
    plan, tables = stated([2.0, 2.0])
    half = pd.DataFrame({"wind:land": [0.5] * HOURS})

    (row,) = hours_table(plan, tables, half, 2026).to_dict("records")

    assert row["unserved_gwh"] == pytest.approx(876.0)
    assert row["load_twh"] == pytest.approx(17.52)
    assert row["running_cost_musd"] == pytest.approx(52.56)


@pytest.mark.parametrize(
    ("load", "availability", "named"),
    [
        ([2.0, 1.0], {}, "the load of town in 2026"),
        ([2.0, 2.0], {"a": 0.8, "b": 0.4}, "the availability of wind"),
    ],
)
def test_what_is_stated_slice_by_slice_has_no_hours(load, availability, named):
    plan, tables = stated(load, **availability)
    half = pd.DataFrame({"wind:land": [0.5] * HOURS})

    with pytest.raises(InputError, match=named):
        hours_table(plan, tables, half, 2026)


@pytest.mark.parametrize(("region", "usd"), [("isle", 42.0), ("shore", 62.0), ("sea", 2.0)])
def test_grid_energy_has_the_price_of_its_own_region(region, usd):
    # Two rows each; a region without one has energy for nothing but the upkeep of 2 USD.
    prices = pd.DataFrame(
        {"region": ["isle", "isle", "shore"], "year": [2026, 2027, 2026],
         "wholesale_usd_per_mwh": [30.0, 40.0, 60.0], "price_usd_per_mwh": 99.0}
    )  # fmt: skip
    plan = Plan({}, {"electricity_price": "wholesale"})
    grid = pd.Series({"kind": "grid", "variable_om_usd_per_mwh": 2.0})

    assert running_price(plan, {"electricity_prices": prices}, grid, region, 2028) == usd


def test_baseload_is_overhauled_in_all_hours_alike():
    # 0.1 of a GW of atoms in overhaul: a tenth of 1 x 0.9 x 8/9 less than above, so 0.18 is short.
    plan, tables = stated([2.0, 2.0])
    base = tables["power_technologies"]
    tables["power_technologies"] = base.assign(
        scheduled_outage_share=[0.1 if kind == "baseload" else None for kind in base["kind"]]
    )
    half = pd.DataFrame({"wind:land": [0.5] * HOURS})

    (row,) = hours_table(plan, tables, half, 2026).to_dict("records")

    assert row["unserved_gwh"] == pytest.approx(0.18 * 8760)


def test_an_engine_that_is_overhauled_gives_the_rest_of_the_year():
    # 0.3 GW for nine tenths of 8,760 hours: 262.8 GWh more than above go unserved.
    plan, tables = stated([2.0, 2.0])
    kinds = tables["power_technologies"]["kind"]
    tables["power_technologies"] = tables["power_technologies"].assign(
        scheduled_outage_share=[0.1 if kind == "dispatchable" else None for kind in kinds]
    )
    half = pd.DataFrame({"wind:land": [0.5] * HOURS})

    (row,) = hours_table(plan, tables, half, 2026).to_dict("records")

    assert row["unserved_gwh"] == pytest.approx(876.0 + 262.8)


def test_an_availability_that_is_the_same_in_every_slice_is_that_of_the_hours():
    # 0.4 of 2 GW of wind where 0.8 were above: 0.4 GW less in each hour.
    plan, tables = stated([2.0, 2.0], a=0.4, b=0.4)
    half = pd.DataFrame({"wind:land": [0.5] * HOURS})

    (row,) = hours_table(plan, tables, half, 2026).to_dict("records")

    assert row["unserved_gwh"] == pytest.approx(0.5 * 8760)
