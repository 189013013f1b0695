"""Changes of input workbooks: their cells, their parts and their bytes."""

import re
import zipfile
from pathlib import Path
from random import Random

from tools.mutate_inputs.case import Case, Expected, Maker, Origin, damaged

_NUMBER = re.compile(r"<v>-?[0-9][0-9.eE+-]*</v>")


def workbook_case(random: Random, origin: Origin, folder: Path) -> Case:
    """An input workbook changed in one place, and checked."""
    path = origin.copy("inputs.xlsx", folder)
    choice = random.random()
    expected: Expected
    if choice < 0.35:
        what, content = damaged(random, path.read_bytes())
        path.write_bytes(content)
        expected = "refused"
    elif choice < 0.45:
        name = random.choice(["mine.xlsm", "mine.xls", "mine.csv", "..xlsx"])
        path = path.rename(path.with_name(name))
        expected, what = "refused", f"is called {name}"
    else:
        expected, what = _part(random, path)
    return Case("workbook", what, ("check", path.name), expected, folder)


def _part(random: Random, path: Path) -> tuple[Expected, str]:
    """Another text of one part of the package."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    name = random.choice(sheets)
    text = parts[name].decode()
    numbers = list(_NUMBER.finditer(text))
    expected: Expected = "refused"
    choice = random.randrange(8)
    if choice == 0:
        text, what = (
            text.replace("<sheetData>", f"<!--{'x' * 5_000_000}--><sheetData>", 1),
            "a remark",
        )
    elif choice == 1:
        text, what = text[: len(text) // 2], "cut short"
    elif choice == 2:
        text, what = text.replace("?>", "?><!DOCTYPE x [<!ENTITY a 'b'>]>", 1), "a document type"
        if "<!DOCTYPE" not in text:
            text = "<!DOCTYPE x>" + text
    elif choice == 3:
        del parts[name]
        parts[f"{name}.bak"], what = text.encode(), "gone"
    elif choice == 4:
        text, what = text.replace("</sheetData>", "<row r='x'/></sheetData>", 1), "a row x"
        expected = "either"
    elif choice == 5:
        text, what = text.replace("<sheetData>", "<sheetData >", 1), "the same, written otherwise"
        expected = "accepted"
    elif choice == 6:
        parts["xl/vbaProject.bin"], what = b"x", "macros"
    else:
        match = random.choice(numbers) if numbers else None
        value = random.choice(["1e400", "nan", "", "x", "1e9", "-5"])
        if match:
            text = text[: match.start()] + f"<v>{value}</v>" + text[match.end() :]
        what, expected = f"a number is {value!r}", "either"
    if name in parts:
        parts[name] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return expected, f"{Path(name).name}: {what}"


MAKERS: dict[str, Maker] = {"workbook": workbook_case}
