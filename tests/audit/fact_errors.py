"""Errors planted into what is known beside the plan."""

from dataclasses import replace

from planner.results import Plan
from tests.audit.planting import Planted, cell, doubled, dropped

CAMPUS = "coreweave_helios"
"""A campus that facts count, of which the plan has a figure."""


def _better(plan: Plan) -> Plan:
    """The plan's figures of a campus are those of the facts, with the ratio and the verdict."""
    frame = plan.tables["beside_facts"].copy()
    rows = (frame["subject"] == CAMPUS) & (frame["verdict"] == "outside")
    assert rows.any()
    frame.loc[rows, "plan"] = frame.loc[rows, "central"]
    frame.loc[rows, "ratio"] = 1.0
    frame.loc[rows, "verdict"], frame.loc[rows, "cause"] = "inside", ""
    return replace(plan, tables={**plan.tables, "beside_facts": frame})


def _judged(was: str, told: str) -> Planted:
    """A verdict is told in the place of another."""

    def plant(plan: Plan) -> Plan:
        frame = plan.tables["beside_facts"].copy()
        row = frame.index[frame["verdict"] == was][-1]
        frame.loc[row, "verdict"] = told
        frame.loc[row, "cause"] = "" if told != "outside" else "for no reason"
        return replace(plan, tables={**plan.tables, "beside_facts": frame})

    return Planted(f"a fact that is {was} told as {told}", plan=plant)


def fact_errors() -> list[Planted]:
    """Figures, verdicts and rows of the table ``beside_facts``."""
    changed = [
        Planted(f"beside_facts.{column} changed",
                plan=cell("beside_facts", column, lambda old: 1.1 * old))
        for column in ("low", "central", "high", "counted_share", "taken_share", "plan", "ratio")
    ]  # fmt: skip
    texts = [
        Planted(f"beside_facts.{column} changed",
                plan=cell("beside_facts", column, lambda old: f"{old} 2"))
        for column in ("quantity", "subject", "unit", "reading", "scope", "source_id",
                       "confidence", "vintage")
    ]  # fmt: skip
    return [
        *changed,
        *texts,
        Planted("a campus as the facts have it", plan=_better),
        _judged("outside", "inside"),
        _judged("outside", "no counterpart"),
        _judged("given", "within 25 %"),
        _judged("no counterpart", "inside"),
        Planted("a row of beside_facts lost", plan=dropped("beside_facts")),
        Planted("a row of beside_facts doubled", plan=doubled("beside_facts")),
    ]
