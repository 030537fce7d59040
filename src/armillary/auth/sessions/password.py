"""Proving an identity by its password."""

from __future__ import annotations

from armillary.auth.audit import record
from armillary.auth.identities.model import Identity
from armillary.auth.identities.passwords import verify_password
from armillary.auth.identities.store import find_by_username, password_hash_of
from armillary.auth.parts import Parts
from armillary.auth.sessions.throttle import check_throttle, forget_attempts, note_attempt


def prove_password(
    parts: Parts, username: str, password: str, address: str, *, event: str = "login"
) -> Identity | None:
    """The identity whose password this is. Known and unknown usernames take the same path.

    :param event: what the audit trail calls it
    :raises TooManyAttempts: a pause is due after wrong ones
    """
    with parts.database.read() as session:
        check_throttle(session, username, address)
        identity = find_by_username(session, username)
        stored = password_hash_of(session, identity.id) if identity else None
    # Outside of any transaction: it takes long, on purpose.
    right = verify_password(stored, password)
    with parts.database.write() as session:
        (forget_attempts if right else note_attempt)(session, username, address)
        record(
            session,
            event=f"{event}.succeeded" if right else f"{event}.failed",
            actor=identity.id if identity and right else None,
            client=None,
            # Not the username as typed: people type passwords into the wrong field.
            target=identity.id if identity else None,
            detail={"address": address},
        )
    return identity if right else None
