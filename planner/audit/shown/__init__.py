"""What a reader is shown: tables and figures of a plan, held to its decisions and to the tables.

A decision is the value that the solver gave a column. What follows from it, from the headline to
the smallest table, is worked out again here.
"""

from planner.audit.shown.bills import bill_checks
from planner.audit.shown.bottlenecks import bottleneck_checks
from planner.audit.shown.cells import cell_checks
from planner.audit.shown.facts import fact_checks
from planner.audit.shown.figures import figure_checks
from planner.audit.shown.fleet import fleet_checks
from planner.audit.shown.limits import limit_checks
from planner.audit.shown.lines import line_checks
from planner.audit.shown.orders import order_checks
from planner.audit.shown.others import other_checks
from planner.audit.shown.places import place_checks
from planner.audit.shown.power import power_checks
from planner.audit.shown.presence import presence_checks
from planner.audit.shown.priced import priced_checks
from planner.audit.shown.without_duals import without_duals_checks

__all__ = [
    "bill_checks",
    "bottleneck_checks",
    "cell_checks",
    "fact_checks",
    "figure_checks",
    "fleet_checks",
    "limit_checks",
    "line_checks",
    "order_checks",
    "other_checks",
    "place_checks",
    "power_checks",
    "presence_checks",
    "priced_checks",
    "without_duals_checks",
]
