"""The sites of a plan as they were planned: campuses, candidates, and pools with their members.

Whoever reads a plan finds its sites here and need not look into the tables of the inputs, in which
a pool has at best a row for a part of itself.
"""

from math import isfinite

import pandas as pd

from planner.solving.solve import SolvedWorld


def sites(solved: SolvedWorld) -> pd.DataFrame:
    """Each site: how far and how fast it may grow, when it opens, and what it is built for.

    Power in GW of the facility. A limit that there is none of is missing. A pool stands for the
    sites of ``site_members``, and ``members`` says how many they are; a campus has none.
    """
    rows = [
        (
            *(s, site.region, len(site.members), site.existing_facility_gw),
            *map(_or_missing, (site.max_facility_gw, site.build_gw_per_year)),
            *(_or_missing(site.first_power_year), site.pue),
            *(site.onsite_generation, site.onsite_renewables, _or_missing(site.water_limit)),
        )
        for s, site in solved.world.sites.items()
    ]
    columns = [
        *("site", "region", "members", "existing_facility_gw"),
        *("max_facility_gw", "build_facility_gw_per_year"),
        *("first_power_year", "pue"),
        *("onsite_generation", "onsite_renewables", "water_limit_million_m3"),
    ]
    return pd.DataFrame(rows, columns=columns)


def site_members(solved: SolvedWorld) -> pd.DataFrame:
    """The sites that each pool stands for, and the share of each in its IT power."""
    rows = [
        (s, member, share)
        for s, site in solved.world.sites.items()
        for member, share in site.members.items()
    ]
    return pd.DataFrame(rows, columns=["site", "member", "it_share"])


def site_contracts(solved: SolvedWorld) -> pd.DataFrame:
    """Facility power whose connection each site has, or is promised by a year, GW."""
    rows = [
        (s, y, gw)
        for s, site in solved.world.sites.items()
        for y, gw in sorted(site.contracted_gw.items())
    ]
    return pd.DataFrame(rows, columns=["site", "year", "contracted_facility_gw"])


def _or_missing(number: float) -> float:
    return number if isfinite(number) else float("nan")
