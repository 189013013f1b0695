"""The first table and the first sentence that a reader sees."""

from collections.abc import Iterator
from math import isfinite

import pandas as pd

from planner.cli.terminal import print_table
from planner.formulation.assemble import COMPUTE_STAGE
from planner.results import Plan
from planner.results.beyond_data import beyond_data
from planner.results.bottlenecks import GIVEN, bottlenecks
from planner.results.headline import (
    curtailment_sentence,
    of_stated_demand,
)
from planner.results.idle_accelerators import idle_sentence
from planner.results.key_figures import workloads_of
from planner.results.price_sentences import price_sentences
from planner.results.switched_off import switched_off_sentences
from planner.results.training_sites import accelerators_of_runs, chosen_whole, runs_by_year
from planner.results.worth import COST, percent_column
from planner.wording.limit_words import limit_words
from planner.wording.money import billions, dollar_unit, in_fitting_unit, usd_a_tonne
from planner.wording.numbers import printed, to_decimals, to_figures, to_percent, year_span

_FEW = 2e-3
"""Billion USD below which a table of money tells millions, or less."""

HEADINGS = {
    "it_gw": "IT GW",
    "facility_gw": "facility GW",
    "h100e_million": "H100e M",
    "accelerators_million": "units M",
    "idle_million": "idle M",
    "capex_busd": "capex $B",
    "emissions_mt": "CO2 Mt",
}
BASES = {"eight_bit_dense": "8-bit dense", "bf16_dense": "BF16 dense"}


def headline_table(plan: Plan) -> pd.DataFrame:
    """One row a year with short headings; delivered targets in percent.

    Of a plan for other demands than computing, what is sent, or stands and runs.
    """
    if not plan.computes:
        headings = {
            "built_gw": "built GW",
            "retired_gw": "retired GW",
            "capacity_gw": "GW",
            "generation_twh": "TWh",
        }
        return of_stated_demand(plan).rename(columns=headings)
    table = plan.headline().reset_index()
    delivered = [name for name in table.columns if str(name).endswith("_delivered_share")]
    for name in delivered:
        table[name] = [to_percent(share) for share in table[name]]
    priced = list(_priced(plan))
    several = len({workload for (workload, _), _, _ in priced}) > 1
    for (workload, year), served, usd in priced:
        called = plan.names.workload(workload)
        table.loc[table["year"] == year, f"{called}, M H100e"] = served
        price = f"{called}, USD/H100e-h" if several else "USD/H100e-h"
        table.loc[table["year"] == year, price] = usd
    renamed = {
        name: plan.names.workload(str(name).removesuffix("_delivered_share")) for name in delivered
    }
    return table.rename(columns={**HEADINGS, **renamed})


def _priced(plan: Plan) -> Iterator[tuple[tuple[str, int], float, float]]:
    """Workload and year with what is served at a price, million H100e, and the price."""
    for row in plan.tables["compute_price"].itertuples() if "compute_price" in plan.tables else ():
        yield (row.workload, row.year), row.served_h100e_million, row.price_usd_per_h100e_hour


def stops_table(plan: Plan, most: int = 10) -> pd.DataFrame:
    """The limits that stop the plan first, with what one percent more of each brings."""
    table = bottlenecks(plan)
    table = table[~table["limit"].isin(GIVEN)]
    # Of one kind the two best years are enough: the others would hide what else limits.
    table = table.groupby(["limit", "pool"], sort=False).head(2).head(most)
    shown = pd.DataFrame(
        {
            "1 % more": [
                str(limit_words(plan.names, row, dated=False)).removeprefix("the ")
                for _, row in table.iterrows()
            ],
            "year": table["years"].replace("", "any"),
        }
    )
    for stage in plan.summary["objective"]:
        column = percent_column(stage)
        if stage == COST:
            unit, size = _money_unit(table[column].abs().max())
            what = "cost less value" if "compute_price" in plan.tables else "cost"
            shown[f"{what}, ${unit}"] = table[column] / size
        elif stage == COMPUTE_STAGE:
            shown["compute, M H100e-years"] = table[column]
        else:
            shown[f"{workloads_of(plan)[stage]}, % of a year"] = table[column]
    return shown


def carbon_price(plan: Plan) -> str:
    """What a tonne of CO2 costs where a cap binds, in money of each year; empty without a cap."""
    prices = plan.tables.get("carbon_price")
    if prices is None or not (prices["cap_usd_per_t"] > 0).any():
        return ""
    told = zip(prices["cap_usd_per_t"], prices["year"], strict=True)
    each = ", ".join(f"{usd_a_tonne(max(usd, 0.0))} in {year}" for usd, year in told)
    return f"Price of carbon at the cap, USD a t in money of the year: {each}."


def _money_unit(busd: float) -> tuple[str, float]:
    """Billions as long as there are a few thousandths of one, else what makes whole numbers."""
    return ("B", 1.0) if not busd < _FEW else dollar_unit(busd)


def _gap(oom: float) -> str:
    """A gap in orders of magnitude, in brackets; nothing at all is no number of them."""
    return f"({to_decimals(oom, 2)} OOM)" if isfinite(oom) else "(nothing)"


def verdict(plan: Plan) -> str:
    """Whether targets are met, the present cost, what stands idle, and the basis of H100e."""
    sentences = []
    if "compute" in plan.summary["objective"]:
        most = -plan.summary["objective"]["compute"]
        sentences.append(
            f"The most compute there is: {to_figures(most, 4)} million H100e-years in service."
        )
    if (ahead := plan.summary.get("foresight_years")) is not None:
        seen = "the year at hand" if ahead == 1 else f"{ahead} years, the one at hand included"
        sentences.append(f"Decisions see {seen}.")
    for key, rows in plan["targets"].groupby("workload", sort=False):
        workload = plan.names.workload(str(key))
        missed = rows[~rows["met"].astype(bool)]
        if missed.empty:
            sentences.append(f"{workload}: met in every year.")
        else:
            worst = missed.loc[missed["delivered_share"].idxmin()]
            years = ", ".join(str(y) for y in missed["year"])
            sentences.append(
                f"{workload}: not met in {years}; furthest in {worst['year']}, with "
                f"{printed(worst['delivered_share'], 'percent')} delivered "
                f"{_gap(worst['gap_oom'])}."
            )
    sentences += price_sentences(plan)
    sentences += [str(text)] if (text := beyond_data(plan)) else []
    charged = f"Charged in {year_span(plan.summary['years'][0], plan.last_year)}"
    spent = plan["capex"]["capex_busd"].sum()
    curtailed = curtailment_sentence(plan)
    if not plan.computes:
        money_spent = (
            f"{charged}, present value: "
            f"{in_fitting_unit(plan.cost_busd)}; "
            f"capex as spent: {in_fitting_unit(spent)}."
        )
        return "\n".join(filter(None, (money_spent, curtailed)))
    sentences.append(
        f"{charged}, present value: {billions(plan.cost_busd)}; capex as spent: {billions(spent)}."
    )
    sentences += [curtailed] if curtailed else []
    if "idle" in plan.tables and (idle := idle_sentence(plan["idle"])):
        sentences.append(idle)
    if "switched_off" in plan.tables:
        sentences += switched_off_sentences(plan["switched_off"], plan.names)
    sentences.append(f"H100e are on the {BASES[plan.summary['h100e_basis']]} basis.")
    return "\n".join(sentences)


def print_runs(plan: Plan) -> None:
    """Print the campuses and accelerators that runs have chosen, and how good the choice is.

    Nothing where runs are pooled and may be on any accelerators.
    """
    if "training_sites" not in plan.tables or plan["choice"].empty:
        return
    table = runs_by_year(plan)
    if not table.empty:
        print_table(table, "Where the runs are")
    chosen = chosen_whole(plan)
    if "accelerators" in chosen:
        print_table(accelerators_of_runs(plan), "What the runs are on")
    gaps = ", ".join(f"{row.stage} {to_percent(row.gap)}" for row in plan["choice"].itertuples())
    what = f"{chosen[0].upper()}{chosen[1:]}"
    print(f"{what} are chosen to within a gap of the best possible plan: {gaps}.")
    print(f"What limits are worth holds for this choice of {chosen}.\n")
