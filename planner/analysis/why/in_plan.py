"""What a plan has of a thing, when and where."""

from collections.abc import Iterator
from typing import Any

from planner.results import Plan
from planner.wording.numbers import to_figures

IN_PLAN = 1e-6
"""A thousand watts, or a unit: less is rounding of the solver."""
_PLACES_SHOWN = 4


def amounts(plan: Plan, kind: str, name: str) -> Iterator[tuple[tuple[Any, ...], float]]:
    """Index (place and year) to what a plan has of a thing: GW, or million units.

    From its tables: where many plans are as good, one that is found again may have another.
    """
    if kind == "site":
        for site, y, gw in _cells(plan, "clusters", ["site", "year", "facility_gw"]):
            if site == name and gw > IN_PLAN:
                yield (int(y),), float(gw)
        return
    table, amount = {
        "accelerator": ("accelerators", "bought_million"),
        "technology": ("power", "built_gw"),
    }[kind]
    for what, s, y, n in _cells(plan, table, [kind, "site", "year", amount]):
        if what == name and n > IN_PLAN:
            yield (str(s), int(y)), float(n)


def _cells(plan: Plan, table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    if table in plan.tables:
        yield from plan[table][columns].itertuples(index=False, name=None)


def where(kind: str, name: str, there: list[tuple[tuple[Any, ...], float]]) -> Iterator[str]:
    """Sentences on how much the plan has of a thing by year, and at which places most."""
    unit = {"site": "GW of facility power", "accelerator": "million units", "technology": "GW"}[
        kind
    ]
    verb = {"site": "runs", "accelerator": "is bought", "technology": "is built"}[kind]
    by_year: dict[int, float] = {}
    by_place: dict[str, float] = {}
    for (*places, y), amount in there:
        by_year[int(y)] = by_year.get(int(y), 0.0) + amount
        place = str(places[0]) if places else ""
        by_place[place] = by_place.get(place, 0.0) + amount
    years = ", ".join(f"{to_figures(amount)} in {y}" for y, amount in sorted(by_year.items()))
    yield f"{name} is in the plan: it {verb}, {unit}: {years}."
    if kind != "site":
        first = sorted(by_place.items(), key=lambda item: -item[1])
        shown = ", ".join(f"{s} {to_figures(amount)}" for s, amount in first[:_PLACES_SHOWN])
        more = len(first) - _PLACES_SHOWN
        yield f"Where: {shown}{f' and {more} more' if more > 0 else ''}."
