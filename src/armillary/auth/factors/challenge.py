"""WebAuthn challenges: signed, short-lived, for one browser and one purpose, answered once."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from armillary.auth import page_state
from armillary.auth.factors.model import SpentChallenge
from armillary.auth.page_state import LIFETIME, PageTooOld
from armillary.auth.parts import Parts
from armillary.core.clock import utcnow
from armillary.core.ids import new_secret, secret_hash

_KIND = "webauthn-challenge+jwt"


class Purpose(Enum):
    """What a challenge is answered for."""

    ENROL = "enrol"
    SIGN_IN = "sign-in"
    SECOND_FACTOR = "second-factor"


@dataclass(frozen=True)
class Challenge:
    """What an authenticator has to sign.

    :param identity_id: who has to; None when the passkey tells
    """

    text: str
    purpose: Purpose
    identity_id: str | None
    expires_at: datetime

    @classmethod
    def new(cls, purpose: Purpose, identity_id: str | None) -> Challenge:
        """One that nobody has seen."""
        return cls(new_secret(), purpose, identity_id, utcnow() + LIFETIME)

    @property
    def bytes(self) -> bytes:
        """What goes to the authenticator."""
        return urlsafe_b64decode(self.text + "=")

    def to_text(self, parts: Parts, cookie: str) -> str:
        """The form that the page carries along."""
        return page_state.to_text(
            parts,
            cookie,
            kind=_KIND,
            challenge=self.text,
            purpose=self.purpose.value,
            sub=self.identity_id or "",
        )

    @classmethod
    def from_text(
        cls, parts: Parts, cookie: str | None, text: str | None, purpose: Purpose
    ) -> Challenge:
        """Read that form.

        :raises PageTooOld: it does not count here and now, or not for this purpose
        """
        claims = page_state.from_text(parts, cookie, text, kind=_KIND)
        if claims["purpose"] != purpose.value:
            raise _spent()
        expires_at = datetime.fromtimestamp(claims["exp"], UTC)
        return cls(claims["challenge"], purpose, claims["sub"] or None, expires_at)

    def spend(self, session: Session) -> None:
        """Use the challenge up, whether or not the answer is right.

        :raises PageTooOld: it was answered before
        """
        session.execute(delete(SpentChallenge).where(SpentChallenge.expires_at < utcnow()))
        spent = SpentChallenge(challenge_hash=secret_hash(self.text), expires_at=self.expires_at)
        try:
            with session.begin_nested():
                session.add(spent)
        except IntegrityError as error:
            raise _spent() from error


def _spent() -> PageTooOld:
    return PageTooOld("This question to your passkey was answered before. Try again.")
