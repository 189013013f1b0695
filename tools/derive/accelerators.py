"""Accelerators: from the raw generations to ``accelerators.csv``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from tools.derive.raw import Raw
from tools.derive.rows import Row, blank, number, quarter, ranged, weakest
from tools.derive.successors import NOT_FOLLOWED, with_successors

H100_EIGHT_BIT_TFLOPS = 1979.0
YEARS_ON_SALE = 3
PREFIX = {
    "NVIDIA": "nvidia_",
    "Google": "google_",
    "AWS": "aws_",
    "AMD": "amd_",
    "Huawei": "huawei_",
}
# The first pattern that a raw process name holds; N3 where sources differ between N3P and N2.
NODES = {
    "SMIC": "smic_7nm",
    "A16": "a16",
    "N3P or N2": "n3",
    "N2": "n2",
    "N3P": "n3",
    "4N|N5": "n5",
    "N7|N6": "n7",
}
# Generations that share their design and come out under one name in counts of shipments.
FAMILIES = {
    "NVIDIA Ampere": ("A100",),
    "NVIDIA Hopper": ("H100", "H200"),
    "NVIDIA Blackwell": ("B200", "GB200", "B300", "GB300"),
    "NVIDIA Rubin": ("Rubin (VR200)", "Rubin Ultra"),
    "Google TPU v5": ("TPU v5e", "TPU v5p"),
    "Google TPU 8": ("TPU 8t (Sunfish)", "TPU 8i (Zebrafish)"),
    "AMD MI200": ("MI250X",),
    "AMD MI300": ("MI300X", "MI325X"),
    "AMD MI350": ("MI355X",),
    "AMD MI400": ("MI455X (MI400 Helios)",),
    "Huawei Ascend 910": ("Ascend 910B", "Ascend 910C"),
}
PROVENANCE: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("accelerators.toml").read_text(encoding="utf-8")
)
COOLING: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("cooling_class.toml").read_text(encoding="utf-8")
)
EPOCH: dict[str, Any] = {
    "source": "epoch_ml_hardware",
    "note": "Specification and price from Epoch AI's hardware and chip tables; "
    "cluster power and package data are estimates.",
}
# Columns that can be estimates, in the order in which they are listed.
LISTED = (
    *("last_sale_year", "bf16_dense_tflops", "fp8_dense_tflops", "fp4_dense_tflops"),
    *("eight_bit_dense_tflops", "tdp_w", "it_power_w_per_unit", "node", "logic_die_mm2"),
    *("logic_dies_per_package", "packages_per_wafer_gross", "package_area_mm2"),
    *("hbm_gb", "hbm_tb_per_s", "price_usd_low", "price_usd", "price_usd_high", "cooling_class"),
)
OUR_NAMES = {"gross_packages_per_cowos_wafer": "packages_per_wafer_gross"}


def identifier(name: str, vendor: str) -> str:
    """A stable id: vendor and the name in use, such as ``nvidia_gb200``."""
    plain = re.sub(r"\(.*?\)|Trillium|Ironwood", "", name).strip()
    plain = {"Rubin": "VR200"}.get(plain, plain)
    return PREFIX[vendor] + re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


def node_of(process: str) -> str:
    """The node of the compute dies, named first in the raw process."""
    compute = process.split(" (")[0].split("+N")[0]
    return next(node for pattern, node in NODES.items() if re.search(pattern, compute))


def estimated_fields(chip: pd.Series) -> str:
    """Which columns of our row are estimates, from the raw row's own list.

    The raw list is one sentence for all rows ("except GB200") plus, after its
    last item, what is special to the row.
    """
    name = chip["name"]
    fields = {"price_usd_low", "price_usd_high", "package_area_mm2", "last_sale_year"}
    if chip.vendor != "NVIDIA" or name.startswith(("Rubin", "Feynman")):
        fields.add("logic_die_mm2")
    if name not in ("H100", "H200", "Rubin (VR200)"):
        fields.add("packages_per_wafer_gross")
    if name not in ("GB200", "Rubin (VR200)"):
        fields.add("it_power_w_per_unit")
    special = chip.fields_estimated_or_memory.rsplit("(except GB200)", 1)[-1].lstrip(";")
    for word, columns in {
        "bf16": ["bf16_dense_tflops"],
        "fp8": ["fp8_dense_tflops", "eight_bit_dense_tflops"],
        "tdp": ["tdp_w"],
        "price": ["price_usd"],
        "hbm_gb": ["hbm_gb"],
        "hbm_bw": ["hbm_tb_per_s"],
    }.items():
        if re.search(rf"\b{word}(_usd)?\b", special) and not special.startswith("all"):
            fields.update(columns)
    if special.lower().startswith("all"):
        kept = {"logic_dies_per_package", "node"}
        fields.update(LISTED if special.startswith("ALL") else set(LISTED) - kept)
    if "read_at" in COOLING[name]:
        fields.discard("cooling_class")
    else:
        fields.add("cooling_class")
    if blank(chip.interposer_area_mm2_est):
        fields.discard("package_area_mm2")
    if blank(chip.fp8_dense_tflops):
        fields.discard("fp8_dense_tflops")
    filled = {OUR_NAMES.get(c, c) for c in PROVENANCE.get(name, EPOCH).get("filled", {})}
    return ";".join(sorted(fields | filled, key=LISTED.index))


def family_of(name: str, vendor: str) -> str:
    """The family of a generation: its own name, where it has no kin."""
    named = (family for family, members in FAMILIES.items() if name in members)
    plain = re.sub(r"\(.*?\)|Trillium|Ironwood", "", name).strip()
    return next(named, f"{vendor} {plain}")


def packaging_of(text: str) -> str:
    """The packaging line of a raw package type."""
    if text.startswith("CoWoS"):
        return "cowos"
    return "efb" if text.startswith("EFB") else "domestic_25d"


def accelerator_rows(raw: Raw, nodes: Sequence[Row]) -> list[Row]:
    """One row for each generation, and for those to come after the last of each vendor."""
    table = raw["chips/accelerators.csv"]
    table["ship"] = table.volume_ship_quarter.map(quarter)
    newest = table.groupby("vendor").ship.max()
    rows = [_row(chip, chip.ship > newest[chip.vendor] - 1) for _, chip in table.iterrows()]
    return with_successors(rows, nodes, YEARS_ON_SALE)


def _row(chip: pd.Series, newest: bool) -> Row:
    """One row; the newest ship within a year of the vendor's last, so nothing follows them."""
    provenance = PROVENANCE.get(chip["name"], EPOCH)
    for column, value in provenance.get("filled", {}).items():
        chip[column] = value
    own = provenance["source"] == "planner_estimate"
    cooling = COOLING[chip["name"]]
    read = f" Cooling read at {cooling['read_at']}." if "read_at" in cooling else ""
    return {
        "accelerator": identifier(chip["name"], chip.vendor),
        "name": f"{chip.vendor} {chip['name']}",
        "vendor": chip.vendor,
        "family": family_of(chip["name"], chip.vendor),
        "supply_region": chip.region,
        "volume_ship_year": chip.ship,
        "last_sale_year": NOT_FOLLOWED if newest else int(chip.ship) + YEARS_ON_SALE,
        **ranged("bf16_dense_tflops", None, chip.bf16_dense_tflops, None),
        **ranged("fp8_dense_tflops", None, chip.fp8_dense_tflops, None),
        "fp4_dense_tflops": number(chip.fp4_dense_tflops),
        **ranged("eight_bit_dense_tflops", None, chip.h100e_by_fp8 * H100_EIGHT_BIT_TFLOPS, None),
        "tdp_w": number(chip.tdp_w),
        "it_power_w_per_unit": number(chip.it_power_per_unit_w),
        "node": node_of(chip.process_node),
        "logic_die_mm2": number(chip.logic_die_mm2),
        "logic_dies_per_package": int(chip.logic_dies_per_package),
        "packaging": packaging_of(chip.package_type),
        "packages_per_wafer_gross": number(chip.gross_packages_per_cowos_wafer),
        "package_area_mm2": number(chip.interposer_area_mm2_est),
        "hbm_type": chip.hbm_type,
        "hbm_gb": number(chip.hbm_gb),
        "hbm_tb_per_s": number(chip.hbm_bw_tbps),
        "hbm_pool": "china" if chip.region == "china" else "global",
        **ranged("price_usd", chip.price_usd_low, chip.price_usd, chip.price_usd_high),
        "scaleup_domain_units": int(chip.scaleup_domain_units),
        "cooling_class": cooling["class"],
        "estimated_fields": estimated_fields(chip),
        "source_id": provenance["source"],
        "confidence": weakest(chip.confidence, "estimate" if own else chip.confidence),
        "note": provenance["note"] + read,
    }


def h100e_by_name(raw: Raw) -> dict[str, float]:
    """H100-equivalents of one unit on the 8-bit basis, by our id."""
    table = raw["chips/accelerators.csv"]
    ids = [identifier(n, v) for n, v in zip(table.name, table.vendor, strict=True)]
    return dict(zip(ids, table.h100e_by_fp8.astype(float), strict=True))
