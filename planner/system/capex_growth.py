"""From the table of capital to how much a plan's may be."""

from planner.config import ModelDefinition
from planner.config.stated_values import held
from planner.data.inputs import Inputs
from planner.errors import Fault, raise_any
from planner.system.objects.capex import CapexGrowth

TABLE = "capex_limits"
NEEDED = ("guided", "planned_share", "growth")


def capex_growth(inputs: Inputs, model: ModelDefinition) -> CapexGrowth:
    """What buyers guide for, the most of it that is planned, and its growth, each by year.

    A share, and a growth, holds until the next row of its term; the first holds for earlier
    years, too. Raises InputError for every term without a row, and for guidance of later
    years alone.
    """
    table = inputs[TABLE]["value"]
    of = {str(term): rows.droplevel("term") for term, rows in table.groupby(level="term")}
    faults = [
        Fault(
            model.place("limits.capex_growth"),
            f"no row of {term} in {inputs.file(TABLE)}",
            f"the rows {', '.join(NEEDED)}",
            "add the row, or leave out capex_growth",
        )
        for term in NEEDED
        if term not in of
    ]
    last = model.years.last
    if "guided" in of and min(of["guided"].index) > last:
        first = int(min(of["guided"].index))
        found = f"{first}, after {last}, the last year of the plan, so that nothing is limited"
        place, fix = inputs.place(TABLE, ("guided", first), "year"), "or leave out capex_growth"
        faults.append(Fault(place, found, f"guidance for {last} or a year before", fix))
    raise_any(faults)
    guided = {int(year): float(busd) for year, busd in of["guided"].items()}
    years = model.years.planned
    return CapexGrowth(
        guided_busd=guided,
        planned_share=held(of["planned_share"], years),
        growth=held(of["growth"], tuple(range(min(guided) + 1, max(years[-1], max(guided)) + 1))),
    )
