"""Traces of power, compute, limits and targets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from math import floor

from planner.analysis.trace.cells import Cell, Row, Run, Term, Traced
from planner.audit.amounts import Amounts
from planner.audit.resources import NO_TERMS, Resources
from planner.formulation.limits import MODEL
from planner.wording.numbers import to_figures

DUST_GW = 1e-9
"""GW below which nothing is told: the dust of a solver."""
SAME = 1e-9
"""Relative difference up to which a value of the model is the limit that it states."""

_SUPPLY = {
    "node": ("node_capacity", "node_pool", ("capacity_kwpm", "ai_share"), 12.0),
    "packaging": ("packaging_capacity", "packaging", ("wafers_k_per_year",), 1.0),
    "hbm": ("hbm_supply", "hbm_pool", ("supply_eb",), 1.0),
}
"""Kind to its table, the column of its pool, what is multiplied, and how often a year."""


_OF_SUPPLY = (
    "component_supply_limit", "vendor_share_limit", "part_year_component_limit",
    "part_year_vendor_share_limit",
)  # fmt: skip
_OF_SITES = ("sites", "site_power", "site_cooling")
"""Tables whose limits a pool has for its members."""


def _pooled(run: Run, site: str) -> bool:
    """Whether a site of the plan stands for small ones: it has no row of its own."""
    return site not in set(run.table("sites")["site"])


def it_gw(run: Run, row: Row) -> Traced:
    """IT power of a site: its units at their power."""
    return Traced(tuple(_units(run, row, 1.0, ())))


def facility_gw(run: Run, row: Row) -> Traced:
    """Facility power: IT power at the PUE that the site is built for."""
    s = row["site"]
    pue = run.evidence.places[s].pue
    if _pooled(run, s):
        note = (
            f"{s} stands for the small sites of {row['region']}, whose PUE is "
            f"weighed: {to_figures(pue, 6)}"
        )
        return Traced(tuple(_units(run, row, pue, ())), note)
    return Traced(tuple(_units(run, row, pue, _pue(run, s, pue))))


def _pue(run: Run, s: str, pue: float) -> tuple[Cell, ...]:
    """The cell that states a PUE; none where it is another one, of the weather and cooling."""
    cell = run.cell("sites", s, "pue")
    return (cell,) if abs(float(str(cell.value)) - pue) < 1e-9 else ()


def _units(run: Run, row: Row, pue: float, cells: tuple[Cell, ...]) -> Iterator[Term]:
    for (k, s, y), units in run.evidence.running.items():
        if units and (s, y) == (row["site"], int(row["year"])):
            power = run.cell("accelerators", k, "it_power_w_per_unit")
            times = f", times a PUE of {to_figures(pue, 6)}" if pue != 1.0 else ""
            value = units * float(str(power.value)) / 1e3 * pue
            yield Term(
                f"{to_figures(units, 6)} million {k} running{times}", value, (power, *cells)
            )


def capacity_gw(run: Run, row: Row) -> Traced:
    """Capacity in service: what stood and is not retired, and what was built."""
    g, s, y = row["technology"], row["site"], int(row["year"])
    terms = []
    stood, kept = run.evidence.places[s].stood(g, y), run.evidence.kept.get((g, s, y), 0.0)
    if stood:
        cells = () if _pooled(run, s) else run.cells("existing_power", (s, g), "capacity_gw")
        terms.append(Term(f"{g} that stands by the tables", stood, cells))
    if stood - kept > DUST_GW:
        cost = run.cell("power_technologies", g, "fixed_om_usd_per_kw_year")
        words = f"{g} that is retired by {y}, a decision of the plan"
        terms.append(Term(words, kept - stood, (cost,)))
    technology = run.files.technologies[g]
    if technology["rented"]:
        rest = float(row["capacity_gw"]) - kept
        return Traced((*terms, Term(f"{g} let in {y}, a decision of the plan", rest)))
    # A blank life is no cell that has a part in the number.
    life = tuple(
        c for c in run.cells("power_technologies", g, "lifetime_years") if c.value == c.value
    )
    years = technology["lifetime_years"]
    terms += [
        Term(f"{g} built in {v}, a decision of the plan", share * gw, life)
        for (what, where, v), gw in run.evidence.built.items()
        if (what, where) == (g, s) and gw and (share := run.files.serves(v, y, years))
    ]
    return Traced(tuple(terms))


def supply(run: Run, row: Row) -> Traced:
    """What buyers here get of a component, of all or of one vendor's share, in a year."""
    kind, pool, y = row["kind"], row["pool"], int(row["year"])
    if kind not in _SUPPLY:
        return Traced((), f"the supply of {kind} is traced no further")
    vendor = str(row.get("vendor") or "").replace("nan", "")
    part = row.get("part")
    whole = part is None or part != part or str(part) == "<NA>"
    periods = run.files.definition["supply"]["periods_per_year"]
    parts = range(1, periods + 1) if whole else [int(str(part))]
    share, cells = 1.0, ()  # type: tuple[float, tuple[Cell, ...]]
    if vendor:
        stated = run.table("vendor_shares")
        fits = (stated["vendor"] == vendor) & (stated["resource_kind"] == kind)
        years = [int(v) for v in stated[fits & (stated["pool"] == pool)]["year"] if v <= y]
        if years:
            cell = run.cell("vendor_shares", (vendor, kind, pool, max(years)), "share")
            share, cells = float(str(cell.value)), (cell,)
    note = ""
    if kind in run.files.definition["supply"].get("expansion", ()):
        note = "what the plan builds beyond it is its own decision (table expansion)"
    terms = tuple(_made(run, kind, pool, y, tuple(parts), periods, share, cells))
    return Traced(terms, note)


def _made(
    run: Run,
    kind: str,
    pool: str,
    y: int,
    parts: tuple[int, ...],
    periods: int,
    share: float,
    cells: tuple[Cell, ...],
) -> Iterator[Term]:
    table, of, columns, times = _SUPPLY[kind]
    term = {name: run.cells("supply_terms", kind, name) for name in NO_TERMS}
    number = {
        name: float(str(cells[0].value)) if cells else NO_TERMS[name]
        for name, cells in term.items()
    }
    resource = Resources.of(run.evidence, kind, pool)
    of_regions = run.files.definition["supply"].get("region_shares") or {}
    weights: Amounts[int] = Amounts()
    for t in parts:
        begin = y + (t - 1) / periods - number["component_lag_years"]
        end = y + t / periods - number["component_lag_years"]
        for made in range(floor(begin), floor(end) + 1):
            weights[made] += resource.overlap(y, t, made)
    rows = run.table(table)
    rows = rows[rows[of] == pool]
    last = int(rows["year"].max())
    for made, weight in weights.items():
        grown = (1 + number["growth_per_year_beyond_table"]) ** max(0, made - last)
        for row in rows[rows["year"] == min(made, last)].to_dict("records"):
            key = tuple(row[name] for name in run.schema[table].key)
            own = tuple(run.cell(table, key, column) for column in columns)
            value = times * weight * grown * resource.share
            for cell in own:
                value *= float(str(cell.value))
            used = ["ai_share", "component_lag_years"]
            used += [] if of_regions else ["planned_region_share"]
            used += ["growth_per_year_beyond_table"] if made > last else []
            words = f"{to_figures(weight, 4)} of what is made in {made}"
            if value:
                quarters = [key for key in resource.by_quarter if key[0] == made]
                of_year = (run.cells("supply_quarters", (kind, pool, *key), "share_of_year")
                           for key in quarters)  # fmt: skip
                held = (*own, *(cell for name in used for cell in term[name]), *cells)
                held += tuple(cell for found in of_year for cell in found)
                if of_regions:
                    held += (run.of_model("supply.region_shares", str(of_regions)),)
                yield Term(words, value * share, held)


def limit(run: Run, row: Row) -> Traced:
    """The capacity of a limit."""
    family, place = str(row["limit"]), str(row["place"] or "")
    year = None if str(row["year"]) in ("<NA>", "nan", "None") else int(row["year"])
    if family in _OF_SUPPLY:
        return supply(run, {**row, "vendor": place})
    if _pooled(run, place) and str(row["table"]).partition(", ")[0] in _OF_SITES:
        return Traced((), f"{place} stands for many small sites, whose own limits add up to it")
    if family == "contracted_connection_limit" or (
        family == "ordered_equipment_limit" and str(row["table"]) == "site_power"
    ):
        return _contract(run, place, year or 0)
    words = " ".join(filter(None, (str(row["what"]), place or str(row["pool"]))))
    if own := _model_cell(run, row):
        return Traced((Term(words, float(str(own.value)), (own,)),))
    found = _limit_cell(run, row)
    if not found:
        return Traced(
            (), f"the limit {family} is traced no further than its table, {row['table']}"
        )
    value = 1.0
    for cell in found:
        value *= float(str(cell.value))
    if family == "demand_step_limit":
        share = run.files.definition["demand"].get("curve_share")
        value *= (share or 1.0) / 1e6
        found += (run.of_model("demand.curve_share", share),) if share else ()
    return Traced((Term(words, value, found),))


def _model_cell(run: Run, row: Row) -> Cell | None:
    """The key of the model that states a limit; None where it is none, or not the limit itself."""
    table, _, key = str(row["table"]).partition(".")
    if table != MODEL:
        return None
    key = ".".join((key, *map(str, json.loads(str(row.get("cell_row") or "[]")))))
    value, capacity = run.model_value(key), float(row["capacity"])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if abs(value - capacity) > SAME * max(1.0, abs(capacity)):
        return None
    return run.of_model(key, value, str(row["unit"]))


def _limit_cell(run: Run, row: Row) -> tuple[Cell, ...]:
    """The cell that states a limit as its block declares it, and the columns it is multiplied by.

    None where it is a key of the model, or the limit is no product of one row's columns.
    """
    key = tuple(json.loads(str(row.get("cell_row") or "[]")))
    columns = json.loads(str(row.get("cell_factors") or "[]"))
    return tuple(run.cell(str(row["table"]), key, column) for column in columns)


def _contract(run: Run, s: str, y: int) -> Traced:
    table = run.table("site_power")
    years = [int(v) for v in table[table["site"] == s]["year"] if v <= y]
    stood = run.evidence.places[s].stood_gw
    if not years:
        words = f"no connection of {s} is contracted by {y}, beside the GW that stand"
        return Traced((Term(words, stood),))
    cell = run.cell("site_power", (s, max(years)), "contracted_facility_gw")
    contracted = float(str(cell.value))
    if contracted < stood:
        words = (
            f"{to_figures(stood, 6)} GW that stand, of which "
            f"{to_figures(contracted, 6)} GW are under contract"
        )
        return Traced((Term(words, stood, (cell,)),))
    return Traced((Term(f"contracted by {max(years)}", contracted, (cell,)),))


def target(run: Run, row: Row) -> Traced:
    """A target: a trend, or the drivers of the largest run."""
    w, y = str(row["workload"]), int(row["year"])
    asked = run.cell("workloads", w, "target")
    if asked.value == "trend":
        names = ("base_value", "base_year", "growth_oom_per_year")
        cells = tuple(run.cell("workloads", w, name) for name in names)
        base, first, growth = (float(str(cell.value)) for cell in cells)
        words = (
            f"{to_figures(base, 6)} in {int(first)}, {to_figures(growth, 6)} "
            "orders of magnitude a year"
        )
        return Traced((Term(words, base * 10 ** (growth * (y - first)), cells),))
    if asked.value == "frontier_training":
        drivers = ("base_flop", "base_year", "growth_oom", "change_year", "growth_after_oom")
        cells = tuple(run.cell("demand_drivers", f"raw_compute_{n}", "value") for n in drivers)
        base, first, growth, change, later = (float(str(cell.value)) for cell in cells)
        after = max(0.0, y - max(change, first))
        value = base * 10 ** (growth * (y - first - after) + later * after)
        words = f"a run of {to_figures(base, 6)} FLOP in {int(first)}, grown to {y}"
        note = "where data for training runs short, a model may cut it (table demand)"
        return Traced((Term(words, value, cells),), note)
    end = f"the target {asked.value!r} is traced no further than its drivers (demand_drivers)"
    return Traced((), f"{end}; planner show RUN -t demand has their ranges")
