"""A token for tokens of what its scopes depend on: how a service calls others for a person."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from armillary.auth.consents.rules import below, unapproved
from armillary.auth.consents.store import granted_paths, touch
from armillary.auth.errors import DependentConsentRequired, InvalidGrant, InvalidRequest
from armillary.auth.grants.request import TokenRequest
from armillary.auth.parts import required
from armillary.auth.scopes.rules import Path, ScopeTree, parse
from armillary.auth.scopes.store import load_scopes, registered_dependencies
from armillary.auth.tokens.issue import issue_tokens
from armillary.auth.tokens.lookup import ActiveAccessToken, find_access_token
from armillary.auth.tokens.model import Derivation
from armillary.auth.tokens.store import NewGrant, add_grant


def exchange_token(request: TokenRequest) -> list[dict[str, Any]]:
    """Tokens of the scopes asked for; absent, of all that were consented to below the token's.

    Refresh tokens come with ``access_type=offline``.

    :raises InvalidGrant: the token is unknown, expired, revoked, or for another service
    :raises UnknownScope: a scope asked for is not registered
    :raises DependentConsentRequired: the person has not consented to all of it, or not to its
        use while away, which refresh tokens need
    """
    token = find_access_token(request.parts.database, required(request.form, "token"))
    if token is None or token.resource_server != request.client.resource_server:
        raise InvalidGrant("The token is wrong, expired, revoked, or not for this service.")
    with request.parts.database.write() as session:
        return _issue(session, request, token, _roots(token))


def _roots(token: ActiveAccessToken) -> list[Path]:
    """The paths in the app's consents at which the token's scopes stand."""
    return [(*above, scope) for above in token.grant.above for scope in token.scopes]


def _issue(
    session: Session, request: TokenRequest, token: ActiveAccessToken, roots: list[Path]
) -> list[dict[str, Any]]:
    granted = granted_paths(session, token.grant.identity_id, token.grant.app_id)
    roots = [root for root in roots if root in granted]
    offline = _offline(request)
    trees = _asked(session, request, token, below(granted, roots))
    scopes = load_scopes(session, trees)
    if missing := unapproved(trees, granted, roots, offline=offline):
        raise DependentConsentRequired(missing)
    if not trees:
        return []
    touch(session, token.grant.identity_id, token.grant.app_id)
    grant = _derive(session, request, token, roots, offline=offline)
    return issue_tokens(
        session,
        grant,
        [scopes[tree.name] for tree in trees],
        lifetime=request.parts.settings.access_token_lifetime,
    )


def _asked(
    session: Session, request: TokenRequest, token: ActiveAccessToken, consented: set[str]
) -> tuple[ScopeTree, ...]:
    """The scopes asked for; absent, what the token's scopes need and what was consented to."""
    asked = request.form.get("scope")
    if asked is not None:
        return parse(asked)
    names = consented | registered_dependencies(session, token.scopes)
    return tuple(ScopeTree(name) for name in sorted(names))


def _offline(request: TokenRequest) -> bool:
    access_type = request.form.get("access_type", "online")
    if access_type not in ("online", "offline"):
        raise InvalidRequest("access_type must be online or offline.")
    return access_type == "offline"


def _derive(
    session: Session,
    request: TokenRequest,
    token: ActiveAccessToken,
    roots: list[Path],
    *,
    offline: bool,
) -> NewGrant:
    grant = NewGrant(
        client_id=request.client.id,
        identity_id=token.grant.identity_id,
        session_id=token.grant.session_id,
        authentications=token.grant.authentications,
        assured_until=token.grant.assured_until,
        offline=offline,
    )
    add_grant(session, grant)
    session.add(
        Derivation(
            grant_id=grant.id,
            origin_id=token.grant.origin_id,
            app_id=token.grant.app_id,
            above=[list(root) for root in roots],
        )
    )
    return grant
