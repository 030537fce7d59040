"""Files that hold secrets: made private from the first byte, replaced in one step."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from armillary.core.ids import new_secret


def private_dir(path: Path) -> Path:
    """Make a folder, and those above it that are not there, that only its owner can enter."""
    if not path.parent.exists():
        private_dir(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    path.chmod(0o700)
    return path


def write_private(path: Path, content: bytes) -> None:
    """Put content into a file of mode 0600; readers see the old file or the new one."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def load_or_create_secret(path: Path) -> str:
    """The secret in a file, made (mode 0600) when the file is absent."""
    if not path.exists():
        private_dir(path.parent)
        write_private(path, new_secret().encode())
    return path.read_text()
