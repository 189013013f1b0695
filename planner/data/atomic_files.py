"""Files that are there whole or not at all, whatever breaks off on the way."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path of the same name that takes the place of `path` when the block ends well.

    The folder is made where there is none. When the block ends with an error,
    what is at `path` stays as it was, and nothing is left beside it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
        fresh = Path(folder) / path.name
        yield fresh
        os.replace(fresh, path)
