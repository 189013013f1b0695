"""Where the training runs of a plan are, on the terminal."""

from planner.cli.terminal import print_table
from planner.results import Plan
from planner.results.training_sites import runs_by_year
from planner.wording.numbers import to_percent


def print_runs(plan: Plan) -> None:
    """Print the campuses of each run, and how good their choice is; nothing for pooled runs."""
    if "training_sites" not in plan.tables or plan["choice"].empty:
        return
    table = runs_by_year(plan)
    if not table.empty:
        print_table(table, "Where the runs are")
    gaps = ", ".join(f"{row.stage} {to_percent(row.gap)}" for row in plan["choice"].itertuples())
    print(f"Campuses are chosen to within a gap of the best possible plan: {gaps}.")
    print("What limits are worth holds for this choice of campuses.\n")
