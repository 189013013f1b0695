"""Published projections, to hold a plan against: facts, in the planner's own words."""

from __future__ import annotations

import re

from tools.derive.raw import Raw
from tools.derive.rows import LeftOut, Row, blank, number, quarter, weakest

TABLE = "demand/published_projections.csv"
# Raw case -> source_id. What is not here is left out, with its reason in ELSEWHERE.
SOURCES = {
    "SA_cluster": "situational_awareness",
    "SA_world": "situational_awareness",
    "SA_trend": "situational_awareness",
    "SA_gpt_table": "situational_awareness",
    "SA_supply": "situational_awareness",
    "EPOCH2030": "epoch_scaling_2030",
    "EPOCH2030_assump": "epoch_scaling_2030",
    "EPOCH_TRENDS": "epoch_trends",
    "AI2027_world": "ai_2027_compute",
    "AI2027_leader": "ai_2027_compute",
    "AI2027_split": "ai_2027_compute",
    "GPT2030": "steinhardt_gpt_2030",
    "DATAWALL": "villalobos_data_2024",
    "INFERENCE": "villalobos_atkinson_2023",
}
ELSEWHERE = {
    "EPOCH_AI2030": "a later outlook of the authors of EPOCH2030; no model follows it",
    "SA_revenue": "revenue: in ai_revenue",
    "SA_precedent": "shares of national product: in build_outs",
    "OPENAI2024_SPLIT": "spending of one firm",
    "POWER_SPLIT": "a split without a year to come",
    "TOKENS": "but the growth and size of inference in demand_drivers",
    "GOVERNANCE": "legal thresholds: in legal_thresholds",
    "BACKCAST_models": "but GPT-4 and Llama 3.1, in demand_drivers and in a model; the past",
    "BACKCAST_capex": "the past",
    "GRID_REF": "all data centres, of which AI is a part",
}
# First letters after "conf=": S read at the source, D data file, C computed, S2 at second
# hand, M recalled; of two marks the weaker counts.
MARKS = {
    "D": "verified",
    "S": "verified",
    "C": "verified",
    "S2": "reported",
    "M": "estimate",
}
OURS = "are ours"  # a remark of the raw table that the ends of a band are a judgement
ORDERS = "order-of-magnitude"
# Raw remark -> the same in our words; every other remark is dropped.
REMARKS = {
    "uses 1 kW per H100e": "Counts one kilowatt for each H100-equivalent.",
    "bands for": "The ends of the bands are ours.",
    "band edges are ours": "The ends of the band are ours; the text names a power of ten.",
    "worldwide AI power over US generation": "World power for AI over US generation of 4250 TWh.",
    "2030 means 4x": "Over the capacity of 2024: 4 is four times that.",
    "8 = their point calc": "Central: 26 % of 30 GW.",
    "10/50/90": "Percentiles 10, 50 and 90.",
    "all 5nm-and-below": "If all wafers of 5 nm and below made accelerators.",
    "5000x Llama-3.1": "For a run 5000 times that of Llama 3.1.",
    "1-3 OOM total": "Total of 2023 to 2027: 1 to 3, best guess 2.",
    "H100e by TPP": "H100-equivalents by total processing power: 8-bit dense basis.",
    "reached ~2027": "Reached about 2027; an earlier paper gives 14 to 15 months.",
}


def projection_rows(raw: Raw, left_out: LeftOut) -> list[Row]:
    """``published_projections.csv``."""
    table = raw[TABLE]
    for case, why in ELSEWHERE.items():
        left_out.add("published_projections", case, why)
    unknown = sorted(set(table.case_id) - set(SOURCES) - set(ELSEWHERE))
    if unknown:
        raise ValueError(f"cases without a source: {unknown}")
    return [_row(row) for _, row in table[table.case_id.isin(SOURCES)].iterrows()]


def _row(row: object) -> Row:
    case, quantity, when = (str(getattr(row, x)) for x in ("case_id", "quantity", "year"))
    year = None if blank(row.year) else year_of(when)  # type: ignore[attr-defined]
    remark = str(row.note)  # type: ignore[attr-defined]
    name = "_".join(filter(None, (case, quantity, "" if year is None else f"{year:g}")))
    return {
        "projection": re.sub(r"[^a-z0-9_.]+", "_", name.lower()),
        "case": case.lower(),
        "year": year,
        "quantity": quantity,
        "low": number(row.low),  # type: ignore[attr-defined]
        "central": number(row.central),  # type: ignore[attr-defined]
        "high": number(row.high),  # type: ignore[attr-defined]
        "unit": row.unit,  # type: ignore[attr-defined]
        # The author's tables of the cluster and of the world are meant as powers of ten.
        "order_of_magnitude": ORDERS in remark or case == "SA_world",
        "source_id": SOURCES[case],
        "confidence": confidence(remark),
        "note": " ".join(ours for theirs, ours in REMARKS.items() if theirs in remark),
    }


def year_of(text: str) -> float:
    """A calendar year with its fraction: 2027, 2027.2, 2027Q4."""
    return quarter(text) if "Q" in text else float(text)


def confidence(remark: str) -> str:
    """The weakest of the marks after ``conf=``, and an estimate where an end is ours."""
    match = re.match(r"conf=([A-Z0-9/]+)", remark)
    if not match:
        raise ValueError(f"no mark of confidence in {remark!r}")
    found = weakest(*(MARKS[mark] for mark in match[1].split("/")))
    return "estimate" if OURS in remark else found
