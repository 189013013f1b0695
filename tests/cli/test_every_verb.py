"""Every verb on problems of every kind: few tables, chips or none, any country, places or none.

Each problem is planned once, then asked everything. An answer that a problem
has nothing for is a refusal in words, with the exit code of misuse.
"""

import csv
from pathlib import Path

import pandas as pd
import pytest

from planner.cli import main

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
DONE, MISUSE = 0, 2

MODEL = """\
title = "A problem of one's own"
datasets = "tables"
tables = {{ missing = "default" }}
years = {{ first = 2026, last = {last} }}
discount_rate = 0.05
"""

# A load of 1 GW for 8,760 h at 50 USD a MWh, in a country that no shipped region lies in.
GERMANY = {
    "regions": "region,country\nnorth_of_the_main,DEU\n",
    "sites": (
        "site,region,country,latitude,longitude\nfrankfurt,north_of_the_main,DEU,50.11,8.68\n"
    ),
    "power_technologies": "technology,kind,variable_om_usd_per_mwh\nany,dispatchable,50\n",
    "site_load": "site,year,load_gw\nfrankfurt,2026,1\n",
}
# Regions are the problem's own, wherever its sites lie.
OWN_REGION = {
    "regions": "region\nERCOT_West\n",
    "sites": "site,region,latitude,longitude\nabilene,ERCOT_West,32.45,-99.73\n",
    "power_technologies": "technology,kind,variable_om_usd_per_mwh\nany,dispatchable,50\n",
    "site_load": "site,year,load_gw\nabilene,2026,1\n",
}
# Two plants, a limit of building and a cap on emissions, in two years and two slices.
CAPPED = {
    "regions": "region\nisland\n",
    "sites": "site,region\ntown,island\n",
    "build_limits": "technology,year,feasible_gw_per_year\ndirtycap,2026,1.5\n",
    "power_technologies": (
        "technology,kind,variable_om_usd_per_mwh,co2_t_per_mwh,lifetime_years,build_limit\n"
        "gas,dispatchable,40,0.5,20,dirtycap\nclean,dispatchable,100,0,20,\n"
    ),
    "power_costs": "technology,year,capex_usd_per_kw\ngas,2026,1000\nclean,2026,1500\n",
    "time_slices": "slice_set,slice,weight_hours\nfour_days,a,5000\nfour_days,b,3760\n",
    "site_load": "site,year,slice,load_gw\ntown,2026,a,1\ntown,2026,b,2\n",
}
# The Wyndor Glass problem: two chips that share packaging, without lives, revenue, products of
# countries, lead times, drivers, terms or costs of clusters.
CHIPS = {
    "regions": "region\nR\n",
    "sites": "site,region\ns,R\n",
    "power_technologies": "technology,kind,fixed_om_usd_per_kw_year\nplant,dispatchable,1\n",
    "accelerators": (
        "accelerator,name,vendor,family,supply_region,volume_ship_year,last_sale_year,"
        "bf16_dense_tflops,eight_bit_dense_tflops,tdp_w,it_power_w_per_unit,node,logic_die_mm2,"
        "logic_dies_per_package,packaging,packages_per_wafer_gross,hbm_type,hbm_gb,hbm_pool,"
        "price_usd,scaleup_domain_units\n"
        "door,door,V1,door,west,2020,2040,2968.5,5937,1,1,nod,1,1,p1,1,HBM,3,global,1,1\n"
        "window,window,V2,window,west,2020,2040,4947.5,9895,1,1,nod,1,1,p2,1,HBM,2,global,1,1\n"
    ),
    "process_nodes": (
        "node,name,node_pool,vendor,volume_production_year,defect_density_per_cm2,"
        "yield_reticle_die,euv_layers,wafer_cycle_weeks,fab_build_years\n"
        "nod,nod,nod,F,2018,0,1,0,1,1\n"
    ),
    "node_capacity": "node_pool,year,capacity_kwpm,ai_share\nnod,2026,1000000,1\n",
    "packaging": "packaging,name,limited,yield,cycle_weeks\np1,p1,true,1,1\np2,p2,true,1,1\n",
    "packaging_capacity": (
        "packaging,supplier,year,year_end_kwpm,wafers_k_per_year\n"
        "p1,tsmc,2026,333,4000\np2,tsmc,2026,500,6000\n"
    ),
    "hbm_supply": "hbm_pool,year,supply_eb\nglobal,2026,0.018\n",
    "workloads": (
        "workload,name,kind,priority,unit,target,base_year,base_value,growth_oom_per_year\n"
        "any,any,throughput,1,H100e,trend,2026,1000000,0\n"
    ),
}
OWN = {
    "germany": (GERMANY, 2026, ""),
    "own_region": (OWN_REGION, 2026, '[sites]\ncountries = ["USA"]\n'),
    "capped": (CAPPED, 2027, "[limits]\nemissions_mt_per_year = 7.0\n"),
    "chips": (
        CHIPS, 2026, '[objective]\ngoal = "most_compute"\n[workloads]\nuse = ["any"]\n',
    ),
}  # fmt: skip
# A folder has its model under its own name, and studies of it beside.
SHIPPED = sorted(
    path.name for path in EXAMPLES.iterdir() if (path / f"{path.name}.toml").is_file()
)


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """Model and run of a problem, planned when it is asked for first."""
    known: dict[str, tuple[Path, Path]] = {}

    def plan(name):
        if name not in known:
            folder = tmp_path_factory.mktemp(name)
            known[name] = (_model(name, folder), folder / "runs" / name)
            model, _ = known[name]
            asked = ["run", str(model), "-o", str(folder / "runs"), "--name", name, "--quiet"]
            assert main([*asked, "--no-report"]) == DONE
        return known[name]

    return plan


def _model(name, folder):
    if name == "small":
        return Path(name)
    if name in SHIPPED:
        return EXAMPLES / name / f"{name}.toml"
    tables, last, more = OWN[name]
    (folder / "tables").mkdir()
    for table, text in tables.items():
        (folder / "tables" / f"{table}.csv").write_text(text, encoding="utf-8")
    path = folder / f"{name}.toml"
    path.write_text(MODEL.format(last=last) + more, encoding="utf-8")
    return path


def _names(run, table):
    with (run / "inputs" / f"{table}.csv").open(encoding="utf-8") as file:
        return [row[0] for row in csv.reader(file)][1:3]


def _told(run, *column_of):
    """Whether a table of the plan has a value above 0 in a column."""
    table, column = column_of
    path = run / "tables" / f"{table}.parquet"
    return path.is_file() and bool((pd.read_parquet(path)[column] > 0).any())


def _by_the_hour(run):
    """Whether the load of each hour is known: of clusters, or stated for all slices alike."""
    path = run / "tables" / "load.parquet"
    if not path.is_file():
        return _told(run, "clusters", "facility_gw")
    load = pd.read_parquet(path)
    last = load[load["year"] == load["year"].max()]
    same = (last.groupby("site")["load_gw"].nunique() == 1).all()
    return bool(same) and (_told(run, "clusters", "facility_gw") or not last.empty)


@pytest.mark.parametrize("name", ["small", *SHIPPED, *OWN])
def test_a_run_answers_every_question_or_says_why_not(name, planned, tmp_path, capsys):
    model, run = planned(name)
    computes = _told(run, "clusters", "facility_gw")
    sites = pd.read_csv(run / "inputs" / "sites.csv")
    placed = "latitude" in sites and sites["latitude"].notna().any()
    only_if = {"hours": _by_the_hour(run), "milestones": computes, "map": placed}
    questions = [
        ["show"], ["show", "-t", "power"], ["show", "-t", "limits"], ["verify"],
        ["verify", "--rebuild"], ["bottlenecks", "--ranges", "1"], ["needed"], ["fleet"],
        ["hours"], ["milestones"], ["supply", "-o", tmp_path / "charts"],
        ["map", "-o", tmp_path / "maps"], ["report", "-o", tmp_path, "--no-pdf"],
        ["export", "--to", "iamc", "--to", "csv", "--to", "lp", "-o", tmp_path / "exported"],
        ["trace", "cost.present_cost_busd"], ["trace", "capex.capex_busd"],
        ["trace", "power.capacity_gw"], ["trace", "emissions.emissions_mt"],
        ["trace", "limits.capacity"], ["trace", "targets.target"], ["trace", "supply.capacity"],
    ]  # fmt: skip
    for kind, table in (
        ("power", "power_technologies"),
        ("chip", "accelerators"),
        ("site", "sites"),
    ):
        questions += [["why", f"--{kind}", found] for found in _names(run, table)]
        only_if["why --site"] = computes

    for verb, *options in questions:
        key = "why --site" if "--site" in options else verb
        code = main([verb, str(run), *map(str, options)])
        told = capsys.readouterr()

        assert code == (DONE if only_if.get(key, True) else MISUSE), (verb, options, told.err)
        assert told.err.startswith("planner: ") or code == DONE
        if verb == "trace" and "The terms" in told.out and "no further" not in told.out:
            assert "add up to it" in told.out, (options, told.out)
    assert main(["check", str(model)]) == DONE


@pytest.mark.parametrize("name", ["four_blocks", "transport", "vintages", "germany", "chips"])
def test_a_problem_comes_back_from_a_workbook_as_the_same_plan(name, planned, tmp_path, capsys):
    model, run = planned(name)
    book, back = tmp_path / "mine.xlsx", tmp_path / "runs" / "mine"

    assert main(["workbook", "new", str(model), "-o", str(book)]) == DONE
    assert main(["check", str(book)]) == DONE
    assert (
        main(["run", str(book), "-o", str(back.parent), "--quiet", "--no-report", "--no-workbook"])
        == DONE
    )

    cost = [pd.read_parquet(r / "tables" / "cost.parquet")["cost_busd"].sum() for r in (run, back)]
    assert cost[1] == pytest.approx(cost[0], rel=1e-9, abs=1e-15)
    for question in (
        ["verify", "--rebuild"],
        ["trace", "cost.present_cost_busd"],
        ["bottlenecks"],
    ):
        assert main([question[0], str(back), *question[1:]]) == DONE
    assert main(["compare", str(run), str(back)]) == DONE
    both = tmp_path / "both.xlsx"
    assert main(["workbook", "compare", str(run), str(back), "-o", str(both)]) == DONE
    capsys.readouterr()


@pytest.mark.parametrize("name", ["capped", "germany", "transport"])
def test_many_plans_of_a_problem_of_ones_own(name, planned, tmp_path, capsys):
    model, _ = planned(name)
    out = ["-o", str(tmp_path), "--quiet"]

    sweep = ["sweep", str(model), "--vary", "discount_rate=0.05,0.1", "-j", "1", "--no-report"]
    assert main([*sweep, *out]) == DONE
    assert main(["matters", str(model), "-j", "1", *out]) == DONE
    assert main(["alternatives", str(model), "--within", "1%", *out]) == DONE
    capsys.readouterr()


@pytest.mark.parametrize("name", ["four_blocks", "transport"])
def test_a_folder_of_few_tables_is_checked_without_a_model(name, capsys):
    assert main(["check", "--datasets", str(EXAMPLES / name / "tables")]) == DONE

    out = capsys.readouterr().out
    assert "no fault" in out
    assert 'missing = "default"' in out


MODES = {
    "most_compute": ["objective.goal=most_compute", "limits.capex_busd_per_year=10"],
    "most_in_the_last_year": [
        "objective.goal=most_compute", "objective.compute_in=last_year",
        "limits.capex_busd_per_year=10",
    ],
    "regional": ["training.topology=regional"],
    "one_campus": ["training.topology=campuses", "training.campuses=1"],
    "unit_out": ["power.security=both", "power.electricity_price=wholesale"],
    "one_way": ["fleet.redeployment=one_way", "fleet.serve_for=physical_life"],
    "quarters": ["supply.periods_per_year=4", "supply.within_year=stated"],
    "capped_by_data": ["demand.beyond_data=cap", "demand.run_length=growing"],
    "between_days": ["time.storage_between_days=true", "prices.carbon_usd_per_t=300"],
    "no_limits": ['limits.release=["chip_supply","power","sites"]'],
    "expanding": [
        "supply.euv=true", "supply.equipment=true", 'supply.expansion=["node","packaging","hbm"]',
    ],
    "pooled_sites": ["sites.min_facility_gw=2.5"],
    "no_surplus": ["power.surplus=none"],
    "other_annuities": ["annuity_rate=0.1", "discount_timing=end", "discount_base_year=2025"],
    "priced": ["prices.carbon_usd_per_t=50", "limits.emissions_mt_per_year=50"],
}  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
def test_every_goal_and_mode_is_planned_and_answers(mode, tmp_path, capsys):
    changes = [part for change in MODES[mode] for part in ("--set", change)]
    run = tmp_path / mode
    asked = ["run", "small", *changes, "--name", mode, "-o", str(tmp_path), "--quiet"]
    assert main([*asked, "--no-report", "--no-workbook"]) == DONE, capsys.readouterr().err

    for question in (
        ["bottlenecks", "--ranges", "1", "--seconds", "5"], ["needed"], ["hours"],
        ["milestones"], ["fleet"], ["trace", "cost.present_cost_busd"],
        ["why", "--accelerator", "google_tpu_v7"], ["why", "--technology", "gas_ccgt"],
    ):  # fmt: skip
        code = main([question[0], str(run), *question[1:]])
        assert code == DONE, (question, capsys.readouterr().err)
    capsys.readouterr()


@pytest.mark.parametrize("mode", [["foresight.mode=myopic"],
                                  ["foresight.mode=rolling", "foresight.window=2"]])  # fmt: skip
def test_what_asks_for_one_programme_refuses_limited_foresight(mode, tmp_path, capsys):
    changes = [part for change in mode for part in ("--set", change)]
    asked = ["run", "small", *changes, "--name", "ahead", "-o", str(tmp_path), "--quiet"]
    assert main([*asked, "--no-report", "--no-workbook"]) == DONE

    for question in (["bottlenecks"], ["why", "--technology", "gas_ccgt"]):
        assert main([question[0], str(tmp_path / "ahead"), *question[1:]]) == MISUSE
        assert "expected perfect foresight" in capsys.readouterr().err
    # Where no target is missed there is nothing to be answered by another programme.
    if main(["needed", str(tmp_path / "ahead")]) == DONE:
        assert "Nothing of this is missed." in capsys.readouterr().out
    else:
        assert "expected perfect foresight" in capsys.readouterr().err
    assert main(["verify", str(tmp_path / "ahead")]) == DONE
    capsys.readouterr()
