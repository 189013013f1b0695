"""The first table and the first sentence that a reader sees."""

import pandas as pd

from planner.plan import Plan

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


def verdict(plan: Plan) -> str:
    """Whether each workload's targets are met, and the present cost."""
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
    return "\n".join(sentences)
