"""What a model says to a plug-in: its table under ``[plugins]``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | float | bool


@dataclass(frozen=True)
class Settings:
    """The keys of ``[plugins.NAME]`` with their values; inner tables have dotted keys."""

    plugin: str
    values: Mapping[str, Value] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    """Key to where it stands, as in ``my_model.toml, line 12, key plugins.NAME.key``."""

    def under(self, table: str) -> dict[str, Value]:
        """The values of an inner table by the rest of their keys, which may have dots."""
        start = f"{table}."
        return {
            key.removeprefix(start): value
            for key, value in self.values.items()
            if key.startswith(start)
        }

    def place(self, key: str) -> str:
        """Where a key stands, for a fault."""
        return self.places.get(key, f"key plugins.{self.plugin}.{key}")
