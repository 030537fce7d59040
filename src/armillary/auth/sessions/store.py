"""Queries on browser sessions and the authentications in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from armillary.auth.errors import AccountDisabled
from armillary.auth.identities.model import Account, Identity
from armillary.auth.sessions.model import Authentication, BrowserSession
from armillary.core.clock import utcnow
from armillary.core.ids import new_id, new_secret, secret_hash

LIFETIME = timedelta(hours=24)


@dataclass(frozen=True)
class SignedIn:
    """A browser's live session: whose it is, and who proved themselves in it.

    :param identity: the account's primary identity
    """

    session: BrowserSession
    identity: Identity
    authentications: Sequence[Authentication]

    @property
    def auth_time(self) -> datetime:
        """When somebody last authenticated in this session (OIDC ``auth_time``)."""
        return self.latest.auth_time

    @property
    def latest(self) -> Authentication:
        """The last authentication: it tells who sits there."""
        return max(self.authentications, key=lambda each: each.auth_time)

    def summary(self) -> dict[str, Any]:
        """Identity id to ``{acr, amr, idp, auth_time, custom_claims}``, as introspection shows."""
        return {a.identity_id: _summary(a) for a in self.authentications}


def _summary(authentication: Authentication) -> dict[str, Any]:
    return {
        "acr": None,
        "amr": authentication.amr,
        "idp": authentication.idp,
        "auth_time": int(authentication.auth_time.timestamp()),
        "custom_claims": {},
    }


def find_session(session: Session, cookie: str | None) -> SignedIn | None:
    """The live session behind a browser's cookie."""
    browser = _live(session, cookie)
    if browser is None:
        return None
    primary = select(Identity).where(
        Identity.account_id == browser.account_id, Identity.is_primary.is_(True)
    )
    identity = session.scalars(primary).one()
    authentications = session.scalars(
        select(Authentication).where(Authentication.session_id == browser.id)
    ).all()
    return SignedIn(browser, identity, authentications)


def _live(session: Session, cookie: str | None) -> BrowserSession | None:
    if cookie is None:
        return None
    return session.scalar(
        select(BrowserSession)
        .join(Account, Account.id == BrowserSession.account_id)
        .where(
            Account.disabled_at.is_(None),
            BrowserSession.cookie_hash == secret_hash(cookie),
            BrowserSession.ended_at.is_(None),
            BrowserSession.expires_at > utcnow(),
        )
    )


@dataclass(frozen=True)
class Device:
    """What a person signs in on, as far as its request tells."""

    address: str
    user_agent: str | None


def sign_in(
    session: Session,
    identity: Identity,
    previous_cookie: str | None,
    *,
    amr: Sequence[str],
    device: Device,
    at: datetime | None = None,
) -> str:
    """Note an authentication, and return the secret of the cookie to give to the browser.

    The secret is always new, so that one planted before the sign-in is worth nothing. The same
    account's earlier session in this browser goes on; another account's ends.

    :param amr: how the person proved themselves (RFC 8176)
    :param at: when, if that was earlier and at another identity provider
    :raises AccountDisabled: an operator has disabled the account
    """
    account_id = _account_of(session, identity)
    check_enabled(session, account_id)
    browser = _live(session, previous_cookie)
    if browser is not None and browser.account_id != account_id:
        end_session(browser)
        browser = None
    if browser is None:
        browser = _new_session(session, account_id)
    browser.expires_at = utcnow() + LIFETIME
    browser.address, browser.user_agent = device.address[:64], (device.user_agent or "")[:255]
    _authenticated(session, browser, identity, amr, min(at or utcnow(), utcnow()))
    return _renewed(browser)


def add_factor(session: Session, signed_in: SignedIn, used: Sequence[str]) -> str:
    """Note that who sits there has just proven a further factor; the secret of the new cookie.

    ``auth_time`` stays: the first factor is as old as it was.
    """
    latest = session.merge(signed_in.latest)
    latest.amr = [*dict.fromkeys((*latest.amr, *used, "mfa"))]
    return _renewed(session.merge(signed_in.session))


def add_identity(
    session: Session,
    signed_in: SignedIn,
    identity: Identity,
    *,
    amr: Sequence[str],
    at: datetime,
) -> str:
    """Note that another identity of the account proved itself; the secret of the new cookie.

    :param at: when it did
    """
    browser = session.merge(signed_in.session)
    _authenticated(session, browser, identity, amr, at)
    return _renewed(browser)


def _renewed(browser: BrowserSession) -> str:
    cookie = new_secret()
    browser.cookie_hash = secret_hash(cookie)
    return cookie


def check_enabled(session: Session, account_id: str) -> None:
    """Let pass an account that is in use.

    :raises AccountDisabled: an operator has disabled it
    """
    if session.get_one(Account, account_id).disabled_at is not None:
        raise AccountDisabled("This account is disabled. Ask those who run this service.")


def _account_of(session: Session, identity: Identity) -> str:
    # Read anew and held: the identity may have been linked or parted since it was found.
    account = select(Identity.account_id).where(Identity.id == identity.id).with_for_update()
    return session.scalars(account).one()


def _new_session(session: Session, account_id: str) -> BrowserSession:
    now = utcnow()
    browser = BrowserSession(
        id=new_id(),
        cookie_hash=secret_hash(new_secret()),
        account_id=account_id,
        created=now,
        expires_at=now + LIFETIME,
    )
    session.add(browser)
    session.flush()
    return browser


def _authenticated(
    session: Session,
    browser: BrowserSession,
    identity: Identity,
    amr: Sequence[str],
    at: datetime,
) -> None:
    session.merge(
        Authentication(
            session_id=browser.id,
            identity_id=identity.id,
            idp=identity.identity_provider,
            auth_time=at,
            amr=list(amr),
        )
    )


def end_session(browser: BrowserSession) -> None:
    """Sign a browser out."""
    browser.ended_at = utcnow()


def sessions_of(session: Session, account_id: str) -> list[BrowserSession]:
    """The live sessions of an account, the newest first."""
    return list(
        session.scalars(
            select(BrowserSession)
            .where(
                BrowserSession.account_id == account_id,
                BrowserSession.ended_at.is_(None),
                BrowserSession.expires_at > utcnow(),
            )
            .order_by(BrowserSession.created.desc())
        )
    )


def end_sessions(session: Session, account_id: str, *, but: str | None = None) -> int:
    """Sign an account's browsers out, and tell how many they were.

    :param but: the id of a session that goes on
    """
    ending = [each for each in sessions_of(session, account_id) if each.id != but]
    for each in ending:
        end_session(each)
    return len(ending)
