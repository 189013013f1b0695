"""Look at a workbook's container before any of it is unpacked: what it is, and how large."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from planner.errors import Fault, InputError, did_you_mean

MOST_ENTRIES = 2_000
MOST_UNPACKED_MIB = 64
"""Twenty times what an input workbook of the tables that ship takes."""

LONGEST_TAG = 2**20
"""Bytes of a tag or a comment of XML, which a reader begins anew with each piece it gets."""

_XML = (".xml", ".rels", ".vml")
_LONG_TAG = re.compile(rb"<[^>]{%d}" % LONGEST_TAG)
_UNTIL = ((b"<!--", b"-->"), (b"<?", b"?>"))
"""Tokens of XML in which a closing bracket may stand, with their ends."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MIB = 2**20
_A_WORKBOOK = "a workbook saved as .xlsx"


def checked_bytes(path: Path) -> bytes:
    """The bytes of a workbook that is safe to unpack; InputError when it is not one."""
    try:
        content = path.read_bytes()
    except IsADirectoryError:
        raise InputError([Fault(str(path), "a folder", "a workbook")]) from None
    except FileNotFoundError:
        beside = path.parent.glob("*.xlsx") if path.parent.is_dir() else ()
        fix = did_you_mean(path.name, (other.name for other in beside))
        raise InputError([Fault(str(path), "no such file", "a workbook", fix)]) from None
    faults = _faults(path, content)
    if faults:
        raise InputError(faults)
    return content


def _faults(path: Path, content: bytes) -> list[Fault]:
    name = path.name
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            fix = "in Excel: File, Info, Protect Workbook, Encrypt with Password; empty the box"
            return [Fault(name, "protected with a password", "a workbook without one", fix)]
        return [Fault(name, "a workbook of the old format .xls", _A_WORKBOOK, "save it as .xlsx")]
    kind = path.suffix.lower()
    if kind != ".xlsx":
        fix = "save it as Excel Workbook (*.xlsx)"
        if kind == ".xlsm":
            fix += "; macros are never run and never read"
        return [Fault(name, f"a file of the kind {path.suffix}", _A_WORKBOOK, fix)]
    if not content:
        return [Fault(name, "an empty file", _A_WORKBOOK)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            # The size that the directory states is the most that is ever unpacked.
            return (
                _container_faults(name, entries)
                or _content_faults(name, package)
                or _xml_faults(name, package)
            )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        found = f"not a workbook ({str(error).lower() or 'cannot be unpacked'})"
        fix = "open it in Excel or LibreOffice and save it as .xlsx"
        return [Fault(name, found, _A_WORKBOOK, fix)]


def _container_faults(name: str, entries: list[zipfile.ZipInfo]) -> list[Fault]:
    """Too many files, or too much in them."""
    unpacked = sum(entry.file_size for entry in entries) / _MIB
    if len(entries) > MOST_ENTRIES:
        found = f"{len(entries):,} files in the workbook"
        return [Fault(name, found, f"at most {MOST_ENTRIES:,}", "write a new one")]
    if unpacked > MOST_UNPACKED_MIB:
        found = f"{unpacked:,.0f} MiB when unpacked"
        fix = "delete sheets that are no inputs, and rows and formats below the tables"
        return [Fault(name, found, f"at most {MOST_UNPACKED_MIB} MiB", fix)]
    return []


def _content_faults(name: str, package: zipfile.ZipFile) -> list[Fault]:
    """Macros and links to other files, and what is no workbook at all."""
    names = package.namelist()
    faults = []
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        fix = "save it as Excel Workbook (*.xlsx)"
        return [Fault(name, "a zip archive that holds no workbook", _A_WORKBOOK, fix)]
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types or any(part.endswith("vbaProject.bin") for part in names):
        fix = "save it as Excel Workbook (*.xlsx); macros are never run"
        faults.append(Fault(name, "a workbook with macros", _A_WORKBOOK, fix))
    links = [part for part in names if part.startswith("xl/externalLinks/externalLink")]
    if links:
        found = f"links to {len(links)} other workbook{'s' if len(links) > 1 else ''}"
        fix = "in Excel: Data, Edit Links, Break Link"
        faults.append(Fault(name, found, "values of this workbook alone", fix))
    return faults


def _xml_faults(name: str, package: zipfile.ZipFile) -> list[Fault]:
    """Parts of XML that a workbook program never writes, and whose reading might never end."""
    for part in package.namelist():
        if part.endswith(_XML) and (found := _odd(package.read(part))):
            fix = "open it in Excel or LibreOffice and save it as .xlsx"
            return [Fault(name, f"{found} in {part}", _A_WORKBOOK, fix)]
    return []


def _odd(xml: bytes) -> str:
    """What is odd about a part of XML; empty where nothing is."""
    if b"<!DOCTYPE" in xml:
        return "a document type"
    longest = max(_lengths(xml), default=0)
    if _LONG_TAG.search(xml) or longest > LONGEST_TAG:
        return f"a tag or a comment of more than {LONGEST_TAG / _MIB:.0f} MiB"
    return ""


def _lengths(xml: bytes) -> Iterator[int]:
    """Bytes of each comment and each instruction; one that doesn't end goes on to the end."""
    for start, end in _UNTIL:
        at = xml.find(start)
        while at >= 0:
            past = xml.find(end, at)
            past = past if past >= 0 else len(xml)
            yield past - at
            at = xml.find(start, past)
