"""The answer to an authorization request: a code, or an error, by redirect."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode, urlsplit, urlunsplit

from armillary.auth.audit import record
from armillary.auth.authorize.authorization import Authorization
from armillary.auth.errors import OAuthError
from armillary.auth.scopes.rules import text_of
from armillary.auth.tokens.model import AuthorizationCode
from armillary.auth.tokens.store import NewGrant, add_grant
from armillary.core.clock import utcnow
from armillary.core.ids import new_secret, secret_hash

# RFC 6749 section 4.1.2 recommends at most ten minutes; people paste codes by hand.
CODE_LIFETIME = timedelta(minutes=10)


def code_redirect(authorization: Authorization) -> str:
    """Issue a code for a request that passed every check; where to send the browser with it."""
    code = new_secret()
    grant = new_grant(authorization)
    add_grant(authorization.session, grant)
    authorization.session.add(_new_code(authorization, grant, code))
    record(
        authorization.session,
        event="code.issued",
        actor=grant.identity_id,
        client=grant.client_id,
        target=grant.id,
        detail={"scopes": [tree.name for tree in authorization.trees]},
    )
    return _redirect(authorization, code=code)


def error_redirect(authorization: Authorization, error: OAuthError) -> str:
    """Where to send the browser with an error (RFC 6749 section 4.1.2.1)."""
    return _redirect(authorization, error=error.error, error_description=error.message)


def new_grant(authorization: Authorization) -> NewGrant:
    """The grant of a request that passed every check, not stored yet."""
    return NewGrant(
        client_id=authorization.client.id,
        identity_id=authorization.signed_in.identity.id,
        session_id=authorization.signed_in.session.id,
        authentications=authorization.signed_in.summary(),
        offline=authorization.offline,
        assured_until=authorization.assured_until,
    )


def _new_code(authorization: Authorization, grant: NewGrant, code: str) -> AuthorizationCode:
    return AuthorizationCode(
        code_hash=secret_hash(code),
        grant_id=grant.id,
        redirect_uri=authorization.redirect_uri or "",
        scope=text_of(authorization.trees),
        code_challenge=authorization.parameters.get("code_challenge"),
        nonce=authorization.parameters.get("nonce"),
        state=authorization.parameters.get("state"),
        expires_at=utcnow() + CODE_LIFETIME,
    )


def _redirect(authorization: Authorization, **answer: str) -> str:
    parts = urlsplit(authorization.redirect_uri or "")
    if "state" in authorization.parameters:
        answer["state"] = authorization.parameters["state"]
    # RFC 9207: who answers, so that a client of several servers can't be mixed up.
    answer["iss"] = authorization.settings.auth_url
    query = "&".join(filter(None, (parts.query, urlencode(answer))))
    return urlunsplit(parts._replace(query=query))
