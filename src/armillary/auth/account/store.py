"""Queries that change which identities an account has."""

from __future__ import annotations

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from armillary.auth.account.rules import check_can_link, check_can_part
from armillary.auth.errors import Conflict, NotFound
from armillary.auth.factors.model import Passkey
from armillary.auth.federation.model import FederatedSubject
from armillary.auth.identities.model import Account, Identity, Password
from armillary.auth.identities.store import linked, new_account
from armillary.auth.sessions.model import Authentication, BrowserSession
from armillary.auth.sessions.store import check_enabled
from armillary.core.clock import utcnow


def link(session: Session, account_id: str, other_account_id: str) -> list[Identity]:
    """Move every identity of another account into an account; the other one goes.

    The other account's browsers are signed out. Consents and tokens stay with their identities.

    :returns: the identities that came
    :raises LinkRefused: they are linked already, or one is an app's
    :raises Conflict: one of the accounts went meanwhile
    :raises AccountDisabled: an operator has disabled the other account
    """
    _hold(session, account_id, other_account_id)
    check_enabled(session, other_account_id)
    came = linked(session, other_account_id)
    check_can_link(account_id, other_account_id, came)
    session.execute(
        update(Identity)
        .where(Identity.account_id == other_account_id)
        .values(account_id=account_id, is_primary=False)
    )
    # Its sessions, and what was proven in them, go with it.
    session.execute(delete(Account).where(Account.id == other_account_id))
    session.expire_all()
    return came


def make_primary(session: Session, account_id: str, identity_id: str) -> Identity:
    """Let tokens be for this identity of the account from now on.

    :raises NotFound: the account has no such identity
    """
    _hold(session, account_id)
    chosen = find_linked(session, account_id, identity_id)
    of_account = update(Identity).where(Identity.account_id == account_id)
    session.execute(of_account.values(is_primary=False))
    session.execute(of_account.where(Identity.id == chosen.id).values(is_primary=True))
    return chosen


def part(session: Session, account_id: str, identity_id: str) -> Identity:
    """Let an identity be the primary one of an account of its own again.

    What it proved in the account's sessions counts there no more; a session in which nobody else
    has proven anything ends.

    :raises NotFound: the account has no such identity
    :raises PartRefused: it is the primary one, or can't sign in by itself
    """
    _hold(session, account_id)
    identity = find_linked(session, account_id, identity_id)
    check_can_part(identity, can_sign_in=can_sign_in(session, identity))
    _move_out(session, identity)
    return identity


def set_apart(session: Session, identity: Identity) -> None:
    """Let an identity leave whatever it is linked to: whoever linked it may not have owned it.

    If it was the primary one, the oldest of the others is from now on.
    """
    _hold(session, identity.account_id)
    others = [i for i in linked(session, identity.account_id) if i.id != identity.id]
    if not others:
        return
    if identity.is_primary:
        make_primary(session, identity.account_id, min(others, key=lambda i: i.created).id)
    _move_out(session, session.merge(identity))


def _move_out(session: Session, identity: Identity) -> None:
    account_id, identity_id = identity.account_id, identity.id
    identity.account_id, identity.is_primary = new_account(session), True
    session.flush()
    of_account = select(BrowserSession.id).where(BrowserSession.account_id == account_id)
    session.execute(
        delete(Authentication).where(
            Authentication.identity_id == identity_id, Authentication.session_id.in_(of_account)
        )
    )
    somebody = exists().where(Authentication.session_id == BrowserSession.id)
    session.execute(
        update(BrowserSession)
        .where(BrowserSession.account_id == account_id, BrowserSession.ended_at.is_(None))
        .where(~somebody)
        .values(ended_at=utcnow())
    )


def can_sign_in(session: Session, identity: Identity) -> bool:
    """Whether an identity can sign in by itself: by password, by passkey, or at its provider."""
    elsewhere = exists().where(FederatedSubject.identity_id == identity.id)
    by_itself = exists().where(Password.identity_id == identity.id) | exists().where(
        Passkey.identity_id == identity.id
    )
    either = by_itself | elsewhere if identity.provider.active else by_itself
    return bool(session.scalar(select(either)))


def find_linked(session: Session, account_id: str, identity_id: str) -> Identity:
    """An identity of the account.

    :raises NotFound: it has none with this id
    """
    for identity in linked(session, account_id):
        if identity.id == identity_id:
            return identity
    raise NotFound("Your account has no such identity (any more). Reload the page.")


def _hold(session: Session, *account_ids: str) -> None:
    """Keep others from changing the accounts meanwhile; always in one order, so none deadlock."""
    held = select(Account.id).where(Account.id.in_(account_ids)).order_by(Account.id)
    if len(session.scalars(held.with_for_update()).all()) != len(set(account_ids)):
        raise Conflict("Something else changed the same account just now. Start again.")
