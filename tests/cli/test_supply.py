"""``planner supply``: what of a run's supply is used and worth something."""

import pandas as pd
import pytest

from planner.cli import main
from planner.cli.supply import shown, shown_expansion
from planner.results import Plan
from planner.wording.links import link_name


def test_supply_prints_the_table_and_the_paths_of_the_map(tmp_path, capsys):
    assert main(["run", "small", "-q", "--no-report", "--no-workbook", "-o", str(tmp_path)]) == 0
    capsys.readouterr()

    code = main(["supply", str(tmp_path / "small")])

    out = capsys.readouterr().out
    assert code == 0
    assert "thousand wafers a month" in out
    png = tmp_path / "small" / "charts" / "utilisation.png"
    assert str(png) in out
    assert png.is_file()


def test_worth_is_shown_in_billions_and_in_percent_of_a_target():
    # 2,500 million USD less are 2.5 billion; 0.004 years of target are 0.4 % of one year's.
    supply = pd.DataFrame(
        {
            "kind": "hbm",
            "pool": "global",
            "used": [1.0, 0.0],
            "utilisation": [0.5, 0.0],
            "limited": True,
            "step": "EB",
            "worth_shortfall_1_years_of_target_per_step": [0.004, 0.0],
            "worth_compute_million_h100e_years_per_step": [3.0, 0.0],
            "cost_change_musd_per_step": [-2500.0, 0.0],
            "worth_cost_musd_per_step": [9000.0, 0.0],
        }
    )

    targets = pd.DataFrame({"workload": ["frontier_run"], "priority": [1]})

    table = shown(Plan({"supply": supply, "targets": targets}))

    assert table["link"].tolist() == ["Memory: HBM, world"]
    assert table["cost changes $B"].tolist() == pytest.approx([-2.5])
    assert table["frontier run, % of a year"].tolist() == pytest.approx([0.4])
    assert table["compute, M H100e-years"].tolist() == pytest.approx([3.0])
    assert table["utilisation"].tolist() == ["50%"]


def test_what_is_built_beyond_the_announced_is_shown_and_nothing_else():
    expansion = pd.DataFrame(
        {
            "kind": "hbm",
            "pool": "global",
            "year": [2028, 2029],
            "unit": "EB a year",
            "built": [0.5, 0.0],
            "most": [0.5, 1.5],
            "capex_busd": [8.0, 0.0],
        }
    )

    table = shown_expansion(expansion)

    assert table["year"].tolist() == [2028]
    assert table["capex $B"].tolist() == [8.0]
    assert table["link"].tolist() == ["Memory: HBM, world"]
    assert shown_expansion(expansion[1:])["link"].tolist() == ["nothing"]


@pytest.mark.parametrize(
    ("kind", "pool", "name"),
    [
        ("construction", "USA", "National construction: USA"),
        ("node", "n3", "Logic wafers: N3"),
        ("packaging", "cowos", "Packaging wafers: CoWoS"),
    ],
)
def test_a_link_is_named_with_its_kind(kind, pool, name):
    assert link_name(kind, pool) == name
