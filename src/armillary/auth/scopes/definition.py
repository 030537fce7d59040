"""Scopes that clients define: finding, making and changing them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from armillary.auth.clients.model import Client
from armillary.auth.clients.store import managed_by
from armillary.auth.errors import BadRequest, Conflict, NotFound, Problem
from armillary.auth.projects.admins import Manager
from armillary.auth.scopes.model import Scope, ScopeDependency
from armillary.auth.scopes.rules import ScopeTree
from armillary.auth.scopes.store import with_registered_dependencies
from armillary.auth.scopes.wire import DependentScope, NewScopeFields, ScopeFields
from armillary.core.ids import new_id

_PREFIX = "https://auth.globus.org/scopes"


def managed_scopes(session: Session, manager: Manager) -> list[Scope]:
    """The scopes of the clients that an identity manages."""
    query = select(Scope).where(_is_managed(manager)).order_by(Scope.scope_string)
    return list(session.scalars(query))


def visible_scopes(
    session: Session,
    manager: Manager,
    *,
    ids: Collection[str] = (),
    scope_strings: Collection[str] = (),
) -> list[Scope]:
    """Those of the named scopes that an identity manages or that are advertised."""
    query = select(Scope).where(
        or_(Scope.id.in_(ids), Scope.scope_string.in_(scope_strings)),
        or_(Scope.advertised, _is_managed(manager)),
    )
    return list(session.scalars(query.order_by(Scope.scope_string)))


def visible_scope(session: Session, scope_id: str, manager: Manager) -> Scope:
    """A scope that an identity manages, or that is advertised.

    :raises NotFound: there is none, or it is others'
    """
    return _found(visible_scopes(session, manager, ids=[scope_id.lower()]))


def managed_scope(session: Session, scope_id: str, manager: Manager) -> Scope:
    """A scope of a client that an identity manages.

    :raises NotFound: there is none, or it is others'
    """
    query = select(Scope).where(Scope.id == scope_id.lower(), _is_managed(manager))
    return _found(session.scalars(query).all())


def _is_managed(manager: Manager) -> ColumnElement[bool]:
    return Scope.client_id.in_(select(Client.id).where(managed_by(manager)))


def _found(scopes: Sequence[Scope]) -> Scope:
    if not scopes:
        raise NotFound("There is no such scope, or you don't manage it.")
    return scopes[0]


def dependencies_of(session: Session, scope_id: str) -> list[ScopeDependency]:
    """What a scope needs in turn."""
    query = select(ScopeDependency).where(ScopeDependency.scope_id == scope_id)
    return list(session.scalars(query.order_by(ScopeDependency.dependent_id)))


def define_scope(
    session: Session, client: Client, fields: NewScopeFields, manager: Manager
) -> Scope:
    """Make a scope of a client's.

    :raises BadRequest: the client is public, or a dependent scope is not there
    :raises Conflict: the client has a scope of this suffix
    """
    if client.public:
        raise BadRequest("This type of app can't keep a secret, so it can't serve scopes.")
    scope = Scope(id=new_id(), client_id=client.id, required_domains=[])
    change_scope(session, scope, client, fields, manager)
    return scope


def change_scope(
    session: Session, scope: Scope, client: Client, fields: ScopeFields, manager: Manager
) -> None:
    """Set what the fields name, of a scope that may be new.

    :param manager: who does so, and has to see the dependent scopes
    :raises BadRequest: a dependent scope is not there, is the scope itself, or is given twice
    :raises Conflict: another scope of the client has the suffix
    """
    if fields.scope_suffix is not None:
        scope.scope_string = _free_scope_string(session, scope, client, fields.scope_suffix)
    for name in ("name", "description", "advertised", "allows_refresh_token", "required_domains"):
        value = getattr(fields, name)
        if value is not None:
            setattr(scope, name, value)
    session.add(scope)
    session.flush()
    if fields.dependent_scopes is not None:
        _set_dependencies(session, scope, fields.dependent_scopes, manager)


def _free_scope_string(session: Session, scope: Scope, client: Client, suffix: str) -> str:
    owner = client.fqdns[0] if client.fqdns else client.id
    scope_string = f"{_PREFIX}/{owner}/{suffix}"
    query = select(Scope.id).where(Scope.scope_string == scope_string, Scope.id != scope.id)
    if session.scalar(query) is not None:
        message = f"There is a scope {scope_string} already."
        raise Conflict(message, problems=[Problem("/scope/scope_suffix", message)])
    return scope_string


def _set_dependencies(
    session: Session, scope: Scope, wanted: Sequence[DependentScope], manager: Manager
) -> None:
    _check_dependencies(session, scope, [dependent.scope for dependent in wanted], manager)
    session.execute(delete(ScopeDependency).where(ScopeDependency.scope_id == scope.id))
    session.add_all(
        ScopeDependency(
            scope_id=scope.id,
            dependent_id=dependent.scope,
            optional=dependent.optional,
            requires_refresh_token=dependent.requires_refresh_token,
        )
        for dependent in wanted
    )
    session.flush()
    # Raises when the scope would ask for more than can be consented to at once.
    with_registered_dependencies(session, (ScopeTree(scope.scope_string),))


def _check_dependencies(
    session: Session, scope: Scope, ids: Sequence[str], manager: Manager
) -> None:
    if scope.id in ids or len(set(ids)) < len(ids):
        message = "dependent_scopes names the scope itself, or one scope twice."
        raise BadRequest(message, problems=[Problem("/scope/dependent_scopes", message)])
    found = {s.id for s in visible_scopes(session, manager, ids=ids)}
    if unknown := sorted(set(ids) - found):
        message = f"There are no such dependent scopes: {', '.join(unknown)}."
        raise BadRequest(message, problems=[Problem("/scope/dependent_scopes", message)])
