"""A section of the report: which caps on water bind."""

from planner.api.plugins import DataTable, Facts, Section, say

LIMIT = "regional_water_limit"


def build(facts: Facts) -> Section | None:
    """The caps of each region by year; nothing where the run has none."""
    limits = facts.plan["limits"]
    caps = limits[limits["limit"] == LIMIT]
    if caps.empty:
        return None
    full = facts.number("limits", "limit", "rows", form="count", limit=LIMIT, binding=True)
    of = facts.number("limits", "limit", "rows", form="count", limit=LIMIT)
    columns = {"place": "region", "year": "year", "capacity": "cap", "used": "taken"}
    return Section(
        key="regional_water",
        question="Is there enough water?",
        finding=say(
            "Of the yearly caps on a region's water {full} of {of} bind", full=full, of=of
        ),
        tables=(
            DataTable.of(
                caps[[*columns]], "Water of cooling, million m3 a year", columns.values()
            ),
        ),
    )
