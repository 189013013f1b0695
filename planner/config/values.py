"""The types of the values in a model file: names, years, cases and cells."""

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError, PydanticKnownError

from planner.config.stated_values import StatedValues
from planner.plugins.solver_methods import METHODS, method_names


def in_unit(unit: str) -> Any:
    """The unit of a key, beside its type: sheets and reports read it from there."""
    return Field(json_schema_extra={"unit": unit})


Case = Literal["low", "central", "high"]
"""Which value of a quantity with a range is used."""

CASES: tuple[str, ...] = get_args(Case)

Position = Annotated[float, Field(ge=-1, le=1)]
"""A point of a range: -1 is its low end, 0 its central value, 1 its high end, and between them
straight lines. A blank end counts as the central value."""

CellValue = str | int | float | bool
"""What ``[set]`` may put into a cell."""

DiscountTiming = Literal["start", "middle", "end"]
PAID_AT: Mapping[DiscountTiming, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""Point of a year at which its cash flows fall, as a share of the year, by its name in a model."""

SiteKind = Literal["campus", "announced", "candidate", "fleet_pool"]


def _all_or_list(value: object) -> object:
    if isinstance(value, str) and value != "all":
        raise PydanticCustomError("all_or_list", "'all' or a list of names")
    return value


# The branch of a union is chosen first, so that a fault speaks of that branch alone.
def _which(value: object) -> str:
    return "<all>" if isinstance(value, str) else "<list>"


def _named_or_number(value: object) -> str:
    return "<name>" if isinstance(value, str) else "<position>"


def _by_year_or_flat(value: object) -> str:
    return "<by year>" if isinstance(value, Mapping) else "<flat>"


_LONGEST = 200
"""Bytes of a folder's name: file systems take 255, of which temporary names need some."""


def _inside(name: str) -> str:
    """A name that stays where it is put: no folder above, none below, nothing unseen."""
    if (
        name.strip(". ")
        and not re.search(r"[/\\\x00-\x1f\x7f]", name)
        and len(name.encode(errors="replace")) <= _LONGEST
    ):
        return name
    raise contradiction(repr(name), "a name that a folder can have, of the file or by --name")


FolderName = Annotated[str, AfterValidator(_inside)]
# A TOML file has lists where the frozen objects hold tuples.
Names = Annotated[tuple[str, ...], Field(strict=False)]
All = Annotated[Literal["all"], BeforeValidator(_all_or_list), Tag("<all>")]
AllOrNames = Annotated[All | Annotated[Names, Tag("<list>")], Discriminator(_which)]
Kinds = Annotated[tuple[SiteKind, ...], Field(strict=False)]
AllOrKinds = Annotated[All | Annotated[Kinds, Tag("<list>")], Discriminator(_which)]
CaseOrPosition = Annotated[
    Annotated[Case, Tag("<name>")] | Annotated[Position, Tag("<position>")],
    Discriminator(_named_or_number),
]
CalendarYear = Annotated[int, Field(ge=2000, le=2200)]
# The keys of a TOML table are text, so a year comes as "2030".
YearKey = Annotated[int, Field(strict=False, ge=2000, le=2200)]
NotNegative = Annotated[float, Field(ge=0)]
FlatOrByYear = Annotated[
    Annotated[NotNegative, Tag("<flat>")]
    | Annotated[dict[YearKey, NotNegative], Tag("<by year>")],
    Discriminator(_by_year_or_flat),
]
Share = Annotated[float, Field(ge=0, le=1)]
ShareFlatOrByYear = Annotated[
    Annotated[Share, Tag("<flat>")] | Annotated[dict[YearKey, Share], Tag("<by year>")],
    Discriminator(_by_year_or_flat),
]


def _solver_name(value: str) -> str:
    if value not in METHODS and value not in (names := method_names()):
        expected = f"{', '.join(map(repr, names[:-1]))} or {names[-1]!r}"
        raise PydanticKnownError("literal_error", {"expected": expected})
    return value


def _with_names(schema: dict[str, object]) -> None:
    schema["enum"] = list(method_names())


SolverName = Annotated[str, AfterValidator(_solver_name), Field(json_schema_extra=_with_names)]
"""A method of solving: one that is built in, or that of a plug-in."""


def by_year(limit: float | Mapping[int, float] | None, years: Iterable[int]) -> StatedValues[int]:
    """A limit for each of `years` that has one: the same in all, or as its table says."""
    if limit is None:
        return StatedValues({})
    if not isinstance(limit, Mapping):
        return StatedValues(dict.fromkeys(years, limit), dict.fromkeys(years))
    return StatedValues({year: limit[year] for year in years if year in limit})


def contradiction(found: str, expected: str) -> PydanticCustomError:
    """The error of values that are right by themselves and not together."""
    context = {"found": found, "expected": expected}
    return PydanticCustomError("contradiction", "{found}; expected {expected}", context)


def no_overlap(name: str, chosen: Iterable[str], exclude: Iterable[str]) -> None:
    """Refuse names that are taken in and left out at once."""
    both = sorted(frozenset(chosen) & frozenset(exclude))
    if both:
        raise contradiction(f"{', '.join(both)} in {name} and in exclude", "each in one of them")
