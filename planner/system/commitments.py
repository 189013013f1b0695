"""From the tables of what is known to the floors and ceilings of a plan."""

from collections.abc import Iterator, Mapping
from math import ceil, floor, log10
from typing import Any

from planner.config import ModelDefinition
from planner.config.stated_values import StatedValues
from planner.data.inputs import Inputs
from planner.data.left_out import supply_terms
from planner.errors import Fault, raise_any
from planner.system.objects.chips import Accelerator, Resource, SupplyLimit
from planner.system.objects.commitments import Bound, Commitment, Row
from planner.system.objects.sites import Site
from planner.units import QUARTERS_PER_YEAR, THOUSAND
from planner.wording.numbers import counted, to_figures, year_span

SiteYear = tuple[Bound, str, int]
Shipped = tuple[Bound, str, int, int]
"""Bound, family, year and its part."""
ROUNDING = 1e-9
PARTS = {2: "half-year", 4: "quarter"}
"""Parts of a year to what one is called."""
BOUNDS: tuple[Bound, ...] = ("floor", "ceiling")


def site_commitments(
    inputs: Inputs,
    model: ModelDefinition,
    sites: Mapping[str, Site],
    everywhere: Mapping[str, Site],
) -> dict[SiteYear, Commitment]:
    """Bound, site and year to the facility power that is known, where the model asks.

    Years outside the plan, and sites that it does not have, are left aside. A pool has for its
    floor what its members have, those without a row what stands there; for a ceiling each needs a
    row. Raises InputError where a site can't have as much by then, and where nothing is known.
    """
    if model.commitments.sites == "none":
        return {}
    rows: dict[SiteYear, tuple[Row, float]] = {}
    for (s, y, told), gw in inputs.column("site_commitments", "facility_gw").items():
        for bound in BOUNDS:
            if told in (bound, "both"):
                rows[bound, str(s), int(y)] = (str(s), int(y), str(told)), float(gw)
    found: dict[SiteYear, Commitment] = {}
    for s, site in sites.items():
        members = site.pool.members if site.pool else (s,)
        for bound in BOUNDS:
            for y in model.years.planned:
                stated = {m: rows[bound, m, y] for m in members if (bound, m, y) in rows}
                if not stated or (bound == "ceiling" and len(stated) < len(members)):
                    continue
                found[bound, s, y] = Commitment(
                    amount=sum(
                        max(everywhere[m].existing_facility_gw, stated[m][1])
                        if m in stated
                        else everywhere[m].existing_facility_gw
                        for m in members
                    ),
                    stated=dict(stated.values()),
                )
    raise_any(
        [*_out_of_reach(inputs, model, sites, found), *_nothing(inputs, model, "sites", found)]
    )
    return found


def _nothing(
    inputs: Inputs, model: ModelDefinition, of: str, found: Mapping[Any, Commitment]
) -> Iterator[Fault]:
    """A model that asks for what is known, and of which nothing is known."""
    if not found:
        table = {"sites": "site_commitments", "accelerators": "accelerator_commitments"}[of]
        what = "planned site" if of == "sites" else "family that is on sale"
        span = year_span(model.years.first, model.years.last)
        yield Fault(
            model.place(f"commitments.{of}"),
            f'"given", and {inputs.file(table)} has no row of a {what} in {span}',
            "at least one",
            f"add the rows, or leave out commitments.{of}",
        )


def _out_of_reach(
    inputs: Inputs,
    model: ModelDefinition,
    sites: Mapping[str, Site],
    found: Mapping[SiteYear, Commitment],
) -> Iterator[Fault]:
    for (bound, s, y), known in found.items():
        most = sites[s].reachable_gw(y, model.years.lengths)
        if bound == "floor" and known.amount > most * (1 + ROUNDING):
            row = max(known.stated, key=known.stated.__getitem__)
            yield Fault(
                inputs.place("site_commitments", row, "facility_gw"),
                f"{known.amount:g} GW at {s!r} by the end of {y}",
                f"at most the {most:g} GW of facility power that the site can have by then",
                "raise its max_facility_gw or build_rate_gw_per_year, or lower the commitment",
            )


def accelerator_commitments(
    inputs: Inputs,
    model: ModelDefinition,
    sites: Mapping[str, Site],
    chips: Mapping[str, Accelerator],
    supply: Mapping[Resource, SupplyLimit],
    vendor_share: StatedValues[tuple[str, str, str, int]],
) -> dict[Shipped, Commitment]:
    """Bound, family, year and its part to the million units that are known, where a model asks.

    Of what the world is shipped, the planned region has the share that it has of packaging, and
    the planned sites the part of it that the model states. Floors of a part add up. A ceiling
    holds where each quarter of the part has one: the plan is free from the last one that is
    counted.
    Quarters outside the plan, and families of which nothing is on sale then, are left aside.
    Raises InputError where the supply could not make as much, and where the sites could never run
    it.
    """
    if model.commitments.accelerators == "none":
        return {}
    parts = model.supply.periods_per_year
    families = {str(k): str(family) for k, family in inputs["accelerators"]["family"].items()}
    stated: dict[Shipped, dict[Row, float]] = {}
    for key, units in inputs.column("accelerator_commitments", "units_k").items():
        family, y, quarter, told = key
        for bound in BOUNDS:
            if told in (bound, "both") and y in model.years.planned:
                part = ceil(int(quarter) * parts / QUARTERS_PER_YEAR)
                rows = stated.setdefault((bound, str(family), int(y), part), {})
                rows[str(family), int(y), int(quarter), str(told)] = float(units)
    found: dict[Shipped, Commitment] = {}
    for (bound, family, y, t), rows in stated.items():
        sold = tuple(
            k
            for k, chip in chips.items()
            if families.get(k) == family
            and chip.ship_share(y, t, parts) > 0
            and y <= chip.last_sale_year
        )
        quarters = len({quarter for _, _, quarter, _ in rows})
        if not sold or (bound == "ceiling" and quarters < QUARTERS_PER_YEAR // parts):
            continue
        share = _share_of_region(inputs, model, chips[sold[0]])
        share *= model.accelerators_share
        found[bound, family, y, t] = Commitment(
            amount=share * sum(rows.values()) / THOUSAND,
            stated=rows,
            per_unit=share / THOUSAND,
            chips=sold,
        )
    beyond = list(_beyond_supply(inputs, parts, chips, supply, vendor_share, found))
    nothing = _nothing(inputs, model, "accelerators", found)
    unbought = _bought_by_nobody(inputs, sites, chips, found)
    raise_any([*beyond, *_beyond_sites(model, sites, chips, found), *unbought, *nothing])
    return found


def _share_of_region(inputs: Inputs, model: ModelDefinition, chip: Accelerator) -> float:
    """What buyers in the planned region get of the world's shipments of a generation."""
    of_table = supply_terms(inputs, "packaging")["planned_region_share"]
    return model.supply.region_shares.get(chip.supply_region, of_table)


def _beyond_supply(
    inputs: Inputs,
    parts: int,
    chips: Mapping[str, Accelerator],
    supply: Mapping[Resource, SupplyLimit],
    vendor_share: StatedValues[tuple[str, str, str, int]],
    found: Mapping[Shipped, Commitment],
) -> Iterator[Fault]:
    """Floors that all lines of a vendor, or of all vendors, could not make together."""
    floors = {key: known for key, known in found.items() if key[0] == "floor"}
    faulty: set[Shipped] = set()
    for (q, p), limit in supply.items():
        for y, t in sorted({(y, t) for _, _, y, t in floors}):
            there_is = limit.parts.get((y, t), 0.0) if parts > 1 else limit.available.get(y, 0.0)
            draws = {
                key: known.amount * min(chips[k].uses.get((q, p), 0.0) for k in known.chips)
                for key, known in floors.items()
                if key[2:] == (y, t)
            }
            vendors = {key: chips[floors[key].chips[0]].vendor for key in draws}
            for whose in ("", *sorted(set(vendors.values()))):
                own = {key: draw for key, draw in draws.items() if whose in ("", vendors[key])}
                share = vendor_share.get((whose, q, p, y), 1.0) if whose else 1.0
                worst = max(own, key=own.__getitem__)
                if sum(own.values()) > share * there_is * (1 + ROUNDING) and worst not in faulty:
                    faulty.add(worst)
                    row = max(floors[worst].stated, key=floors[worst].stated.__getitem__)
                    yield Fault(
                        inputs.place("accelerator_commitments", row, "units_k"),
                        f"shipments of {worst[1]} that take {to_figures(draws[worst], 4)} "
                        f"{limit.unit} of {q} {p} in {_when(y, t, parts)}, of "
                        f"{to_figures(sum(own.values()), 4)} that {whose or 'all'} must have",
                        f"at most the {to_figures(share * there_is, 4)} {limit.unit} "
                        "that there are",
                        "lower what is counted, or raise the supply that could not make it"
                        + (
                            ", or follow supply by whole years: periods_per_year = 1"
                            if parts > 1
                            else ""
                        ),
                    )


def _when(year: int, part: int, parts: int) -> str:
    """A part of a year in words: ``half-year 1 of 2026``."""
    return f"{PARTS[parts]} {part} of {year}" if parts in PARTS else str(year)


def _beyond_sites(
    model: ModelDefinition,
    sites: Mapping[str, Site],
    chips: Mapping[str, Accelerator],
    found: Mapping[Shipped, Commitment],
) -> Iterator[Fault]:
    """Floors that draw more than all planned sites can ever have, as where a few are planned."""
    lengths = model.years.lengths
    drawn = sum(
        known.amount * min(chips[k].power_gw for k in known.chips)
        for (bound, *_), known in found.items()
        if bound == "floor"
    )
    room = sum(site.reachable_gw(model.years.last, lengths) / site.pue for site in sites.values())
    if drawn > room * (1 + ROUNDING):
        share = model.accelerators_share * room / drawn
        some = f"accelerators_share = {_below(share)} or less" if share else "less"
        yield Fault(
            model.place("commitments.accelerators"),
            f"counted accelerators that draw {to_figures(drawn, 3)} GW, for "
            f"{counted(len(sites), 'site')} with room for {to_figures(room, 3)} GW of them by "
            f"{model.years.last}",
            "no more than the planned sites could run",
            f"state the part of the counts that is theirs, {some} under [commitments], or plan "
            "all sites of the region",
        )


def _bought_by_nobody(
    inputs: Inputs,
    sites: Mapping[str, Site],
    chips: Mapping[str, Accelerator],
    found: Mapping[Shipped, Commitment],
) -> Iterator[Fault]:
    """Floors of a vendor from which no operator of the planned sites buys."""
    for (bound, family, _, _), known in found.items():
        vendor = chips[known.chips[0]].vendor
        barred = all(vendor in site.barred_vendors for site in sites.values())
        if bound == "floor" and known.amount > 0 and barred:
            row = max(known.stated, key=known.stated.__getitem__)
            yield Fault(
                inputs.place("accelerator_commitments", row, "units_k"),
                f"shipments of {family}, and no operator of the planned sites buys from {vendor}",
                "a site that takes them",
                f"take in sites of those who do, state in operator_vendors.csv who else buys from "
                f'{vendor}, or let sites take any: accelerators.operators = "any"',
            )


def _below(share: float) -> str:
    """A share to one figure, rounded down."""
    digits = -floor(log10(share))
    return f"{floor(share * 10**digits) / 10**digits:g}"
