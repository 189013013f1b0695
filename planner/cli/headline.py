"""The first table and the first sentence that a reader sees."""

from typing import Any

import pandas as pd

from planner.plan import Plan
from planner.plan.bottlenecks import bottlenecks
from planner.plan.idle import idle_sentence

HEADINGS = {
    "it_gw": "IT GW",
    "facility_gw": "facility GW",
    "h100e_million": "H100e M",
    "accelerators_million": "units M",
    "capex_busd": "capex $B",
    "emissions_mt": "CO2 Mt",
}


def headline_table(plan: Plan) -> pd.DataFrame:
    """One row a year with short headings; delivered targets in percent."""
    table = plan.headline().reset_index()
    delivered = [name for name in table.columns if str(name).endswith("_delivered_share")]
    for name in delivered:
        table[name] = [f"{share:.1%}" for share in table[name]]
    renamed = {name: str(name).removesuffix("_delivered_share") for name in delivered}
    return table.rename(columns={**HEADINGS, **renamed})


def stops_table(plan: Plan, most: int = 8) -> pd.DataFrame:
    """The limits that stop the plan first, with what one percent more of each brings."""
    table = bottlenecks(plan).head(most)
    shown = pd.DataFrame(
        {
            "1 % more": [_named(row) for row in table.itertuples()],
            "year": table["year"].astype(str).replace("<NA>", "any"),
        }
    )
    for column in table.columns[table.columns.get_loc("capacity") + 1 :]:
        if column == "saved_busd":
            shown["saves $B"] = table[column]
        else:
            priority = column.split("_")[1]
            shown[f"delivers, % of a year's target {priority}"] = table[column]
    return shown


def _named(row: Any) -> str:
    """A limit in words, with its place or the number of places."""
    where = f"at {row.places} places" if row.places > 1 else row.place
    return " ".join(filter(None, (row.what, row.kind, row.pool, where)))


def verdict(plan: Plan) -> str:
    """Whether each workload's targets are met, the present cost, and what stands idle."""
    sentences = []
    for workload, rows in plan["targets"].groupby("workload", sort=False):
        missed = rows[~rows["met"].astype(bool)]
        if missed.empty:
            sentences.append(f"{workload}: met in every year.")
        else:
            worst = missed.loc[missed["delivered_share"].idxmin()]
            years = ", ".join(str(y) for y in missed["year"])
            sentences.append(
                f"{workload}: not met in {years}; furthest in {worst['year']}, with "
                f"{worst['delivered_share']:.1%} delivered ({worst['gap_oom']:.2f} OOM)."
            )
    sentences.append(
        f"Present cost {plan.cost_busd:,.0f} billion USD of {plan.summary['currency_year']}."
        if "currency_year" in plan.summary
        else f"Present cost {plan.cost_busd:,.0f} billion USD."
    )
    if "idle" in plan.tables and (idle := idle_sentence(plan["idle"])):
        sentences.append(idle)
    return "\n".join(sentences)
