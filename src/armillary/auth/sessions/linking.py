"""Linking: somebody who is signed in proves to be another identity too.

The other identity signs in as it always does, second factor and all, but gets no session: what
comes out is a proof, which with the person's consent links the two. Intention and proof are bound
to the cookie of the session in which linking began, and so end with it; that cookie changes when
identities are linked, so that each counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from armillary.auth import page_state
from armillary.auth.authorize.interaction import Interaction
from armillary.auth.authorize.own_pages import IDENTITIES, LINK, OWN_PAGES
from armillary.auth.factors.store import has_factor
from armillary.auth.identities.model import Identity
from armillary.auth.identities.store import linked
from armillary.auth.page_state import PageTooOld
from armillary.auth.parts import Parts
from armillary.auth.sessions.half_way import HalfWay
from armillary.auth.sessions.store import SignedIn, check_enabled, find_session
from armillary.core.clock import utcnow
from armillary.web.csrf import csrf_token

_INTENTION, _PROOF = "link-intention+jwt", "link-proof+jwt"


def intended(parts: Parts, cookie: str, signed_in: SignedIn) -> Interaction:
    """The way on for somebody signed in who wants to link another identity."""
    text = page_state.to_text(parts, cookie, kind=_INTENTION, session=signed_in.session.id)
    message = (
        f"You stay signed in as {signed_in.identity.username}. "
        "Now sign in as the identity that you want to link to it."
    )
    parameters = {"prompt": "login", "session_message": message, "link": text}
    return Interaction(parameters, utcnow(), LINK)


@dataclass(frozen=True)
class Proof:
    """That somebody has proven to be an identity, completely.

    :param half_way: who, and how
    :param at: when
    :param session_id: the session in which linking was asked for
    """

    half_way: HalfWay
    at: datetime
    session_id: str

    def to_text(self, parts: Parts, cookie: str) -> str:
        """The form that the page carries along."""
        return page_state.to_text(
            parts,
            cookie,
            kind=_PROOF,
            sub=self.half_way.identity_id,
            amr=list(self.half_way.amr),
            password=self.half_way.password,
            at=self.at.timestamp(),
            session=self.session_id,
        )

    @classmethod
    def from_text(cls, parts: Parts, cookie: str, text: str | None) -> Proof:
        """Read that form.

        :raises PageTooOld: it does not count here and now
        """
        claims = page_state.from_text(parts, cookie, text, kind=_PROOF)
        half_way = HalfWay(claims["sub"], tuple(claims["amr"]), claims["password"])
        return cls(half_way, datetime.fromtimestamp(claims["at"], UTC), claims["session"])


def ask_to_link(
    request: Request,
    parts: Parts,
    interaction: Interaction,
    identity: Identity,
    amr: tuple[str, ...],
    at: datetime | None,
) -> Response:
    """The question whether to link the identity that has just been proven.

    :raises PageTooOld: it was not in this session that linking was asked for
    :raises AccountDisabled: an operator has disabled the other account
    """
    cookie = parts.cookie.read(request) or ""
    intention = page_state.from_text(
        parts, cookie, interaction.parameters.get("link"), kind=_INTENTION
    )
    with parts.database.read() as session:
        signed_in = find_session(session, cookie)
        if signed_in is None or signed_in.session.id != intention["session"]:
            raise PageTooOld("You are not signed in any more. Sign in, and start again.")
        other = session.get_one(Identity, identity.id)
        check_enabled(session, other.account_id)
        half_way = HalfWay.of(session, other.id, amr)
        described = _described(session, signed_in, other)
    proof = Proof(half_way, at or utcnow(), signed_in.session.id)
    return parts.pages.answer(
        "link.html",
        csrf=csrf_token(cookie),
        proof=proof.to_text(parts, cookie),
        auth_url=parts.settings.auth_url,
        cancel=parts.settings.auth_url + OWN_PAGES[IDENTITIES].path,
        **described,
    )


def _described(session: Session, signed_in: SignedIn, identity: Identity) -> dict[str, Any]:
    """Both sides of the question.

    ``weaker``: the identities without a second factor, if others have one, which can then be had
    without it.
    """
    ours = linked(session, signed_in.identity.account_id)
    theirs = linked(session, identity.account_id)
    bare = [each for each in (*ours, *theirs) if not has_factor(session, each.id)]
    return {
        "primary": signed_in.identity,
        "identity": identity,
        "others": [each for each in theirs if each.id != identity.id],
        "already": identity.account_id == signed_in.identity.account_id,
        "weaker": bare if len(bare) < len(ours) + len(theirs) else [],
    }
