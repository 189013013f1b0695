"""From the table of expansion to lead times, cost and room to grow, by hand."""

from pathlib import Path

import pandas as pd
import pytest

from planner import api
from planner.config import load_model
from planner.config.locations import bundled
from planner.data.descriptor import read_schema
from planner.data.inputs import Inputs
from planner.errors import InputError
from planner.results.component_supply import supply_table
from planner.results.expansion import expansion_table
from planner.solving import solve_world
from planner.system import Accelerator, PowerTechnology, Region, Site, Workload, World
from planner.system.expansion import expansion
from planner.system.supply import supply

COWOS, N3, HBM = ("packaging", "cowos"), ("node", "n3"), ("hbm", "global")
YEARS = (2026, 2027, 2028, 2029)
TERMS = {
    "resource_kind": ["node", "packaging", "hbm"],
    "ai_share": [1.0, 0.8, 0.9],
    "planned_region_share": [0.5, 0.5, 0.5],
    "growth_per_year_beyond_table": [0.0, 0.25, 0.0],
    "component_lag_years": [0.5, 0.5, 0.5],
}
ROWS = {
    "resource_kind": ["node", "packaging", "hbm"],
    "pool": ["n3", "cowos", "global"],
    "capex_busd_per_step": [0.4, 0.05, 16.0],
    "growth_share_per_year": [0.25, 0.5, 0.4],
    "life_years": [10.0, 10.0, 10.0],
}


WAFERS = {2025: 120.0, 2026: 144.0, 2027: 240.0}
"""Packaging by year: 10, 12 and 20 thousand wafers a month."""


def tables(wafers=WAFERS, rows=ROWS):
    """Tables with one pool of each kind."""
    years, amounts = list(wafers), list(wafers.values())
    packaging = {"packaging": "cowos", "year": years, "wafers_k_per_year": amounts}
    node = {
        "node_pool": "n3",
        "year": [2025, 2026],
        "capacity_kwpm": [100.0, 110.0],
        "ai_share": [0.2, 0.4],
    }
    memory = {"hbm_pool": "global", "year": [2025, 2026], "supply_eb": [2.0, 1.5]}
    nodes = {"node": ["n3"], "node_pool": ["n3"], "fab_build_years": [2.5]}
    leads = {"equipment": ["packaging_line", "hbm_line"], "lead_years": [1.0, 2.0]}
    keyed = {
        "supply_terms": (TERMS, ["resource_kind"]),
        "supply_expansion": (rows, ["resource_kind", "pool"]),
        "packaging": ({"packaging": ["cowos"], "limited": [True]}, ["packaging"]),
        "packaging_capacity": (packaging, ["packaging", "year"]),
        "node_capacity": (node, ["node_pool", "year"]),
        "hbm_supply": (memory, ["hbm_pool", "year"]),
        "process_nodes": (nodes, ["node"]),
        "equipment_lead_times": (leads, ["equipment"]),
    }
    return Inputs(
        folder=Path(),
        tables={name: pd.DataFrame(data).set_index(key) for name, (data, key) in keyed.items()},
        checksums={},
        schema=read_schema(bundled("datasets")),
    )


def test_announced_growth_counts_against_the_cap():
    # 2026: half of 10, less the 2 announced: 3. 2027: half of 12, less 8: nothing.
    # 2028: half of 20, less a quarter of 20 beyond the table: 5. 2029: a quarter of 25.
    made = expansion(tables(), ["packaging"], YEARS, [COWOS])[COWOS]

    assert made.headroom == pytest.approx({2026: 3.0, 2028: 5.0, 2029: 6.25})


def test_what_shrinks_may_grow_by_the_cap_alone():
    # 2 EB in 2025 and 1.5 in 2026: 40 % of 2, and of 1.5 from then on.
    made = expansion(tables(), ["hbm"], YEARS, [HBM])[HBM]

    assert made.headroom == pytest.approx({2026: 0.8, 2027: 0.6, 2028: 0.6, 2029: 0.6})


def test_lead_cost_and_share_of_the_cost_are_those_of_the_tables():
    made = expansion(tables(), ["node", "packaging", "hbm"], YEARS, [COWOS, N3, HBM])

    assert {r: e.lead_years for r, e in made.items()} == {N3: 2.5, COWOS: 1.0, HBM: 2.0}
    assert {r: e.cost for r, e in made.items()} == {N3: 0.4, COWOS: 0.05, HBM: 16.0}
    assert {r: e.unit for r, e in made.items()} == {
        N3: "thousand wafers a month", COWOS: "thousand wafers a month", HBM: "EB a year",
    }  # fmt: skip
    # Half of the world's for the region: of 40 % of the node from 2026 on, 80 % of packaging.
    assert made[N3].paid_share == pytest.approx(dict.fromkeys(YEARS, 0.2))
    assert made[COWOS].paid_share[2026] == pytest.approx(0.4)


def test_kinds_that_are_not_asked_for_and_pools_without_a_row_stay_as_announced():
    assert list(expansion(tables(), ["hbm"], YEARS, [COWOS, N3, HBM])) == [HBM]
    other = ("node", "n7")
    assert list(expansion(tables(), ["node"], YEARS, [N3, other])) == [N3]


def test_a_kind_without_any_row_is_named():
    rows = {name: values[1:] for name, values in ROWS.items()}

    with pytest.raises(InputError) as raised:
        expansion(tables(rows=rows), ["node"], YEARS, [N3])

    assert str(raised.value.faults[0]).startswith(
        "supply_expansion.csv: no row for any node that the model draws on"
    )


def planned(by_year):
    """A plan whose demand is out of reach, so that all that may be built is."""
    inputs, years = tables(by_year), (2026, 2027, 2028)
    chips = {"k": Accelerator(uses={COWOS: 50.0})}
    limits = supply(inputs, years, chips)
    return solve_world(
        World(
            years=years,
            sites={"s": Site(region="r")},
            regions={"r": Region()},
            accelerators=chips,
            technologies={"grid": PowerTechnology(kind="grid", capex=dict.fromkeys(years, 0.0))},
            supply=limits,
            expansion=expansion(inputs, ["packaging"], years, limits),
            workloads={"w": Workload(kind="throughput", target={2028: 50.0})},
        )
    )


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_step_announced_is_worth_what_the_table_says_its_room_to_grow_included(year):
    # Lines of 14 thousand a month in 2027 leave room for 4 more, and a step more in 2026 for
    # 1.5 beyond that. A step more in 2027 takes the place of one that would be built: it
    # brings nothing. Growth after the table would move with its last cell, which stays.
    cells = {2025: 120.0, 2026: 144.0, 2027: 168.0, 2028: 180.0}
    more = {**cells, year: cells[year] + 12.0}

    before, after = planned(cells), planned(more)
    table = supply_table(before).set_index("year")
    told = table.at[year, "worth_shortfall_1_years_of_target_per_step"]
    gained = (
        before.stages["shortfall_1"].solution.objective
        - after.stages["shortfall_1"].solution.objective
    )

    assert expansion_table(before)["built"].gt(0).all()
    assert (gained > 1e-3) == (year == 2026)
    assert told == pytest.approx(gained, rel=1e-6, abs=1e-9)


def test_a_model_expands_what_it_names_and_nothing_unless_it_does(tmp_path):
    path = tmp_path / "m.toml"
    text = 'extends = "small"\ntitle = "t"\n'
    path.write_text(text, encoding="utf-8")
    assert not api.load_world(load_model(path)).expansion

    path.write_text(f'{text}[supply]\nexpansion = ["hbm", "packaging"]\n', encoding="utf-8")
    assert set(api.load_world(load_model(path)).expansion) == {HBM, COWOS}
