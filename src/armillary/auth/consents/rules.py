"""Decisions on the consent forest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from armillary.auth.scopes.rules import Path, ScopeTree, paths


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
    return [
        path
        for path, _ in paths(trees)
        if path not in granted or (offline and not granted[path].allows_refresh)
    ]


def dependent_scopes(granted: Iterable[Path]) -> dict[str, frozenset[str]]:
    """For each root scope, every scope consented to below it."""
    below: dict[str, set[str]] = {}
    for root, *rest in granted:
        below.setdefault(root, set()).update(rest)
    return {root: frozenset(names) for root, names in below.items()}
