"""A code for tokens (RFC 6749 section 4.1.3, with PKCE of RFC 7636 section 4.6)."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy.orm import Session

from armillary.auth.audit import record
from armillary.auth.errors import InvalidGrant
from armillary.auth.grants.login import login_answer
from armillary.auth.grants.request import TokenRequest
from armillary.auth.openid.keys import base64url
from armillary.auth.parts import required
from armillary.auth.tokens.model import AuthorizationCode, Grant
from armillary.auth.tokens.store import find_code, revoke_grant, use_code
from armillary.core.clock import utcnow
from armillary.core.ids import secrets_equal


def exchange_code(request: TokenRequest) -> dict[str, Any]:
    """Spend a code.

    :raises InvalidGrant: it is unknown, spent, expired, another client's, for another redirect
        URI, or the proof is wrong; a spent one also voids what it was spent for
    """
    code, redirect_uri = required(request.form, "code"), required(request.form, "redirect_uri")
    with request.parts.database.write() as session:
        found = find_code(session, code)
        grant = _grant_of(session, found, request)
        if found is not None and grant is not None:
            if found.used_at is None:
                _check(found, redirect_uri, request.form.get("code_verifier"))
                return _spend(session, request, found, grant)
            # RFC 6749 section 4.1.2. The transaction must commit, so the error is raised below.
            revoke_replayed(session, grant)
    raise InvalidGrant("The code is wrong, expired or already used. Start the login again.")


def _grant_of(
    session: Session, code: AuthorizationCode | None, request: TokenRequest
) -> Grant | None:
    grant = session.get(Grant, code.grant_id) if code is not None else None
    return grant if grant is not None and grant.client_id == request.client.id else None


def _check(code: AuthorizationCode, redirect_uri: str, verifier: str | None) -> None:
    if code.expires_at <= utcnow():
        raise InvalidGrant("The code has expired. Start the login again.")
    if code.redirect_uri != redirect_uri:
        raise InvalidGrant("The redirect_uri is not the one that the code was sent to.")
    if not proves(verifier, code.code_challenge):
        raise InvalidGrant("The code_verifier does not match the code_challenge.")


def proves(verifier: str | None, challenge: str | None) -> bool:
    """Whether the verifier belongs to the challenge (RFC 7636 section 4.6, S256).

    A verifier for a code without challenge is a downgrade attack (RFC 9700 section 2.1.1).
    """
    if verifier is None or challenge is None:
        return verifier is None and challenge is None
    if not 43 <= len(verifier) <= 128 or not verifier.isascii():
        return False
    return secrets_equal(base64url(hashlib.sha256(verifier.encode()).digest()), challenge)


def _spend(
    session: Session, request: TokenRequest, code: AuthorizationCode, grant: Grant
) -> dict[str, Any]:
    if not use_code(session, code, utcnow()):
        raise InvalidGrant("The code is being used by another request.")
    extra = {} if code.state is None else {"state": code.state}
    return login_answer(session, request, grant, scope=code.scope, nonce=code.nonce, **extra)


def revoke_replayed(session: Session, grant: Grant) -> None:
    """Void what a spent code gave, because somebody has a copy of it (RFC 9700 section 4.2.4)."""
    revoke_grant(session, grant.id)
    record(
        session,
        event="code.replayed",
        actor=grant.identity_id,
        client=grant.client_id,
        target=grant.id,
        detail={},
    )
