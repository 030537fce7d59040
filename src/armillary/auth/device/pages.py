"""The page on which people type the code that their device shows (RFC 8628 section 3.3)."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from armillary.auth.audit import record
from armillary.auth.authorize.interaction import Interaction
from armillary.auth.device.rules import normalized
from armillary.auth.device.store import find_undecided
from armillary.auth.errors import TooManyAttempts
from armillary.auth.parts import AS_PAGE, Form, Parts, PartsOf
from armillary.auth.sessions.steps import address_of
from armillary.auth.sessions.throttle import DEVICE_CODES, check_throttle, note_attempt
from armillary.core.clock import utcnow
from armillary.core.ids import new_secret
from armillary.web.csrf import check_form, csrf_token

router = APIRouter(prefix="/v2/web/device", dependencies=[AS_PAGE])

_WRONG = "No device is waiting with this code. Compare it, or start again on the device."


@router.get("")
def ask_for_code(request: Request, parts: PartsOf, user_code: str = "") -> Response:
    """The form for the code. A link may fill it in, and does no more (RFC 8628 section 5.4)."""
    return _form(request, parts, user_code)


@router.post("")
def take_code(request: Request, parts: PartsOf, form: Form) -> Response:
    """The form's answer: on to signing in and to the question, or the form again."""
    cookie = parts.cookie.read(request)
    check_form(request, cookie=cookie, token=form.get("csrf"))
    typed = form.get("user_code", "")
    try:
        interaction = _interaction(parts, typed, cookie=cookie or "", address=address_of(request))
    except TooManyAttempts as error:
        return _form(request, parts, typed, problem=error.message, status=error.status)
    if interaction is None:
        return _form(request, parts, typed, problem=_WRONG, status=400)
    query = urlencode({"interaction": interaction.to_text(parts)})
    return RedirectResponse(f"{parts.settings.auth_url}/v2/web/continue?{query}", 303)


@router.get("/allowed")
def allowed(parts: PartsOf) -> Response:
    """The end of it: the device goes on by itself."""
    return parts.pages.answer("device_done.html", allowed=True)


@router.get("/denied")
def denied(parts: PartsOf) -> Response:
    """The end of it: the device gets nothing."""
    return parts.pages.answer("device_done.html", allowed=False)


def _interaction(parts: Parts, typed: str, *, cookie: str, address: str) -> Interaction | None:
    """The authorization that a code stands for, as often as somebody may try.

    :raises TooManyAttempts: a pause is due (RFC 8628 section 5.1)
    """
    user_code = normalized(typed)
    with parts.database.write() as session:
        check_throttle(session, cookie, address, DEVICE_CODES)
        found = find_undecided(session, user_code) if user_code else None
        if found is not None and user_code is not None:
            return Interaction(found.parameters, utcnow(), user_code=user_code)
        note_attempt(session, cookie, address, DEVICE_CODES)
        record(
            session,
            event="device.wrong_code",
            actor=None,
            client=None,
            target=None,
            detail={"address": address},
        )
    return None


def _form(
    request: Request, parts: Parts, typed: str, *, problem: str | None = None, status: int = 200
) -> Response:
    known = parts.cookie.read(request)
    cookie = known or new_secret()
    response = parts.pages.answer(
        "device.html",
        status=status,
        user_code=typed[:32],
        problem=problem,
        csrf=csrf_token(cookie),
        auth_url=parts.settings.auth_url,
    )
    if known is None:
        parts.cookie.give(response, cookie)
    return response
