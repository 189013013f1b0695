"""Plug-ins: what blocks of plug-ins add, of which no table speaks.

Only where the model asks for plug-ins, and only families of rows and columns that the proof has
no statement of its own for: what the tables state is held to them whoever is asked for.
"""

from __future__ import annotations

from planner.audit.files import Files
from planner.audit.programme.statement import Statement
from planner.audit.proof import Proof
from planner.audit.shown.limits import LABELS


def plugin_families(files: Files, stated: Statement, proof: Proof) -> frozenset[str]:
    """Families of rows and columns that only a plug-in can account for."""
    if not files.definition.get("plugins"):
        return frozenset()
    there = {*proof.row_families[: proof.own_rows], *proof.column_families}
    return frozenset(there - stated.rows.keys() - stated.variables.keys() - LABELS.keys())


def in_certificate(families: frozenset[str]) -> tuple[str, ...]:
    """What a certificate says of them among what it does not recompute."""
    if not families:
        return ()
    names = ", ".join(sorted(families))
    return (f"rows and choices of plug-ins, of which no table speaks: {names}",)
