"""What all plans near the best have and what none needs, in sentences."""

from typing import Any

import pandas as pd

from planner.wording.numbers import printed, to_cost_share
from planner.wording.query import Query
from planner.wording.text import Name, Number, Text, listed, say

EVERY, FREE, NONE, UNKNOWN = "in every plan", "may be left out", "in no plan", "not known"
"""What plans near the least cost have of a choice; the column ``role`` of the ranges."""
VERBS = {
    **dict.fromkeys(("regions", "states", "sites"), ("run", "in")),
    "accelerators": ("buy", ""),
    "vendors": ("buy", "of"),
    "technologies": ("build", "of"),
    "origins": ("send", "of"),
}
"""Kind of choice to what a plan does with it, and the word before its name."""


def role(least: float, most: float) -> str:
    """What near plans have of a choice, by its least and its most; NaN is not known."""
    if pd.isna(least) or pd.isna(most):
        return UNKNOWN
    if least > 0:
        return EVERY
    return FREE if most > 0 else NONE


def findings(ranges: pd.DataFrame) -> list[Text]:
    """What every plan has, what none needs, and what none has, for each share and kind."""
    found: list[Text] = []
    for (share, over), rows in ranges.groupby(["within", "over"], sort=False):
        verb, of = VERBS[str(over)]
        before = f" {of} " if of else " "
        unit, when = rows["unit"].iloc[0], rows["what"].iloc[0].partition(" at the end of ")[2]
        near = Name(f"within {to_cost_share(float(share))}")
        late = Name(f" at the end of {when}" if when else "")
        same: list[Text] = []
        free: list[Text] = []
        none: list[Name] = []
        for row in rows[rows["role"] != UNKNOWN].to_dict("records"):
            name, least, most = Name(row["name"]), _number(row, "least"), _number(row, "most")
            if row["role"] == EVERY and str(least) == str(most):
                same.append(say("{least} " + unit + before + "{name}", least=least, name=name))
            elif row["role"] == EVERY:
                found.append(
                    say(
                        f"Every plan {{near}} {verb}s at least {{least}} {unit}{before}{{name}}"
                        "{late}, and up to {most}.",
                        near=near, least=least, name=name, late=late, most=most,
                    )
                )  # fmt: skip
            elif row["role"] == FREE:
                free.append(
                    say(
                        "{name} ({least} to {most} " + unit + ")",
                        name=name,
                        least=least,
                        most=most,
                    )
                )
            else:
                none.append(name)
        if same:
            found.append(
                say(f"Every plan {{near}} {verb}s {{same}}{{late}}.", near=near, late=late,
                    same=listed(same, ", "))
            )  # fmt: skip
        if free:
            items = listed(free, ", ")
            found.append(say("Each by itself not needed {near}: {free}.", near=near, free=items))
        if none:
            found.append(say("No plan {near} has any {none}.", near=near, none=listed(none, ", ")))
    return found


def _number(row: dict[Any, Any], column: str) -> Number | Name:
    """An end of a range."""
    value = float(row[column])
    if value == float("inf"):
        return Name("any amount")
    at = tuple((name, row[name]) for name in ("within", "over", "group"))
    return Number(printed(value), value, Query("ranges", column, "sum", at))
