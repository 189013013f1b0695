"""Hold a table's header to its schema: missing, unknown, misspelt, in another unit."""

from collections.abc import Iterable, Sequence

from planner.data.places import cell_place, row_place
from planner.data.schema import Field, Table
from planner.errors import Fault, listed, nearest, quoted

_MONEY = "usd eur gbp cny jpy cents kusd musd busd dollars"
_POWER = "w kw mw gw tw wh kwh mwh gwh twh btu mmbtu therm gj mj tj ej"
_AMOUNT = "g kg t kt mt lb lbs tonnes tons co2 mm2 cm2 m2 km2 km mi kb mb gb tb pb eb zb units"
_TIME = "per s sec seconds h hr hrs hour hours day days week weeks month months year years yr yrs"
_COMPUTE = "flop flops tflops pflops tops ghz gbps tbps h100e kwpm wpm wafers oom"
_NUMBER = "k m b bn mn thousand million billion percent pct share ratio fraction"
_UNIT_WORDS = frozenset(" ".join((_MONEY, _POWER, _AMOUNT, _TIME, _COMPUTE, _NUMBER)).split())
"""Words at the end of a column's name that state its unit."""


def place_columns(
    header: Sequence[str], table: Table, line: int = 1, letters: Sequence[str] = ()
) -> tuple[dict[str, int], list[Fault]]:
    """Where each of the table's columns stands in the header, and the header's faults.

    A misspelt column is placed as the one that it was meant to be, so that its
    cells are checked too; one in another unit is not, as its values would mislead.
    `letters` are those of a sheet's columns; a text file has none.
    """
    place = row_place(table.path, line, sheet=bool(letters))

    def at(number: int, name: str) -> str:
        """Where the header names a column."""
        own = {name: letters[number]} if letters else {}
        return cell_place(table.path, line, (name,), own)

    positions: dict[str, int] = {}
    unknown: dict[str, int] = {}
    faults: list[Fault] = []
    for number, text in enumerate(header):
        name = text.strip()
        if not name:
            fix = f"name column {number + 1} or delete it"
            if letters:
                fix = f"name the column in cell {letters[number]}{line} or delete it"
            faults.append(Fault(place, "a column without a name", "a name for each column", fix))
            continue
        if name != text:
            found = f"{quoted(text)} has a stray space"
            faults.append(Fault(at(number, name), found, quoted(name)))
        if name in positions or name in unknown:
            found = "a second column of that name"
            faults.append(Fault(at(number, name), found, "each column once"))
        elif name in table.fields:
            positions[name] = number
        else:
            unknown[name] = number
    if not positions:
        expected = f"the columns {listed(table.fields)}"
        return {}, [Fault(place, f"{quoted(','.join(header))}", expected, _delimiter(header))]

    missing = {name: field for name, field in table.fields.items() if name not in positions}
    for name, number in unknown.items():
        where = at(number, name)
        if twin := _same_quantity(name, missing):
            faults.append(_wrong_unit(where, name, missing.pop(twin)))
        elif meant := nearest(name, missing, cutoff=0.7):
            fix = f"did you mean {meant!r}?"
            faults.append(Fault(where, "unknown column", quoted(meant), fix))
            positions[meant] = number
            del missing[meant]
        else:
            expected = f"one of {listed(table.fields, most=40)}"
            faults.append(Fault(where, "unknown column", expected, "delete the column"))
    for name, field in missing.items():
        if field.optional:
            continue
        expected = f"{name!r}: {field.description or field.expectation}"
        faults.append(Fault(place, f"no column {name!r}", expected, f"add the column {name}"))
    return positions, faults


def _wrong_unit(where: str, name: str, right: Field) -> Fault:
    """The fault of a column that holds the right quantity in another unit."""
    unit = _split_unit(name)[1]
    found = f"the unit is {unit}" if unit else "no unit in the name"
    if not right.unit:
        return Fault(where, found, quoted(right.name), "rename the column")
    fix = f"convert the values to {right.unit} and rename the column"
    return Fault(where, found, f"{quoted(right.name)}, in {right.unit}", fix)


def _split_unit(name: str) -> tuple[str, str, str]:
    """Quantity, unit and case: ``capex_usd_per_kw_low`` is capex, usd_per_kw and low."""
    words = name.lower().split("_")
    case = words.pop() if words[-1] in ("low", "high") else ""
    end = len(words)
    # The first word always names the quantity, even where it is a unit elsewhere.
    while end > 1 and words[end - 1] in _UNIT_WORDS:
        end -= 1
    return "_".join(words[:end]), "_".join(words[end:]), case


def _same_quantity(name: str, columns: Iterable[str]) -> str:
    """The column of the same quantity and case in another unit, or an empty string."""
    quantity, unit, case = _split_unit(name)
    for column in columns:
        other_quantity, other_unit, other_case = _split_unit(column)
        if (quantity, case) == (other_quantity, other_case) and unit != other_unit:
            return column
    return ""


def _delimiter(header: Sequence[str]) -> str:
    """The way out when the columns are parted by another sign than a comma."""
    text = ",".join(header)
    for sign, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if sign in text:
            return f"the columns are parted by {word}: save the table with commas"
    return "the first line of a table is its header"
