"""What each site has by the tables, before the first year and later, rebuilt from their rows."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import pandas as pd

from planner.audit.amounts import Amounts
from planner.audit.candidates import Found
from planner.audit.files import Files, number_or, records


@dataclass(frozen=True, eq=False)
class Standing:
    """What each site has by the tables, and the connections that are promised to it."""

    power: dict[str, dict[str, float]]
    """Site to technology to GW that served before the first year."""
    units: dict[str, dict[tuple[str, int], float]]
    """Site to generation and year of service to million units."""
    contracted: dict[str, dict[int, float]]
    come: dict[str, dict[tuple[str, int], float]]
    """Site to technology and year of service, in the plan, to GW."""
    gone: dict[str, dict[tuple[str, float], float]]
    """Site to technology and year, from which it serves no more, to GW."""
    held: dict[str, dict[tuple[str, int], float]]
    """Site, store and year to what it holds, GWh."""
    paid: dict[str, Amounts[int]]
    """Site and year to what is still paid for what stands, billion USD."""

    @classmethod
    def of(cls, files: Files, found: Found) -> Standing:
        """Read it from the three tables, which tell of later years as well.

        The connections of candidates are those that were found again.
        """
        # A plan that begins in the past may ask for what stood then, and nothing of what came.
        choice = files.definition["sites"].get("existing", "as_stated")
        end_of_tables = files.years[0] if choice == "before_first_year" else inf
        power: dict[str, dict[str, float]] = {}
        come: dict[str, dict[tuple[str, int], float]] = {}
        gone: dict[str, dict[tuple[str, float], float]] = {}
        held: dict[str, dict[tuple[str, int], float]] = {}
        paid: dict[str, Amounts[int]] = {}
        for row in records(files.inputs["existing_power"]):
            site, since, gw = row["site"], int(row["in_service_year"]), float(row["capacity_gw"])
            if since >= end_of_tables or gw <= 0:
                continue
            if since < files.years[0]:
                power.setdefault(site, {})[row["technology"]] = gw
            else:
                come.setdefault(site, {})[row["technology"], since] = gw
            whole = gw * files.technologies[row["technology"]]["storage_hours"]
            own = number_or(row.get("energy_gwh", float("nan")), whole)
            usd = float(row.get("paid_usd_per_kw_year", 0.0))
            leaves = since + number_or(row.get("life_years"), inf)
            here, in_all = held.setdefault(site, {}), paid.setdefault(site, Amounts())
            for y in files.years:
                if since <= y < leaves:
                    here[row["technology"], y] = own
                    in_all[y] += usd * gw * 1e6 / 1e9
            if not pd.isna(row.get("life_years")):
                gone.setdefault(site, {})[row["technology"], since + row["life_years"]] = gw
        units: dict[str, dict[tuple[str, int], float]] = {}
        for row in records(files.inputs["existing_accelerators"]):
            if row["year_installed"] < end_of_tables and row["units_k"] > 0:
                key = (row["accelerator"], int(row["year_installed"]))
                units.setdefault(row["site"], {})[key] = float(row["units_k"]) / 1000
        contracted: dict[str, dict[int, float]] = {}
        for row in records(files.inputs["site_power"]):
            if row["site"] not in found.made:
                gw = float(row["contracted_facility_gw"])
                contracted.setdefault(row["site"], {})[int(row["year"])] = gw
        contracted |= {s: {year: gw} for s, (year, gw) in found.contracts.items()}
        return cls(power, units, contracted, come, gone, held, paid)
