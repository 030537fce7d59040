"""Queries on the consent forest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import bindparam, delete, insert, select, true, update
from sqlalchemy.orm import Session, aliased

from armillary.auth.clients.model import Client
from armillary.auth.consents.model import Consent
from armillary.auth.consents.rules import Node, by_path
from armillary.auth.scopes.model import Scope
from armillary.auth.scopes.rules import Path
from armillary.auth.scopes.store import KnownScope
from armillary.core.clock import utcnow
from armillary.db.prepared import Prepared, Source, Writer

_NODES = (
    select(
        Consent.id,
        Consent.parent_id,
        Consent.client_id,
        Consent.scope_id,
        Consent.identity_id,
        Consent.allows_refresh,
        Consent.auto_approved,
        Consent.atomically_revocable,
        Consent.created,
        Consent.updated,
        Consent.last_used,
        Scope.scope_string,
    )
    .join(Scope, Scope.id == Consent.scope_id)
    .where(Consent.identity_id == bindparam("identity_id"))
    .order_by(Consent.id)  # a parent is older than its children
)
_OF_IDENTITY = Prepared(_NODES)
_ADD = Prepared(insert(Consent).returning(Consent.id))
_ALLOW_REFRESH = Prepared(
    update(Consent)
    .where(Consent.id == bindparam("consent"))
    .values(allows_refresh=true(), updated=bindparam("now"))
)
_OF_APP = Prepared(_NODES.where(Consent.app_id == bindparam("app_id")), remembered=True)


def nodes_of(source: Source, identity_id: str, app_id: str | None = None) -> list[Node]:
    """An identity's consents with their scope strings, parents before children.

    :param app_id: only the trees whose root is this app
    """
    if app_id is None:
        rows = _OF_IDENTITY.all(source, identity_id=identity_id)
    else:
        rows = _OF_APP.all(source, identity_id=identity_id, app_id=app_id)
    return [Node(*row) for row in rows]


def consents_to(source: Source, identity_id: str, scope_string: str) -> bool:
    """Whether an identity has consented to a scope, for whichever app and below whatever."""
    return any(node.scope_string == scope_string for node in nodes_of(source, identity_id))


def granted_paths(source: Source, identity_id: str, app_id: str) -> dict[Path, Node]:
    """What the identity has consented to for an app, by path of scope strings."""
    return by_path(nodes_of(source, identity_id, app_id))


def approve(
    transaction: Writer,
    *,
    identity_id: str,
    app_id: str,
    paths: Iterable[tuple[Path, bool]],
    scopes: Mapping[str, KnownScope],
    lasting: Collection[Path],
    auto_approved: bool = False,
) -> None:
    """Add the consents that are missing.

    :param paths: paths with their star, parents first
    :param scopes: every scope of the paths, by scope string
    :param lasting: those of the paths that may be used while the person is away
    """
    known = granted_paths(transaction, identity_id, app_id)
    ids = {path: node.id for path, node in known.items()}
    for path in lasting:
        if path in known and not known[path].allows_refresh:
            _ALLOW_REFRESH.update(transaction, consent=ids[path], now=utcnow())
    for path, optional in paths:
        if path in ids:
            continue
        parent = ids.get(path[:-1])
        now = utcnow()
        row = _ADD.first(
            transaction,
            parent_id=parent,
            identity_id=identity_id,
            app_id=app_id,
            # Below the root it is the service owning the parent's scope that uses this one.
            client_id=app_id if parent is None else scopes[path[-2]].client_id,
            scope_id=scopes[path[-1]].id,
            allows_refresh=path in lasting,
            auto_approved=auto_approved,
            atomically_revocable=optional,
            created=now,
            updated=now,
            last_used=now,
        )
        assert row is not None
        ids[path] = row[0]


def touch(session: Session, identity_id: str, app_id: str) -> None:
    """Note that an app used its consents just now."""
    session.execute(
        update(Consent)
        .where(Consent.identity_id == identity_id, Consent.app_id == app_id)
        .values(last_used=utcnow())
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True)
class Permission:
    """One thing that an app is allowed.

    :param service: the name of the service that it is for
    :param user: the name of who uses it: the app, or a service that works for it
    """

    consent: Consent
    description: str
    service: str
    user: str


@dataclass(frozen=True)
class AllowedApp:
    """An app with what it is allowed, in the consent page's words."""

    client: Client
    permissions: list[Permission]


def allowed_apps(session: Session, identity_id: str) -> list[AllowedApp]:
    """The apps that an identity has allowed something, by name."""
    user, service = aliased(Client), aliased(Client)
    query = (
        select(Client, Consent, Scope.description, service.name, user.name)
        .join(Consent, Consent.app_id == Client.id)
        .join(Scope, Scope.id == Consent.scope_id)
        .join(service, service.id == Scope.client_id)
        .join(user, user.id == Consent.client_id)
        .where(Consent.identity_id == identity_id)
        .order_by(Client.name, Client.id, Consent.id)
    )
    rows = session.execute(query).all()
    return [
        AllowedApp(client, [Permission(*row[1:]) for row in group])
        for client, group in groupby(rows, key=lambda row: row[0])
    ]


def withdraw_one(session: Session, identity_id: str, consent_id: int) -> str | None:
    """Remove one consent that is revocable by itself, and what stands below it.

    :returns: the id of the app that had it; None if the identity gave no such consent
    """
    removed: str | None = session.scalar(
        delete(Consent)
        .where(
            Consent.id == consent_id,
            Consent.identity_id == identity_id,
            Consent.atomically_revocable.is_(True),
        )
        .returning(Consent.app_id)
    )
    return removed


def withdraw(session: Session, identity_id: str, app_id: str) -> None:
    """Remove everything that an identity has consented to for an app."""
    session.execute(
        delete(Consent).where(Consent.identity_id == identity_id, Consent.app_id == app_id)
    )
