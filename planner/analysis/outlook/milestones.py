r"""The plan table ``milestones``: backwards from what serves to when it must be decided.

Everything that serves from a year on must be there at that year's end, the
convention of the plan. What takes :math:`L` years from decision to service and
serves from year y on is decided at :math:`y + 1 - L` at the latest, a decimal
year. A slow case does the same with the high end of L, where there is one.

Lead times, in years
    shell, transformers, switchgear, backup generators  ``equipment_lead_times``
    power by technology  ``power_technologies.lead_time_years``
    interconnection, beyond what is contracted  ``regions.interconnection_lead_years``
    packaging  lag of packaging in ``supply_terms``, and its cycle in ``packaging``
    high-bandwidth memory  packaging, and ``hbm_cycle``
    chip order, when wafers start  packaging, and ``process_nodes.wafer_cycle_weeks``
    new fab  chip order, and ``process_nodes.fab_build_years``
    new lines of packaging and memory  packaging or memory, and ``equipment_lead_times``
    retirement of a plant that stands  none: it is out of service from the year's beginning

A new fab or line is needed for what a year draws beyond what its pool yields
in the first year of the plan: the growth that the supply tables expect is a
decision of somebody, and this is its date. What stood before has no row.

What the plan is given as committed was decided by others: that part of a shell with its electrical
plant, or of an order of chips, has a row of its own, whose status is committed whatever its date.
Where a model counts what is ordered, so is what is contracted at a site, and a line or fab that
the tables announce and that nobody could decide any more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import inf, isinf, isnan

import pandas as pd

from planner.analysis.outlook.committed import Committed
from planner.analysis.outlook.lead_times import ChipChain, Lead, LeadTimes, certain
from planner.data.inputs import Inputs
from planner.data.left_out import cluster_costs
from planner.results import Plan
from planner.results.key_figures import retirements
from planner.units import MONTHS_PER_YEAR

SMALLEST = 1e-6
"""Less than a kilowatt or a single accelerator is nothing to decide, in GW or millions."""

PAST, AHEAD, COMMITTED = "already past", "ahead", "committed"
EVERYWHERE = "all sites"


@dataclass(frozen=True, slots=True)
class Need:
    """Something that serves from a year on, and how long it takes."""

    item: str
    what: str
    site: str
    in_service_year: int
    life_years: float
    amount: float
    unit: str
    lead: Lead
    committed: bool = False


def milestones(inputs: Inputs, plan: Plan) -> pd.DataFrame:
    """One row for each decision, site and year of service, the most urgent first.

    ``decide_by_year`` is a decimal year and ``decide_by`` the same as a date;
    ``slack_years`` counts from the start of the plan's first year, and a
    decision before it is already past unless it is committed.
    ``serves_until_year`` is the last year of service, beyond the plan where life
    is longer, and missing where it is for ever. What the tables tell no lead time of has no row.
    """
    leads = LeadTimes.of(inputs)
    committed = Committed.of(inputs, plan)
    needs = [
        part
        for need in (
            *_shells(inputs, plan, leads),
            *_power(inputs, plan, leads),
            *_retired(plan),
            *_chips(inputs, plan, leads),
            *_new_capacity(plan, leads),
        )
        for part in _split(need, committed)
        if part.amount > SMALLEST
    ]
    start = int(plan.summary["years"][0])
    table = pd.DataFrame([_row(need, start, committed) for need in needs], columns=COLUMNS)
    table = table.astype({"serves_until_year": "Int64"})
    order = ["decide_by_year", "item", "what", "site", "in_service_year"]
    return table.sort_values(order, ignore_index=True)


def _split(need: Need, committed: Committed) -> Iterator[Need]:
    """The part of a need that is committed, and the rest."""
    share = committed.share(need.item, need.what, need.site, need.in_service_year)
    yield replace(need, amount=share * need.amount, committed=True)
    yield replace(need, amount=(1 - share) * need.amount)


COLUMNS = [
    "item", "what", "site", "in_service_year", "serves_until_year", "amount", "unit",
    "lead_years", "decide_by_year", "decide_by", "decide_by_year_if_slow", "slack_years", "status",
]  # fmt: skip


def _row(need: Need, start: int, committed: Committed) -> tuple[object, ...]:
    by = need.in_service_year + 1 - need.lead.years
    slow = need.in_service_year + 1 - need.lead.slow
    # Leads are sums of decimal fractions: what is due on the first day is not past.
    slack = round(by - start, 6)
    return (
        need.item, need.what, need.site, need.in_service_year,
        last_year_of_service(need.in_service_year, need.life_years), need.amount, need.unit,
        need.lead.years, by, as_date(by), slow, slack,
        _status(need, slack, committed),
    )  # fmt: skip


def _status(need: Need, slack: float, committed: Committed) -> str:
    if need.committed or (slack < 0 and committed.late(need.item)):
        return COMMITTED
    return PAST if slack < 0 else AHEAD


def last_year_of_service(built: int, life_years: float) -> int | None:
    """The last year y with built <= y < built + life, as ``World.in_life`` counts.

    None where it serves for ever.
    """
    if isinf(life_years):
        return None
    whole = int(life_years)
    return built + whole - (1 if whole == life_years else 0)


def as_date(year: float) -> str:
    """A decimal year as a date: 2026.75 is 2026-10-01, the start of the fourth quarter."""
    whole = int(year // 1)
    days = (date(whole + 1, 1, 1) - date(whole, 1, 1)).days
    return (date(whole, 1, 1) + timedelta(days=int((year - whole) * days + 1e-6))).isoformat()


def _shells(inputs: Inputs, plan: Plan, leads: LeadTimes) -> Iterator[Need]:
    life = cluster_costs(inputs)["facility_life_years"]
    clusters, built_for = plan["clusters"], plan["sites"].set_index("site")["pue"]
    for row in clusters[clusters["shell_built_it_gw"] > 0].itertuples():
        built = float(row.shell_built_it_gw)
        # Facility load over IT load is the site's PUE; a shell that stands empty has none.
        pue = float(built_for[row.site])
        for item, equipment, amount, unit in (
            ("shell", "data_center_shell", built, "GW of IT"),
            ("transformers", "large_power_transformer", built * pue, "GW of facility power"),
            ("switchgear", "medium_voltage_switchgear", built * pue, "GW of facility power"),
            ("backup_generators", "backup_generator", built * pue, "GW of facility power"),
        ):
            if equipment in leads.equipment:
                lead = leads.equipment[equipment]
                yield Need(item, equipment, row.site, int(row.year), life, amount, unit, lead)


def _power(inputs: Inputs, plan: Plan, leads: LeadTimes) -> Iterator[Need]:
    table, regions = inputs["power_technologies"], plan["sites"].set_index("site")["region"]
    contracted = _contracted(plan)
    power = plan["power"]
    for row in power[power["built_gw"] > 0].itertuples():
        g, s, y, built = str(row.technology), str(row.site), int(row.year), float(row.built_gw)
        life = float(table.at[g, "lifetime_years"])
        life = inf if isnan(life) else life
        if row.kind == "grid":
            before = float(row.capacity_gw) - built
            free = max(0.0, _carried_forward(contracted.get(s, {}), y) - before)
            lead = leads.interconnection[str(regions[s])]
            amount = built - min(built, free)
            yield Need("interconnection_request", g, s, y, life, amount, "GW", lead)
        else:
            yield Need("power_order", g, s, y, life, built, "GW", leads.power[g])


def _retired(plan: Plan) -> Iterator[Need]:
    """Plants that leave before the end of their life; they stay away to the plan's end."""
    last = int(plan.summary["years"][-1])
    for row in retirements(plan).itertuples():
        y, gw = int(row.year), float(row.retired_gw)
        # Out of service all year, so it is decided at the year's beginning.
        lead = certain(1.0)
        yield Need(
            "retirement", str(row.technology), str(row.site), y, last - y + 1, gw, "GW", lead
        )


def _contracted(plan: Plan) -> dict[str, dict[int, float]]:
    """Site and year to facility power that has its connection, GW; a pool's is its members'."""
    steps: dict[str, dict[int, float]] = {}
    table = plan["site_contracts"]
    for s, y, gw in table.itertuples(index=False):
        steps.setdefault(str(s), {})[int(y)] = float(gw)
    return steps


def _carried_forward(steps: Mapping[int, float], year: int) -> float:
    """The value of a year, the last one known where the table has ended; else nothing."""
    known = [y for y in steps if y <= year]
    return steps[max(known)] if known else 0.0


def _chips(inputs: Inputs, plan: Plan, leads: LeadTimes) -> Iterator[Need]:
    life = cluster_costs(inputs)["accelerator_life_years"]
    table = plan["accelerators"]
    bought = table[table["bought_million"] > 0]
    for row in bought.itertuples():
        chain = leads.chips[str(row.accelerator)]
        million = float(row.bought_million)
        yield Need(
            "chip_order", row.accelerator, row.site, int(row.year), life, million,
            "million units", chain.start["node"],
        )  # fmt: skip
    for (k, y), million in bought.groupby(["accelerator", "year"])["bought_million"].sum().items():
        chain = leads.chips[str(k)]
        for kind in ("packaging", "hbm"):
            if kind in chain.start:
                yield Need(
                    f"{kind}_start", str(k), EVERYWHERE, int(y), life, million, "million units",
                    chain.start[kind],
                )  # fmt: skip


def _new_capacity(plan: Plan, leads: LeadTimes) -> Iterator[Need]:
    """Fabs and lines beyond the first year's yield, each where it is first needed."""
    limits = plan["limits"]
    supply = limits[limits["limit"] == "component_supply_limit"]
    bought = plan["accelerators"]
    bought = bought[bought["bought_million"] > 0]
    items = {
        "node": ("new_fab", "thousand wafers a month"),
        "packaging": ("new_packaging_line", "thousand wafers a month"),
        "hbm": ("new_hbm_line", "EB a year"),
    }
    for (kind, pool), rows in supply.groupby(["kind", "pool"]):
        if kind not in items:
            continue  # Scanners are the foundry's order, not the buyer's.
        rows = rows.sort_values("year")
        stood = float(rows["capacity"].iloc[0])
        item, unit = items[kind]
        per = 1.0 if kind == "hbm" else MONTHS_PER_YEAR
        for row in rows.itertuples():
            extra = float(row.used) - stood
            sold = {str(k) for k in bought[bought["year"] == row.year]["accelerator"]}
            chains = [chain for k in sold if (chain := leads.chips[k]).draws_on(kind, pool)]
            if extra > SMALLEST and chains:
                stood += extra
                if not all(kind in chain.new for chain in chains):
                    continue
                lead = _longest(chains, kind)
                life = chains[0].life_years
                yield Need(item, pool, EVERYWHERE, int(row.year), life, extra / per, unit, lead)


def _longest(chains: list[ChipChain], kind: str) -> Lead:
    return max((chain.new[kind] for chain in chains), key=lambda lead: lead.years)
