"""The grammar of scope strings: names with the scopes that they need below them in brackets.

``scope = ["*"] name ["[" scope-list "]"]``; a scope list is separated by spaces. The star marks
a dependency that can be revoked by itself (docs.globus.org, Auth developer guide, "Scopes").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from armillary.auth.errors import InvalidScope

_TOKEN = re.compile(r"[^\s*\[\]]+|[*\[\]]|\s+")
_MAX_LENGTH = 65_536
_MAX_DEPTH = 10

# The names from a root scope down to one that depends on it.
Path = tuple[str, ...]


@dataclass(frozen=True)
class ScopeTree:
    """A scope and the scopes below it; ``optional`` is the star.

    :param lasting: the service above needs it while the person is away, whatever the app asks
    """

    name: str
    optional: bool = False
    dependencies: tuple[ScopeTree, ...] = ()
    lasting: bool = False


def parse(text: str) -> tuple[ScopeTree, ...]:
    """The scopes of a request's ``scope`` parameter, equal names merged.

    :raises InvalidScope: the text does not follow the grammar, or a scope depends on itself
    """
    if len(text) > _MAX_LENGTH:
        raise InvalidScope("The list of scopes is too long.")
    reader = _Reader(_TOKEN.findall(text.strip()))
    trees = reader.scope_list()
    if reader.token is not None:
        raise InvalidScope(f"Unexpected {reader.token!r} in the list of scopes.")
    _refuse_cycles(trees, ())
    return trees


def paths(trees: Iterable[ScopeTree], above: Path = ()) -> Iterator[tuple[Path, bool]]:
    """Every scope of the forest as its path from the root, parents first, with its star."""
    for tree in trees:
        path = (*above, tree.name)
        yield path, tree.optional
        yield from paths(tree.dependencies, path)


def lasting_paths(
    trees: Iterable[ScopeTree], above: Path = (), *, offline: bool
) -> frozenset[Path]:
    """The paths that are to be used while the person is away.

    :param offline: whether the app asks for all of them so
    """
    found: set[Path] = set()
    for tree in trees:
        path = (*above, tree.name)
        found |= {path} if offline or tree.lasting else set()
        found |= lasting_paths(tree.dependencies, path, offline=offline)
    return frozenset(found)


def text_of(trees: Iterable[ScopeTree]) -> str:
    """The scope string of a forest."""
    return " ".join(map(_text_of_one, trees))


def _text_of_one(tree: ScopeTree) -> str:
    below = f"[{text_of(tree.dependencies)}]" if tree.dependencies else ""
    return f"{'*' if tree.optional else ''}{tree.name}{below}"


def merge(trees: Iterable[ScopeTree]) -> tuple[ScopeTree, ...]:
    """One tree for each name: ``a a[b]`` is ``a[b]``; a star lasts only if all have it."""
    merged: dict[str, ScopeTree] = {}
    for tree in trees:
        known = merged.get(tree.name)
        merged[tree.name] = tree if known is None else _union(known, tree)
    return tuple(merged.values())


def _union(left: ScopeTree, right: ScopeTree) -> ScopeTree:
    dependencies = merge((*left.dependencies, *right.dependencies))
    return ScopeTree(
        left.name, left.optional and right.optional, dependencies, left.lasting or right.lasting
    )


def _refuse_cycles(trees: Iterable[ScopeTree], above: Path) -> None:
    for path, _ in paths(trees, above):
        if path[-1] in path[:-1]:
            raise InvalidScope(f"The scope {path[-1]} depends on itself.")


class _Reader:
    """A recursive-descent reader over tokens; ``token`` is the one to be read next."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = iter(tokens)
        self._depth = 0
        self.token: str | None = next(self._tokens, None)

    def _next(self) -> None:
        self.token = next(self._tokens, None)

    def scope_list(self) -> tuple[ScopeTree, ...]:
        scopes = [self._scope()]
        while self.token is not None and self.token.isspace():
            self._next()
            scopes.append(self._scope())
        return merge(scopes)

    def _scope(self) -> ScopeTree:
        optional = self.token == "*"  # noqa: S105 - a token of the grammar
        if optional:
            self._next()
        name = self._name()
        return ScopeTree(name, optional, self._dependencies())

    def _name(self) -> str:
        name = self.token
        if name is None or name in "*[]" or name.isspace():
            raise InvalidScope("A scope name is missing in the list of scopes.")
        self._next()
        return name

    def _dependencies(self) -> tuple[ScopeTree, ...]:
        if self.token != "[":  # noqa: S105 - a token of the grammar
            return ()
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise InvalidScope("The list of scopes is nested too deeply.")
        self._next()
        dependencies = self.scope_list()
        if self.token != "]":  # noqa: S105 - a token of the grammar
            raise InvalidScope("A closing bracket is missing in the list of scopes.")
        self._next()
        self._depth -= 1
        return dependencies
