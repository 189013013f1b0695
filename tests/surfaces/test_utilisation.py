"""The heat-map of utilisation: what it says, as text in the file."""

from xml.etree import ElementTree

import pandas as pd
import pytest

from planner.results import Plan
from planner.results.component_supply import OF_NATION
from planner.surfaces.charts import utilisation
from planner.system.supply import UNITS
from planner.wording.links import KINDS


@pytest.fixture
def plan():
    """CoWoS is full in 2027 and 2028, a vendor nearly so; turbines are, and wind is not wanted."""
    supply = pd.DataFrame(
        {
            "kind": ["packaging"] * 3 + ["hbm", "packaging"],
            "pool": ["cowos"] * 3 + ["global", "cowos"],
            "vendor": ["", "", "", "", "AMD"],
            "year": [2026, 2027, 2028, 2026, 2028],
            "used": [1.0, 4.0, 4.0, 0.0, 0.9996],
            "utilisation": [0.25, 1.0, 1.0, float("nan"), 0.9996],
            "binding": [False, True, True, False, False],
        }
    )
    limits = pd.DataFrame(
        {
            "limit": ["national_build_limit"] * 2 + ["site_within_power"],
            "pool": ["gas_ccgt", "wind_onshore", ""],
            "year": [2028, 2028, 2028],
            "used": [5.0, 0.0, 1.0],
            "utilisation": [1.0, 0.0, 1.0],
            "binding": [True, False, True],
        }
    )
    return Plan({"supply": supply, "limits": limits}, {"years": [2026, 2027, 2028]})


def words(path):
    tree = ElementTree.parse(path)
    texts = tree.iter("{http://www.w3.org/2000/svg}text")
    return ["".join(text.itertext()) for text in texts]


def test_the_map_names_every_link_and_what_is_full(plan, tmp_path):
    svg, png = utilisation.draw(plan, "A question", tmp_path)

    said = words(svg)
    assert png.read_bytes().startswith(b"\x89PNG")
    assert "Full: CoWoS in 2027-2028" in " ".join(said)
    assert {"CoWoS", "HBM, world", "AMD of CoWoS", "gas ccgt", "Packaging wafers"} <= set(said)
    assert "A question" in " ".join(said)


def test_national_deliveries_have_the_names_of_what_is_delivered(plan, tmp_path):
    sources = pd.DataFrame(
        {
            "technology": ["gas_ccgt", "battery_4h", "battery_8h", "grid"],
            "name": ["Gas combined cycle", "Battery, 4 hours", "Battery, 8 hours", "Grid"],
            "build_limit": ["gas_ccgt", "battery", "battery", "grid_large_load"],
        }
    )

    names = utilisation.delivered(sources)

    assert names["battery"] == "Battery"
    assert names["grid_large_load"] == "Grid"
    said = words(utilisation.draw(plan, "t", tmp_path, names)[0])
    assert "Gas combined cycle" in said
    assert "gas ccgt" not in said


def test_nothing_is_drawn_of_a_plan_without_supply(plan, tmp_path):
    none = Plan({name: table[:0] for name, table in plan.tables.items()}, plan.summary)

    assert utilisation.draw(none, "t", tmp_path / "charts") == []
    assert not (tmp_path / "charts").exists()


def test_a_cell_has_a_figure_where_there_is_one(plan, tmp_path):
    # CoWoS in three years, the vendor, and the turbines; memory has no number.
    said = words(utilisation.draw(plan, "t", tmp_path)[0])

    assert [word for word in said if word.endswith("%")].count("100%") == 3
    assert said.count("25%") == 1
    assert said.count(">99%") == 1


def test_what_no_plan_builds_is_not_drawn(plan, tmp_path):
    assert "wind onshore" not in words(utilisation.draw(plan, "t", tmp_path)[0])


def test_the_same_plan_gives_the_same_files(plan, tmp_path):
    first, second = (utilisation.draw(plan, "t", tmp_path / name) for name in ("a", "b"))

    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_a_supply_that_is_never_full_says_so(plan, tmp_path):
    free = plan["supply"].assign(binding=False)
    easy = Plan({**plan.tables, "supply": free}, plan.summary)

    assert "No link of the chip supply is full" in words(utilisation.draw(easy, "t", tmp_path)[0])


def test_what_is_used_without_a_limit_says_so(plan, tmp_path):
    supply = plan["supply"].assign(limited=[True, True, True, False, True])
    supply.loc[3, "used"] = 2.0
    free = Plan({**plan.tables, "supply": supply}, plan.summary)

    assert words(utilisation.draw(free, "t", tmp_path)[0]).count("no limit") == 1
    assert "no limit" not in words(utilisation.draw(plan, "t", tmp_path)[0])


def test_scanners_and_equipment_have_their_rows(plan, tmp_path):
    more = pd.DataFrame(
        {
            "kind": ["euv", "equipment"],
            "pool": ["scanners", "medium_voltage_switchgear"],
            "vendor": "",
            "year": 2027,
            "utilisation": [0.5, 1.0],
            "binding": [False, True],
        }
    )
    supply = pd.concat([plan["supply"], more], ignore_index=True)
    wider = Plan({**plan.tables, "supply": supply}, plan.summary)

    said = words(utilisation.draw(wider, "t", tmp_path)[0])

    assert {"EUV scanners", "Exposures", "Electrical equipment", "Switchgear"} <= set(said)
    assert "Switchgear in 2027" in " ".join(said)


def test_every_kind_of_supply_has_a_group():
    assert set(KINDS) == {*UNITS, *OF_NATION.values()}


def test_a_country_that_is_full_says_of_what():
    links = pd.DataFrame(
        {"group": ["National construction", "Memory"], "label": ["USA", "HBM, world"],
         "year": [2026, 2028], "binding": True}
    )  # fmt: skip

    assert utilisation.finding(links) == ("Full: construction in USA in 2026; HBM, world in 2028")
