"""One dictionary of units: what columns of a plan are measured in, and how labels shorten it."""

SHORT = {
    "GW": ("GW",),
    "GW of IT": ("GW",),
    "GW of facility": ("GW",),
    "GW of facility per year": ("GW",),
    "TWh": ("TWh",),
    "million": ("million", " M"),
    "million H100e": ("million", " M"),
    "million H100e-years": ("million H100e-years",),
    "million accelerator-months": ("million",),
    "million t CO2": ("Mt", "million t"),
    "million m3": ("million m3",),
    "billion USD": ("billion USD", "$B"),
    "USD per t CO2": ("USD",),
    "USD per H100e-hour": ("USD",),
    "USD per accelerator-hour": ("USD",),
    "USD per accelerator": ("USD",),
    "share": ("share", "%"),
    "orders of magnitude": ("orders of magnitude", "OOM"),
    "thousand": ("thousand",),
    "USD per MWh": ("USD",),
    "hours": ("hours",),
    "years": ("years",),
    "year": ("year", "power", "by", "first"),
    "km": ("km",),
}
"""Unit to the signs of it, one of which a label has."""

UNITS = {
    "GW": "billed_gw built_gw capacity_gw charge_gw contracted_gw discharge_gw firm_gw gw left_gw "
    "load_gw load_on_site_gw matched_gw not_taken_gw peak_gw retired_gw short_gw unit_out_gw "
    "unserved_gw",
    "GW of IT": "average_it_gw it_gw shell_built_it_gw shell_it_gw",
    "GW of facility": "contracted_facility_gw existing_facility_gw facility_gw max_facility_gw",
    "GW of facility per year": "build_facility_gw_per_year",
    "TWh": "curtailed_twh energy_twh generation_twh not_taken_twh",
    "million": "bought_million idle_million in_life_million inference_million "
    "retired_by_age_million retired_early_million running_million shipped_million spare_million "
    "to_inference_million to_training_million training_million units_million waiting_million",
    "million H100e": "h100e_million served_h100e_million target_h100e_million "
    "wanted_h100e_million",
    "million H100e-years": "compute_million_h100e_years",
    "million accelerator-months": "idle_million_months",
    "million t CO2": "emissions_mt",
    "million m3": "water_limit_million_m3 water_million_m3",
    "L per kWh of IT": "water_l_per_kwh_it",
    "billion USD": "capex_busd capital_busd charge_busd cost_busd cost_change_busd earned_busd "
    "energy_busd paid_busd upkeep_busd value_busd "
    "present_cost_busd reference_busd reference_busd_high reference_busd_low running_busd "
    "spend_busd",
    "billion USD per unit": "cost_change_busd_per_unit worth_cost_busd_per_unit",
    "billion USD of the year per unit": "price_in_its_year_busd_per_unit",
    "million USD per step": "cost_change_musd_per_step worth_cost_musd_per_step",
    "USD per H100e-hour": "next_step_usd_per_h100e_hour price_usd_per_h100e_hour",
    "USD per accelerator-hour": "running_usd_per_unit_hour value_usd_per_unit_hour",
    "USD per accelerator": "earned_usd_per_unit price_usd_per_unit",
    "USD per MWh": "price_usd_per_mwh",
    "thousand": "sent_thousand",
    "USD per kW and year": "price_usd_per_kw_year",
    "USD per t CO2": "cap_usd_per_t price_usd_per_t stated_usd_per_t",
    "% of a year's target": "shortfall_1_percent_of_a_target shortfall_2_percent_of_a_target",
    "years of target per step": "worth_shortfall_1_years_of_target_per_step "
    "worth_shortfall_2_years_of_target_per_step",
    "years of target per unit": "worth_shortfall_1_years_of_target_per_unit "
    "worth_shortfall_2_years_of_target_per_unit",
    "million H100e-years per step": "worth_compute_million_h100e_years_per_step",
    "million H100e-years per unit": "worth_compute_million_h100e_years_per_unit",
    "share": "capex_share charge_share counted_share delivered_share efficiency it_share "
    "share_of_run spend_share spend_share_high spend_share_low taken_share",
    "share of GDP": "plan_share_of_gdp share_of_gdp",
    "share of capacity": "utilisation",
    "orders of magnitude": "gap_oom high_oom low_oom oom",
    "FLOP": "base_flop",
    "hours": "weight_hours",
    "seconds": "seconds",
    "km": "farthest_km",
    "years": "lead_years payback_years planned_years slack_years",
    "year": "applies_from_year decide_by_year decide_by_year_if_slow first_power_year first_year "
    "in_service_year last_year plan_first_year plan_last_year serves_until_year year",
    "see unit": "amount capacity central delivered factor_in_first_year factor_in_last_year high "
    "low price_per_unit target used value value_in_first_year value_in_last_year",
}
"""Unit to the columns that have it."""

PLAIN = [
    "bound", "built", "campuses", "gap", "limit", "members", "most", "nodes", "objective",
    "onwards", "part", "places", "plan", "plan_over_build_out", "price_scale", "priority",
    "pue", "quantity", "ratio", "share", "shipped", "step", "step_size", "steps_in_percent",
    "vintage",
]  # fmt: skip
"""Numbers that are counts and ratios, or whose unit stands in a column beside them."""

UNIT_OF = {column: unit for unit, columns in UNITS.items() for column in columns.split()}
