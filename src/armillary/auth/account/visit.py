"""Who may change an account: whoever signed in recently, with everything the account has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request
from starlette.responses import Response

from armillary.auth.authorize.interaction import Interaction
from armillary.auth.authorize.own_pages import ACCOUNT
from armillary.auth.authorize.pages import page_of
from armillary.auth.authorize.pipeline import next_step
from armillary.auth.identities.model import Identity
from armillary.auth.parts import Parameters, Parts
from armillary.auth.sessions.rules import FRESH
from armillary.auth.sessions.store import SignedIn
from armillary.core.clock import utcnow
from armillary.web.csrf import check_form


class SignInFirst(Exception):
    """A sign-in is due before the page may be shown; ``page`` is the sign-in page."""

    def __init__(self, page: Response) -> None:
        super().__init__("a sign-in is due")
        self.page = page


@dataclass(frozen=True)
class Visit:
    """Somebody on the account pages.

    :param identity: the one that signed in last: its password and factors are shown
    """

    signed_in: SignedIn
    identity: Identity
    cookie: str


def visit(
    request: Request, parts: Parts, page: str = ACCOUNT, *, within: timedelta | None = FRESH
) -> Visit:
    """The visitor.

    :param page: which of ours the sign-in shall lead back to
    :param within: how recent the sign-in has to be; None when any live session does
    :raises SignInFirst: nobody is signed in, too long ago, or without the second factor
    """
    parameters = {} if within is None else {"max_age": str(int(within.total_seconds()))}
    interaction = Interaction(parameters, utcnow(), page)
    with parts.database.read() as session:
        authorization = interaction.opened(request, parts, session)
        step = next_step(authorization)
        if step is not None:
            raise SignInFirst(page_of(step, authorization, parts, interaction))
        signed_in = authorization.signed_in
        identity = session.get_one(Identity, signed_in.latest.identity_id)
    return Visit(signed_in, identity, parts.cookie.read(request) or "")


def changing(
    request: Request,
    parts: Parts,
    form: Parameters,
    page: str = ACCOUNT,
    *,
    within: timedelta | None = FRESH,
) -> Visit:
    """The visitor who sent a form.

    :raises ForgedRequest: another page sent it
    :raises SignInFirst: as for :func:`visit`; the form is not kept
    """
    check_form(request, cookie=parts.cookie.read(request), token=form.get("csrf"))
    return visit(request, parts, page, within=within)
