"""Keys and names of rows and columns, made when they are asked for.

A name is for people and files: it quotes what a label may hold, brackets and commas too, and is
never taken apart again. Whoever wants the site or the year of a row looks at its key.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar, overload

from pyomo.core.base.component_namer import name_repr

Item = TypeVar("Item")


class MadeLate(Sequence[Item]):
    """A list that is made at the first look at it, of a length that is known; many never look.

    `of` is kept until then: Pyomo's members know their model, and so their
    names, only while somebody holds it.
    """

    def __init__(self, count: int, make: Callable[[], list[Item]], of: Any = None) -> None:
        self._count = count
        self._of = of
        self._make: Callable[[], list[Item]] | None = make
        self._items: list[Item] = []

    def _list(self) -> list[Item]:
        if self._make is not None:
            self._items, self._make, self._of = self._make(), None, None
        return self._items

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> list[Item]: ...
    def __getitem__(self, place: int | slice) -> Item | list[Item]:
        return self._list()[place]

    def __iter__(self) -> Iterator[Item]:
        return iter(self._list())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._list() == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._list())

    def __reduce__(self) -> tuple[type[list[Item]], tuple[list[Item]]]:
        """A copy or a pickle is a list: what it is made from needn't travel."""
        return list, (self._list(),)


_FIRST_YEAR = 1000


class Key(NamedTuple):
    """What tells a row or a column from all others: nobody has to take its name apart."""

    family: str
    """The component that it is a member of."""
    labels: tuple[Any, ...]
    """Its labels as they are; none where the component has one member only."""

    @property
    def year(self) -> int | None:
        """The last year among its labels: a number, where a name of digits is a text.

        Smaller numbers are the parts of a year.
        """
        numbers = (label for label in reversed(self.labels) if isinstance(label, int))
        return next((number for number in numbers if number >= _FIRST_YEAR), None)


Keys = MadeLate[Key]
Names = MadeLate[str]


def keys_of(members: Iterable[Any]) -> list[Key]:
    """The key of each variable or constraint."""
    heads: dict[int, str] = {}
    keys = []
    for member in members:
        component = member.parent_component()
        if component is member or not component.is_indexed():
            keys.append(Key(member.name, ()))
            continue
        head = heads.get(id(component))
        if head is None:
            head = heads[id(component)] = component.name
        keys.append(Key(head, _labels(member.index())))
    return keys


def keys_under(component: Any, indices: Iterable[Any]) -> list[Key]:
    """The keys that members of the component at these indices have, or would have."""
    head = component.name
    return [Key(head, _labels(index)) for index in indices]


def names_of(keys: Sequence[Key], of: Any = None) -> Names:
    """The names of members as Pyomo gives them, five times as fast; `of` is their model."""
    return Names(len(keys), lambda: _named(keys), of)


def _named(keys: Iterable[Key]) -> list[str]:
    """As ``index_repr`` of Pyomo, which looks at every label anew."""
    known: dict[tuple[type, Any], str] = {}
    names = []
    for family, labels in keys:
        words = []
        for label in labels:
            key = (label.__class__, label)
            word = known.get(key)
            if word is None:
                word = known[key] = name_repr(label)
            words.append(word)
        names.append(f"{family}[{','.join(words)}]" if labels else family)
    return names


def _labels(index: Any) -> tuple[Any, ...]:
    return index if isinstance(index, tuple) else (index,)
