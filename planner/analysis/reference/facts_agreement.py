"""How many known figures a plan agrees with, campuses counted apart."""

import pandas as pd

from planner.analysis.reference.known_facts import FactVerdict

AGREE = (FactVerdict.INSIDE.value, FactVerdict.NEAR.value)


def of_one_campus(facts: pd.DataFrame) -> "pd.Series[bool]":
    """Rows that speak of a single campus."""
    return facts["scope"] == "site"


def judged(facts: pd.DataFrame) -> pd.DataFrame:
    """Rows that the plan could have missed."""
    return facts[facts["verdict"].isin([*AGREE, FactVerdict.OUTSIDE.value])]


def agreement(facts: pd.DataFrame) -> str:
    """How many known figures the plan agrees with, in two sentences."""
    rows = judged(facts)
    campus = of_one_campus(rows)
    whole, single = rows[~campus], rows[campus]
    agree = [int(part["verdict"].isin(AGREE).sum()) for part in (whole, single)]
    missing = int((facts["verdict"] == FactVerdict.MISSING.value).sum())
    told = f"{agree[0]} of {len(whole)} known figures agree with the plan"
    if len(single):
        told += f", and {agree[1]} of {len(single)} of single campuses"
    return f"{told}. Without a counterpart in the plan: {missing}."
