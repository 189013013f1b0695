"""What a plan is a function of, as one short name: the same name, the same plan."""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import planner
from planner.config import ModelDefinition
from planner.config.locations import bundled
from planner.input_workbook import is_workbook
from planner.input_workbook.preflight import checked_bytes
from planner.plugins import installed_packages
from planner.storage.environment import environment

_LENGTH = 16
_WORDS_ONLY = {"name", "path", "title", "description", "origins", "overlaid", "datasets"}
_TABLES = {".csv", ".gz", ".json", ".geojson", ".parquet"}


class Identities:
    """Names of plans. Files are read once by each object, so that it sees one state of them."""

    def __init__(self) -> None:
        self.code = code_digest()
        self._folders: dict[Path, str] = {}

    def of(self, model: ModelDefinition) -> str:
        """Sixteen hexadecimal digits over the question, the bytes of its tables, and the code.

        What a model is called doesn't matter to its plan, and is left out.
        """
        facts = {
            "question": model.model_dump(mode="json", exclude=_WORDS_ONLY),
            "tables": self.tables(model),
            "code": self.code,
        }
        text = json.dumps(facts, sort_keys=True, allow_nan=False)
        return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]

    def tables(self, model: ModelDefinition) -> str:
        """SHA-256 over the files of the folder of tables that a model reads.

        A model that was read from a workbook has most of its tables there.
        """
        folder = (model.datasets or bundled("datasets")).resolve()
        if folder not in self._folders:
            files = (p for p in folder.rglob("*") if p.is_file() and p.suffix in _TABLES)
            self._folders[folder] = _digest(folder, files).hexdigest()
        if not is_workbook(model.path):
            return self._folders[folder]
        both = self._folders[folder].encode() + checked_bytes(model.path)
        return hashlib.sha256(both).hexdigest()


@cache
def code_digest() -> str:
    """SHA-256 over the planner's own source files and the versions a result depends on.

    Installed packages that may change a plan, by a block or a solver, count with their files.

    It is that of the first call: a process goes on with the code that it has loaded.
    """
    root = Path(planner.__file__).parent
    digest = _digest(root, root.rglob("*.py"))
    digest.update(json.dumps(environment()["packages"], sort_keys=True).encode())
    if plugins := installed_packages():
        digest.update(json.dumps(plugins, sort_keys=True).encode())
    return digest.hexdigest()


def _digest(folder: Path, files: Iterable[Path]) -> "hashlib._Hash":
    """A digest that has taken in the names and bytes of files, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest
