"""Small file systems that are filled and emptied; mounting them needs root."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_FILLER = ".filler"
_BLOCK = bytes(64 * 1024)


@dataclass(frozen=True)
class SmallDisk:
    """A tmpfs of its own at a path."""

    path: Path

    def resize(self, megabytes: int) -> None:
        """Give it another size."""
        subprocess.run(
            ["mount", "-o", f"remount,size={megabytes}m", str(self.path)], check=True, timeout=30
        )

    def fill(self) -> None:
        """Take all the room that is left."""
        with open(self.path / _FILLER, "ab", buffering=0) as file:
            for block in (_BLOCK, _BLOCK[:4096]):
                try:
                    while True:
                        file.write(block)
                except OSError:
                    pass

    def empty(self) -> None:
        """Give it back."""
        (self.path / _FILLER).unlink()


@contextmanager
def small_disk(path: Path, megabytes: int) -> Iterator[SmallDisk]:
    """Mount one for the length of a block."""
    path.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(path)]
    subprocess.run(command, check=True, timeout=30)
    try:
        yield SmallDisk(path)
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True, timeout=30)
