"""Models by name whose limits are tried: shipped ones, examples, and small ones of one's own."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from planner import api
from planner.config import load_model, overlaid

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"

PLAIN = """
title = "t"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2026, last = 2026 }
discount_rate = 0.0
"""

ONE_REGION = "region\nr\n"

CUSTOMERS = ("FRA", "DET", "LAN", "WIN", "STL", "FRE", "LAF")

# Goods of four makers for four places, in millions of dollars.
GOODS = {
    "regions": ONE_REGION,
    "sites": "site,region\nneed1,r\nneed2,r\nneed3,r\nneed4,r\n",
    "goods_supply": "good,origin,year,supply_thousand,cost_usd_per_unit\n"
    "g,m1,2026,0.025,1080000\ng,m2,2026,0.035,1110000\ng,m3,2026,0.03,1100000\n"
    "g,m4,2026,0.01,1130000\n",
    "goods_demand": "good,site,year,demand_thousand\n"
    "g,need1,2026,0.01\ng,need2,2026,0.015\ng,need3,2026,0.025\ng,need4,2026,0.02\n",
    "freight": "good,origin,site,freight_usd_per_unit\n"
    "g,m1,need1,0\ng,m1,need2,15000\ng,m1,need3,30000\ng,m1,need4,45000\ng,m2,need2,0\n"
    "g,m2,need3,15000\ng,m2,need4,30000\ng,m3,need3,0\ng,m3,need4,15000\ng,m4,need4,0\n",
}

# Three plants and seven customers, in plain dollars: the transport problem of the AMPL book.
SMALL_MONEY = {
    "regions": ONE_REGION,
    "sites": "site,region\n" + "".join(f"{s},r\n" for s in CUSTOMERS),
    "goods_supply": "good,origin,year,supply_thousand,cost_usd_per_unit\n"
    "g,GARY,2026,1.4000000000000001,0\ng,CLEV,2026,2.6,0\ng,PITT,2026,2.9,0\n",
    "goods_demand": "good,site,year,demand_thousand\n"
    "g,FRA,2026,0.9\ng,DET,2026,1.2\ng,LAN,2026,0.6\ng,WIN,2026,0.4\ng,STL,2026,1.7\n"
    "g,FRE,2026,1.1\ng,LAF,2026,1.0\n",
    "freight": "good,origin,site,freight_usd_per_unit\n"
    + "".join(
        f"g,{origin},{s},{usd}\n"
        for origin, costs in {
            "GARY": (39, 14, 11, 14, 16, 82, 8),
            "CLEV": (27, 9, 12, 9, 26, 95, 17),
            "PITT": (24, 14, 17, 13, 28, 99, 20),
        }.items()
        for s, usd in zip(CUSTOMERS, costs, strict=True)
    ),
}

DAY_AND_NIGHT = PLAIN + '[time]\nslice_set = "s"\n'

# Sun by day, storage, and gas; four fifths of the load of every slice shall be clean.
CLEAN_SHARE = {
    "regions": "region\nisland\n",
    "sites": "site,region\ntown,island\n",
    "site_load": "site,year,slice,load_gw\ntown,2026,d,1\ntown,2026,n,1.5\n",
    "power_technologies": "technology,kind,profile,lifetime_years,fixed_om_usd_per_kw_year,"
    "variable_om_usd_per_mwh,storage_hours,round_trip_efficiency,co2_t_per_mwh\n"
    "sun,variable,solar,20,40,0,0,1,0\nbatt,storage,none,20,20,0,12,0.81,0\n"
    "gas,dispatchable,none,20,10,5,0,1,0.4\n",
    "power_costs": "technology,year,capex_usd_per_kw\nsun,2026,0\nbatt,2026,0\ngas,2026,0\n",
    "slice_profiles": "slice_set,slice,region,profile,capacity_factor\n"
    "s,d,island,solar,0.5\ns,n,island,solar,0\n",
    "time_slices": "slice_set,slice,day,position,hours,weight_hours\n"
    "s,d,1,0,12,4380\ns,n,1,1,12,4380\n",
}

# A dirty and a clean source, and a cap that falls every five years.
CARBON_CAP = {
    "regions": "region\nisland\n",
    "sites": "site,region\ntown,island\n",
    "site_load": "site,year,slice,load_gw\ntown,2025,all,1\n",
    "power_technologies": "technology,kind,variable_om_usd_per_mwh,co2_t_per_mwh\n"
    "dirty,dispatchable,40,0.5\nclean,dispatchable,100,0\n",
    "time_slices": "slice_set,slice,weight_hours\ns,a,5000\ns,b,3760\n",
}
CAPPED = """
title = "t"
datasets = "tables"
tables = { missing = "default" }
years = { first = 2025, last = 2035, step = 5 }
discount_rate = 0.08
discount_timing = "end"
[time]
slice_set = "s"
[limits]
emissions_mt_per_year = { "2025" = 4.0, "2030" = 2.0, "2035" = 1.0 }
"""

# Only sun, and load at night.
NIGHT = {
    "regions": "region\nisland\n",
    "sites": "site,region\ntown,island\n",
    "site_load": "site,year,slice,load_gw\ntown,2026,a,1.5\ntown,2026,b,2\n",
    "power_technologies": "technology,kind,profile\nsun,variable,solar\n",
    "slice_profiles": "slice_set,slice,region,profile,capacity_factor\n"
    "s,a,island,solar,0.3\ns,b,island,solar,0\n",
    "time_slices": "slice_set,slice,weight_hours\ns,a,5000\ns,b,3760\n",
}

OWN = {
    "goods": (PLAIN, GOODS),
    "small money": (PLAIN, SMALL_MONEY),
    "clean share": (DAY_AND_NIGHT + "[limits]\nclean_share_hourly = 0.8\n", CLEAN_SHARE),
    "carbon cap": (CAPPED, CARBON_CAP),
    "night": (DAY_AND_NIGHT, NIGHT),
}
"""Problems of one's own: the model file, and its tables."""

SHORT = {"set.workloads.frontier_run.mfu": 0.1}
SCARCE = {
    **SHORT,
    "set.supply_terms.hbm.planned_region_share": 0.01,
    "set.supply_terms.packaging.planned_region_share": 0.012,
    "set.workloads.frontier_run.max_share_of_fleet": 0.9,
}
SHIPPED = {
    "small": {},
    "short of compute": SHORT,
    "scarce": SCARCE,
    "expanding": {**SCARCE, "supply.expansion": ("hbm", "packaging")},
    "by half-years": {
        **SCARCE,
        "supply.periods_per_year": 2,
        "supply.within_year": "stated",
    },
    "committed": {
        "commitments.sites": "given",
        "commitments.accelerators": "given",
        "commitments.accelerators_share": 0.1,
        "set.site_commitments.coreweave_helios:2026:both.facility_gw": 0.1,
    },
    "ordered": {"commitments.equipment": "ordered"},
    "contracted": {**SCARCE, "supply.contracts": "observed"},
    "ramped": {**SCARCE, "supply.ramp": "observed", "supply.decline": "observed"},
    "capped": {
        **SHORT,
        "limits.emissions_mt_per_year": 1.5,
        "limits.capex_busd_per_year": {"2027": 9.0, "2028": 20.0},
        "supply.equipment": True,
    },
    "growing": {
        **SHORT,
        "limits.national_construction": True,
        "set.construction_limits.USA:facility_added.value": 0.3,
        "set.construction_limits.USA:growth.value": 0.2,
    },
    "spending": {
        **SHORT,
        "limits.capex_growth": True,
        "set.capex_limits.guided:2026.value": 10.0,
        "set.capex_limits.growth:2027.value": 0.2,
    },
    "all power": {**SHORT, "power.technologies": "all"},
    "unit out": {**SHORT, "power.security": "both"},
    "most compute": {"objective.goal": "most_compute", "limits.capex_busd_per_year": 12.0},
    "priced": {
        "workloads.use": ("frontier_run", "rest_of_industry"),
        "objective.targets": "priced",
        "demand.curve_share": 0.5,
    },
    "pooled": {
        "sites.include": (),
        "sites.min_facility_gw": 3.0,
        "sites.countries": ("USA",),
        "accelerators.include": ("nvidia_gb300", "nvidia_vr200"),
        "workloads.use": ("frontier_run", "rest_of_industry"),
    },
}
"""The model ``small`` with changes: every family of limits that chips have is in one of them."""


@dataclass(frozen=True)
class Case:
    """A model by name, as it is or with further changes."""

    name: str
    folder: Path

    def model(self, **changes):
        """Its definition with keys of the model or cells of its tables changed."""
        if self.name in SHIPPED:
            return overlaid(load_model("small"), {**SHIPPED[self.name], **changes})
        if self.name in OWN:
            text, tables = OWN[self.name]
            path = self.folder / f"{self.name.replace(' ', '_')}.toml"
            if not path.exists():
                (self.folder / "tables").mkdir()
                for name, rows in tables.items():
                    (self.folder / "tables" / f"{name}.csv").write_text(rows)
                path.write_text(text)
        else:
            path = EXAMPLES / self.name / f"{self.name}.toml"
        return overlaid(load_model(path), changes) if changes else load_model(path)

    def inputs(self, **changes):
        """Its tables with the changes made."""
        return api.load_inputs(self.model(**changes))


@pytest.fixture(scope="session")
def case(tmp_path_factory):
    """A model by its name."""
    made = {}

    def make(name):
        if name not in made:
            made[name] = Case(name, tmp_path_factory.mktemp("case"))
        return made[name]

    return make
