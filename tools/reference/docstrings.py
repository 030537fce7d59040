"""Docstrings as Markdown."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_HEADINGS = {
    "param": "Parameters:",
    "ivar": "Attributes:",
    "cvar": "Attributes:",
    "raises": "Raises:",
}


@dataclass
class Docstring:
    """The parts of a docstring.

    :param fields: kind, name, text
    """

    prose: str = ""
    fields: list[tuple[str, str, str]] = field(default_factory=list)


def read(value: Any) -> Docstring:
    """The docstring of anything."""
    prose: list[str] = []
    fields: list[tuple[str, str, str]] = []
    for line in (inspect.getdoc(value) or "").splitlines():
        if found := re.match(r":(param|raises|[ic]var) ([^:]+): ?(.*)", line):
            fields.append((found[1], found[2], found[3]))
        elif fields and line.startswith("  "):
            kind, name, text = fields[-1]
            fields[-1] = (kind, name, f"{text} {line.strip()}")
        else:
            prose.append(line)
    return Docstring(re.sub(r"\n{3,}", "\n\n", "\n".join(prose)).strip(), fields)


def prose(text: str, link: Callable[[str], str]) -> str:
    """Text as Markdown.

    :param link: makes a link of what a role names.
    """
    text = re.sub(r"(?<!`):[a-z]+:`([^`]+)`", lambda found: link(found[1]), text)
    text = re.sub(r"``(.+?)``", r"`\1`", text, flags=re.DOTALL)
    return re.sub(r"::\n\n((?: {4}.*(?:\n|$)|\n)+)", _fence, text)


def field_lists(doc: Docstring, link: Callable[[str], str]) -> list[str]:
    """The lists of parameters, attributes and errors."""
    lists = []
    for kind, heading in _HEADINGS.items():
        mine = [(name, text) for one, name, text in doc.fields if one == kind]
        shown = link if kind == "raises" else "`{}`".format
        items = [f"- {shown(name)}: {prose(text, link)}" for name, text in mine]
        lists += ["\n".join([heading, "", *items])] if items else []
    return lists


def _fence(found: re.Match[str]) -> str:
    return f":\n\n```python shown\n{inspect.cleandoc(found[1])}\n```\n\n"
