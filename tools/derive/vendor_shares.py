"""How much of the packaging and memory for AI each vendor can get at most.

Of memory only NVIDIA's share is stated by a source; the others have no row. Published shares of
2023 are of all of TSMC's lines, also those of networking and programmable logic: a share of what
AI has is larger. They hold for 2022, too, of which none was published; they don't add up to one,
and what they leave goes to others, of which no shipments are counted.
"""

from __future__ import annotations

from tools.derive.market import ends
from tools.derive.observed_shipments import wafers_by_vendor
from tools.derive.raw import Raw
from tools.derive.rows import Row, number, ranged
from tools.derive.supply_terms import TERMS

LEADER = "NVIDIA"
VENDORS = ("NVIDIA", "Google", "AWS", "AMD")
YEARS = range(2022, 2027)
LAST_OBSERVED = 2025
POOLS = {"packaging": "cowos", "hbm": "global"}
# Columns of Epoch AI's quarters: what is supplied, and NVIDIA's share in percent.
QUARTERS = {
    "packaging": ("cowos_supply_k_wafers_qtr", "nvidia_cowos_share_pct"),
    "hbm": ("hbm_supply_usd_bn_qtr", "nvidia_hbm_share_pct"),
}
# A share read off shipments may be off by a fifth; our judgement.
LEAST, MOST = 0.8, 1.25
FEW = 0.02  # high value of a vendor of which no shipment is known
PERCENT = 100
OF_LEADER = "NVIDIA's share of the quarters' {}, weighed by supply; range is that of the quarters."
OF_UNITS = "Share of all shipments, units by packages a wafer."
# Vendor -> who is named, and in what words, in the press of 2023.
IN_PRESS = {
    "NVIDIA": ("NVIDIA", "almost 60 % of TSMC's lines in UDN at trendforce.com; low: 40 % at "
               "taiwannews.com.tw, high: 75 % with AMD at tomshardware.com"),
    "Google": ("Broadcom", "Broadcom's 10 % of TSMC's lines, at tomshardware.com"),
}  # fmt: skip
PRESS_YEARS = (2022, 2023)
PRESS_YEAR = "2023"
OF_REST = "What NVIDIA leaves, split by shipments, units by packages a wafer."
MEASURE = {"packaging": "wafers", "hbm": "memory, by value"}
CARRIED = " Split of 2025."

Range = tuple[float, float, float]


def leader_shares(raw: Raw, kind: str) -> dict[int, Range]:
    """Year to low, central and high share of NVIDIA, where a source states it."""
    table = raw["chips/epoch_components_supply.csv"]
    supply, share = QUARTERS[kind]
    found: dict[int, Range] = {}
    for year, part in table.groupby(table.quarter.str[:4].astype(int)):
        mean = (part[supply] * part[share]).sum() / part[supply].sum()
        low, high = part[share].min(), part[share].max()
        found[int(year)] = (low / PERCENT, mean / PERCENT, high / PERCENT)
    if kind == "packaging":
        stated = raw["chips/packaging_capacity.csv"]
        for _, row in stated[stated["item"].str.startswith("NVIDIA share")].iterrows():
            percents = (row.capacity_kwpm_low, row.capacity_kwpm, row.capacity_kwpm_high)
            low, central, high = (float(p) / PERCENT for p in percents)
            found[int(row.year)] = (low, central, high)
    else:
        found[max(found) + 1] = found[max(found)]
    return found


def vendor_share_rows(raw: Raw, observed: list[Row], chips: list[Row]) -> list[Row]:
    """``vendor_shares.csv``; central shares of packaging add up to one in a year."""
    leader = {kind: leader_shares(raw, kind) for kind in POOLS}
    draws = wafers_by_vendor(observed, chips)
    rows = []
    for vendor in VENDORS:
        for year in YEARS:
            if vendor in IN_PRESS and year in PRESS_YEARS:
                rows.append(_in_press(raw, vendor, year))
            elif vendor == LEADER and year in leader["packaging"]:
                rows.append(_of_leader("packaging", year, leader["packaging"][year]))
            else:
                left = leader["packaging"].get(year)
                rows.append(_of_shipments(vendor, year, draws, None if left is None else left[1]))
    return rows + [_of_leader("hbm", year, leader["hbm"][year]) for year in sorted(leader["hbm"])]


def _in_press(raw: Raw, vendor: str, year: int) -> Row:
    """A row of 2022 or 2023: a share of all lines over the share of them that AI has."""
    name, words = IN_PRESS[vendor]
    of_ai = TERMS["packaging"][0][1]
    low, central, high = (
        percent / PERCENT / of_ai
        for percent in ends(raw, "CoWoS", name, PRESS_YEAR, "share of TSMC's CoWoS")
    )
    if low == high:
        low, high = central * LEAST, central * MOST
    note = f"{words[0].upper()}{words[1:]}, of which AI has {PERCENT * of_ai:.0f} %."
    if str(year) != PRESS_YEAR:
        note += " Of 2023: none of 2022 was published."
    share = (low, central, min(1.0, high))
    confidence = "reported" if str(year) == PRESS_YEAR else "estimate"
    return _row(vendor, "packaging", year, share, "cowos_press_2023", confidence, note)


def _of_leader(kind: str, year: int, share: Range) -> Row:
    """NVIDIA's row where a source states its share."""
    if year <= LAST_OBSERVED:
        note = OF_LEADER.format(MEASURE[kind])
    else:
        note = "Analysts at semimedia.cc: 60 %." if kind == "packaging" else "As in 2025."
    confidence = "reported" if year <= LAST_OBSERVED else "estimate"
    return _row(LEADER, kind, year, share, "epoch_chip_components", confidence, note)


def _of_shipments(
    vendor: str, year: int, draws: dict[int, dict[str, float]], leader: float | None
) -> Row:
    """A row read off the mix of shipments, within what NVIDIA leaves where that is stated."""
    drawn = draws[min(year, LAST_OBSERVED)]
    own, whole, left, note = drawn.get(vendor, 0.0), sum(drawn.values()), 1.0, OF_UNITS
    if leader is not None:
        whole, left, note = whole - drawn[LEADER], 1 - leader, OF_REST
    central = left * own / whole
    share = (central * LEAST, central, min(1.0, central * MOST))
    if not own:
        share, note = (0.0, 0.0, FEW), "No shipments of the year in the source."
    note += CARRIED if year > LAST_OBSERVED else ""
    return _row(vendor, "packaging", year, share, "epoch_chip_sales", "estimate", note)


def _row(
    vendor: str, kind: str, year: int, share: Range, source: str, confidence: str, note: str
) -> Row:
    return {
        "vendor": vendor,
        "resource_kind": kind,
        "pool": POOLS[kind],
        "year": year,
        **ranged("share", *(number(value, 3) for value in share)),
        "source_id": source,
        "confidence": confidence,
        "note": note,
    }
