"""From the table of tax credits to what each technology gets in each year of service."""

from collections.abc import Iterable
from math import floor

from planner.config import ModelDefinition
from planner.data.inputs import Inputs
from planner.data.row_checks import CREDITS_OF
from planner.system.objects.power import TaxCredit
from planner.units import MWH_PER_GWH, USD_PER_BILLION


def tax_credits(
    inputs: Inputs, model: ModelDefinition, regions: Iterable[str], years: tuple[int, ...]
) -> dict[tuple[str, str, int], TaxCredit]:
    """Source, region and year of service to the credit; none where the model takes none.

    Construction begins its years before the middle of the year of service: what
    takes half a year and serves in 2027 begins in 2027, what takes two in 2025.
    """
    if not model.power.tax_credits:
        return {}
    country = inputs["regions"]["country"]
    home = [r for r in regions if country[r] == CREDITS_OF]
    construction = inputs["power_technologies"]["construction_years"]
    table = inputs["tax_credits"]
    credits: dict[tuple[str, str, int], TaxCredit] = {}
    for (g, start), row in table.iterrows():
        for year in years:
            begun = floor(year + 0.5 - construction[g])
            if begun != start or year > row["latest_online_year"]:
                continue
            credit = TaxCredit(
                capital_share=float(row["capital_share"]),
                production=float(row["production_credit_usd_per_mwh"])
                * MWH_PER_GWH
                / USD_PER_BILLION,
                production_years=float(row["production_credit_years"]),
                begun=int(start),
            )
            credits |= {(str(g), r, year): credit for r in home}
    return credits
