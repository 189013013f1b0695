"""When what later years inherit is decided, worked out by hand."""

from planner.formulation.assemble import assemble
from planner.solving.decision_years import decision_years
from planner.system import (
    Accelerator,
    Expansion,
    PowerTechnology,
    Region,
    Site,
    SupplyLimit,
    World,
)

YEARS = (2026, 2027, 2028)
ANY_YEAR = dict.fromkeys(YEARS, 1.0)
HBM = ("hbm", "global")


def decided(**changes):
    settings = {"years": YEARS, "sites": {"s": Site(region="r")}, "regions": {"r": Region()}}
    return decision_years(assemble(World(**{**settings, **changes})).model)


def source(kind="dispatchable", **more):
    return PowerTechnology(kind=kind, capex=ANY_YEAR, **more)


def test_chips_and_shells_are_decided_in_the_year_in_which_they_come():
    found = decided(accelerators={"k": Accelerator()})

    assert found == {
        f"{of},{y}]": y
        for of in ("accelerators_bought_million[k,s", "shell_built_gw[s")
        for y in YEARS
    }


def test_power_is_decided_its_lead_before_the_end_of_the_year_in_which_it_serves():
    # For the end of 2028, or 2029.0: 1.5 years before is 2027.5, so in 2027. One year before is
    # 2028.0, the first day of 2028. What takes no time, or less than a year, is of its own year.
    # Nothing is decided before the plan begins: 2027.0 less 1.0 is 2026.0, and less 1.5 is too
    # late, so there is no such column.
    leads = {"slow": 1.5, "year": 1.0, "month": 0.1, "now": 0.0}
    found = decided(technologies={g: source(lead_years=lead) for g, lead in leads.items()})

    power = {name: year for name, year in found.items() if name.startswith("power_built_gw")}
    assert power == {
        "power_built_gw[slow,s,2027]": 2026, "power_built_gw[slow,s,2028]": 2027,
        **{f"power_built_gw[year,s,{y}]": y for y in YEARS},
        **{f"power_built_gw[month,s,{y}]": y for y in YEARS},
        **{f"power_built_gw[now,s,{y}]": y for y in YEARS},
    }  # fmt: skip


def test_a_connection_is_decided_by_the_queue_unless_it_is_contracted_or_flexible():
    # The region's queue takes two years. In 2027 a contract for more than what stands is there
    # already; in 2028 there is none beyond that, so it was asked for in 2027. One that may be
    # cut takes its own time, a year and a half.
    found = decided(
        sites={
            "s": Site(
                region="r", contracted_gw={2027: 0.5, 2028: 0.2}, existing_power={"old": 0.2}
            )
        },
        regions={"r": Region(interconnection_lead_years=2.0, technology_limit_gw={"cut": 1.0})},
        technologies={
            "grid": source("grid", lead_years=9.0),
            "cut": source("grid", region_limited=True, lead_years=1.5),
            "old": PowerTechnology(kind="dispatchable", life_years=30, fixed_om=0.1),
        },
    )

    assert found["power_built_gw[grid,s,2027]"] == 2027
    assert found["power_built_gw[grid,s,2028]"] == 2027
    assert "power_built_gw[grid,s,2026]" not in found
    assert found["power_built_gw[cut,s,2028]"] == 2027
    # What stands is retired when it is retired.
    assert [found[f"power_retired_gw[old,s,{y}]"] for y in YEARS] == list(YEARS)


def test_a_line_is_decided_its_lead_before_it_runs():
    found = decided(
        accelerators={"k": Accelerator(uses={HBM: 1.0})},
        supply={
            HBM: SupplyLimit(
                unit="EB", available=ANY_YEAR, gain={(y, 1, y): 1.0 for y in YEARS}
            )
        },
        expansion={HBM: Expansion(lead_years=1.25, paid_share=ANY_YEAR, headroom=ANY_YEAR)},
    )  # fmt: skip

    # One that runs in 2028 was ordered by 2027.75.
    assert found["capacity_expanded[hbm,global,2028]"] == 2027
    assert found["capacity_expanded[hbm,global,2027]"] == 2026
