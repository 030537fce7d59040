"""The code blocks of Markdown documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_FENCE = re.compile(r"^```(\S*) ?(.*)\n((?:.*\n)*?)```$", re.MULTILINE)

# What may stand after the language: run against recorded answers, or only to look at.
HOSTED, SHOWN = "hosted", "shown"


@dataclass(frozen=True)
class Fence:
    """One block.

    :param mark: what stands after the language
    """

    language: str
    mark: str
    code: str


def fences(document: Path) -> list[Fence]:
    """All blocks of a document, in order."""
    return [Fence(*found) for found in _FENCE.findall(document.read_text())]


def python_blocks(document: Path) -> list[Fence]:
    """Those that are code to run."""
    return [one for one in fences(document) if one.language == "python" and one.mark != SHOWN]


def written(document: Path, folder: Path) -> list[Path]:
    """Each block to run in a file of its own."""
    files = []
    for number, fence in enumerate(python_blocks(document), 1):
        files.append(folder / f"{document.stem}_{number}.py")
        files[-1].write_text(fence.code)
    return files
