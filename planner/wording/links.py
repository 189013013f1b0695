"""Links of the supply of chips as a reader knows them."""

KINDS = {
    "node": "Logic wafers",
    "packaging": "Packaging wafers",
    "hbm": "Memory",
    "euv": "EUV scanners",
    "equipment": "Electrical equipment",
    "construction": "National construction",
}
"""Kind of a resource to what all of its pools are."""
NAMES = {
    "cowos": "CoWoS",
    "global": "HBM, world",
    "china": "HBM, China",
    "smic_7nm": "SMIC 7 nm",
    "domestic_25d": "2.5D, China",
    "scanners": "Exposures",
    "large_power_transformer": "Large transformers",
    "medium_voltage_switchgear": "Switchgear",
}
"""Pool to its name, where that is not its key in capitals."""


def pool_name(pool: str) -> str:
    """A pool beside its kind: ``"CoWoS"``."""
    return NAMES.get(pool, pool.upper())


def link_name(kind: str, pool: str) -> str:
    """A pool with its kind: ``"National construction: USA"``."""
    return f"{KINDS.get(kind, kind)}: {pool_name(pool)}"
