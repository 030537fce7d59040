"""Decisions on the consent forest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from armillary.auth.consents.model import Consent
from armillary.auth.scopes.rules import Path, ScopeTree, paths


class Node(NamedTuple):
    """A consent and the scope string that it is for."""

    consent: Consent
    scope_string: str


def paths_of_nodes(nodes: Iterable[Node]) -> dict[Path, Consent]:
    """Consents by their path of scope strings; parents come before children."""
    path_of: dict[int, Path] = {}
    found: dict[Path, Consent] = {}
    for consent, scope_string in nodes:
        above = path_of.get(consent.parent_id, ()) if consent.parent_id is not None else ()
        path_of[consent.id] = (*above, scope_string)
        found[path_of[consent.id]] = consent
    return found


def missing(trees: Iterable[ScopeTree], granted: Mapping[Path, object]) -> list[Path]:
    """The paths of a request that nobody has consented to yet, parents first."""
    return [path for path, _ in paths(trees) if path not in granted]


def dependent_scopes(granted: Iterable[Path]) -> dict[str, frozenset[str]]:
    """For each root scope, every scope consented to below it."""
    below: dict[str, set[str]] = {}
    for root, *rest in granted:
        below.setdefault(root, set()).update(rest)
    return {root: frozenset(names) for root, names in below.items()}
