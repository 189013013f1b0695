"""Changes of what the planner wrote: folders of runs and of studies, and the store of a sweep."""

import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

from tools.mutate_inputs.case import Case, Expected, Maker, Origin, damaged

OF_A_RUN: tuple[tuple[str, ...], ...] = (
    ("show",), ("verify",), ("trace", "cost.cost_busd"), ("supply",), ("fleet",), ("milestones",),
    ("report", "--no-pdf"), ("export", "--to", "csv"), ("bottlenecks",), ("needed",),
    ("why", "--power", "grid"), ("hours",), ("map",), ("compare", "runs/other"),
)  # fmt: skip
"""Commands that read a run; what stands after the verb stands after the folder."""
READ = ("tables/", "inputs/", "proof/", "certificate.json", "run.json")


def run_case(random: Random, origin: Origin, folder: Path) -> Case:
    """A file of a run changed, and the run asked."""
    run = origin.copy("runs/small", folder)
    verb, *rest = random.choice(OF_A_RUN)
    files = [p for p in sorted(run.rglob("*")) if p.is_file()]
    read = [p for p in files if p.relative_to(run).as_posix().startswith(READ)]
    path = run / "run.json" if random.random() < 0.5 else random.choice(read)
    expected, what = _changed(random, run, path)
    if verb == "compare":
        shutil.copytree(origin.folder / "runs/small", folder / "runs/other")
    arguments = [verb, "runs/small", *rest]
    name = path.relative_to(run).as_posix()
    return Case("run", f"{verb}: {name} {what}", tuple(arguments), expected, folder)


def _changed(random: Random, run: Path, path: Path) -> tuple[Expected, str]:
    choice = random.random()
    if path.suffix == ".json" and choice < 0.75:
        return _json(random, path)
    if path.suffix == ".csv" and choice < 0.4:
        text = path.read_text()
        at = random.randrange(len(text))
        sign = "7" if text[at] != "7" else "8"
        path.write_text(text[:at] + sign + text[at + 1 :])
        return "refused", f"sign {at} is {sign}"
    if path.suffix == ".parquet" and choice < 0.5:
        return _parquet(random, path)
    if choice < 0.85:
        what, content = damaged(random, path.read_bytes())
        path.write_bytes(content)
        return "refused", what
    if choice < 0.92:
        path.unlink()
        return "refused", "is gone"
    (run / "notes.txt").write_text("mine")
    return "accepted", "has a file of the user beside it"


def _json(random: Random, path: Path) -> tuple[Expected, str]:
    document = json.loads(path.read_text())
    places = list(_leaves(document))
    place = random.choice(places)
    *way, last = place
    inner = document
    for step in way:
        inner = inner[step]
    old = inner[last]
    choice = random.randrange(7)
    if choice == 0:
        inner[last], what = _another(old), "changed"
    elif choice == 1:
        del inner[last]
        what = "taken out"
    elif choice == 2:
        inner[last], what = random.choice([None, [], {}, "x", -1, True, [[1]]]), "of another kind"
    elif choice == 3:
        inner[last], what = {"more": [old] * 3}, "nested"
    elif choice == 4:
        key = random.choice(list(document))
        document[key], what = random.choice([None, [], {}, "x", 3]), f"{key} of another kind"
    elif choice == 5:
        key = random.choice(list(document))
        del document[key]
        what = f"without {key}"
    else:
        document["more"], what = random.choice([1, {"a": 1}, "x"]), "with a key more"
    if document == json.loads(path.read_text()):
        document["more"] = 1
    path.write_text(json.dumps(document))
    return "refused", f"{'.'.join(map(str, place))[:60]} {what}"


def _leaves(value: Any, way: tuple[Any, ...] = ()) -> Any:
    """The way to each number, text or empty part of a document."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(inner, (*way, key))
    elif isinstance(value, list) and value:
        for at, inner in enumerate(value[:50]):
            yield from _leaves(inner, (*way, at))
    elif way:
        yield way


def _another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value * 3 + 1
    return f"{value}x"


def _parquet(random: Random, path: Path) -> tuple[Expected, str]:
    table = pd.read_parquet(path)
    column = random.choice(list(table.columns))
    choice = random.randrange(4)
    if choice == 0 or table.empty:
        table, what = table.drop(columns=[column]), f"without {column}"
    elif choice == 1:
        table, what = table.rename(columns={column: f"{column}x"}), f"{column} renamed"
    elif choice == 2:
        table, what = table.iloc[:-1], "without its last row"
    else:
        row = random.randrange(len(table))
        values = table[column].astype(object).tolist()
        values[row] = _another(values[row])
        table, what = table.assign(**{column: pd.Series(values).astype(str)}), f"{column} changed"
    table.to_parquet(path, index=False)
    return "refused", what


def study_case(random: Random, origin: Origin, folder: Path) -> Case:
    """A file of a study changed, and its report asked for again."""
    study = origin.copy("runs/study", folder)
    tables = [p for p in sorted(study.iterdir()) if p.suffix in (".csv", ".parquet")]
    path = study / "study.json" if random.random() < 0.5 else random.choice(tables)
    expected, what = _changed(random, study, path)
    arguments = ("report", "runs/study", "--no-pdf")
    return Case("study", f"{path.name} {what}", arguments, expected, folder)


def store_case(random: Random, origin: Origin, folder: Path) -> Case:
    """A run in the store of a sweep damaged: it costs that scenario, and not the sweep."""
    origin.copy("four", folder)
    store = origin.copy("runs/scenario_runs", folder)
    run = random.choice(sorted(path for path in store.iterdir() if path.is_dir()))
    path = random.choice([p for p in sorted(run.rglob("*")) if p.is_file()])
    what, content = damaged(random, path.read_bytes())
    path.write_bytes(content)
    name = path.relative_to(run).as_posix()
    arguments = (
        "sweep", "four/own.toml", "--vary", "discount_rate=0.05,0.1", "--name", "study",
        "-o", "runs", "-j", "1", "-q", "--no-report",
    )  # fmt: skip
    return Case("store", f"{name} {what}", arguments, "accepted", folder)


MAKERS: dict[str, Maker] = {"run": run_case, "study": study_case, "store": store_case}
