"""Changes of model files, descriptors and hourly files, and arguments of the command line."""

import gzip
import json
from pathlib import Path
from random import Random

from tools.mutate_inputs.case import Case, Expected, Maker, Origin, damaged

LINES: tuple[tuple[Expected, str], ...] = (
    ("refused", "discount_rate = 'much'"),
    ("refused", "discount_rate = nan"),
    ("refused", "discount_rate = 7.0"),
    ("refused", "discount_rat = 0.07"),
    ("refused", "extends = 'four'"),
    ("refused", "extends = 'no such model'"),
    ("refused", "extends = 3"),
    ("refused", "datasets = 'nowhere'"),
    ("refused", "datasets = 3"),
    ("refused", "years = { first = 2030, last = 2026 }"),
    ("refused", "years = { first = 2026.5, last = 2027 }"),
    ("refused", "years = 2026"),
    ("refused", "name = 'other'"),
    ("refused", "[[set]]\na = 1"),
    ("refused", "[set]\n'power_technologies.gas.no_such_column' = 1"),
    ("refused", "[set]\n'power_technologies.no_such_row.fixed_om_usd_per_kw_year' = 1"),
    ("refused", "[set]\n'power_technologies.gas.fixed_om_usd_per_kw_year' = 'x'"),
    ("refused", "[set]\n'power_technologies.gas.availability' = -1"),
    ("refused", "[cases]\n'power_technologies.no_such_column' = 'low'"),
    ("refused", "[cases]\n'*' = 'lowest'"),
    ("refused", "[limits]\nemissions_mt_per_year = -1"),
    ("refused", "[limits]\nemissions_mt_per_year = { 1900 = 1 }"),
    ("refused", "[solver]\ntime_limit_seconds = 0"),
    ("refused", "[solver]\nthreads = 1e9"),
    ("refused", "[power]\nexclude = ['no such source']"),
    ("refused", "[nothing]\nx = 1"),
    ("refused", "deep = " + "[" * 5000 + "]" * 5000),
    ("refused", "a." * 100_000 + "b = 1"),
    ("refused", "big = 1" + "0" * 5000),
    ("refused", "never closed = '"),
    ("refused", "title = 3"),
    ("refused", "discount_rate = 0.07\ndiscount_rate = 0.08"),
    ("accepted", "# a remark"),
    ("accepted", "description = 'other words'"),
    ("accepted", "description = '''\n[set]\nx = 1\n'''"),
    ("accepted", "[limits]\nemissions_mt_per_year = 1e6"),
    ("accepted", "[set]\n'power_technologies.gas.fixed_om_usd_per_kw_year' = 100"),
    (
        "either",
        "[set]\n'power_technologies.gas.fixed_om_usd_per_kw_year' = -1",
    ),  # only a plan tells
    ("either", "[set]\n'power_technologies.gas.lifetime_years' = 1e9"),
    ("either", "[set]\n'power_technologies.gas.fixed_om_usd_per_kw_year' = 1e300"),
    ("either", "[limits]\nemissions_mt_per_year = 0"),
    ("either", "discount_rate = 1e-15"),
)
"""Lines that are added to a model, and what must come of them."""


NAMES = ("..toml", "...toml", "\u00fc ber.toml", "a'b, c.toml", "x" * 240 + ".toml")


def model_case(random: Random, origin: Origin, folder: Path) -> Case:
    """A model file with another line in it, damaged, or under a name of its own."""
    path = origin.copy("four", folder) / "own.toml"
    choice = random.random()
    expected: Expected
    if choice < 0.7:
        expected, line = random.choice(LINES)
        stated = line.partition(" =")[0]
        text = path.read_text()
        if line.count(f"{stated} =") == 1:
            text = _without(text, stated)
        path.write_text(f"{text}\n{line}\n" if line.startswith("[") else f"{line}\n{text}")
        what = f"with {line[:60]!r}"
    elif choice < 0.9:
        what, content = damaged(random, path.read_bytes())
        path.write_bytes(content)
        expected = "either" if what == "cut short" else "refused"
    else:
        name = random.choice(
            ["..toml", "...toml", "ü ber.toml", "a'b, c.toml", "x" * 240 + ".toml"]
        )
        path = path.rename(path.with_name(name))
        what = f"is called {name[:20]!r}"
        expected = "accepted" if name[0] in "\u00fca" else "refused"
    verb = ("check",) if random.random() < 0.5 else ("run", "-q", "--no-workbook", "--no-report")
    arguments = (*verb, str(path.relative_to(folder)))
    return Case("model", f"own.toml {what}", arguments, expected, folder)


def _without(text: str, key: str) -> str:
    """A model without one of its keys; the long texts of the models here begin on a line of it."""
    lines, kept, inside = text.splitlines(), [], False
    for line in lines:
        if inside:
            inside = not line.endswith('"""')
            continue
        if line.startswith(f"{key} ="):
            inside = line.endswith('"""') and line.count('"""') == 1
            continue
        kept.append(line)
    return "\n".join(kept) + "\n"


def descriptor_case(random: Random, origin: Origin, folder: Path) -> Case:
    """The descriptor of a folder of tables changed."""
    place = origin.copy("small", folder)
    path = place / "tables" / "datapackage.json"
    document = json.loads(path.read_text())
    resource = random.choice(document["resources"])
    fields = resource["schema"]["fields"]
    field = random.choice(fields)
    expected: Expected = "refused"
    choice = random.randrange(9)
    if choice == 0:
        what, content = damaged(random, path.read_bytes())
        path.write_bytes(content)
        expected = "refused"
    else:
        text = ""
        if choice == 1:
            field["type"], what = "colour", "a type that is none"
        elif choice == 2:
            field["constraints"] = {"pattern": random.choice(["(a+)+$", "(", r"(a)\1"])}
            what = "a pattern that is none, or without end"
        elif choice == 3:
            fields.append(dict(field))
            what = "a field twice"
        elif choice == 4:
            del resource["schema"]["primaryKey"]
            what = "no key"
        elif choice == 5:
            text, what = "[" * 5000 + "]" * 5000, "nested without end"
        elif choice == 6:
            document["resources"], what = random.choice([3, [], None, [3], {}]), "no resources"
        elif choice == 7:
            text = json.dumps(document, indent=1)
            what, expected = "the same, written otherwise", "accepted"
        else:
            text, what = json.dumps(document) + "}", "a bracket too many"
        path.write_text(text or json.dumps(document))
    arguments = ("check", "--datasets", "small/tables")
    return Case("descriptor", f"{resource['name']}: {what}", arguments, expected, folder)


def hourly_case(random: Random, origin: Origin, folder: Path) -> Case:
    """An hourly file or outlines of places changed."""
    place = origin.copy("small", folder) / "tables"
    path = random.choice(sorted(place.glob("profiles/*.gz")) + sorted(place.glob("geo/*.geojson")))
    expected: Expected = "refused"
    what, content = damaged(random, path.read_bytes())
    if path.suffix == ".gz" and random.random() < 0.7:
        header, *rows = gzip.decompress(path.read_bytes()).decode().splitlines()
        at = random.randrange(1, len(rows) - 1)
        cells = rows[at].split(",")
        column = random.randrange(1, len(cells))
        choice = random.randrange(9)
        if choice == 0:
            rows[at], rows[at + 1], what = rows[at + 1], rows[at], "two hours changed places"
        elif choice == 1:
            rows[at], what = rows[at + 1], "an hour twice"
        elif choice == 2:
            del rows[at]
            what = "an hour less"
        elif choice == 3:
            cells[column] = random.choice(["", "x", "nan", "1e9", "-1e9", "inf"])
            rows[at], what = ",".join(cells), f"a value is {cells[column]!r}"
        elif choice == 4:
            names = header.split(",")
            names[column] = names[1 if column != 1 else 2]
            header, what = ",".join(names), "a column twice"
        elif choice == 5:
            rows[at], what = rows[at] + ",0.5", "a cell too many"
        elif choice == 6:
            header, what = header.replace(":", "", 1), "a column that tells no place"
        elif choice == 7:
            rows += rows[-24:]
            what = "a day more"
        else:
            what, expected = "the same, packed otherwise", "accepted"
        text = "\n".join([header, *rows]) + "\n"
        content = gzip.compress(text.encode(), compresslevel=1)
    elif path.suffix == ".geojson" and random.random() < 0.5:
        document = json.loads(path.read_text())
        feature = random.choice(document["features"])
        choice = random.randrange(4)
        if choice == 0:
            feature["geometry"], what = None, "an outline without a shape"
        elif choice == 1:
            feature["geometry"]["coordinates"], what = [[1, 2]], "a shape of numbers"
        elif choice == 2:
            feature["properties"], what = {}, "an outline without a name"
        else:
            document["features"], what = [], "no outlines"
        content = json.dumps(document).encode()
    path.write_bytes(content)
    arguments = ("check", "--datasets", "small/tables")
    return Case("hourly", f"{path.name}: {what}", arguments, expected, folder)


MAKERS: dict[str, Maker] = {
    "model": model_case,
    "descriptor": descriptor_case,
    "hourly": hourly_case,
}
