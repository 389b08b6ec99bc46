"""Files that are there complete, or not at all."""

import os
import tempfile
from pathlib import Path


def write_once(path: Path, text: str) -> None:
    """Create `path`, readable by this user alone; FileExistsError when it is there already.

    Of several processes one wins. A hard link is the one atomic "create, but only if missing" that never shows a
    half-written file.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, path)
    finally:
        os.unlink(unfinished)
