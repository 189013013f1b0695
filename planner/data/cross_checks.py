"""Checks that a schema cannot state: rows that are missing, and rows that contradict.

Each check reads the tables it needs and is silent about what they lack; that
a table, a column or a cell is faulty is said where it is read. A table that
is absent or could not be read whole is no witness for a missing row.
"""

from planner.data.calendar_checks import CALENDAR_CHECKS
from planner.data.commitment_checks import COMMITMENT_CHECKS
from planner.data.demand_curve_checks import curves_fall
from planner.data.foreign_keys import unknown_ids
from planner.data.growth_checks import GROWTH_CHECKS
from planner.data.named_rows import NAMED_ROW_CHECKS
from planner.data.operator_checks import OPERATOR_CHECKS
from planner.data.partner_checks import PARTNER_CHECKS
from planner.data.ramp_checks import RAMP_CHECKS
from planner.data.reading import Readings
from planner.data.reserved_names import RESERVED_NAME_CHECKS
from planner.data.row_checks import ROW_CHECKS
from planner.data.uses import unread_rows
from planner.errors import Fault


def cross_check(readings: Readings) -> list[Fault]:
    """All faults between the rows and the tables of `readings`."""
    faults = list(unknown_ids(readings))
    checks = (
        *(*ROW_CHECKS, *CALENDAR_CHECKS, *NAMED_ROW_CHECKS, *PARTNER_CHECKS),
        *(*RAMP_CHECKS, *COMMITMENT_CHECKS, *GROWTH_CHECKS, *OPERATOR_CHECKS, curves_fall),
        *RESERVED_NAME_CHECKS,
    )
    for check in (unread_rows, *checks):
        faults += check(readings)
    return faults
