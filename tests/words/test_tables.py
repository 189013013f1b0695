"""Every column of every table of three plans that use most of the planner adds up to what is kept.

A line is a column: its rows, their sum, and the sum of each times its place in the table, so that
neither a number nor the order of two can change unseen. What two ways of solving don't agree on,
since another plan or other duals are as good, is no number of the plan's own: it is kept as ~.
"""

import json
import os
from hashlib import blake2b
from math import isclose

import numpy as np
import pandas as pd
import pytest

from planner import api
from planner.config import load_model, overlaid
from tests.kept_texts import RENEW
from tests.words.conftest import SNAPSHOTS

CAMPUSES = ("openai_stargate_abilene", "coreweave_helios")
YEARS = (2026, 2027, 2028)
MODELS = {
    "chips": {
        **{f"set.hbm_supply.global:{y}.supply_eb": 0.03 for y in YEARS[1:]},
        "supply.periods_per_year": 2, "supply.euv": True, "supply.expansion": ["hbm"],
        "supply.equipment": True, "fleet.redeployment": "one_way",
        "fleet.serve_for": "physical_life", "workloads.use": ["frontier_run", "rest_of_industry"],
    },
    "power": {
        **{f"set.sites.{s}.onsite_renewables": True for s in CAMPUSES},
        **{f"set.power_costs.solar_utility:{y}.capex_usd_per_kw": 120 for y in YEARS},
        "time.storage_between_days": True, "limits.clean_share_hourly": {"2028": 0.6},
        "power.technologies": "all", "power.flexible_load": True, "power.security": "both",
        "prices.carbon_usd_per_t": 20.0, "limits.emissions_mt_per_year": 4.0,
    },
    "places": {
        "set.workloads.frontier_run.max_share_of_fleet": 0.8,
        "training.topology": "campuses", "training.campuses": 2, "solver.mip_gap": 1e-7,
        "limits.capex_busd_per_year": 25.0, "limits.facility_gw": 1.5,
        "power.electricity_price": "tariff",
        "set.grid_tariffs.ERCOT:2025.capacity_usd_per_mw_day": 200.0,
        "set.grid_tariffs.ERCOT:2025.wires_minimum_take": 1.0,
        "sites.candidates": [
            {"region": "ERCOT", "gw": 0.3, "by": 2028, "kinds": ["retiring_plant", "headroom"]}
        ],
    },
}  # fmt: skip
UNKNOWN = "~"
OF_THE_SEARCH = ("choice.bound", "choice.gap", "choice.nodes", "choice.seconds")
"""How a search for whole numbers went, which is another on another machine."""


def planned(name, folder, **changes):
    model = overlaid(load_model("small"), {**MODELS[name], **changes}, name=name)
    api.run(model, folder)
    return folder / name


def lines_of(run):
    """Column to its rows and sums, of the plan's tables; check to the rows it looked at."""
    found = {}
    for path in sorted((run / "tables").glob("*.parquet")):
        table = pd.read_parquet(path)
        for name in table:
            found[f"{path.stem}.{name}"] = [str(len(table)), *_sums(table[name])]
    record = json.loads((run / "certificate.json").read_text())
    assert record["passed"], [c["what"] for c in record["checks"] if not c["passed"]]
    for check in record["checks"]:
        key = "certificate: " + ", ".join(
            filter(None, map(check.get, ("family", "what", "stage")))
        )
        found[key] = [str(check["rows"])]
    return found


def _sums(column):
    """Sum, and sum by place; of words a checksum."""
    if pd.api.types.is_numeric_dtype(column):
        numbers = column.astype(float).to_numpy(na_value=0.0)
        numbers = np.where(np.isfinite(numbers), numbers, 0.0)
        places = np.arange(1, len(numbers) + 1)
        return [f"{total:.9g}" for total in (numbers.sum(), (numbers * places).sum())]
    words = "|".join(map(str, column))
    return [blake2b(words.encode(), digest_size=4).hexdigest()]


def _alike(one, other):
    try:
        return isclose(float(one), float(other), rel_tol=1e-5, abs_tol=1e-8)
    except ValueError:
        return one == other


def _renew(path, run, other):
    """Write what two runs agree on."""
    found, again = lines_of(run), lines_of(other)
    lines = []
    for key, parts in found.items():
        beside = again.get(key, [])
        same = (
            key not in OF_THE_SEARCH
            and len(parts) == len(beside)
            and all(map(_alike, parts, beside))
        )
        lines.append(f"{key}: {' '.join(parts) if same else UNKNOWN}\n")
    path.write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize("name", MODELS)
def test_a_plan_adds_up_to_what_is_kept(name, tmp_path):
    run, path = planned(name, tmp_path), SNAPSHOTS / f"tables_{name}.txt"
    if os.environ.get(RENEW):
        _renew(path, run, planned(name, tmp_path / "again", **{"solver.method": "ipm"}))

    found = lines_of(run)
    kept = dict(line.rsplit(": ", 1) for line in path.read_text(encoding="utf-8").splitlines())

    assert list(found) == list(kept)
    moved = {
        key: (" ".join(parts), kept[key])
        for key, parts in found.items()
        if kept[key] != UNKNOWN and not all(map(_alike, parts, kept[key].split()))
    }
    assert not moved
    assert sum(parts == UNKNOWN for parts in kept.values()) < 0.4 * len(kept)
