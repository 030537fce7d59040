"""Reading and writing lists of scopes.

The grammar: scopes separated by spaces; a scope is ``*``, if it is optional, then its name, then,
if it depends on others, a list of scopes in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .errors import ScopeCycleError, ScopeParseError
from .representation import Scope

_TOKEN = re.compile(r"[\[\]* ]|[^\[\]* ]+")
_Edge = tuple[str, bool]  # name and optional
_ROOT = ""


class ScopeParser:
    """Conversions between strings and :class:`Scope` objects."""

    @classmethod
    def parse(cls, scope_string: str) -> list[Scope]:
        """Read a scope string; repeated scopes are merged.

        :raises ScopeParseError: the string breaks the grammar.
        :raises ScopeCycleError: a scope depends on itself.
        """
        return _Graph.read(scope_string).scopes()

    @classmethod
    def merge_scopes(cls, scopes_a: list[Scope], scopes_b: list[Scope]) -> list[Scope]:
        """The scopes of both lists, each once, with the dependencies of both."""
        return cls.parse(" ".join(map(str, [*scopes_a, *scopes_b])))

    @classmethod
    def serialize(
        cls, scopes: str | Scope | Iterable[str | Scope], *, reject_empty: bool = True
    ) -> str:
        """Write one or several scopes as one string.

        :param reject_empty: whether no scope at all is an error.
        :raises GlobusSDKUsageError: nothing was given and ``reject_empty`` is set.
        """
        text = str(scopes) if isinstance(scopes, (str, Scope)) else " ".join(map(str, scopes))
        if reject_empty and not text:
            from ..exc import GlobusSDKUsageError

            raise GlobusSDKUsageError("At least one scope is needed.")
        return text


class _Graph:
    """All that a string says of each scope, whereever it says it."""

    def __init__(self) -> None:
        self.edges: dict[str, dict[_Edge, None]] = {_ROOT: {}}

    @classmethod
    def read(cls, text: str) -> _Graph:
        graph = cls()
        _check_spelling(text)
        parents, optional, last = [_ROOT], False, _ROOT
        for word in _TOKEN.findall(text):
            if word == "[":
                parents.append(last)
            elif word == "]":
                parents.pop()
            elif word == "*":
                optional = True
            elif word != " ":
                graph.add(parents[-1], word, optional)
                last, optional = word, False
        return graph

    def add(self, parent: str, name: str, optional: bool) -> None:
        self.edges[parent][name, optional] = None
        self.edges.setdefault(name, {})

    def scopes(self) -> list[Scope]:
        return list(self._children(_ROOT, ()))

    def _children(self, name: str, above: tuple[str, ...]) -> Iterator[Scope]:
        for child, optional in self.edges[name]:
            if child in above:
                raise ScopeCycleError(f"{child!r} depends on itself.")
            yield Scope(child, optional, tuple(self._children(child, (*above, child))))


_MISTAKES = (
    (re.compile(r"\*(?![^\[\]* ])"), "'*' must stand directly before a scope"),
    (re.compile(r"[^\[\]* ]\*"), "'*' must not follow a scope"),
    (re.compile(r"(?:^|[\[\] *])\["), "'[' must directly follow a scope"),
    (re.compile(r"\[ *\]"), "brackets must not be empty"),
    (re.compile(r"\][^ \]]"), "']' must be followed by a space, ']' or the end"),
)


def _check_spelling(text: str) -> None:
    for pattern, complaint in _MISTAKES:
        if pattern.search(text):
            raise ScopeParseError(f"{complaint}: {text!r}")
    _check_balance(text)


def _check_balance(text: str) -> None:
    depth = 0
    for character in text:
        depth += (character == "[") - (character == "]")
        if depth < 0:
            raise ScopeParseError(f"']' without a '[' before it: {text!r}")
    if depth:
        raise ScopeParseError(f"'[' without its ']': {text!r}")
