"""Lists in one cell: names parted by commas, and names with a share each."""

import re
from collections.abc import Mapping


def names_in(text: str | None) -> list[str]:
    """The names of a cell; commas, semicolons and line breaks part them."""
    return [name.strip() for name in re.split("[,;\n]", text or "") if name.strip()]


def shares_in(text: str | None) -> tuple[dict[str, float], str]:
    """Name to share of a cell such as ``west = 0.8, china = 0.2``, and what is no share.

    The second is empty where all is well. A name twice is no share either:
    one of the two would be lost.
    """
    shares: dict[str, float] = {}
    for part in names_in(text):
        name, sign, number = (word.strip() for word in part.partition("="))
        try:
            value = float(number)
        except ValueError:
            return {}, part
        if not (name and sign) or name in shares:
            return {}, part
        shares[name] = value
    return shares, ""


def shown_shares(shares: Mapping[str, float]) -> str:
    """Shares as a cell has them, to the last digit."""
    return ", ".join(f"{name} = {share!r}" for name, share in shares.items())
