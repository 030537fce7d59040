"""Decisions on the consent forest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from armillary.auth.scopes.rules import Path, ScopeTree, lasting_paths, paths


@dataclass(frozen=True)
class Node:
    """A consent and the scope string that it is for."""

    id: int
    parent_id: int | None
    client_id: str
    scope_id: str
    identity_id: str
    allows_refresh: bool
    auto_approved: bool
    atomically_revocable: bool
    created: datetime
    updated: datetime
    last_used: datetime
    scope_string: str


def by_path(nodes: Sequence[Node]) -> dict[Path, Node]:
    """Consents by their path of scope strings.

    :param nodes: parents before children
    """
    path_of: dict[int, Path] = {}
    for node in nodes:
        above = () if node.parent_id is None else path_of[node.parent_id]
        path_of[node.id] = (*above, node.scope_string)
    return {path_of[node.id]: node for node in nodes}


def missing(
    trees: Iterable[ScopeTree], granted: Mapping[Path, Node], *, offline: bool
) -> list[Path]:
    """The paths of a request that nobody has consented to yet, parents first.

    :param offline: whether the app also wants to act while the person is away, which an earlier
        consent without that does not cover
    """
    trees = tuple(trees)
    lasting = lasting_paths(trees, offline=offline)
    return [
        path
        for path, _ in paths(trees)
        if path not in granted or (path in lasting and not granted[path].allows_refresh)
    ]


def dependent_scopes(granted: Iterable[Path], above: Sequence[Path]) -> dict[str, frozenset[str]]:
    """For each scope of a grant, every scope consented to below it.

    :param above: the paths below which the grant's scopes stand
    """
    found: dict[str, set[str]] = {}
    for path in granted:
        for prefix in above:
            if path[: len(prefix)] == prefix and len(path) > len(prefix):
                scope, *rest = path[len(prefix) :]
                found.setdefault(scope, set()).update(rest)
    return {scope: frozenset(names) for scope, names in found.items()}


def below(granted: Iterable[Path], roots: Collection[Path]) -> set[str]:
    """The scopes consented to directly below any of these paths."""
    return {path[-1] for path in granted if path[:-1] in roots}


def unapproved(
    trees: Iterable[ScopeTree],
    granted: Mapping[Path, Node],
    roots: Iterable[Path],
    *,
    offline: bool,
) -> list[str]:
    """The scopes of a request that were not consented to below any of these paths.

    :param offline: whether they are to be used while the person is away
    """
    prefixes = tuple(roots)
    lacking = {
        path[-1]
        for path, _ in paths(trees)
        if not any(_allows(granted.get((*root, *path)), offline=offline) for root in prefixes)
    }
    return sorted(lacking)


def _allows(node: Node | None, *, offline: bool) -> bool:
    return node is not None and (node.allows_refresh or not offline)
