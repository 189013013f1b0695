"""Names of rows and columns as Pyomo gives them, made when they are asked for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, overload

from pyomo.core.base.component_namer import name_repr


class Names(Sequence[str]):
    """A list of names that is made at the first look; many solves never look.

    `of` is kept until then: Pyomo's members know their model, and so their
    names, only while somebody holds it.
    """

    def __init__(self, count: int, make: Callable[[], list[str]], of: Any = None) -> None:
        self._count = count
        self._of = of
        self._make: Callable[[], list[str]] | None = make
        self._names: list[str] = []

    def _list(self) -> list[str]:
        if self._make is not None:
            self._names, self._make, self._of = self._make(), None, None
        return self._names

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        return self._list()[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._list())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._list() == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._list())

    def __reduce__(self) -> tuple[type[list[str]], tuple[list[str]]]:
        """A copy or a pickle is a list: what the names are made from needn't travel."""
        return list, (self._list(),)


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
