"""What more of fabs, packaging lines and memory costs, and how fast they can grow."""

from __future__ import annotations

import pandas as pd

from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, number, ranged
from tools.derive.sources import note

LIFE_YEARS = 10.0
LIFE = "Life of ten years: our judgement; makers write tools off in five and run them for longer."
GROWN, RAMP = "TSMC N3+N5 capacity growth limit", "TSMC N2/A16 capacity growth 2026-28"
TSMC, IBS = "tsmc_forum_2026", "ibs_fab_cost_2023"
IBS_NOTE = "Cost in Taiwan is an IBS figure; high: in the USA."
# Pool -> its row in the raw nodes, the raw row of its growth, its source, and what is known of
# its cost.
FORUM = {
    "n5": (
        "N5/N4",
        GROWN,
        TSMC,
        "Cost in Taiwan recalled; high: in the USA, from an Arizona total read at "
        "eenewseurope.com.",
    ),
    "n3": ("N3 (N3E/N3P)", GROWN, IBS, IBS_NOTE),
    "n2": ("N2/N2P", RAMP, IBS, IBS_NOTE),
    "a14": ("A14", RAMP, TSMC, "Cost in Taiwan extrapolated."),
}
RECALLED_PACKAGING = (0.03, 0.08)
"""Low and high cost of a line, billion USD for a thousand wafers a month."""
PACKAGING = "TSMC CoWoS+SoIC capacity growth to 2027"
FORUM_NOTE = "Growth: what TSMC says of its lines, read at second hand: chinadailybrief.com."
RAMP_NOTE = "From a small base they grow twice as fast, which is the high value: our judgement."
SMIC = ("SMIC N+2 (7nm DUV)", "SMIC+Huawei 7nm-class (China)")
HBM = "HBM (DRAM 1b/1c + TSV)"


def supply_expansion_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """``supply_expansion.csv``: a row for each pool that someone could build more of.

    Of memory the raw table has the cost of a thousand wafers a month; an EB a
    year is as many of them as made one in 2026 (high: in 2025; low: in 2030,
    when a wafer holds more).
    """
    left_out.add("supply_expansion", "N7/N6", "its capacity falls: nobody builds more of it")
    left_out.add("supply_expansion", "A16", "expanded with the N2 family, at the cost of N2")
    limits = raw["chips/bottlenecks.csv"].set_index("item")
    nodes = raw["chips/process_nodes.csv"].set_index("node")
    rows = []
    for pool, (name, limit, source, of_cost) in FORUM.items():
        at_home = nodes.at[name, "capex_usd_bn_per_kwpm_taiwan"]
        abroad = nodes.at[name, "capex_usd_bn_per_kwpm_us"]
        growth = _percent(limits, limit)
        remark = note(
            of_cost,
            FORUM_NOTE,
            RAMP_NOTE if limit == RAMP else "",
            "Growth taken as N2's." if pool == "a14" else "",
        )
        lasting = _lasting(growth) if limit == RAMP else growth
        rows.append(_row("node", pool, (None, at_home, abroad), lasting, remark, source))
    name, pool_name = SMIC
    smic = raw["chips/node_capacity.csv"]
    rows.append(
        _row(
            "node",
            "smic_7nm",
            (None, nodes.at[name, "capex_usd_bn_per_kwpm_taiwan"], None),
            _growth(smic[smic.node == pool_name], "capacity_kwpm"),
            "Cost recalled. Growth: that of 2026 in the table of capacity.",
        )
    )
    low, high = RECALLED_PACKAGING
    line = nodes.at["CoWoS line", "capex_usd_bn_per_kwpm_taiwan"]
    rows.append(
        _row(
            "packaging",
            "cowos",
            (low, line, high),
            _lasting(_percent(limits, PACKAGING)),
            f"Cost recalled. {FORUM_NOTE} {RAMP_NOTE}",
            TSMC,
        )
    )
    wafers = nodes.at[HBM, "capex_usd_bn_per_kwpm_taiwan"]
    memory = raw["chips/hbm_capacity.csv"]
    world = memory[memory.vendor == "all"].set_index("year")
    per_eb = world.tsv_capacity_kwpm / world.supply_eb
    low, central = (_grown(world.tsv_capacity_kwpm, year) for year in (2027, 2026))
    rows.append(
        _row(
            "hbm",
            "global",
            tuple(wafers * per_eb[year] for year in (2030, 2026, 2025)),
            (low, central, _grown(world.supply_eb, 2026)),
            "Cost of a wafer line recalled, by the wafers that made an EB in 2026 (low: 2030, "
            "high: 2025). Growth: that of the wafer lines in 2026 (low: in 2027; high: of bytes).",
        )
    )
    china = memory[memory.vendor.str.startswith("CXMT")].set_index("year")
    yearly = (china.tsv_capacity_kwpm[2028] / china.tsv_capacity_kwpm[2026]) ** 0.5 - 1
    each = wafers * china.tsv_capacity_kwpm / china.supply_eb
    rows.append(
        _row(
            "hbm",
            "china",
            (each[2030], each[2028], each[2026]),
            (0.5, yearly, 1.0),
            "Cost of a wafer line as elsewhere, by the wafers that make an EB in 2028 (low: 2030, "
            "high: 2026). Growth: that of the wafer lines to 2028; its range is our judgement.",
        )
    )
    return rows


def _row(
    kind: str,
    pool: str,
    cost: tuple[object, ...],
    growth: tuple[object, ...],
    remark: str,
    source: str = "planner_estimate",
) -> Row:
    rounded = (number(value, 3) for value in cost)
    return {
        "resource_kind": kind,
        "pool": pool,
        **ranged("capex_busd_per_step", *rounded),
        **ranged("growth_share_per_year", *(number(value, 3) for value in growth)),
        "life_years": LIFE_YEARS,
        "source_id": source,
        "confidence": "estimate",
        "note": f"{remark} {LIFE}",
    }


def _percent(limits: pd.DataFrame, item: str) -> tuple[float, ...]:
    return tuple(float(limits.at[item, column]) / 100 for column in ("low", "central", "high"))


def _lasting(growth: tuple[float, ...]) -> tuple[float, ...]:
    """Half of the growth of lines that ramp from a small base; at most all of it."""
    low, central, _ = growth
    return low / 2, central / 2, central


def _grown(series: pd.Series, year: int) -> float:
    """Growth of a year over the one before."""
    return float(series[year] / series[year - 1] - 1)


def _growth(table: pd.DataFrame, column: str) -> tuple[float, ...]:
    """Growth of 2026 in the low, central and high column, in order of size."""
    by_year = table.set_index("year")
    ends = (_grown(by_year[f"{column}{end}"], 2026) for end in ("_low", "", "_high"))
    return tuple(sorted(ends))
