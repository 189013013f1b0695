"""Sentences whose numbers know where they come from.

A sentence is a :class:`Text` of plain words and of parts that hold digits:
numbers with the query that gives them, years, and proper names. Each form of
the report writes the parts in its own way; a test looks every number up again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import Formatter

from planner.wording.query import Query


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a sentence: as it is printed, its value, and where it is from."""

    text: str
    value: float
    query: Query

    def __str__(self) -> str:
        """The number as it is printed."""
        return self.text


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the calendar."""

    year: int

    def __str__(self) -> str:
        """The four digits."""
        return str(self.year)


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, a title, or a unit, whose digits are no finding."""

    text: str

    def __str__(self) -> str:
        """The name."""
        return self.text


Part = str | Number | Year | Name


@dataclass(frozen=True, slots=True)
class Text:
    """Words and parts, one after another."""

    parts: tuple[Part, ...] = ()

    def __str__(self) -> str:
        """The sentence as plain text."""
        return "".join(str(part) for part in self.parts)

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(str(self))

    def __add__(self, other: "Text") -> "Text":
        """One text after another, without a space between."""
        return Text(self.parts + other.parts)

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Its numbers, in their order."""
        return tuple(part for part in self.parts if isinstance(part, Number))

    def capital(self) -> "Text":
        """The same, beginning with a capital letter."""
        if not self.parts:
            return self
        first = self.parts[0]
        if isinstance(first, str):
            return Text((first[:1].upper() + first[1:], *self.parts[1:]))
        if isinstance(first, Number):
            text = first.text[:1].upper() + first.text[1:]
            return Text((Number(text, first.value, first.query), *self.parts[1:]))
        return self

    def lower(self) -> "Text":
        """The same, to go on with after other words."""
        first = self.parts[0] if self.parts else None
        if isinstance(first, str):
            return Text((first[:1].lower() + first[1:], *self.parts[1:]))
        return self


def say(template: str, **parts: "Part | Text") -> Text:
    """A text from a template: ``say("{gw} GW in {year}", gw=..., year=Year(2030))``."""
    found: list[Part] = []
    for words, name, _, _ in Formatter().parse(template):
        if words:
            found.append(words)
        if name:
            part = parts[name]
            found += part.parts if isinstance(part, Text) else [part]
    return Text(tuple(found))


def listed(items: Sequence["Part | Text"], last: str = " and ") -> Text:
    """``"a, b and c"``; nothing of nothing."""
    found: list[Part] = []
    for i, item in enumerate(items):
        if i:
            found.append(last if i == len(items) - 1 else ", ")
        found += item.parts if isinstance(item, Text) else [item]
    return Text(tuple(found))


def years(of: Iterable[int]) -> Text:
    """Years with spans of three and more drawn together: "2026 and 2028 to 2030"."""
    spans: list[list[int]] = []
    for year in sorted(set(of)):
        if spans and spans[-1][-1] == year - 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    items: list[Text] = []
    for span in spans:
        if len(span) > 2:
            items.append(say("{a} to {b}", a=Year(span[0]), b=Year(span[-1])))
        else:
            items += [Text((Year(year),)) for year in span]
    return listed(items)


def sentences(*texts: Text) -> Text:
    """Sentences in one paragraph; empty ones are left out."""
    found: list[Part] = []
    for text in texts:
        if text:
            found += [" "] if found else []
            found += text.parts
    return Text(tuple(found))
