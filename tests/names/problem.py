"""A problem with something in most tables that a problem of one's own may have."""

TABLES = {
    "regions": "region,country\nnorth,JPN\nsouth,JPN",
    "sites": (
        "site,region,name,latitude,longitude,country,kind,max_facility_gw\n"
        "town,north,Town,36,138,JPN,campus,10\n"
        "port,south,,35,136,JPN,campus,8\n"
        "village,north,,37,139,JPN,campus,0.5"
    ),
    "power_technologies": (
        "technology,kind,fixed_om_usd_per_kw_year,variable_om_usd_per_mwh,co2_t_per_mwh,"
        "lifetime_years,availability,storage_hours,round_trip_efficiency,profile,build_limit,fuel,"
        "heat_rate_mmbtu_per_mwh,region_limited\n"
        "gas,dispatchable,10,30,0.5,20,0.9,0,1,none,gasline,natural_gas,7,false\n"
        "clean,dispatchable,20,100,0,20,1,0,1,none,,none,0,false\n"
        "sun,variable,5,0,0,25,1,0,1,solar,,none,0,true\n"
        "cell,storage,4,0,0,15,1,4,0.85,none,,none,0,false\n"
        "wire,grid,0,0,0,30,1,0,1,none,,none,0,false"
    ),
    "power_costs": (
        "technology,year,capex_usd_per_kw\n"
        "gas,2026,1000\nclean,2026,1500\nsun,2026,700\ncell,2026,500\nwire,2026,100"
    ),
    "time_slices": (
        "slice_set,slice,day,position,hours,weight_hours\n"
        "halves,night,1,1,12,4380\nhalves,day,1,2,12,4380"
    ),
    "slice_profiles": (
        "slice_set,slice,region,profile,capacity_factor\n"
        "halves,night,north,solar,0.1\nhalves,day,north,solar,0.6\n"
        "halves,night,south,solar,0.2\nhalves,day,south,solar,0.7"
    ),
    "site_load": (
        "site,year,slice,load_gw,unserved_usd_per_mwh\n"
        "town,2026,night,1,5000\ntown,2026,day,2,5000\nport,2026,night,3,\nport,2026,day,3,\n"
        "village,2026,night,0.1,\nvillage,2026,day,0.2,"
    ),
    "build_limits": "technology,year,feasible_gw_per_year\ngasline,2026,2.5\ngasline,2027,3",
    "regional_limits": "region,technology,max_total_gw\nnorth,sun,1.5",
    "fuel_prices": (
        "fuel,region,year,price_usd_per_mmbtu\nnatural_gas,north,2026,3\nnatural_gas,south,2026,2.5"
    ),
    "electricity_prices": "region,year,price_usd_per_mwh\nnorth,2026,70\nsouth,2026,60",
    "connection_costs": "site,technology,connection_usd_per_kw\ntown,gas,50",
    "existing_power": "site,technology,capacity_gw,in_service_year\ntown,gas,0.3,2020",
    "goods_supply": (
        "good,origin,year,supply_thousand,cost_usd_per_unit\n"
        "steel,mill,2026,100,10\niron,mine,2026,100,20"
    ),
    "goods_demand": "good,site,year,demand_thousand\nsteel,town,2026,30\niron,port,2026,20",
    "freight": ("good,origin,site,freight_usd_per_unit\nsteel,mill,town,3\niron,mine,port,4"),
}
MODEL = """
title = "A town, a port and a village"
datasets = "tables"
tables = {{ missing = "default" }}
years = {{ first = 2026, last = 2027 }}
discount_rate = 0.05

[sites]
countries = ["JPN"]

[limits]
emissions_mt_per_year = 9.0

[time]
slice_set = {halves}
"""
NAMES = (
    "north", "south", "town", "port", "village", "gas", "clean", "sun", "cell", "wire", "halves",
    "night", "day", "gasline", "steel", "iron", "mill", "mine",
)  # fmt: skip
"""Every name in the tables that is the problem's own."""

NASTY = (
    "007", "7", "NA", "nan", "inf", "N/A", "#N/A", "a/b", "a:b", "c,d", "x.y", "p (q)", 'say "hi"',
    "it's", "[red]", "a=b", "*", "<5", "=1+1", "+1", "-1", "@x", "'=x", "'", "true", "None",
    "2026", "1e5", "x" * 300, "\u05e9\u05dc\u05d5\u05dd", "\U0001f469\u200d\U0001f52c",
    "\u4e0a\u6d77", "pool_north", "a;b", "a, b", "{x}", "%s", "$x$", "a_b^c", "\\n", "<b>&amp;",
    "a|b", "..", "year", "total", "year=2026", "x,year=2026", "null", "a\u00a0b", "1,5",
    "held[cost]", "cost", "~", "{{ a }}", "`code`", "</script>", "a -> b", "\u0130stanbul",
    "\u00df", "site", "C:\\x",
)  # fmt: skip
"""Names that some reader, program or format takes for something else."""
