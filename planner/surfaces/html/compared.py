"""What a comparison of runs is made from: their facts, and what differs between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from planner.analysis.run_comparison import SAME, Difference, Subject, compare, names_of
from planner.surfaces.html.facts import UNITS, Facts, Unit, suited
from planner.wording.numbers import printed
from planner.wording.query import Condition, Query, answer
from planner.wording.text import Name, Number, Text, say

LIMITS = "comparison/limits"
ASKED = "comparison/asked"
GONE, NEW, MOVED, STAYED = "gone", "new", "moved", "stayed"
"""Of a limit: bound in the first run alone, in the other alone, in other years, or in the same."""


@dataclass(frozen=True)
class Compared:
    """Runs beside the first of them; queries name tables as ``<run>/<table>``."""

    runs: tuple[Facts, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, runs: Sequence[Facts]) -> "Compared":
        """Runs under the names of their folders. Raises InputError when one is named twice."""
        names = names_of([run.folder for run in runs])
        named = (replace(run, prefix=f"{n}/") for n, run in zip(names, runs, strict=True))
        return cls(tuple(named), tuple(names))

    @property
    def base(self) -> Facts:
        """The run that the others are held against."""
        return self.runs[0]

    @property
    def others(self) -> list[tuple[str, Facts]]:
        """The other runs with their names."""
        return list(zip(self.names[1:], self.runs[1:], strict=True))

    @property
    def headings(self) -> list[str]:
        """The names as headings of columns, which break between words."""
        return [name.replace("__", " ") for name in self.names]

    @property
    def last(self) -> int | None:
        """The last year that all have; None where they have none in common."""
        common = set.intersection(*(set(run.years) for run in self.runs))
        return max(common, default=None)

    @cached_property
    def difference(self) -> Difference:
        """What differs, as tables."""
        return compare(
            [
                Subject(name, run.plan, run.manifest)
                for name, run in zip(self.names, self.runs, strict=True)
            ]
        )

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables that numbers are looked up in: those of each run, and two of differences."""
        found = {name: table for run in self.runs for name, table in run.named_tables.items()}
        return {**found, LIMITS: self._limits(), ASKED: self.difference.asked}

    def _limits(self) -> pd.DataFrame:
        """Limits that bind in some run, and for each other run what became of each of them."""
        table = self.difference.limits.copy()
        first = table[self.names[0]]
        for name in self.names[1:]:
            other = table[name]
            became = pd.Series(MOVED, index=table.index, dtype=object)
            became[first == other] = STAYED
            became[(first != "") & (other == "")] = GONE
            became[(first == "") & (other != "")] = NEW
            table[f"in {name}"] = became
        return table

    def count(self, table: str, **where: Condition) -> Number:
        """How many rows of a table of differences meet every condition."""
        column = str(self.tables[table].columns[0])
        query = Query(table, column, "rows", tuple(where.items()))
        value = answer(query, self.tables)
        return Number(printed(value, "count"), value, query)

    def became(self, other: str, what: str) -> Number:
        """How many limits have gone, come or moved in a run."""
        query = Query(LIMITS, "what", "rows", ((f"in {other}", what),))
        value = answer(query, self.tables)
        return Number(printed(value, "count"), value, query)

    def change(
        self,
        other: Facts,
        table: str,
        column: str,
        *,
        noun: str = "",
        of: str = "",
        unit: Unit | None = None,
        words: tuple[str, str] = ("more", "less"),
        **where: Condition,
    ) -> Text:
        """How much a sum differs from the first run's: see :meth:`told`."""
        query = self.change_of(other, table, column, where)
        return self.difference_in_words(query, noun=noun, of=of, unit=unit, words=words)

    def change_of(
        self, other: Facts, table: str, column: str, where: Mapping[str, Condition]
    ) -> Query:
        """The sum of a column in a run, less that in the first."""
        conditions = tuple(where.items())
        before = Query(self.base.prefix + table, column, "sum", conditions)
        return Query(other.prefix + table, column, "sum", conditions, less=before)

    def difference_in_words(
        self,
        query: Query,
        *,
        noun: str = "",
        of: str = "",
        unit: Unit | None = None,
        words: tuple[str, str] = ("more", "less"),
    ) -> Text:
        """A difference in words: "1.09 GW less"; "as much" where there is none.

        `noun` stands before the word and `of` after it; `unit` is that of the
        column where the number is to be in the unit that suits its size.
        """
        value = answer(query, self.tables)
        before = answer(query.less, self.tables) if query.less else 0.0
        if abs(value) <= SAME * max(abs(before), 1e-3):
            return say("as much")
        best = suited(abs(value), unit) if unit else None
        scale = UNITS[unit] / UNITS[best] if unit and best else 1.0
        signed = replace(query, scale=scale if value > 0 else -scale)
        size = answer(signed, self.tables)
        before_word = " ".join(filter(None, (best, noun)))
        return say(
            "{number}{noun} " + words[0 if value > 0 else 1] + "{of}",
            number=Number(printed(size), size, signed),
            noun=Name(f" {before_word}" if before_word else ""),
            of=Name(f" {of}" if of else ""),
        )


def quoted(name: str) -> Name:
    """The name of a run in a sentence."""
    return Name(f"“{name}”")
