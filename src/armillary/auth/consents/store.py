"""Queries on the consent forest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from armillary.auth.clients.model import Client
from armillary.auth.consents.model import Consent
from armillary.auth.consents.rules import Node, paths_of_nodes
from armillary.auth.scopes.model import Scope
from armillary.auth.scopes.rules import Path
from armillary.core.clock import utcnow

_OF_IDENTITY = (
    select(Consent, Scope.scope_string)
    .join(Scope, Scope.id == Consent.scope_id)
    .where(Consent.identity_id == bindparam("identity_id"))
    .order_by(Consent.id)
)
_OF_APP = _OF_IDENTITY.where(Consent.app_id == bindparam("app_id"))


def nodes_of(session: Session, identity_id: str, app_id: str | None = None) -> list[Node]:
    """An identity's consents with their scope strings, parents before children.

    :param app_id: only the trees whose root is this app
    """
    if app_id is None:
        rows = session.execute(_OF_IDENTITY, {"identity_id": identity_id})
    else:
        rows = session.execute(_OF_APP, {"identity_id": identity_id, "app_id": app_id})
    return [Node(consent, scope_string) for consent, scope_string in rows]


def granted_paths(session: Session, identity_id: str, app_id: str) -> dict[Path, Consent]:
    """What the identity has consented to for an app, by path of scope strings."""
    return paths_of_nodes(nodes_of(session, identity_id, app_id))


def approve(
    session: Session,
    *,
    identity_id: str,
    app_id: str,
    paths: Iterable[tuple[Path, bool]],
    scopes: Mapping[str, Scope],
    allows_refresh: bool,
    auto_approved: bool = False,
) -> list[Path]:
    """Add the consents that are missing, and return their paths.

    :param paths: paths with their star, parents first
    :param scopes: every scope of the paths, by scope string
    """
    known = granted_paths(session, identity_id, app_id)
    added = []
    for path, optional in paths:
        if path in known:
            known[path].allows_refresh |= allows_refresh
            continue
        known[path] = _new_consent(path, optional, identity_id, app_id, scopes, known)
        known[path].allows_refresh = allows_refresh
        known[path].auto_approved = auto_approved
        session.add(known[path])
        session.flush()
        added.append(path)
    return added


def _new_consent(
    path: Path,
    optional: bool,
    identity_id: str,
    app_id: str,
    scopes: Mapping[str, Scope],
    known: Mapping[Path, Consent],
) -> Consent:
    now = utcnow()
    parent = known.get(path[:-1])
    return Consent(
        parent_id=parent.id if parent else None,
        identity_id=identity_id,
        app_id=app_id,
        # Below the root it is the service owning the parent's scope that uses this one.
        client_id=scopes[path[-2]].client_id if parent else app_id,
        scope_id=scopes[path[-1]].id,
        atomically_revocable=optional,
        created=now,
        updated=now,
        last_used=now,
    )


def touch(session: Session, identity_id: str, app_id: str) -> None:
    """Note that an app used its consents just now."""
    session.execute(
        update(Consent)
        .where(Consent.identity_id == identity_id, Consent.app_id == app_id)
        .values(last_used=utcnow())
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True)
class AllowedApp:
    """An app with what it is allowed, in the consent page's words."""

    client: Client
    descriptions: list[str]


def allowed_apps(session: Session, identity_id: str) -> list[AllowedApp]:
    """The apps that an identity has allowed something, by name."""
    query = (
        select(Client, Scope.description)
        .join(Consent, Consent.app_id == Client.id)
        .join(Scope, Scope.id == Consent.scope_id)
        .where(Consent.identity_id == identity_id)
        .order_by(Client.name, Client.id, Consent.id)
    )
    rows = session.execute(query).all()
    return [
        AllowedApp(client, [description for _, description in group])
        for client, group in groupby(rows, key=lambda row: row[0])
    ]


def withdraw(session: Session, identity_id: str, app_id: str) -> None:
    """Remove everything that an identity has consented to for an app."""
    session.execute(
        delete(Consent).where(Consent.identity_id == identity_id, Consent.app_id == app_id)
    )
