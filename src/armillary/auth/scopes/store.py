"""Queries on scopes, and how services register theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from armillary.auth.clients.model import Client
from armillary.auth.errors import UnknownScope
from armillary.auth.scopes.model import Scope, ScopeDependency
from armillary.auth.scopes.rules import ScopeTree, merge, paths
from armillary.db.prepared import Prepared


@dataclass(frozen=True)
class KnownScope:
    """A registered scope, and the service that owns it.

    :param client_id: the service's client
    :param resource_server: how tokens name the service
    """

    id: str
    scope_string: str
    description: str
    allows_refresh_token: bool
    client_id: str
    resource_server: str


_BY_STRING = Prepared(
    select(
        Scope.id,
        Scope.scope_string,
        Scope.description,
        Scope.allows_refresh_token,
        Scope.client_id,
        func.coalesce(Client.resource_server_name, Client.id),
    )
    .join(Client, Client.id == Scope.client_id)
    .where(Scope.scope_string == bindparam("scope_string"))
)
_ABOVE, _BELOW = aliased(Scope), aliased(Scope)
_NEEDED = Prepared(
    select(_ABOVE.scope_string, _BELOW.scope_string)
    .join(ScopeDependency, ScopeDependency.scope_id == _ABOVE.id)
    .join(_BELOW, _BELOW.id == ScopeDependency.dependent_id)
    .where(ScopeDependency.optional.is_(False))
)


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
        client_id=client_id, scope_string=scope_string, name=description, description=description
    )


def find_scopes(session: Session, scope_strings: Iterable[str]) -> dict[str, KnownScope]:
    """Those of the scopes that exist, by scope string."""
    rows = (_BY_STRING.first(session, scope_string=text) for text in scope_strings)
    found = (KnownScope(*row) for row in rows if row is not None)
    return {scope.scope_string: scope for scope in found}


def load_scopes(session: Session, trees: Iterable[ScopeTree]) -> dict[str, KnownScope]:
    """All scopes of a request, by scope string.

    :raises UnknownScope: one is not registered
    """
    names = {path[-1] for path, _ in paths(trees)}
    found = find_scopes(session, names)
    if unknown := sorted(names - found.keys()):
        raise UnknownScope(f"Unknown scopes: {', '.join(unknown)}.")
    return found


def with_registered_dependencies(
    session: Session, trees: tuple[ScopeTree, ...]
) -> tuple[ScopeTree, ...]:
    """The forest, completed by what its scopes' owners registered as always needed."""
    needed = _registered(session)
    return tuple(_complete(tree, needed, ()) for tree in trees)


def _registered(session: Session) -> dict[str, list[str]]:
    needed: dict[str, list[str]] = {}
    for scope_string, dependency in _NEEDED.all(session):
        needed.setdefault(scope_string, []).append(dependency)
    return needed


def _complete(
    tree: ScopeTree, needed: Mapping[str, list[str]], above: tuple[str, ...]
) -> ScopeTree:
    path = (*above, tree.name)
    # A registered cycle of services ends where it would repeat itself.
    added = [ScopeTree(name) for name in needed.get(tree.name, ()) if name not in path]
    dependencies = merge((*tree.dependencies, *added))
    return ScopeTree(
        tree.name, tree.optional, tuple(_complete(t, needed, path) for t in dependencies)
    )
