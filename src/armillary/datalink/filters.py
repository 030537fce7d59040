"""Filter rules: which entries of a tree a task takes. Pure.

Source: https://docs.globus.org/api/transfer/task_submit/#filter_rules
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FilterRule:
    """One rule; what is None matches everything.

    :param include: whether what matches is taken
    :param name: pattern of the entry's own name
    :param path: patterns of the components of its path below the item's root
    :param type: ``file`` or ``dir``
    """

    include: bool
    name: re.Pattern[str] | None
    path: tuple[re.Pattern[str], ...] | None
    type: str | None

    def matches(self, path: str, name: str, kind: str) -> bool:
        """Whether the rule is about an entry."""
        if self.type is not None and self.type != kind:
            return False
        if self.name is not None and not self.name.match(name):
            return False
        return self.path is None or self._matches_path(path.split("/"))

    def _matches_path(self, parts: Sequence[str]) -> bool:
        wanted = self.path or ()
        return len(parts) == len(wanted) and all(
            pattern.match(part) for pattern, part in zip(wanted, parts, strict=True)
        )


Includes = Callable[[str, str, str], bool]
"""Whether an entry is taken: its path below the root, its name, its type."""


def parse_filter(rules: Sequence[Mapping[str, Any]]) -> Includes | None:
    """A filter of some rules: the first that matches decides, what none matches is taken.

    Patterns are those of a shell (``*``, ``?``, ``[...]``, ``[!...]``), with case, and stay within
    one component; a leading dot is a character like any other.

    :param rules: documents with ``method``, and any of ``name``, ``path`` and ``type``
    :returns: None if there are no rules
    :raises KeyError: a rule has no ``method``
    """
    parsed = [_parse(rule) for rule in rules]
    if not parsed:
        return None

    def includes(path: str, name: str, kind: str) -> bool:
        return next((rule.include for rule in parsed if rule.matches(path, name, kind)), True)

    return includes


def _parse(rule: Mapping[str, Any]) -> FilterRule:
    name, path = rule.get("name"), rule.get("path")
    return FilterRule(
        include=rule["method"] == "include",
        name=None if name is None else _pattern(str(name)),
        path=None if path is None else tuple(map(_pattern, str(path).strip("/").split("/"))),
        type=rule.get("type"),
    )


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(fnmatch.translate(text))
