"""Files with secrets: for their owner only, and always complete."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

from .lock import FileLock, held


def make_private(path: str) -> None:
    """Make a file, if it is not there, that nobody but its owner can read."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


@contextlib.contextmanager
def user_only_umask() -> Generator[None, None, None]:
    """What is made in this block, by any thread, is for its owner only."""
    before = os.umask(0o177)
    try:
        yield
    finally:
        os.umask(before)


def changing(path: str) -> contextlib.AbstractContextManager[None]:
    """Keep others from changing a file while one reads it and writes it anew."""
    return held(FileLock(f"{path}.lock"))


def read_json(path: str) -> Any:
    """A file's document, or None if there is no file.

    :raises ValueError: it is no JSON.
    """
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def write_json(path: str, document: Any) -> None:
    """Put a document in the place of a file, whole or not at all, in a block of :func:`changing`.

    Who is killed meanwhile leaves a ``.new`` file, which the next one overwrites.
    """
    target = os.path.realpath(path)  # a link stays one
    fresh = f"{target}.new"
    Path(fresh).unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(document, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, target)  # noqa: PTH105 - atomic, on any system
