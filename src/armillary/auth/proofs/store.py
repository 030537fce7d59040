"""Queries on mailed tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from armillary.auth.identities.model import Identity
from armillary.auth.proofs.model import MailedToken
from armillary.core.clock import utcnow
from armillary.core.ids import new_secret, secret_hash

VERIFY, RESET = "verify", "reset"
LIFETIMES = {VERIFY: timedelta(days=1), RESET: timedelta(hours=1)}


@dataclass(frozen=True)
class Mailed:
    """A token that counts, and whose it is."""

    identity: Identity
    email: str


def issue(session: Session, purpose: str, identity: Identity, email: str) -> str:
    """Make a token, to be mailed to the address; tokens that expired are forgotten.

    A new one to verify voids the earlier ones, which may be for another address.
    """
    session.execute(delete(MailedToken).where(MailedToken.expires_at < utcnow()))
    if purpose == VERIFY:
        forget(session, purpose, identity.id)
    secret = new_secret()
    session.add(
        MailedToken(
            token_hash=secret_hash(secret),
            purpose=purpose,
            identity_id=identity.id,
            email=email,
            expires_at=utcnow() + LIFETIMES[purpose],
        )
    )
    return secret


def find(session: Session, purpose: str, secret: str) -> Mailed | None:
    """Whose token this is, if it counts; it goes on counting.

    One to reset counts only while the account has the address that it was mailed to.
    """
    row = session.execute(
        select(Identity, MailedToken.email)
        .join(MailedToken, MailedToken.identity_id == Identity.id)
        .where(
            MailedToken.token_hash == secret_hash(secret),
            MailedToken.purpose == purpose,
            MailedToken.expires_at > utcnow(),
        )
    ).first()
    if row is None or (purpose == RESET and row.Identity.email != row.email):
        return None
    return Mailed(row.Identity, row.email)


def spend(session: Session, purpose: str, secret: str) -> Mailed | None:
    """The same, and the token counts no more; of two who come at once, one gets it."""
    found = find(session, purpose, secret)
    mine = delete(MailedToken).where(MailedToken.token_hash == secret_hash(secret))
    if session.execute(mine.returning(MailedToken.token_hash)).first() is None:
        return None
    return found


def forget(session: Session, purpose: str, identity_id: str) -> None:
    """Void every token of a kind that an identity has."""
    session.execute(
        delete(MailedToken).where(
            MailedToken.purpose == purpose, MailedToken.identity_id == identity_id
        )
    )
