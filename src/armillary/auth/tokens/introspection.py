"""Telling a resource server about a token (RFC 7662)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from armillary.auth.clients.authentication import KnownClient
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import linked
from armillary.auth.openid.claims import Authentications, identity_summary
from armillary.auth.policies.evaluation import evaluate_policies
from armillary.auth.tokens.lookup import ActiveAccessToken, TokenGrant
from armillary.db.engine import Database

INACTIVE: dict[str, Any] = {"active": False}


def may_introspect(client: KnownClient, found: ActiveAccessToken) -> bool:
    """Whether a client may learn of a token: the service it is for, or the app that holds it."""
    return client.id == found.grant.client_id or (client.resource_server == found.resource_server)


def introspection(
    database: Database,
    found: ActiveAccessToken,
    *,
    issuer: str,
    include: Collection[str],
    policies: Sequence[str] = (),
) -> dict[str, Any]:
    """The document of an active token.

    :param include: of ``session_info``, ``identity_set``, ``identity_set_detail``
    :param policies: ids of authentication policies to hold against the token's session
    :raises InvalidRequest: there is no such policy
    """
    grant = found.grant
    issued = int(found.issued_at.timestamp())
    document = {
        "active": True,
        "token_type": "Bearer",
        "scope": " ".join(found.scopes),
        "client_id": grant.client_id,
        "sub": grant.identity_id,
        "username": grant.username,
        "name": grant.name,
        "email": grant.email,
        "iat": issued,
        "nbf": issued,
        "exp": int(found.expires_at.timestamp()),
        "aud": [found.resource_server, grant.client_id],
        "iss": issuer,
    }
    if policies:
        document["policy_evaluations"] = _policy_evaluations(database, grant, policies)
    return {**document, **_account(database, grant, include)}


def _policy_evaluations(
    database: Database, grant: TokenGrant, policies: Sequence[str]
) -> dict[str, Any]:
    with database.read() as session:
        evaluated = evaluate_policies(session, policies, grant.account_id, grant.authentications)
        return {e.policy.id: {"evaluation": e.evaluation.unmet is None} for e in evaluated}


def _account(database: Database, grant: TokenGrant, include: Collection[str]) -> dict[str, Any]:
    wanted = {"session_info", "identity_set", "identity_set_detail"} & set(include)
    if not wanted:
        return {}
    with database.read() as session:
        identities = linked(session, grant.account_id)
    proven = _still_linked(grant.authentications, identities)
    documents = {
        "session_info": {"session_id": grant.session_id, "authentications": proven},
        "identity_set": [identity.id for identity in identities],
        "identity_set_detail": [_detail(i, proven) for i in identities],
    }
    return {name: documents[name] for name in wanted}


def _still_linked(
    authentications: Authentications, identities: Sequence[Identity]
) -> Authentications:
    """What was proven in the session, without the identities that have left the account."""
    ids = {identity.id for identity in identities}
    return {name: proof for name, proof in authentications.items() if name in ids}


def _detail(identity: Identity, authentications: Authentications) -> dict[str, Any]:
    return {
        **identity_summary(identity, authentications),
        "id": identity.id,
        "identity_type": identity.identity_type,
        "status": identity.status,
    }
