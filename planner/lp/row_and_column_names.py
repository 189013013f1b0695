"""Names of rows and columns as Pyomo gives them, made when they are asked for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar, overload

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


Names = MadeLate[str]


class Namer:
    """Names of members of components, as their ``name`` gives them and five times as fast."""

    def __init__(self) -> None:
        self._labels: dict[tuple[type, Any], str] = {}
        self._heads: dict[int, str] = {}

    def of(self, members: Iterable[Any]) -> list[str]:
        """The name of each variable or constraint."""
        names = []
        for member in members:
            component = member.parent_component()
            if component is member or not component.is_indexed():
                names.append(member.name)
                continue
            head = self._heads.get(id(component))
            if head is None:
                head = self._heads[id(component)] = component.name
            names.append(self._name(head, member.index()))
        return names

    def under(self, component: Any, indices: Iterable[Any]) -> list[str]:
        """The names that members of the component at these indices have, or would have."""
        head = component.name
        return [self._name(head, index) for index in indices]

    def _name(self, head: str, index: Any) -> str:
        """As ``index_repr`` of Pyomo, which looks at every label anew."""
        known = self._labels
        labels = index if isinstance(index, tuple) and len(index) > 1 else (index,)
        words = []
        for label in labels:
            key = (label.__class__, label)
            word = known.get(key)
            if word is None:
                word = known[key] = name_repr(label)
            words.append(word)
        return f"{head}[{','.join(words)}]"
