"""Errors planted into what one percent more of a limit brings."""

from dataclasses import replace

from planner.results import Plan
from tests.audit.planting import Planted, cell, doubled, dropped

_CHANGED = {
    "small": ("cost_change_busd", "value", "places", "steps_in_percent", "limit", "row",
              "column"),
    "budgets": ("shortfall_1_percent_of_a_target", "cost_change_busd"),
    "scarce": ("years",),
    "priced": ("cost_change_busd",),
}  # fmt: skip


def _other(old: object) -> object:
    if isinstance(old, str):
        return "2031" if old.startswith("20") else f"{old} 2"
    return 1.1 * old + (1 if isinstance(old, int) else 0)  # type: ignore[operator]


def _more(old: float) -> float:
    return 1.1 * old + 0.1


def _turned(plan: Plan) -> Plan:
    """The worst first."""
    frame = plan.tables["bottlenecks"].iloc[::-1].reset_index(drop=True)
    return replace(plan, tables={**plan.tables, "bottlenecks": frame})


def _against(plan: Plan) -> Plan:
    """More of the components brings less."""
    frame = plan.tables["bottlenecks"].copy()
    rows = frame["limit"] == "component_supply_limit"
    assert rows.any()
    columns = [name for name in frame if str(name).endswith(("_of_a_target", "_change_busd"))]
    frame.loc[rows, columns] *= -1
    return replace(plan, tables={**plan.tables, "bottlenecks": frame})


def _elsewhere(plan: Plan) -> Plan:
    """The room of one campus is told to be stated by the row of the other."""
    return _said(plan, "cell_row", '["coreweave_helios"]')


def _of_pace(plan: Plan) -> Plan:
    """The room of a campus is told to be the product of its pace."""
    return _said(plan, "cell_factors", '["build_rate_gw_per_year"]')


def _said(plan: Plan, column: str, text: str) -> Plan:
    frame = plan.tables["limits"].copy()
    rows = (frame["limit"] == "site_size_limit") & (frame["place"] == "openai_stargate_abilene")
    assert rows.any()
    frame.loc[rows, column] = text
    return replace(plan, tables={**plan.tables, "limits": frame})


def bottleneck_errors() -> list[Planted]:
    """Cells, order, signs, and rows that are lost or stand twice."""
    found = [
        Planted(f"bottlenecks.{column} of {model} changed", model,
                plan=cell("bottlenecks", column, _other))
        for model, columns in _CHANGED.items()
        for column in columns
    ]  # fmt: skip
    cells = [
        Planted(f"limits.{column} of {model} changed", model,
                plan=cell("limits", column, _other))
        for model, column in (("small", "cell_row"), ("small", "cell_column"), ("small", "unit"),
                              ("small", "table"), ("budgets", "table"), ("flexible", "cell_row"))
    ]  # fmt: skip
    steps = [
        Planted(f"supply.{column} changed", "scarce", plan=cell("supply", column, _more))
        for column in ("worth_shortfall_1_years_of_target_per_step", "cost_change_musd_per_step")
    ]
    return [
        *found,
        *steps,
        *cells,
        Planted("a limit of another site's cell", plan=_elsewhere),
        Planted("a limit of another column's cell", plan=_of_pace),
        Planted("bottlenecks the worst first", plan=_turned),
        Planted("bottlenecks that give way to the worse", "scarce", plan=_against),
        Planted("a row of bottlenecks lost", plan=dropped("bottlenecks")),
        Planted("a row of bottlenecks doubled", plan=doubled("bottlenecks")),
    ]
