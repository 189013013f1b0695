"""Scenarios and their orders, whatever scenarios and sources are called."""

import pandas as pd
import pytest

from planner.cli import main
from planner.config import folder_names
from planner.errors import InputError
from planner.studies.scenario_tree import read_tree

from .conftest import CAPPED, POWER

STUDY = """
title = "What gas costs is known in 2027"
model = "model"
revealed = 2027

[[scenarios]]
name = {cheap}
probability = 0.5
changes = {{ "power_technologies.gas.variable_om_usd_per_mwh" = 30 }}

[[scenarios]]
name = {dear}
probability = 0.5
changes = {{ "power_technologies.gas.variable_om_usd_per_mwh" = 60 }}
"""


def study(folder, cheap, dear):
    path = folder / "study.toml"
    path.write_text(STUDY.format(cheap=repr(cheap), dear=repr(dear)), encoding="utf-8")
    return path


@pytest.mark.parametrize(("cheap", "dear"), [("a b", "a_b"), ("gas: [cheap], 30 $", "上海 = *")])
def test_orders_are_of_what_they_are_called_in_scenarios_of_any_name(
    cheap, dear, write, tmp_path, capsys
):
    # The town has 1.484018 GW of gas and 0.515982 of the clean source in both, see CAPPED_BUSD:
    # gas is cheaper at 60 USD a MWh still. Both are built in 2026, before its price is known.
    path = study(write(POWER, CAPPED).parent, cheap, dear)

    code = main(["stochastic", str(path), "-o", str(tmp_path / "outputs"), "--no-report"])

    assert code == 0, capsys.readouterr().err
    (folder,) = (tmp_path / "outputs").iterdir()
    orders = pd.read_parquet(folder / "orders.parquet").set_index("name")
    assert orders.loc["gas", cheap] == pytest.approx(1.484018, abs=1e-6)
    assert orders.loc["clean", dear] == pytest.approx(0.515982, abs=1e-6)
    assert len(list((folder / "runs").iterdir())) == 2


def test_folders_of_scenarios_are_unlike(tmp_path):
    found = folder_names(["a b", "a_b", "A_B", "上海", "...", "/etc/passwd", "x" * 200])

    assert len({name.casefold() for name in found.values()}) == 7
    assert found["a b"] == "a_b"
    assert all("/" not in name and 0 < len(name) < 100 for name in found.values())
    assert found["..."].strip(".")


@pytest.mark.parametrize("name", ["", " blank", "two\nlines", "site", "the mean"])
def test_a_name_that_none_can_be_is_refused_with_the_way_out(name, write):
    path = write(POWER, CAPPED).parent / "study.toml"
    text = STUDY.format(cheap=f'"{name}"'.replace("\n", "\\n"), dear="'dear'")
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match=r"study\.toml"):
        read_tree(path)
