"""How sure the rows of input tables are: how many of each grade each table has."""

from collections.abc import Mapping

import pandas as pd

GRADES = ("verified", "reported", "estimate")
"""Read at the source; reported by others; a judgement."""


def count_confidence(inputs: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """``table``, ``confidence`` and ``rows``: how many rows of each grade each table has."""
    rows = [
        (name, grade, int((table["confidence"] == grade).sum()))
        for name, table in sorted(inputs.items())
        if "confidence" in table
        for grade in GRADES
    ]
    frame = pd.DataFrame(rows, columns=["table", "confidence", "rows"])
    return frame[frame["rows"] > 0].reset_index(drop=True)
