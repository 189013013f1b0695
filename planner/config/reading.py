"""Find a model file, read it, and lay it over the model that it extends."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planner.config.dotted_keys import flattened, key_lines, switched_on
from planner.config.faults import (
    NOT_FOR_FILES,
    TOP_KEYS,
    document_faults,
    syntax_fault,
    unknown_key,
)
from planner.config.former_names import current_document, current_key, notice
from planner.config.keys.model import ModelDefinition
from planner.config.locations import bundled
from planner.config.toml_text import parse_toml
from planner.errors import Fault, InputError, did_you_mean, listed, quoted, raise_any

MOST_EXTENDED = 32
"""Models above each other, each of which extends the next."""


def load_model(name_or_path: str | Path) -> ModelDefinition:
    """Read a model: the name of one that ships with the planner, or the path of a file.

    Raises InputError with every fault of the file and of those that it extends.
    """
    path = _found(name_or_path)
    notices: list[str] = []
    document, origins = _read(path, (), notices)
    faults = [
        unknown_key(key, TOP_KEYS, f"{origins[key]}, key {key}")
        for key in document
        if key in NOT_FOR_FILES
    ]
    folder = document.get("datasets")
    if isinstance(folder, Path) and not folder.is_dir():
        where = f"{origins['datasets']}, key datasets"
        faults.append(Fault(where, f"no folder {str(folder)!r}", "the folder of the tables"))
    filled_in = {
        "name": path.stem,
        "path": path,
        "origins": origins,
        "notices": tuple(notices),
    }
    try:
        model = ModelDefinition.model_validate(document | filled_in)
    except ValidationError as error:
        faults += document_faults(error, origins, path.name)
    raise_any(faults)
    return model


def bundled_models() -> dict[str, Path]:
    """Name to file of each model that ships with the planner."""
    return {path.stem: path for path in sorted(bundled("models").glob("*.toml"))}


def _found(name_or_path: str | Path) -> Path:
    """The file that a user means."""
    path = Path(name_or_path)
    if path.parts and path.parts[0] == "~":
        path = path.expanduser()
    if isinstance(name_or_path, str) and len(path.parts) == 1 and path.suffix != ".toml":
        models = bundled_models()
        if name_or_path in models:
            return models[name_or_path]
        if not path.is_file():
            expected = f"one of {listed(models)}, or the path of a .toml file"
            fix = did_you_mean(name_or_path, models)
            fault = Fault(f"model {name_or_path!r}", "no model of that name", expected, fix)
            raise InputError([fault])
    if path.is_dir():
        fix = "a run is asked by other commands, such as planner show" if path.name else ""
        raise InputError([Fault(str(path), "a folder", "a model file", fix)])
    if not path.is_file():
        beside = path.parent.glob("*.toml") if path.parent.is_dir() else ()
        fix = did_you_mean(path.name, (other.name for other in beside))
        raise InputError([Fault(str(path), "no such file", "a model file", fix)])
    return path


def _read(
    path: Path, extended_by: tuple[Path, ...], notices: list[str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """A file's content over that of the model it extends, and where each key comes from.

    What a reader should know of former names is added to `notices`.
    """
    text = _text(path)
    try:
        document = parse_toml(text, path.name)
    except tomllib.TOMLDecodeError as error:
        raise InputError([syntax_fault(error, path.name, text)]) from None
    origins = {key: f"{path.name}, line {line}" for key, line in key_lines(text).items()}
    for key in ("cases", "set", "plugins"):
        if key in document:
            stated = document[key]
            document[key] = flattened(switched_on(stated) if key == "plugins" else stated)
    renamed = current_document(document)
    notices += [notice(old, new, origins.get(old, path.name)) for old, new in renamed]
    if renamed:
        origins = {current_key(key): line for key, line in origins.items()}
    # A path is meant from the file that states it, not from one that extends it.
    if isinstance(document.get("datasets"), str):
        document["datasets"] = (path.parent / document["datasets"]).absolute()
    if "extends" not in document:
        return document, origins
    where = f"{origins['extends']}, key extends"
    base_path = _base(document.pop("extends"), path, where)
    chain = (*extended_by, path.resolve())
    if len(chain) > MOST_EXTENDED:
        expected = f"at most {MOST_EXTENDED} models above each other"
        raise InputError([Fault(where, f"one of more than {MOST_EXTENDED}", expected)])
    if base_path.resolve() in chain:
        names = [step.stem for step in (*chain, base_path)]
        expected = "a chain of models that comes to an end"
        raise InputError([Fault(where, f"a circle, {' -> '.join(names)}", expected)])
    base, base_origins = _read(base_path, chain, notices)
    base_origins.pop("extends", None)
    return _merged(base, document), base_origins | origins


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{content[error.start]:02x} is not UTF-8"
        fault = Fault(f"{path.name}, line {line}", found, "text saved as UTF-8")
        raise InputError([fault]) from None


def _base(name: object, path: Path, where: str) -> Path:
    """The file of the model that `path` extends: beside it, or bundled."""
    if not isinstance(name, str):
        raise InputError([Fault(where, quoted(name), "the name or the path of one model")])
    beside = path.parent / (name if name.endswith(".toml") else f"{name}.toml")
    if beside.is_file():
        return beside
    models = bundled_models()
    if name in models:
        return models[name]
    known = sorted({other.stem for other in path.parent.glob("*.toml")} | models.keys())
    known = [other for other in known if other != path.stem]
    expected = f"a model beside this file, or a bundled one: {listed(known)}"
    fix = did_you_mean(name, known)
    raise InputError([Fault(where, f"no model {name!r}", expected, fix)])


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid over `base`: tables are merged, lists and single values replaced."""
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            value = _merged(below, value)
        result[key] = value
    return result
