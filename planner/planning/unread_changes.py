"""Changes over a model that nothing in it reads: a cell that is set acts or is refused.

What a cell does is not declared here but found: the world is built without the change and, where
it is the same, with other values of the cell. Where it is the same for all of them nothing reads
the cell, and what the tables and the keys say of it is told as the reason. A cell that acts with
another value, beside other keys or with other changes is so not refused.
"""

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from planner.config import ModelDefinition
from planner.data.cells import Value
from planner.data.inputs import Inputs
from planner.data.paths import Target, is_end, keys_of, resolve
from planner.data.reading import plain
from planner.data.schema import Field
from planner.data.unread import Names, Reason, is_picked, reason
from planner.data.unread_keys import unread_keys
from planner.errors import Fault, InputError, quoted
from planner.planning.inputs import load_inputs
from planner.system import World
from planner.system.build import build_world
from planner.system.planned_world import planned, without_told_targets

CELLS, CASES = "set", "cases"
"""The tables of a model file whose keys are paths to cells."""
_FEW = 3
"""Worlds that are built to see that nothing reads a cell where this is stated, too."""
_MOST_NAMES = 4
"""Other names that are tried in a cell of text."""


@dataclass(frozen=True)
class Told:
    """What is to be said of what a model changes."""

    faults: tuple[Fault, ...] = ()
    """What nothing reads."""
    notices: tuple[str, ...] = ()
    """What no plan reads, but what is asked of a plan, or a model that is extended for others."""


def unread_changes(
    model: ModelDefinition, inputs: Inputs | None = None, world: World | None = None
) -> Told:
    """What is to be said of keys and cells that are laid over a model, and of its file's own.

    Of a file, all is refused that is plain from its row, its column and the keys, if it is planned
    as it is; of what it extends, or below other values, a notice is enough.
    Raises what :func:`planner.planning.load_world` raises.
    """
    told = _Saying(model, inputs, world)
    for key, why in unread_keys(model):
        told.of_key(key, why)
    for key in _cells(model):
        told.of_cell(key)
    return Told(tuple(told.faults), tuple(told.notices))


def _cells(model: ModelDefinition) -> list[str]:
    """Keys of the model that change cells: ``set.`` or ``cases.``, and the path."""
    return [f"{kind}.{path}" for kind in (CELLS, CASES) for path in getattr(model, kind)]


class _Saying:
    """What is said of one model, as it is found; its world is built where it is needed."""

    def __init__(self, model: ModelDefinition, inputs: Inputs | None, world: World | None) -> None:
        self.model = model
        self._inputs, self._world = inputs, world
        self.faults: list[Fault] = []
        self.notices: list[str] = []

    @cached_property
    def inputs(self) -> Inputs:
        """The tables of the model."""
        return self._inputs or load_inputs(self.model)

    @cached_property
    def world(self) -> World:
        """Its world."""
        return self._world or build_world(self.inputs, self.model)

    @cached_property
    def names(self) -> Names:
        """What of the tables it plans with."""
        return names_of(self.world, self.model)

    def of_key(self, key: str, why: Reason) -> None:
        """Refuse a key that nothing reads, or tell it."""
        part, _, name = key.partition(".")
        if self.model.stated(key):
            value = quoted(getattr(getattr(self.model, part), name))
            self._say(key, f"{value}, and nothing reads it", why)

    def of_cell(self, key: str) -> None:
        """Refuse a changed cell that nothing reads, or tell it."""
        kind, _, path = key.partition(".")
        laid_over = key in self.model.overlaid
        if path == "*" or not (laid_over or self._may_be_unread(key)):
            return
        target = _target(path, self.inputs)
        # Where tables and keys say so, too, the two values farthest away are proof enough.
        most = _FEW if self._reason(target).stated else None
        found = _read_by(self.model, kind, path, self.inputs, self.world, most)
        if found == "plan":
            return
        place = self.model.place(key)
        if found == "targets":
            self.notices.append(
                f"{place}: no target of the plan, whose demand has a price; it is told beside that"
            )
        elif words := _answers(target, path, self.inputs, self.model):
            self.notices.append(f"{place}: {words}")
        elif not _is_text_for_readers(target):
            stated = quoted(getattr(self.model, kind)[path])
            self._say(key, f"{stated}, and nothing reads it", self._reason(target))

    def _may_be_unread(self, key: str) -> bool:
        """Whether what is stated of a cell of a file says that nothing reads it."""
        target = _target(key.partition(".")[2], self.inputs)
        return target.row is not None and self._reason(target).stated

    def _reason(self, target: Target) -> Reason:
        row: dict[str, Value] = {}
        if target.key is not None:
            row = dict(zip(target.table.key, target.key, strict=True))
        return reason(self.model, target, row, self.names)

    def _say(self, key: str, found: str, why: Reason) -> None:
        own = self.model.origins.get(key, "").startswith(self.model.path.name)
        place = self.model.place(key)
        if key in self.model.overlaid or (own and not self.model.overlaid):
            expected = "what the model reads"
            self.faults.append(Fault(place, f"{found}: {why.why}", expected, why.way_out))
        else:
            self.notices.append(f"{place}: {found}: {why.why}; {why.way_out}")


def unread_in_all(scenarios: Sequence[ModelDefinition], most: int = 12) -> list[Fault]:
    """Faults of what is laid over scenarios and none of them reads; none of what is not sure.

    What is changed may act in some of the scenarios alone. Of each key so many are tried at most.
    """
    faults: list[Fault] = []
    stating: dict[str, list[ModelDefinition]] = {}
    for model in scenarios:
        for key in model.overlaid:
            stating.setdefault(key, []).append(model)
    said: dict[int, _Saying] = {}
    for key, models in stating.items():
        tried = _unlike(models)
        own: list[Fault] = []
        for model in tried[:most]:
            saying = said.setdefault(id(model), _Saying(model, None, None))
            before = len(saying.faults)
            if key.startswith((f"{CELLS}.", f"{CASES}.")):
                saying.of_cell(key)
            for other, why in unread_keys(model):
                if other == key:
                    saying.of_key(key, why)
            own = saying.faults[before:]
            if not own:
                break
        if len(tried) <= most:
            faults += own
    return faults


def _unlike(models: Iterable[ModelDefinition]) -> list[ModelDefinition]:
    """One model of each choice of keys: which values its cells have changes nothing there."""
    found: dict[str, ModelDefinition] = {}
    for model in models:
        keys = model.model_dump_json(exclude={CELLS, CASES, "name", "title", "description"})
        found.setdefault(keys, model)
    return list(found.values())


def _read_by(
    model: ModelDefinition,
    kind: str,
    path: str,
    inputs: Inputs,
    world: World,
    most: int | None = None,
) -> str:
    """What reads a changed cell: ``plan``, ``targets`` that are told alone, or nothing.

    At `most` so many worlds are built.
    """
    as_planned = planned(world)
    told = False
    for attempt, other in enumerate(islice(_others(model, kind, path, inputs), most)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tables = load_inputs(other)
        except InputError:
            if attempt:
                continue  # A value that is tried need not fit the other rows.
            return "plan"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = planned(build_world(tables, other))
        except InputError:
            return "plan"
        if found == as_planned:
            continue
        if without_told_targets(found) != without_told_targets(as_planned):
            return "plan"
        told = True
    return "targets" if told else ""


def _others(
    model: ModelDefinition, kind: str, path: str, inputs: Inputs
) -> Iterator[ModelDefinition]:
    """The model without a change, and then with other values of its cell."""
    stated: Mapping[str, Any] = getattr(model, kind)
    rest = {other: value for other, value in stated.items() if other != path}
    yield model.model_copy(update={kind: rest})
    values: Iterable[Any] = ("low", "high")
    if kind == CELLS:
        target = _target(path, inputs)
        # What only others read is not sought in a plan, and an end only where there are cases.
        others = target.table.fields[target.column].used.by != "plan"
        others |= is_end(path, inputs.schema) and not model.cases
        values = () if others else _values(target, inputs)
    for value in values:
        yield model.model_copy(update={kind: {**rest, path: value}})


def _values(target: Target, inputs: Inputs) -> Iterable[Value]:
    """Values that a cell could hold as well, those that are farthest away first."""
    field = target.table.fields[target.column]
    frame = inputs.tables[target.table.name]
    now = None if target.row is None else plain(frame[target.column])[target.row]
    if field.type == "boolean":
        return [not now]
    if field.type == "string":
        column = field.refers_to.partition(".")[0]
        known = [key[0] for key in keys_of(inputs.tables[column])] if column else field.enum
        return [name for name in known if name != now][:_MOST_NAMES]
    return _numbers(field, float(now) if isinstance(now, int | float) else 0.0)


def _numbers(field: Field, now: float) -> list[Value]:
    low = -float("inf") if field.minimum is None else field.minimum
    high = float("inf") if field.maximum is None else field.maximum
    wanted = [high, low, 0.0, 2 * now, now / 2, now + 1, now - 1, 1.1 * now, 0.9 * now]
    fits = [x for x in wanted if low <= x <= high and abs(x) < float("inf") and x != now]
    if field.type == "integer":
        return list(dict.fromkeys(round(x) for x in fits))
    return list(dict.fromkeys(fits))


def _answers(target: Target, path: str, inputs: Inputs, model: ModelDefinition) -> str:
    """What reads a cell that no plan reads, in words; empty where nothing does."""
    field = target.table.fields[target.column]
    if is_end(path, inputs.schema):
        of = next(f.name for f in target.table.fields.values() if target.column in (f.low, f.high))
        return f"an end of the range of {of}: a plan reads it where [cases] asks for it"
    otherwise = field.used.otherwise == "answers" and not is_picked(model, field.used)
    if field.used.by == "answers" or otherwise:
        return "no plan reads it, but what is asked of one"
    return ""


def _is_text_for_readers(target: Target) -> bool:
    """Whether a cell is a name, a note or a source, which is shown where it stands."""
    field = target.table.fields[target.column]
    return field.type == "string" and field.used.by == "readers"


def _target(path: str, inputs: Inputs) -> Target:
    """The cell of a path, or for all quantities of a table the first of them."""
    table, _, rest = path.partition(".")
    if rest == "*":
        fields = inputs.schema[table].fields.values()
        return Target(inputs.schema[table], next(f.name for f in fields if f.ranged))
    found = resolve(path, inputs.tables, inputs.schema, path)
    if isinstance(found, Fault):
        raise InputError([found])
    return found


def names_of(world: World, model: ModelDefinition) -> Names:
    """The things of the tables that are planned, by ``table.column`` of their identifier."""
    stands_in = planned(world)
    return {
        "sites.site": {
            *world.sites,
            *(member for site in world.sites.values() for member in site.members),
            *(
                member
                for site in world.sites.values()
                if site.pool
                for member in site.pool.members
            ),
        },
        "regions.region": set(world.regions),
        "accelerators.accelerator": set(stands_in.accelerators),
        "power_technologies.technology": set(stands_in.technologies),
        "workloads.workload": set(model.workloads.use),
        "time_slices.slice_set": () if model.time.days else (model.time.slice_set,),
        "regions.country": {region.country for region in world.regions.values()},
    }
