"""From the tables of electrical equipment to what may be delivered in the years of a plan."""

from planner.data.inputs import Inputs
from planner.system.objects.power import Equipment
from planner.system.stated_demand import carried_forward


def equipment(inputs: Inputs, years: tuple[int, ...], each: int = 1) -> dict[str, Equipment]:
    """Each equipment with its deliveries in the `each` years of a planned one.

    The last year of the table holds for later ones. Before its first year nothing is limited.
    """
    stated: dict[str, dict[int, float]] = {}
    for (name, year), amount in inputs["equipment_supply"]["deliveries_per_year"].items():
        stated.setdefault(str(name), {})[int(year)] = float(amount)
    needs = inputs["equipment_needs"]
    return {
        name: Equipment(
            unit=str(needs.at[name, "unit"]),
            deliveries=carried_forward(by_year, years).mapped(lambda amount: each * amount),
            per_facility=float(needs.at[name, "per_facility_gw"]),
            per_grid=float(needs.at[name, "per_grid_gw"]),
            per_onsite=float(needs.at[name, "per_onsite_gw"]),
        )
        for name, by_year in stated.items()
    }
