"""What stops a plan, on the terminal."""

from planner.cli.headline import stops_table
from planner.cli.terminal import print_table
from planner.plan import Plan


def print_stops(plan: Plan) -> None:
    """Print the limits that are worth most, or that none is worth anything."""
    table = stops_table(plan)
    if table.empty:
        print("No limit of the tables holds the plan back, at the margin.\n")
    else:
        print_table(table, "What stops it: the worth of one percent more of a limit")
        print()
