"""Tables that sentences speak of and no folder holds: made from those that it does hold."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

CHECKS = "checks"


def check_table(certificate: Mapping[str, Any] | None) -> pd.DataFrame:
    """``kind`` and ``passed`` of each check of a certificate; no row where there is none."""
    checks = (certificate or {}).get("checks")
    rows = [
        (str(check.get("kind", "")), bool(check.get("passed")))
        for check in (checks if isinstance(checks, list) else ())
        if isinstance(check, Mapping)
    ]
    return pd.DataFrame(rows, columns=["kind", "passed"])


def certificate_table(certificate: Mapping[str, Any] | None) -> pd.DataFrame:
    """One row: the present cost as told and as added up again; none where they are missing."""
    names = ["present_cost_busd", "present_cost_recomputed_busd"]
    row = [(certificate or {}).get(name) for name in names]
    whole = [row] if all(isinstance(value, int | float) for value in row) else []
    return pd.DataFrame(whole, columns=names)


def program_table(manifest: Mapping[str, Any], summary: Mapping[str, Any]) -> pd.DataFrame:
    """One row: the size of the programme and the scalars that sentences speak of."""
    row = {
        name: value
        for name, value in manifest.get("program", {}).items()
        if isinstance(value, int | float)
    }
    if "discount_rate" in summary:
        row["discount_rate"] = summary["discount_rate"]
    return pd.DataFrame([row])
