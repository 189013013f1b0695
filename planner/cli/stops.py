"""What stops a plan, on the terminal."""

from planner.cli.headline import carbon_price, stops_table
from planner.cli.terminal import print_table
from planner.results import Plan
from planner.results.bottlenecks import TABLE, of_places
from planner.results.training_sites import chosen_whole


def print_stops(plan: Plan) -> None:
    """Print the limits that are worth most, or that none is worth anything."""
    if TABLE in plan.absent:
        fault = plan.absent[TABLE]
        print(f"What stops it is not told: {fault.found}; {fault.fix}.\n")
        return
    table = stops_table(plan)
    if not plan.computes and table.empty:
        print("No limit of the tables costs anything at the margin.\n")
    elif table.empty:
        missed = (plan["targets"]["delivered_share"] < 1).any()
        print(
            "No limit of the tables that has a price stops it. What is on sale, first power, lead "
            "times, queues, or a share of clean power that the model asks for may.\n"
            if missed
            else "Nothing is missed, and no limit of the tables costs anything at the margin.\n"
        )
    else:
        print_table(table, "What stops it: what one percent more of a limit would bring")
        if table["1 % more"].str.contains(" places").any() and (pooled := of_places(plan)):
            print(pooled)
        if carbon := carbon_price(plan):
            print(carbon)
        if chosen := chosen_whole(plan):
            print(f"They hold for the {chosen} that the plan chose, and for no other choice.")
        dates = "first power, ship dates, lead times, queues"
        if not plan.computes:
            dates = "lead times, queues"
        print(
            f"Dates ({dates}) limit too: planner bottlenecks prices those that a row holds, and "
            "says why others have no price.\n"
        )
