"""Arguments of the command line that are none, or are right in an unusual way."""

from pathlib import Path
from random import Random

from tools.mutate_inputs.case import Case, Expected, Maker, Origin

RUN = ("run", "four/own.toml", "-q", "--no-workbook", "--no-report")
SMALL = ("run", "small", "-q", "--no-workbook", "--no-report")
TARIFF = "grid_tariffs.ERCOT:2025.wires_usd_per_kw_month"
SWEEP = ("sweep", "four/own.toml", "-q", "--no-report", "-j", "1")
CASES: tuple[tuple[Expected, tuple[str, ...]], ...] = (
    ("refused", (*RUN, "--set", "discount_rate=0.1\ncurrency_year=2020")),
    ("refused", (*RUN, "--set", "discount_rate")),
    ("refused", (*RUN, "--set", "=0.1")),
    ("refused", (*RUN, "--set", "discount_rate=")),
    ("refused", (*RUN, "--set", "a." * 50_000 + "b=1")),
    ("refused", (*RUN, "--set", "discount_rate=" + "[" * 5000)),
    ("refused", (*RUN, "--set", "discount_rate=nan")),
    ("refused", (*RUN, "--set", "discount_rate=1" + "0" * 5000)),
    ("refused", (*RUN, "--set", "discount_rate=0.1", "--set", "discount_rate=0.2")),
    ("refused", (*RUN, "--set", "power_technologies.gas.lifetime=1")),
    ("refused", (*RUN, "--set", "power_technologies.gas=1")),
    ("refused", (*RUN, "--set", "name=other")),
    # Cells and keys that are right by themselves, and that nothing in the model reads.
    ("refused", (*SMALL, "--set", f"{TARIFF}=9")),
    ("accepted", (*SMALL, "--set", f"{TARIFF}=9", "--set", "power.electricity_price=tariff")),
    ("refused", (*SMALL, "--set", "sites.google_columbus.pue=1.3")),
    ("refused", (*SMALL, "--set", "electricity_prices.ERCOT:2030.price_usd_per_mwh=90")),
    ("accepted", (*SMALL, "--set", "electricity_prices.ERCOT:2028.price_usd_per_mwh=90")),
    ("refused", (*SMALL, "--set", "compute_demand_curve.price_usd_per_h100e_hour=high")),
    ("refused", (*SMALL, "--set", "objective.compute_in=last_year")),
    ("refused", ("sweep", "small", "-q", "--no-report", "-j", "1", "--vary", f"{TARIFF}=5,9")),
    ("refused", (*RUN, "--name", "..")),
    ("refused", (*RUN, "--name", "a/b")),
    ("refused", (*RUN, "--name", "")),
    ("refused", (*RUN, "-o", "four/own.toml")),
    ("refused", (*RUN, "-o", "four/own.toml/below")),
    ("refused", (*RUN, "-o", "~nobody-of-that-name/x")),
    ("refused", (*RUN, "-o", "")),
    ("refused", (*RUN, "--warm-from", "four")),
    ("refused", (*RUN, "--warm-from", "nowhere")),
    ("refused", (*RUN, "--solver", "guess")),
    ("refused", (*RUN, "--no-such-option")),
    ("refused", ("run", "four")),
    ("refused", ("run", "four/tables/regions.csv")),
    ("refused", ("run", "no such model")),
    ("refused", ("run", "four/own.toml", "four/own.toml")),
    ("refused", ("check", "nowhere.toml")),
    ("refused", ("check", "nowhere.xlsx")),
    ("refused", ("check", "--datasets", "nowhere")),
    ("refused", ("check", "\0")),
    ("refused", ("show", "four")),
    ("refused", ("show", "")),
    ("refused", ("show", "runs/small", "-t", "no such table")),
    ("refused", ("trace", "runs/small", "no such table.x")),
    ("refused", ("trace", "runs/small", "cost.cost_busd", "--where", "year")),
    ("refused", ("trace", "runs/small", "cost.cost_busd", "--where", "year=x")),
    ("refused", ("why", "runs/small", "--chip", "no such chip")),
    ("refused", ("map", "runs/small", "--year", "1900")),
    ("refused", ("hours", "runs/small", "--year", "1900")),
    ("refused", ("export", "runs/small", "--to", "no such format")),
    ("refused", ("compare", "runs/small")),
    ("refused", ("candidates", "NOWHERE", "--gw", "3", "--by", "2029")),
    ("refused", ("candidates", "ERCOT", "--gw", "-3", "--by", "2029")),
    ("refused", ("candidates", "ERCOT", "--gw", "nan", "--by", "2029")),
    ("refused", (*SWEEP, "--vary", "discount_rate=0:1:1e8")),
    ("refused", (*SWEEP, "--vary", "discount_rate=0:1:nan")),
    ("refused", (*SWEEP, "--vary", "discount_rate=0:inf")),
    ("refused", (*SWEEP, "--vary", "discount_rate=0:0.2:9999", "--vary",
                 "years.first=2000:2020:9999", "--design", "grid")),
    ("refused", (*SWEEP, "--vary", "discount_rate=0:1", "--design", "latin", "--samples", "1e9")),
    ("refused", (*SWEEP, "--vary", "discount_rate=0:1", "--design", "latin", "--samples",
                 "1000000000")),
    ("refused", (*SWEEP, "--vary", "no.such.key=1,2")),
    ("refused", (*SWEEP, "--vary", "discount_rate=")),
    ("refused", (*SWEEP, "--vary", "discount_rate=0.1", "-j", "0")),
    ("refused", (*SWEEP, "--vary", "discount_rate=0.1", "--name", "..")),
    ("refused", ("alternatives", "four/own.toml", "--within", "x")),
    ("refused", ("alternatives", "four/own.toml", "--within", "-1%")),
    ("refused", ("stochastic", "four/own.toml")),
    ("refused", ("stochastic", "no such study")),
    ("refused", ("workbook", "new", "four/own.toml", "-o", "x.csv")),
    ("refused", ("workbook", "compare", "runs/small", "nowhere", "-o", "x.xlsx")),
    ("refused", ("report", "four")),
    ("refused", ("report", "runs/small", "nowhere")),
    ("refused", ("reference", "no such projection")),
    ("accepted", (*RUN, "--set", "discount_rate=0.1")),
    ("accepted", (*RUN, "--set", "power_technologies.gas.fixed_om_usd_per_kw_year = 90")),
    ("accepted", (*RUN, "--name", "other")),
    ("accepted", (*RUN, "-o", "new folder/ü")),
    ("accepted", ("check", "four/own.toml", "small/own.toml")),
    ("accepted", ("show", "runs/small/")),
    ("accepted", ("show", "runs/../runs/small", "-t", "limits")),
    ("accepted", ("verify", "runs/small", "--json")),
    ("accepted", ("trace", "runs/small", "cost.cost_busd", "--where", "year=2027")),
    ("either", (*RUN, "--set", "power_technologies.gas.lifetime_years=1e9")),
    ("either", (*RUN, "--set", "discount_rate=1e-17")),
    ("either", (*RUN, "--set", "years.last=2200")),
)  # fmt: skip


def arguments_case(random: Random, origin: Origin, folder: Path) -> Case:
    """One of the lines above, called where its files are."""
    expected, arguments = random.choice(CASES)
    for name in ("four", "small", "runs/small"):
        if any(name in word for word in arguments):
            origin.copy(name, folder)
    what = " ".join(word[:40] for word in arguments)
    return Case("arguments", what, arguments, expected, folder)


MAKERS: dict[str, Maker] = {"arguments": arguments_case}
