"""The tree that is moved while everything around it breaks, and what has arrived of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.crash_site import BLOCK, same_content, write_big_file


@dataclass(frozen=True)
class Sizes:
    """How many files of which sizes there are."""

    small: int
    middle: int
    big: int
    small_bytes: int = 3000
    middle_bytes: int = 4 * BLOCK
    big_bytes: int = 96 * BLOCK

    @property
    def files(self) -> int:
        return self.small + self.middle + self.big

    @property
    def bytes(self) -> int:
        """Of all files together."""
        return (
            self.small * self.small_bytes
            + self.middle * self.middle_bytes
            + self.big * self.big_bytes
        )


def write_tree(root: Path, sizes: Sizes) -> None:
    """Files of which no two are the same, in directories of a hundred."""
    noise = os.urandom(sizes.small_bytes - 8)
    for number in range(sizes.small):
        folder = root / f"small{number // 100}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"f{number}").write_bytes(number.to_bytes(8, "big") + noise)
    for kind, count, size in (
        ("middle", sizes.middle, sizes.middle_bytes),
        ("big", sizes.big, sizes.big_bytes),
    ):
        (root / kind).mkdir(parents=True)
        for number in range(count):
            write_big_file(root / kind / f"f{number}", size)


@dataclass
class Arrivals:
    """What has arrived under final names; each file is compared once, when it is first seen."""

    source: Path
    destination: Path
    seen: set[str] = field(default_factory=set)

    def look(self) -> None:
        """Every file that has its name is whole, and the source's."""
        for folder, _, names in os.walk(self.destination):
            for name in names:
                if name.startswith("."):
                    continue
                path = Path(folder, name)
                relative = str(path.relative_to(self.destination))
                if relative not in self.seen:
                    assert same_content(self.source / relative, path), relative
                    self.seen.add(relative)

    def finish(self) -> None:
        """Both trees are the same: nothing is missing, nothing is left over."""
        self.seen.clear()
        self.look()
        assert _names(self.destination) == _names(self.source)


def _names(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*")}
