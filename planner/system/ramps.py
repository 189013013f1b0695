"""From the table of ramps to what each generation can have of its vendor's lines."""

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.data.ramp_checks import SILICON
from planner.system.objects.chips import Accelerator
from planner.system.objects.ramps import ALL, Phase, Ramp

_Group = tuple[str, list[str], list[str]]
"""Accelerator that ships first, those of its generation, and those that are limited."""


def ramps(
    inputs: Inputs, model: ModelDefinition, chips: Mapping[str, Accelerator]
) -> dict[tuple[Phase, str], Ramp]:
    """Phase and generation to its ramp, or to the decline of what it replaces.

    A generation is named after the accelerator of it that ships first. Without ``supply.ramp``
    none is limited, and without ``supply.decline`` no predecessor.
    """
    found: dict[tuple[Phase, str], Ramp] = {}
    table = inputs["accelerators"]
    phases: tuple[tuple[Phase, str, Callable[[pd.DataFrame], Iterator[_Group]]], ...] = (
        ("ramp", model.supply.ramp, _generations),
        ("decline", model.supply.decline, _replaced),
    )
    for phase, asked, groups in phases:
        if asked == "none":
            continue
        stated = _stated(inputs, phase)
        for first, members, limited in groups(table):
            rows = next((k for k in members if k in stated), ALL)
            sold = tuple(k for k in limited if k in chips)
            if sold and rows in stated:
                found[phase, first] = Ramp(
                    phase=phase,
                    chips=sold,
                    vendor=str(table.at[first, "vendor"]),
                    begins=float(table.at[first, "volume_ship_year"]),
                    dated_by=first,
                    rows=rows,
                    shares=stated[rows],
                )
    return found


def _generations(table: pd.DataFrame) -> Iterator[_Group]:
    """Each generation, which limits itself."""
    for _, rows in table.groupby([*SILICON], sort=False):
        members = [str(k) for k in rows.index]
        yield _first(rows), members, members


def _replaced(table: pd.DataFrame) -> Iterator[_Group]:
    """Each family, the generation that begins it, and what its vendor sold before."""
    for _, of_vendor in table.groupby("vendor", sort=False):
        begun = of_vendor.groupby("family")["volume_ship_year"].min()
        for family, rows in of_vendor.groupby("family", sort=False):
            first = _first(rows)
            kin = (of_vendor[[*SILICON]] == of_vendor.loc[first, [*SILICON]]).all(axis=1)
            older = of_vendor["family"].map(begun) < begun[family]
            if older.any():
                members, limited = of_vendor.index[kin], of_vendor.index[older]
                yield first, [str(k) for k in members], [str(k) for k in limited]


def _first(rows: pd.DataFrame) -> str:
    return str(rows["volume_ship_year"].idxmin())


def _stated(inputs: Inputs, phase: str) -> dict[str, dict[str, tuple[float, ...]]]:
    """Generation of the table, or all, to kind of resource to the share of each quarter."""
    found: dict[str, dict[str, dict[int, float]]] = {}
    for (of, generation, kind, quarter), share in inputs.column(
        "accelerator_ramp", "share"
    ).items():
        if of == phase:
            by_kind = found.setdefault(str(generation), {}).setdefault(str(kind), {})
            by_kind[int(quarter)] = float(share)
    return {
        generation: {
            kind: tuple(share for _, share in sorted(of.items())) for kind, of in kinds.items()
        }
        for generation, kinds in found.items()
    }
