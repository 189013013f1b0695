"""From the tables of electrical equipment to what may be delivered in the years of a plan."""

from collections.abc import Mapping

from planner.data.inputs import Inputs
from planner.system.objects.power import Equipment
from planner.system.stated_demand import carried_forward


def equipment(inputs: Inputs, lengths: Mapping[int, int]) -> dict[str, Equipment]:
    """Each equipment with its deliveries, for each planned year in all that it stands for.

    `lengths` maps each planned year to the years that it stands for.
    The last year of the table holds for later ones. Before its first year nothing is limited.
    """
    stated: dict[str, dict[int, float]] = {}
    for (name, year), amount in inputs["equipment_supply"]["deliveries_per_year"].items():
        stated.setdefault(str(name), {})[int(year)] = float(amount)
    needs = inputs["equipment_needs"]
    return {
        name: Equipment(
            unit=str(needs.at[name, "unit"]),
            deliveries=carried_forward(by_year, tuple(lengths)).scaled(lengths),
            per_facility=float(needs.at[name, "per_facility_gw"]),
            per_grid=float(needs.at[name, "per_grid_gw"]),
            per_onsite=float(needs.at[name, "per_onsite_gw"]),
        )
        for name, by_year in stated.items()
    }
