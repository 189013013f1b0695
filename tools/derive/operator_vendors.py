"""Which operators buy whose accelerators for their sites."""

from __future__ import annotations

import pandas as pd

from tools.derive.raw import Raw
from tools.derive.rows import Row, blank

BUYS = {
    "sold to anyone": True,
    "for its own use": False,
    "owned": True,
    "at its sites": True,
    "agreed": True,
    "rented elsewhere": False,
    "lets to others": True,
}
"""What is known of an operator and a vendor, to whether its sites may take the vendor's chips."""
SOURCES = {
    "Epoch AI, Data on AI Chip Owners": "epoch_chip_owners",
    "Epoch AI, AI Data Centers": "epoch_data_centers",
    "stored:": "press_second_hand",
    "our judgement": "planner_estimate",
}


def operator_vendor_rows(raw: Raw) -> list[Row]:
    """``operator_vendors.csv``: each pair of which something is known."""
    return [_row(fact) for _, fact in raw["chips/operator_vendors.csv"].iterrows()]


def _row(fact: pd.Series) -> Row:
    said = str(fact.source)
    return {
        "operator": fact.operator,
        "vendor": fact.vendor,
        "buys": BUYS[fact.fact],
        "source_id": next(source for begin, source in SOURCES.items() if said.startswith(begin)),
        "confidence": fact.confidence,
        "note": _note(fact, said),
    }


def _note(fact: pd.Series, said: str) -> str:
    words = [f"{fact.fact[0].upper()}{fact.fact[1:]}, {fact.date}"]
    if not blank(fact.units_k):
        among = f" ({fact.units_k_low:g} to {fact.units_k_high:g})"
        words.append(f"{fact.units_k:g} thousand units{'' if blank(fact.units_k_low) else among}")
    words += [] if blank(fact.note) else [str(fact.note)]
    if said.startswith("stored:"):
        words.append(f"read at second hand: {said.replace('stored:', '')}")
    return f"{'; '.join(words)}."
