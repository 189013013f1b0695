"""Other values over a model: what a scenario changes, key by key."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from planner.config.faults import NOT_FOR_FILES, document_faults, unknown_key
from planner.config.faults import TOP_KEYS as _TOP_KEYS
from planner.config.former_names import current_key, notice
from planner.config.keys.model import ModelDefinition
from planner.config.toml_text import MOST_PARTS, parse_toml
from planner.config.values import CASES
from planner.errors import Fault, InputError, nearest, quoted

TOP_KEYS = tuple(key for key in _TOP_KEYS if key != "extends")
"""Keys that a scenario may change: a model that is read extends nothing any more."""

_PATHS = {
    "cases": "cases.table.row.column",
    "set": "set.table.row.column",
    "plugins": "plugins.NAME.KEY",
}
"""Keys under which a whole path is one key, and what it is made of."""


def overlaid(
    model: ModelDefinition,
    changes: Mapping[str, Any],
    *,
    name: str | None = None,
    origin: str = "--set",
) -> ModelDefinition:
    """`model` with other values, called `name` where one is given.

    A key of `changes` is one of three: a dotted key of a model file
    (``discount_rate``, ``limits.emissions_mt_per_year``, ``cases.sites.pue``);
    a cell of a table (``sites.abilene.pue``), as in ``[set]``; or, with low,
    central or high as its value, a quantity as in ``[cases]``
    (``workloads.mfu``). `origin` is where the changes are stated, for faults.
    Raises InputError with every fault of them.
    """
    document = model.model_dump(exclude={"origins", "overlaid", "notices"}, exclude_unset=True)
    origins = dict(model.origins)
    faults = []
    if name is not None and not re.fullmatch(r"\w[\w.+-]*", name):
        expected = "letters, digits, and . _ + - after the first: it names a folder"
        faults.append(Fault("--name", repr(name), expected))
    notices = list(model.notices)
    overlaid = dict.fromkeys(model.overlaid)
    for stated, value in changes.items():
        if (key := current_key(stated)) != stated:
            notices.append(notice(stated, key, origin))
        path = stated_path(key, value)
        head, _, rest = path.partition(".")
        if head not in TOP_KEYS or head in NOT_FOR_FILES:
            faults.append(unknown_key(head, TOP_KEYS, f"{origin}, key {key}"))
        elif head == "datasets":
            document["datasets"] = Path(str(value))
            if not document["datasets"].is_dir():
                where, found = f"{origin}, key datasets", f"no folder {str(value)!r}"
                faults.append(Fault(where, found, "the folder of the tables"))
        elif head in _PATHS and not rest:
            where, found = f"{origin}, key {key}", "no path after it"
            faults.append(Fault(where, found, _PATHS[head]))
        else:
            parts = [head, rest] if head in _PATHS else path.split(".")
            if (whole := _put(document, parts, value)) is not None:
                found = f"{path.rpartition('.')[0]} is {whole!r}, one value for all"
                expected = 'the whole of it, as in { "2028" = 5.0 }'
                faults.append(Fault(f"{origin}, key {key}", found, expected))
        origins[path] = origin
        overlaid[path] = None
    if faults:
        raise InputError(faults)
    try:
        filled_in = {
            "origins": origins,
            "overlaid": tuple(overlaid),
            "notices": tuple(notices),
        } | ({"name": name} if name else {})
        return ModelDefinition.model_validate(document | filled_in)
    except ValidationError as error:
        raise InputError(document_faults(error, origins, origin)) from None


def stated_path(key: str, value: Any) -> str:
    """The key of a model file that `key` stands for: itself, or one under cases or set."""
    parts = key.split(".")
    if len(parts) == 1 or parts[0] in _PATHS or _is_model_key(parts):
        return key
    if isinstance(value, str) and nearest(value, CASES):
        return f"cases.{key}"
    # Two parts name a column, which takes a case only: what is left is a misspelt key.
    return f"set.{key}" if len(parts) > 2 or parts[0] not in TOP_KEYS else key


def slug(changes: Mapping[str, Any]) -> str:
    """Changes as a part of a folder's name, cut where it would get long."""
    said = "__".join(f"{key.rpartition('.')[2]}-{value}" for key, value in changes.items())
    return re.sub(r"[^A-Za-z0-9_.+-]+", "-", said)[:60].strip("-.") or "as-it-is"


def folder_names(names: Iterable[str]) -> dict[str, str]:
    """Name to what a folder may be called for it, no two alike, whatever signs the names hold."""
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^\w.+-]+", "_", name)[:60].strip("-._+") or "scenario"
        chosen, count = plain, 1
        while chosen.casefold() in {other.casefold() for other in found.values()}:
            count += 1
            chosen = f"{plain}-{count}"
        found[name] = chosen
    return found


def parse_assignment(text: str, option: str = "--set") -> tuple[str, Any]:
    """``"discount_rate=0.1"`` as key and value; InputError when it is none."""
    key, value = split_assignment(text)
    if not key or not value:
        found = f"{text!r} is no assignment"
        raise InputError([Fault(option, found, "KEY=VALUE, as in discount_rate=0.1")])
    if key.count(".") >= MOST_PARTS or len(key.splitlines()) > 1:
        found = f"{quoted(key)} is no key"
        raise InputError([Fault(option, found, f"one line, of at most {MOST_PARTS} parts")])
    return key, parse_value(value, option)


def split_assignment(text: str) -> tuple[str, str]:
    """The key before ``=`` and what is after it, which is empty where there is none.

    The name of a row may hold the sign, too: the key ends in the name of a column or of a key,
    and what follows it is a value by itself, or holds the sign no more.
    """
    key, _, value = (part.strip() for part in text.partition("="))
    places = [place for place, sign in enumerate(text) if sign == "="]
    for place in places:
        left, right = text[:place].strip(), text[place + 1 :].strip()
        if re.fullmatch(r"\w+", left.rpartition(".")[2]) and (
            "=" not in right or _is_value(right)
        ):
            return left, right
    return key, value


def _is_value(text: str) -> bool:
    """Whether a text is a value, or several between commas, as TOML writes them."""
    try:
        parse_toml(f"value = [{text}]", "--set")
    except (tomllib.TOMLDecodeError, InputError):
        return False
    return True


def parse_assignments(texts: Iterable[str], option: str = "--set") -> dict[str, Any]:
    """Assignments as keys and values; InputError when one is none, or a key is set twice."""
    values: dict[str, Any] = {}
    for text in texts:
        key, value = parse_assignment(text, option)
        if key in values:
            raise InputError([Fault(option, f"{quoted(key)} is set twice", "each key once")])
        values[key] = value
    return values


def parse_value(text: str, option: str = "--set") -> Any:
    """A value as TOML writes it; what is none in TOML is text, so names need no quotes.

    Raises InputError for a text of several lines, of which all but the first would be lost.
    """
    value = text.strip()
    if len(value.splitlines()) > 1:
        found = f"{quoted(value)} has {len(value.splitlines())} lines"
        raise InputError([Fault(option, found, "one value in one line", f"one {option} for each")])
    try:
        return parse_toml(f"value = {value}", option)["value"]
    except tomllib.TOMLDecodeError:
        return value


def _is_model_key(parts: list[str]) -> bool:
    """Whether a dotted key is one that a model file may hold."""
    if parts[0] not in TOP_KEYS:
        return False
    part = ModelDefinition.model_fields[parts[0]].annotation
    if not (isinstance(part, type) and issubclass(part, BaseModel)):
        return True
    return parts[1] in part.model_fields


def _put(document: dict[str, Any], parts: list[str], value: Any) -> Any:
    """Set a value in nested tables, each copied first: the model below keeps its own.

    Returns what stands in the way: a value where a table would have to be.
    """
    if len(parts) == 1:
        document[parts[0]] = value
        return None
    inner = document.get(parts[0])
    if inner is not None and not isinstance(inner, dict):
        return inner
    document[parts[0]] = dict(inner or {})
    return _put(document[parts[0]], parts[1:], value)
