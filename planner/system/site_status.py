"""Sites by their status: how late they open, and how much of them is likely to be built."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.errors import Fault, InputError, listed, raise_any
from planner.system.objects.sites import Site
from planner.system.stated_demand import number_or

TABLE = "site_status"
MONTHS_PER_YEAR = 12.0


def by_status(
    inputs: Inputs, model: ModelDefinition, everywhere: Mapping[str, Site]
) -> dict[str, Site]:
    """The sites with what their status says of their first power and size, where a model asks.

    First power comes later by the months that others of the status slipped, and no sooner than one
    that nobody has begun can be there. Size and pace count with the share that is likely to be
    completed: what is left is what many such sites come to together.

    Left as the tables have it are pools, sites at which something stands, candidates that the
    model asks for by need and, where it is given what is built and being built, the sites of
    which that is known: their dates stand there already.
    Raises InputError where the tables say nothing of any status.
    """
    slips, counts = model.sites.slip == "observed", model.sites.completion == "expected"
    if not slips and not counts:
        return dict(everywhere)
    table = inputs.optional(TABLE)
    if table is None:
        key = "slip" if slips else "completion"
        told = f"asked for, and there is no table {TABLE}"
        where, expected = model.place(f"sites.{key}"), f"the table {TABLE}"
        raise InputError([Fault(where, told, expected, "or leave it out")])
    found, status = dict(everywhere), inputs["sites"]["status"]
    for s in _uncertain(inputs, model, everywhere):
        if status[s] not in table.index:  # which :func:`check` refuses where it is planned
            continue
        row, site = table.loc[status[s]], everywhere[s]
        if slips:
            late = site.first_power_year + float(row["slip_months"]) / MONTHS_PER_YEAR
            opens = max(late, number_or(row["opens_from"], late))
            found[s] = site = replace(site, first_power_year=opens)
        if counts:
            share = float(row["completion_share"])
            found[s] = replace(
                site,
                completion_share=share,
                max_facility_gw=share * site.max_facility_gw,
                build_gw_per_year=share * site.build_gw_per_year,
            )
    return found


def check(
    inputs: Inputs,
    model: ModelDefinition,
    everywhere: Mapping[str, Site],
    sites: Mapping[str, Site],
) -> None:
    """Hold a model that asks to having a site for it, each of a status that the tables know.

    Raises InputError otherwise.
    """
    asked = [key for key in ("slip", "completion") if getattr(model.sites, key) != "stated"]
    if not asked:
        return
    planned = {m for s, site in sites.items() for m in (site.pool.members if site.pool else (s,))}
    uncertain = [s for s in _uncertain(inputs, model, everywhere) if s in planned]
    raise_any(_unknown(inputs, uncertain))
    if not uncertain:
        for key in asked:
            found = "asked for, and of all planned sites something stands or is given"
            expected = "a planned site that is announced or not begun"
            raise_any([Fault(model.place(f"sites.{key}"), found, expected, "or leave it out")])


def _uncertain(
    inputs: Inputs, model: ModelDefinition, everywhere: Mapping[str, Site]
) -> Iterator[str]:
    """Sites of which only their status says when and whether they come."""
    kinds = inputs["sites"]["kind"]
    given: Collection[str] = ()
    if model.commitments.sites == "given":
        given = {str(s) for s, _, _ in inputs.column("site_commitments", "facility_gw").index}
    for s, site in everywhere.items():
        stands = site.existing_facility_gw > 0 or bool(site.existing_fleet)
        if not (stands or s in given or s in inputs.candidates or kinds[s] == "fleet_pool"):
            yield s


def _unknown(inputs: Inputs, sites: Collection[str]) -> Iterator[Fault]:
    """Sites whose status says nothing."""
    status, table = inputs["sites"]["status"], inputs[TABLE]
    for s in sites:
        if status[s] not in table.index:
            yield Fault(
                inputs.place("sites", s, "status"),
                f"{status[s]!r} of {s!r}, of which {inputs.file(TABLE)} has no row",
                f"one of {listed(table.index)}",
                f"add the row to {inputs.file(TABLE)}, or name a status that has one",
            )
