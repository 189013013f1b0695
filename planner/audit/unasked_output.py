"""Plants that give what they can, wanted or not, and do some harm by it."""

from __future__ import annotations

from planner.audit.files import Files


def in_the_way(files: Files, g: str, cut: bool) -> bool:
    """Whether output of a technology that can't be left out costs or emits, or has to be used up.

    `cut` says whether less than the weather's may be taken of it.
    """
    row = files.technologies[g]
    used_up = files.definition["power"].get("surplus", "curtailed") == "none"
    if row["kind"] == "variable":
        return used_up and not cut
    paid = row["fuel"] != "none" or row["variable_om_usd_per_mwh"] or row["co2_t_per_mwh"]
    return row["kind"] == "baseload" and bool(used_up or paid)
