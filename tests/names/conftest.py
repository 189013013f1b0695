"""Problems in a few small tables, whose names may be anything."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Tables = Mapping[str, str]
"""Name of a table to its rows, with commas and a header; fields are split before names go in."""
Written = Callable[..., Path]

POWER = {
    "regions": "region\nnorth",
    "sites": "site,region\ntown,north",
    "power_technologies": (
        "technology,kind,variable_om_usd_per_mwh,co2_t_per_mwh,lifetime_years\n"
        "gas,dispatchable,40,0.5,20\n"
        "clean,dispatchable,100,0,20"
    ),
    "power_costs": "technology,year,capex_usd_per_kw\ngas,2026,1000\nclean,2026,1500",
    "time_slices": "slice_set,slice,weight_hours\ns,low,5000\ns,high,3760",
    "site_load": "site,year,slice,load_gw\ntown,2026,low,1\ntown,2026,high,2",
}
"""1 GW for 5,000 hours and 2 GW for 3,760, from gas and from something cleaner and dearer."""
CAPPED = """
title = "A town below a cap on its emissions"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2027 }
discount_rate = 0.05

[limits]
emissions_mt_per_year = 4.0

[time]
slice_set = "s"
"""
# Gas may run 8 TWh a year for its 4 Mt; of the 12.52 TWh wanted 4.52 are left to the clean source,
# which costs least if it runs in all 8,760 hours: 4.52 / 8.76 = 0.515982 GW of it, and gas for the
# rest of 2 GW. A year's energy costs 8 x 0.04 + 4.52 x 0.1 = 0.772 billion USD; the capital of
# 1.484018 x 1 + 0.515982 x 1.5 = 2.257991 billion is charged over 20 years at 5 %, in the middle
# of each: 0.0802426 / 1.05 ** 0.5 = 0.0783085 of it a year, 0.176820 billion. Both years together:
# 0.948820 x (1.05 ** -0.5 + 1.05 ** -1.5) = 0.948820 x 1.905330.
CAPPED_BUSD = 1.80781


@pytest.fixture
def write(tmp_path) -> Written:
    """A folder of tables with a model file; names are exchanged on the way."""

    def written(
        tables: Tables,
        model: str,
        named: Mapping[str, str] | None = None,
        folder: Path = tmp_path / "problem",
    ) -> Path:
        new = named or {}
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        for name, text in tables.items():
            header, *rows = (line.split(",") for line in text.splitlines())
            with (folder / "tables" / f"{name}.csv").open(
                "w", encoding="utf-8", newline=""
            ) as file:
                rows = [[new.get(cell, cell) for cell in row] for row in rows]
                csv.writer(file).writerows([header, *rows])
        path = folder / "model.toml"
        path.write_text(model, encoding="utf-8")
        return path

    return written
