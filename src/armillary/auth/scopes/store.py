"""Queries on scopes, and how services register theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from armillary.auth.clients.model import Client
from armillary.auth.errors import UnknownScope
from armillary.auth.scopes.model import Scope, ScopeDependency
from armillary.auth.scopes.rules import ScopeTree, merge, paths

# Made once, because every token request runs them and making a statement costs more than it does.
_BY_STRING = select(Scope).where(Scope.scope_string.in_(bindparam("scope_strings", expanding=True)))
_ABOVE, _BELOW = aliased(Scope), aliased(Scope)
_NEEDED = (
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


def find_scopes(session: Session, scope_strings: Iterable[str]) -> dict[str, Scope]:
    """Those of the scopes that exist, by scope string."""
    found = session.scalars(_BY_STRING, {"scope_strings": list(scope_strings)})
    return {scope.scope_string: scope for scope in found}


def load_scopes(session: Session, trees: Iterable[ScopeTree]) -> dict[str, Scope]:
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
    rows = session.execute(_NEEDED)
    needed: dict[str, list[str]] = {}
    for scope_string, dependency in rows:
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
