"""The ranks of the sheet of bottlenecks: what is given stops nothing."""

from types import SimpleNamespace

import pandas as pd

from planner.results import Plan
from planner.surfaces.workbook.plan.results import _bottlenecks


def test_a_commitment_comes_last_and_its_quarters_are_no_places():
    # The commitment saves most; the pace of building delivers nothing and saves less.
    row = {
        "kind": "", "pool": "", "place": "", "places": 1, "year": 2026, "onwards": False,
        "years": "2026", "unit": "GW", "value": 1.0, "sense": "more", "table": "sites",
    }  # fmt: skip
    given = {
        **row, "limit": "shipment_commitment_requirement", "what": "commitment of", "pool": "f",
        "sense": "less", "table": "accelerator_commitments", "cost_change_busd": -9.0,
    }  # fmt: skip
    rows = [
        *({**given, "row": f'["f", 2026, {quarter}, "both"]'} for quarter in (1, 2)),
        {**row, "limit": "shell_build_rate_limit", "what": "pace of building", "place": "s",
         "row": '["s"]', "cost_change_busd": -1.0},
    ]  # fmt: skip
    table = pd.DataFrame(rows).astype({"year": "Int64"})
    plan = Plan({"bottlenecks": table}, {"objective": {"cost": 1.0}})

    found = _bottlenecks([SimpleNamespace(name="a", plan=plan)])

    assert found[["rank", "named"]].to_numpy().tolist() == [
        [1, "pace of building at s"],
        [2, "commitment of f in quarters 1 and 2, one percent less of it"],
    ]
