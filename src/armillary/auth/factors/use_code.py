"""Proving a second factor by a code: of an authenticator app, or a recovery code."""

from __future__ import annotations

from armillary.auth.audit import record
from armillary.auth.factors.store import use_recovery_code, use_totp
from armillary.auth.parts import Parts
from armillary.auth.sessions.throttle import CODES, check_throttle, forget_attempts, note_attempt

_DIGITS = 6


def use_code(parts: Parts, identity_id: str, text: str, address: str) -> bool:
    """Whether the code is right; it then counts no more.

    :raises TooManyAttempts: a pause is due after wrong ones
    """
    code = "".join(text.split())
    is_totp = len(code) == _DIGITS and code.isascii() and code.isdigit()
    with parts.database.write() as session:
        check_throttle(session, identity_id, address, CODES)
        right = (
            use_totp(session, parts.sealer, identity_id, code)
            if is_totp
            else use_recovery_code(session, identity_id, code)
        )
        (forget_attempts if right else note_attempt)(session, identity_id, address, CODES)
        record(
            session,
            event="second_factor.succeeded" if right else "second_factor.failed",
            actor=identity_id if right else None,
            client=None,
            target=identity_id,
            detail={"address": address, "kind": "totp" if is_totp else "recovery"},
        )
    return right
