"""What each site has before the first year, rebuilt from the tables of what stands."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from planner.audit.candidates import Found
from planner.audit.files import Files, number_or


@dataclass(frozen=True, eq=False)
class Standing:
    """What each site has before the first year, and the connections that are promised to it."""

    power: dict[str, dict[str, float]]
    units: dict[str, dict[tuple[str, int], float]]
    contracted: dict[str, dict[int, float]]
    gone: dict[str, dict[tuple[str, float], float]]
    held: dict[str, dict[tuple[str, int], float]]
    """Site, store and year to what it holds, GWh."""
    paid: dict[str, dict[int, float]]
    """Site and year to what is still paid for what stands, billion USD."""

    @classmethod
    def of(cls, files: Files, found: Found) -> Standing:
        """Read it from the three tables, which tell of later years as well.

        The connections of candidates are those that were found again.
        """
        first = files.years[0]
        power: dict[str, dict[str, float]] = {}
        gone: dict[str, dict[tuple[str, float], float]] = {}
        held: dict[str, dict[tuple[str, int], float]] = {}
        paid: dict[str, dict[int, float]] = {}
        for row in files.inputs["existing_power"].to_dict("records"):
            if row["in_service_year"] < first and row["capacity_gw"] > 0:
                gw = float(row["capacity_gw"])
                power.setdefault(row["site"], {})[row["technology"]] = gw
                here, in_all = held.setdefault(row["site"], {}), paid.setdefault(row["site"], {})
                whole = gw * files.technologies[row["technology"]]["storage_hours"]
                own = number_or(row.get("energy_gwh", float("nan")), whole)
                usd = float(row.get("paid_usd_per_kw_year", 0.0))
                leaves = row["in_service_year"] + number_or(row.get("life_years"), float("inf"))
                for y in files.years:
                    if y < leaves:
                        here[row["technology"], y] = own
                        in_all[y] = in_all.get(y, 0.0) + usd * gw * 1e6 / 1e9
                if not pd.isna(row.get("life_years")):
                    end = row["in_service_year"] + row["life_years"]
                    gone.setdefault(row["site"], {})[row["technology"], end] = gw
        units: dict[str, dict[tuple[str, int], float]] = {}
        for row in files.inputs["existing_accelerators"].to_dict("records"):
            if row["year_installed"] < first and row["units_k"] > 0:
                key = (row["accelerator"], int(row["year_installed"]))
                units.setdefault(row["site"], {})[key] = float(row["units_k"]) / 1000
        contracted: dict[str, dict[int, float]] = {}
        for row in files.inputs["site_power"].to_dict("records"):
            if row["site"] not in found.made:
                gw = float(row["contracted_facility_gw"])
                contracted.setdefault(row["site"], {})[int(row["year"])] = gw
        contracted |= {s: {year: gw} for s, (year, gw) in found.contracts.items()}
        return cls(power, units, contracted, gone, held, paid)
