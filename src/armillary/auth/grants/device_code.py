"""A device code for tokens, once somebody has allowed it (RFC 8628 section 3.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from armillary.auth.device.model import DeviceCode
from armillary.auth.device.rules import SLOWER_BY, is_too_early
from armillary.auth.device.store import find_by_device_code, use
from armillary.auth.errors import (
    AccessDenied,
    AuthorizationPending,
    ExpiredToken,
    InvalidGrant,
    OAuthError,
    SlowDown,
)
from armillary.auth.grants.authorization_code import proves, revoke_replayed
from armillary.auth.grants.login import login_answer
from armillary.auth.grants.request import TokenRequest
from armillary.auth.parts import required
from armillary.auth.tokens.model import Grant
from armillary.core.clock import utcnow

_GONE = "The device code is wrong or already used. Start the login again."


def exchange_device_code(request: TokenRequest) -> dict[str, Any]:
    """Spend a device code, or tell the device how things stand.

    :raises InvalidGrant: it is unknown, spent, another client's, or the proof is wrong; a spent
        one also voids what it was spent for
    :raises AuthorizationPending: nobody has decided yet
    :raises SlowDown: the device asks too often, and from now on must wait longer
    :raises ExpiredToken: nobody decided in time
    :raises AccessDenied: the person said no
    """
    device_code = required(request.form, "device_code")
    with request.parts.database.write() as session:
        code = find_by_device_code(session, device_code)
        answer = _answer(session, request, code)
    # The transaction must commit: it notes polls and replays.
    if isinstance(answer, OAuthError):
        raise answer
    return answer


def _answer(
    session: Session, request: TokenRequest, code: DeviceCode | None
) -> dict[str, Any] | OAuthError:
    if code is None or code.client_id != request.client.id:
        return InvalidGrant(_GONE)
    if code.used_at is not None:
        revoke_replayed(session, session.get_one(Grant, code.grant_id))
        return InvalidGrant(_GONE)
    if not proves(request.form.get("code_verifier"), code.parameters.get("code_challenge")):
        return InvalidGrant("The code_verifier does not match the code_challenge.")
    if refusal := _not_yet(code, utcnow()):
        return refusal
    return _spend(session, request, code)


def _not_yet(code: DeviceCode, now: datetime) -> OAuthError | None:
    """What the device is told instead of tokens (RFC 8628 section 3.5)."""
    too_early = is_too_early(code.polled_at, code.interval, now)
    code.polled_at = now
    if code.expires_at <= now:
        return ExpiredToken("The device code has expired. Start the login again.")
    if too_early:
        code.interval += SLOWER_BY
        return SlowDown(f"Wait {code.interval} seconds between two requests.")
    if code.decided_at is None:
        return AuthorizationPending("Nobody has allowed or denied it yet. Ask again.")
    if code.grant_id is None:
        return AccessDenied("The person did not allow it.")
    return None


def _spend(
    session: Session, request: TokenRequest, code: DeviceCode
) -> dict[str, Any] | OAuthError:
    if not use(session, code):
        return InvalidGrant("The device code is being used by another request.")
    grant = session.get_one(Grant, code.grant_id)
    return login_answer(
        session, request, grant, scope=code.scope or "", nonce=code.parameters.get("nonce")
    )
