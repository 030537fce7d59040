"""The answers to the question for a second factor, and signing in with a passkey alone."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from armillary.auth.audit import record
from armillary.auth.authorize.interaction import Interaction
from armillary.auth.errors import AuthError, TooManyAttempts
from armillary.auth.factors.challenge import Challenge, Purpose
from armillary.auth.factors.passkeys import PasskeyRefused, use_passkey
from armillary.auth.factors.use_code import use_code
from armillary.auth.identities.model import Identity
from armillary.auth.page_state import PageTooOld
from armillary.auth.parts import AS_PAGE, Form, Parameters, Parts, PartsOf
from armillary.auth.sessions.half_way import HalfWay
from armillary.auth.sessions.pages import form_again
from armillary.auth.sessions.steps import (
    address_of,
    checked,
    first_factor_passed,
    second_factor_page,
    signed_in,
)
from armillary.auth.sessions.throttle import PASSKEYS, check_throttle, note_attempt

router = APIRouter(prefix="/v2/web", dependencies=[AS_PAGE])

_WRONG = "This code is not right, or was used before. Wait for the next one, and try again."


@router.post("/second-factor")
def second_factor_by_code(request: Request, parts: PartsOf, form: Form) -> Response:
    """A code of an authenticator app, or a recovery code, in ``code``."""
    interaction, half_way, identity = _half_way(request, parts, form)
    try:
        right = use_code(parts, identity.id, form.get("code", ""), address_of(request))
    except TooManyAttempts as error:
        return _again(request, parts, interaction, half_way, error)
    if not right:
        return second_factor_page(request, parts, interaction, half_way, problem=_WRONG, status=400)
    amr = (*half_way.amr, "otp", "mfa")
    return signed_in(request, parts, interaction, identity, amr)


@router.post("/second-factor/passkey")
def second_factor_by_passkey(request: Request, parts: PartsOf, form: Form) -> Response:
    """What a passkey answered to ``challenge``, in ``credential``."""
    interaction, half_way, identity = _half_way(request, parts, form)
    try:
        _, used = _passkey(request, parts, form, Purpose.SECOND_FACTOR)
    except (PageTooOld, PasskeyRefused, TooManyAttempts) as error:
        return _again(request, parts, interaction, half_way, error)
    amr = (*half_way.amr, *(each for each in used if each != "mfa"), "mfa")
    return signed_in(request, parts, interaction, identity, amr)


@router.post("/login/passkey")
def login_by_passkey(request: Request, parts: PartsOf, form: Form) -> Response:
    """The same on the sign-in page: whose passkey it is tells who signs in."""
    interaction = checked(request, parts, form)
    try:
        identity, amr = _passkey(request, parts, form, Purpose.SIGN_IN)
    except (PageTooOld, PasskeyRefused, TooManyAttempts) as error:
        return form_again(request, parts, interaction, form, error.message, status=error.status)
    return first_factor_passed(request, parts, interaction, identity, amr)


def _half_way(
    request: Request, parts: Parts, form: Parameters
) -> tuple[Interaction, HalfWay, Identity]:
    interaction = checked(request, parts, form)
    half_way = HalfWay.from_text(parts, parts.cookie.read(request), form.get("half_way"))
    with parts.database.read() as session:
        return interaction, half_way, half_way.identity(session)


def _again(
    request: Request, parts: Parts, interaction: Interaction, half_way: HalfWay, error: AuthError
) -> Response:
    return second_factor_page(
        request, parts, interaction, half_way, problem=error.message, status=error.status
    )


def _passkey(
    request: Request, parts: Parts, form: Parameters, purpose: Purpose
) -> tuple[Identity, tuple[str, ...]]:
    """Whose passkey answered, and how (RFC 8176)."""
    cookie = parts.cookie.read(request)
    challenge = Challenge.from_text(parts, cookie, form.get("challenge"), purpose)
    address = address_of(request)
    with parts.database.write() as session:
        check_throttle(session, address, address, PASSKEYS)
        challenge.spend(session)
    try:
        with parts.database.write() as session:
            used = use_passkey(session, parts, challenge, form.get("credential", ""))
            identity = session.get_one(Identity, used.passkey.identity_id)
            _record(session, request, challenge, right=identity.id)
            return identity, used.amr
    except PasskeyRefused:
        with parts.database.write() as session:
            note_attempt(session, address, address, PASSKEYS)
            _record(session, request, challenge, right=None)
        raise


def _record(session: Session, request: Request, challenge: Challenge, right: str | None) -> None:
    step = "login" if challenge.purpose is Purpose.SIGN_IN else "second_factor"
    record(
        session,
        event=f"{step}.succeeded" if right else f"{step}.failed",
        actor=right,
        client=None,
        target=right or challenge.identity_id,
        detail={"address": address_of(request), "kind": "passkey"},
    )
