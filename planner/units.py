"""Conversion constants between the tables' units and the model's.

Input tables keep the units that their sources print (kW, USD, TFLOP/s). The
model works in GW, GWh, million accelerators, thousand wafers, exabytes,
billion USD and 1e27 FLOP, so that its coefficients stay near one. The
conversion happens once, where a table becomes a :class:`planner.system.World`.
"""

from typing import Final

HOURS_PER_YEAR: Final = 8760.0
HOURS_PER_DAY: Final = 24.0
SECONDS_PER_DAY: Final = 86_400.0
DAYS_PER_YEAR: Final = 365.0
MINUTES_PER_YEAR: Final = 60.0 * HOURS_PER_YEAR
WEEKS_PER_YEAR: Final = 365.25 / 7
MONTHS_PER_YEAR: Final = 12.0
QUARTERS_PER_YEAR: Final = 4
PERCENT: Final = 0.01

KW_PER_GW: Final = 1e6
MWH_PER_GWH: Final = 1e3
UNITS_PER_MILLION: Final = 1e6
MW_PER_GW: Final = 1e3
THOUSAND: Final = 1e3
USD_PER_BILLION: Final = 1e9
GB_PER_EB: Final = 1e9
KWH_PER_GWH: Final = 1e6
LITRES_PER_MILLION_M3: Final = 1e9
TONNES_PER_MILLION_TONNES: Final = 1e6
FLOP_PER_TFLOP: Final = 1e12

USD_PER_KW: Final = KW_PER_GW / USD_PER_BILLION
"""One USD a kW, in billion USD a GW."""
USD_PER_KW_MONTH: Final = MONTHS_PER_YEAR * USD_PER_KW
"""One USD a kW and month, in billion USD a GW and year."""
USD_PER_MW_DAY: Final = DAYS_PER_YEAR * MW_PER_GW / USD_PER_BILLION
"""One USD a MW and day, in billion USD a GW and year."""
USD_PER_KWH: Final = KWH_PER_GWH / USD_PER_BILLION
"""One USD a kWh, in billion USD a GWh."""
USD_PER_MWH: Final = MWH_PER_GWH / USD_PER_BILLION
"""One USD a MWh, in billion USD a GWh."""
USD_PER_UNIT: Final = UNITS_PER_MILLION / USD_PER_BILLION
"""One USD a unit, in billion USD a million units."""
USD_PER_T: Final = TONNES_PER_MILLION_TONNES / USD_PER_BILLION
"""One USD a tonne, in billion USD a million tonnes."""
T_PER_MWH: Final = MWH_PER_GWH / TONNES_PER_MILLION_TONNES
"""One tonne a MWh, in million tonnes a GWh."""

FLOP_PER_MODEL_UNIT: Final = 1e27
"""One unit of training compute inside the model, in FLOP."""

H100_EIGHT_BIT_DENSE_TFLOPS: Final = 1979.0
H100_MEMORY_TB_PER_S: Final = 3.35
"""8-bit dense throughput of an H100 SXM, TFLOP/s: one H100e on that basis."""

H100_BF16_DENSE_TFLOPS: Final = 989.4
"""BF16 dense throughput of an H100 SXM, TFLOP/s: one H100e on that basis."""
