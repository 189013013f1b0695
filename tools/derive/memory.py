"""High-bandwidth memory: what the world and China ship each year."""

from __future__ import annotations

import numpy as np

from tools.derive.market import published
from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number, ranged, weakest

COLUMNS = ("supply_eb_low", "supply_eb", "supply_eb_high")
# The year before the raw table begins, whose second half ships in 2022: recalled, EB.
BEFORE, RECALLED = 2021, (0.06, 0.09, 0.13)
EPOCH = "Value of the market derived from Epoch AI's components; volume by a recalled price."
GB_PER_STACK, GB_PER_EB, STACKS = 16, 1e9, "HBM stacks stockpiled in China to end-2024"
"""The stock of foreign memory; 13 million stacks of 16 GB, by an estimate of 1.6 million 910C."""
DRAWN = 2025
"""The year over which the stock is drawn."""
COUNTED = (2022, 2023)
"""Years whose volume comes from bits and from the makers' revenue."""
DEARER = 1.2
"""Low volume of 2023: its revenue at a price a fifth above what bits and revenue imply; ours."""
GB_PER_MILLION_GB, GB_PER_BUSD = 1e6, 1e9
PROVENANCE = {
    2024: ("epoch_chip_components", EPOCH),
    2025: ("epoch_chip_components", EPOCH),
    2026: ("trendforce_hbm_2025", "Above 30 billion Gb."),
    2027: (
        "trendforce_hbm_2026",
        "Bits 50 to 60 % above 2026, for which 3.75 to 3.9 EB are taken.",
    ),
    2028: ("micron_hbm_2025", "Market of 100 billion USD; volume by an assumed price."),
}


def hbm_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """``hbm_supply.csv``.

    The raw rows vouch for the market's value or for wafers; our column is a
    volume, one price further away, so no row is better than reported.
    """
    table = raw["chips/hbm_capacity.csv"]
    chinese = table.vendor.str.startswith("CXMT")
    world = table[table.vendor == "all"]
    single = table[(table.vendor != "all") & ~chinese]
    names = [f"{v} {y}" for v, y in zip(single.vendor, single.year, strict=True)]
    left_out.extend("hbm_supply", names, "wafer capacity of one vendor; the total is used")
    rows: list[Row] = [
        {
            "hbm_pool": "global",
            "year": BEFORE,
            **ranged("supply_eb", *RECALLED),
            "source_id": "planner_estimate",
            "confidence": "estimate",
            "note": "Recalled.",
        }
    ]
    rows += _counted(raw)
    for _, line in world.iterrows():
        recalled = ("planner_estimate", "Recalled or extrapolated.")
        source, remark = PROVENANCE.get(int(line.year), recalled)
        rows.append(
            {
                "hbm_pool": "global",
                "year": int(line.year),
                **ranged("supply_eb", *(line[c] for c in COLUMNS)),
                "source_id": source,
                "confidence": weakest(line.confidence, "reported"),
                "note": remark,
            }
        )
    rows.append(_chinese_stock(raw))
    china = table[chinese].sort_values("year")
    for year in range(int(china.year.min()), int(china.year.max()) + 1):
        given = year in set(china.year)
        rows.append(
            {
                "hbm_pool": "china",
                "year": year,
                **ranged("supply_eb", *(np.interp(year, china.year, china[c]) for c in COLUMNS)),
                "source_id": "planner_estimate",
                "confidence": "estimate",
                "note": "" if given else "Interpolated between the years beside it.",
            }
        )
    return rows


def _counted(raw: Raw) -> list[Row]:
    """2022 and 2023 from bits, with a range from what memory makers sold and grew by.

    Bits of 2023 over their growth are those of 2022. High: bits of 2024 over the growth of
    supply in it. Low: revenue over a price; in 2022 that of 2023, 15 USD a GB.
    """
    table = raw["chips/hbm_capacity.csv"]
    first, last = COUNTED
    of_2024 = float(table[(table.year == last + 1) & (table.vendor == "all")].supply_eb.iloc[0])

    def hbm(year: int, metric: str) -> float:
        return published(raw, "HBM", "world", str(year), metric)

    bits = hbm(last, "memory of accelerators with HBM") * GB_PER_MILLION_GB / GB_PER_EB
    grown = 1 + hbm(last, "growth of bits on the year") / 100
    high = of_2024 / (1 + hbm(last + 1, "growth of supply on the year") / 100)
    revenue = {
        year: published(raw, "DRAM", "world", str(year), "revenue")
        * hbm(year, "share of DRAM revenue") / 100
        for year in COUNTED
    }  # fmt: skip
    price = revenue[last] * GB_PER_BUSD / (bits * GB_PER_EB)
    volumes = {
        first: (revenue[first] * GB_PER_BUSD / price / GB_PER_EB, bits / grown, high / grown),
        last: (bits / DEARER, bits, high),
    }
    notes = {
        first: "290 million GB of 2023 over their growth of almost 60 %; low: revenue, 2.6 % of "
        "80.0 bn USD of DRAM, at the price of 2023.",
        last: "290 million GB in accelerators, a forecast of mid-2023. Revenue, 8.4 % of 51.8 bn "
        "USD of DRAM, makes that 15 USD a GB; low: a fifth more. High: 2024 over its growth of "
        "260 %.",
    }
    return [
        {
            "hbm_pool": "global",
            "year": year,
            **ranged("supply_eb", *(number(volume, 3) for volume in volumes[year])),
            "source_id": "trendforce_hbm_2023",
            "confidence": "estimate" if year == first else "reported",
            "note": notes[year],
        }
        for year in COUNTED
    ]


def _chinese_stock(raw: Raw) -> Row:
    """Memory bought abroad before the ban of December 2024, as the supply of the year after.

    Half a year of lag leaves half of it to 2026: the Ascends of 2025 took about the other half.
    """
    stock = raw["chips/bottlenecks.csv"].set_index("item").loc[STACKS]
    eb = [float(stock[end]) * GB_PER_STACK * 1e6 / GB_PER_EB for end in ("low", "central", "high")]
    return {
        "hbm_pool": "china",
        "year": DRAWN,
        **ranged("supply_eb", *eb),
        "source_id": "semianalysis_ascend_2025",
        "confidence": "estimate",
        "note": "Not made but drawn from stock: 13 million stacks bought abroad before the ban of "
        "December 2024, at 16 GB. Drawn evenly over the year, half reaches units of 2026; the "
        "805 thousand Ascends of 2025 took about the other half.",
    }
