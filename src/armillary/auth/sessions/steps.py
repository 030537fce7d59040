"""The steps of signing in: a first factor, a proven address, a second factor, the session."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from armillary.auth.authorize.interaction import Interaction
from armillary.auth.authorize.own_pages import LINK
from armillary.auth.authorize.pages import person_page
from armillary.auth.authorize.pipeline import find_who_asks
from armillary.auth.factors.challenge import Purpose
from armillary.auth.factors.passkeys import ask_for_passkey
from armillary.auth.factors.store import factors_of, has_factor
from armillary.auth.identities.model import Identity
from armillary.auth.identities.providers import LOCAL
from armillary.auth.parts import Parameters, Parts
from armillary.auth.policies.rules import MFA
from armillary.auth.sessions.half_way import HalfWay
from armillary.auth.sessions.linking import ask_to_link
from armillary.auth.sessions.store import Device, sign_in
from armillary.web.csrf import check_form

PASSWORD = ("pwd",)  # RFC 8176


def checked(request: Request, parts: Parts, form: Parameters) -> Interaction:
    """The interaction of a form that our own page in this browser sent.

    :raises ForgedRequest: another one sent it
    :raises InvalidRequest: it has waited too long
    """
    check_form(request, cookie=parts.cookie.read(request), token=form.get("csrf"))
    return Interaction.from_text(parts, form.get("interaction", ""))


def address_of(request: Request) -> str:
    """Where a request comes from, as the throttle and the audit trail want it."""
    return request.client.host if request.client else "unknown"


def first_factor_passed(
    request: Request,
    parts: Parts,
    interaction: Interaction,
    identity: Identity,
    amr: tuple[str, ...],
    at: datetime | None = None,
) -> Response:
    """Go on after somebody has proven who they are: to what is still missing, or signed in.

    :param amr: how (RFC 8176); a second factor is not asked for if it has ``mfa``
    :param at: when, if that was earlier and at another identity provider
    """
    with parts.database.read() as session:
        half_way = HalfWay.of(session, identity.id, amr)
        more = MFA not in amr and has_factor(session, identity.id)
    if _must_confirm(parts, identity):
        return verify_first_page(request, parts, interaction, half_way)
    if more:
        return second_factor_page(request, parts, interaction, half_way)
    return signed_in(request, parts, interaction, identity, amr, at)


def _must_confirm(parts: Parts, identity: Identity) -> bool:
    # Other providers have their own ways to know whom they vouch for.
    unproven = identity.identity_provider == LOCAL.id and identity.email_verified_at is None
    return unproven and parts.settings.verified_email_required


def signed_in(
    request: Request,
    parts: Parts,
    interaction: Interaction,
    identity: Identity,
    amr: tuple[str, ...],
    at: datetime | None = None,
) -> Response:
    """Give the browser its session, and go on to the app; or ask whether to link the identity."""
    if interaction.page == LINK:
        return ask_to_link(request, parts, interaction, identity, amr, at)
    device = Device(address_of(request), request.headers.get("user-agent"))
    with parts.database.write() as session:
        before = parts.cookie.read(request)
        cookie = sign_in(session, identity, before, amr=amr, device=device, at=at)
    query = urlencode({"interaction": interaction.to_text(parts)})
    response = RedirectResponse(
        f"{parts.settings.auth_url}/v2/web/continue?{query}", status_code=303
    )
    parts.cookie.give(response, cookie)
    return response


def second_factor_page(
    request: Request,
    parts: Parts,
    interaction: Interaction,
    half_way: HalfWay,
    *,
    problem: str | None = None,
    status: int = 200,
) -> Response:
    """The question for the second factor."""
    cookie = parts.cookie.read(request) or ""
    with parts.database.read() as session:
        factors = factors_of(session, half_way.identity_id)
    passkey = ask_for_passkey(
        parts,
        cookie,
        Purpose.SECOND_FACTOR,
        identity_id=half_way.identity_id,
        allowed=factors.passkeys,
    )
    return page_for(
        request,
        parts,
        interaction,
        template="second_factor.html",
        status=status,
        problem=problem,
        half_way=half_way.to_text(parts, cookie),
        factors=factors,
        passkey=passkey if factors.passkeys else None,
    )


def verify_first_page(
    request: Request,
    parts: Parts,
    interaction: Interaction,
    half_way: HalfWay,
    *,
    problem: str | None = None,
    sent: bool = False,
    status: int = 200,
) -> Response:
    """That the e-mail address must be proven first, and a button for another mail.

    :param sent: whether one has just been sent
    """
    cookie = parts.cookie.read(request) or ""
    return page_for(
        request,
        parts,
        interaction,
        template="verify_first.html",
        status=status,
        problem=problem,
        sent=sent,
        half_way=half_way.to_text(parts, cookie),
    )


def page_for(
    request: Request, parts: Parts, interaction: Interaction, *, template: str, **context: Any
) -> Response:
    """A page on the way to the app, which it names."""
    with parts.database.read() as session:
        authorization = interaction.opened(request, parts, session)
        find_who_asks(authorization)
        return person_page(template, authorization, parts, interaction, **context)
