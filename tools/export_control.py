"""Put the comparison of the two Chinese models into docs/china.md, between its two marks.

``python -m tools.export_control`` plans both and rewrites what a test compares
with their plans.
"""

from pathlib import Path

import pandas as pd

from planner import api
from planner.cli.terminal import markdown
from planner.results import Plan
from planner.results.bottlenecks import bottlenecks
from tools.marked_text import replace_between

UNDER_CONTROL, WITHOUT = "china_domestic", "china_uncontrolled"
RANGE_BEGIN, RANGE_END = "<!-- range -->", "<!-- end of range -->"
BEGIN = "<!-- comparison: written by `python -m tools.export_control` -->"
END = "<!-- end of comparison -->"
PAGE = Path(__file__).parent.parent / "docs" / "china.md"
RUN = "frontier_run"
WORTH_SAYING = 0.01
"""Percent of one year's target that one percent more of a limit delivers."""
YEAR, SHARES = 2032, (0.08, 0.23)
"""Of the table of ranges."""
LIMITS = {
    "component_supply_limit": "{pool}",
    "vendor_share_limit": "{place} share of {pool}",
    "first_year_shipment_limit": "first shipments of {pool}",
    "regional_connection_limit": "new grid connections",
    "contracted_connection_limit": "contracted connections",
}
"""Limits of things, and how they are named; the run's share of the fleet is none."""
POOLS = {"china": "Chinese HBM", "global": "HBM", "cowos": "CoWoS"}


def comparison(domestic: Plan, uncontrolled: Plan) -> str:
    """What each plan reaches by year, and what is scarce in it, as Markdown."""
    reached = (
        _reached(domestic).add_suffix(" own").join(_reached(uncontrolled).add_suffix(" both"))
    )
    table = pd.DataFrame({"year": [str(y) for y in reached.index]}, index=reached.index)
    for name, form in (
        ("M H100e", "{:,.1f}"),
        ("run, FLOP", "{:.1e}"),
        ("of target", "{:.0%}"),
        ("GW", "{:,.1f}"),
        ("capex $B", "{:,.0f}"),
    ):
        for plan in ("own", "both"):
            table[f"{name}: {plan}"] = [form.format(v) for v in reached[f"{name} {plan}"]]
    scarce = pd.DataFrame(
        {
            "year": table["year"],
            "scarce with own chips": _stops(domestic, reached.index),
            "scarce with both": _stops(uncontrolled, reached.index),
        }
    )
    return f"{markdown(table)}\n\n{markdown(scarce)}"


def ranges() -> str:
    """The fleet and the largest run of one year, with memory and share at other values."""
    rows = []
    for said, name, change in (
        ("own chips, central", UNDER_CONTROL, {}),
        ("own chips, low Chinese and world's HBM", UNDER_CONTROL, {"cases": _memory("low")}),
        ("own chips, high Chinese and world's HBM", UNDER_CONTROL, {"cases": _memory("high")}),
        ("both, central", WITHOUT, {}),
        *((f"both, {x:.0%} of the world's components", WITHOUT, _share(x)) for x in SHARES),
    ):
        plan = api.solve(api.load_model(name).model_copy(update=change)).plan
        row = _reached(plan).loc[YEAR]
        rows.append(
            {
                "plan": said,
                "M H100e": f"{row['M H100e']:,.0f}",
                "run, FLOP": f"{row['run, FLOP']:.1e}",
                "of target": f"{row['of target']:.0%}",
            }
        )
    return markdown(pd.DataFrame(rows))


def _memory(case: str) -> dict[str, str]:
    return {"hbm_supply.supply_eb": case}


def _share(west: float) -> dict[str, object]:
    supply = api.load_model(WITHOUT).supply
    shares = {**supply.region_shares, "west": west}
    return {"supply": supply.model_copy(update={"region_shares": shares})}


def _reached(plan: Plan) -> pd.DataFrame:
    """By year: fleet, largest run, its share of the target, power and spending."""
    head = plan.headline()
    runs = plan["targets"].set_index(["workload", "year"]).loc[RUN]
    return pd.DataFrame(
        {
            "M H100e": head["h100e_million"],
            "run, FLOP": runs["delivered"],
            "of target": runs["delivered_share"],
            "GW": head["facility_gw"],
            "capex $B": head["capex_busd"],
        }
    )


def _stops(plan: Plan, years: pd.Index) -> list[str]:
    """What is scarce in each year: more of it would deliver more of a target."""
    table = bottlenecks(plan)
    stages = [name for name in table.columns if str(name).endswith("_percent_of_a_target")]
    scarce = table[(table[stages] > WORTH_SAYING).any(axis=1) & table["limit"].isin(LIMITS)]
    said = []
    for year in years:
        now = scarce[scarce["year"] == year]
        links = [
            LIMITS[row.limit].format(
                # A generation's limit names it before its pool.
                pool=POOLS.get(row.pool, str(row.pool).partition(" ")[0].replace("_", " ")),
                place=row.place,
            )
            for row in now.itertuples(index=False)
        ]
        said.append(", ".join(dict.fromkeys(links)) or "nothing")
    return said


def main() -> None:
    """Plan both models, and their variants, and rewrite the tables."""
    plans = (api.solve(name).plan for name in (UNDER_CONTROL, WITHOUT))
    replace_between(PAGE, BEGIN, END, comparison(*plans))
    replace_between(PAGE, RANGE_BEGIN, RANGE_END, ranges())


if __name__ == "__main__":
    main()
