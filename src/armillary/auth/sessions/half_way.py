"""Half-way through signing in: the first factor was right, something is still missing.

Such a state is no session and opens nothing. It lives in the page, and is worth nothing in another
browser or after a change of password.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from armillary.auth import page_state
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import password_hash_of
from armillary.auth.parts import Parts
from armillary.core.ids import secret_hash, secrets_equal

_KIND = "half-way+jwt"


@dataclass(frozen=True)
class HalfWay:
    """Who has come how far.

    :param amr: how they proved themselves so far (RFC 8176)
    :param password: which password the account had then, as far as anybody may know
    """

    identity_id: str
    amr: tuple[str, ...]
    password: str

    @classmethod
    def of(cls, session: Session, identity_id: str, amr: tuple[str, ...]) -> HalfWay:
        """The state of somebody who has just proven a first factor."""
        return cls(identity_id, amr, _password_mark(session, identity_id))

    def to_text(self, parts: Parts, cookie: str) -> str:
        """The form that the page carries along."""
        return page_state.to_text(
            parts,
            cookie,
            kind=_KIND,
            sub=self.identity_id,
            amr=list(self.amr),
            password=self.password,
        )

    @classmethod
    def from_text(cls, parts: Parts, cookie: str | None, text: str | None) -> HalfWay:
        """Read that form.

        :raises PageTooOld: it does not count here and now
        """
        claims = page_state.from_text(parts, cookie, text, kind=_KIND)
        return cls(claims["sub"], tuple(claims["amr"]), claims["password"])

    def identity(self, session: Session) -> Identity:
        """Whose state it is.

        :raises PageTooOld: the password was changed meanwhile
        """
        if not secrets_equal(self.password, _password_mark(session, self.identity_id)):
            raise page_state.PageTooOld("The password was changed just now. Sign in again.")
        return session.get_one(Identity, self.identity_id)


def _password_mark(session: Session, identity_id: str) -> str:
    return secret_hash(f"half-way:{password_hash_of(session, identity_id)}")
