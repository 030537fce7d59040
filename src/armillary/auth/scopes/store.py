"""Queries on scopes, and how services register theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from armillary.auth.clients.model import Client
from armillary.auth.errors import InvalidScope, UnknownScope
from armillary.auth.scopes.model import Scope, ScopeDependency
from armillary.auth.scopes.rules import ScopeTree, merge, paths
from armillary.db.prepared import Prepared, Source


@dataclass(frozen=True)
class KnownScope:
    """A registered scope, and the service that owns it.

    :param required_domains: in each of which a person needs an identity
    :param client_id: the service's client
    :param resource_server: how tokens name the service
    :param service: how people know it
    """

    id: str
    scope_string: str
    description: str
    allows_refresh_token: bool
    required_domains: list[str]
    client_id: str
    resource_server: str
    service: str


_BY_STRING = Prepared(
    select(
        Scope.id,
        Scope.scope_string,
        Scope.description,
        Scope.allows_refresh_token,
        Scope.required_domains,
        Scope.client_id,
        func.coalesce(Client.resource_server_name, Client.id),
        Client.name,
    )
    .join(Client, Client.id == Scope.client_id)
    .where(Scope.scope_string == bindparam("scope_string")),
    remembered=True,
)
_ABOVE, _BELOW = aliased(Scope), aliased(Scope)
_REGISTERED = Prepared(
    select(
        _ABOVE.scope_string,
        _BELOW.scope_string,
        ScopeDependency.optional,
        ScopeDependency.requires_refresh_token,
    )
    .join(ScopeDependency, ScopeDependency.scope_id == _ABOVE.id)
    .join(_BELOW, _BELOW.id == ScopeDependency.dependent_id),
    remembered=True,
)
# Services name the scopes of others, so a few of them could ask for a forest without end.
_MAX_SCOPES = 500


class _Dependency(NamedTuple):
    optional: bool
    lasting: bool


_Registered = Mapping[str, Mapping[str, _Dependency]]


def register_resource_server(
    session: Session,
    *,
    client_id: str,
    name: str,
    scopes: Mapping[str, str],
    resource_server: str | None = None,
    client_type: str = "resource_server",
) -> Client:
    """Make a service and its scopes known; what exists already stays as it is.

    :param client_id: the service's client id; for a collection or a storage endpoint its own id
    :param name: what the consent page calls the service
    :param scopes: scope string to the words in which the consent page asks for it
    :param resource_server: how tokens name the service, when not by its client id
    """
    client = session.get(Client, client_id) or Client(
        id=client_id,
        name=name,
        client_type=client_type,
        resource_server_name=resource_server,
        fqdns=[resource_server] if resource_server and "." in resource_server else [],
    )
    session.add(client)
    session.flush()
    known = find_scopes(session, scopes)
    for scope_string, description in scopes.items():
        if scope_string not in known:
            session.add(_new_scope(client_id, scope_string, description))
    session.flush()
    return client


def _new_scope(client_id: str, scope_string: str, description: str) -> Scope:
    return Scope(
        client_id=client_id,
        scope_string=scope_string,
        name=description,
        description=description,
        advertised=True,
    )


def find_scopes(source: Source, scope_strings: Iterable[str]) -> dict[str, KnownScope]:
    """Those of the scopes that exist, by scope string."""
    rows = (_BY_STRING.first(source, scope_string=text) for text in scope_strings)
    found = (KnownScope(*row) for row in rows if row is not None)
    return {scope.scope_string: scope for scope in found}


def load_scopes(source: Source, trees: Iterable[ScopeTree]) -> dict[str, KnownScope]:
    """All scopes of a request, by scope string.

    :raises UnknownScope: one is not registered
    """
    names = {path[-1] for path, _ in paths(trees)}
    found = find_scopes(source, names)
    if unknown := sorted(names - found.keys()):
        raise UnknownScope(f"Unknown scopes: {', '.join(unknown)}.")
    return found


def with_registered_dependencies(
    source: Source, trees: tuple[ScopeTree, ...]
) -> tuple[ScopeTree, ...]:
    """The forest, completed by what its scopes' owners registered as always needed.

    :raises InvalidScope: it becomes too large
    """
    registered = _registered(source)
    room = iter(range(_MAX_SCOPES))
    return tuple(_complete(tree, registered, (), room) for tree in trees)


def registered_dependencies(source: Source, scope_strings: Iterable[str]) -> set[str]:
    """What the owners of these scopes registered as always needed."""
    registered = _registered(source)
    return {
        name
        for scope_string in scope_strings
        for name, how in registered.get(scope_string, {}).items()
        if not how.optional
    }


def _registered(source: Source) -> _Registered:
    registered: dict[str, dict[str, _Dependency]] = {}
    for above, below, *how in _REGISTERED.all(source):
        registered.setdefault(above, {})[below] = _Dependency(*how)
    return registered


def _complete(
    tree: ScopeTree, registered: _Registered, above: tuple[str, ...], room: Iterator[int]
) -> ScopeTree:
    if next(room, None) is None:
        raise InvalidScope("The scopes need too many others in turn.")
    path = (*above, tree.name)
    known = registered.get(tree.name, {})
    # A registered cycle of services ends where it would repeat itself.
    added = [ScopeTree(n) for n, how in known.items() if not how.optional and n not in path]
    below = [
        replace(t, lasting=t.name in known and known[t.name].lasting)
        for t in merge((*tree.dependencies, *added))
    ]
    return replace(tree, dependencies=tuple(_complete(t, registered, path, room) for t in below))
