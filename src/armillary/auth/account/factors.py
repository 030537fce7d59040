"""Making, naming and removing second factors."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import segno
from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from armillary.auth import page_state
from armillary.auth.account.pages import back
from armillary.auth.account.visit import Visit, changing, visit
from armillary.auth.audit import record
from armillary.auth.authorize.interaction import Interaction
from armillary.auth.errors import BadRequest
from armillary.auth.factors.challenge import Challenge, Purpose
from armillary.auth.factors.model import Passkey
from armillary.auth.factors.passkeys import PasskeyRefused, ask_for_new_passkey, new_passkey
from armillary.auth.factors.store import (
    add_totp,
    factors_of,
    find_factor,
    has_factor,
    new_recovery_codes,
    remove_factor,
)
from armillary.auth.factors.totp import matching_step, new_secret, provisioning_uri
from armillary.auth.page_state import PageTooOld
from armillary.auth.parts import AS_PAGE, Form, Parameters, Parts, PartsOf, required
from armillary.auth.proofs.mails import tell
from armillary.auth.sessions.store import add_factor
from armillary.core.clock import utcnow
from armillary.web.csrf import csrf_token

router = APIRouter(prefix="/v2/web/account", dependencies=[AS_PAGE])

_ENROLMENT = "totp-enrolment+jwt"
_MAX_FACTORS = 10
_MAX_NAME = 64


@router.get("/authenticator")
def authenticator_form(request: Request, parts: PartsOf, interaction: str = "") -> Response:
    """A new secret, as a QR code and as text, and the question for its first code."""
    visitor = visit(request, parts, "authenticator")
    return _authenticator_page(parts, visitor, new_secret(), interaction)


@router.post("/authenticator")
def add_authenticator(request: Request, parts: PartsOf, form: Form) -> Response:
    """Keep the app if ``code`` shows that it works."""
    visitor = changing(request, parts, form)
    claims = page_state.from_text(parts, visitor.cookie, form.get("enrolment"), kind=_ENROLMENT)
    code = "".join(form.get("code", "").split())
    step = matching_step(claims["secret"], code, utcnow(), after=0)
    if step is None:
        problem = "This code is not right. Wait for the next one, and try again."
        return _authenticator_page(
            parts, visitor, claims["secret"], form.get("interaction", ""), problem
        )
    with parts.database.write() as session:
        _check_room(session, visitor)
        first = not has_factor(session, visitor.identity.id)
        add_totp(
            session,
            parts.sealer,
            identity_id=visitor.identity.id,
            name=_name(form, "Authenticator app"),
            secret=claims["secret"],
            step=step,
        )
        codes, cookie = _added(session, visitor, "totp", ("otp",), first=first)
    return _done(parts, visitor, form, codes, cookie)


@router.get("/passkey")
def passkey_form(request: Request, parts: PartsOf, interaction: str = "") -> Response:
    """The question to an authenticator for a new passkey."""
    return _passkey_page(parts, visit(request, parts, "passkey"), interaction)


@router.post("/passkey")
def add_passkey(request: Request, parts: PartsOf, form: Form) -> Response:
    """Keep the passkey that the authenticator made, in ``credential``."""
    visitor = changing(request, parts, form)
    try:
        passkey = _made(parts, visitor, form)
    except (PageTooOld, PasskeyRefused) as error:
        return _passkey_page(parts, visitor, form.get("interaction", ""), error.message)
    with parts.database.write() as session:
        _check_room(session, visitor)
        first = not has_factor(session, visitor.identity.id)
        session.add(passkey)
        used = ("hwk" if passkey.device_bound else "swk", "user")
        codes, cookie = _added(session, visitor, "passkey", used, first=first)
    return _done(parts, visitor, form, codes, cookie)


@router.post("/factor/rename")
def rename(request: Request, parts: PartsOf, form: Form) -> Response:
    """Give a factor another ``name``."""
    visitor = changing(request, parts, form)
    with parts.database.write() as session:
        factor = find_factor(session, visitor.identity.id, required(form, "factor"))
        factor.name = _name(form, factor.name)
    return back(parts, "factor")


@router.post("/factor/remove")
def remove(request: Request, parts: PartsOf, form: Form) -> Response:
    """Forget a factor."""
    visitor = changing(request, parts, form)
    with parts.database.write() as session:
        factor = find_factor(session, visitor.identity.id, required(form, "factor"))
        remove_factor(session, factor)
        _record(session, visitor, "second_factor.removed", {"kind": factor.__tablename__})
    tell(parts, visitor.identity, "A second factor was removed")
    return back(parts, "factor")


@router.post("/recovery-codes")
def renew_recovery_codes(request: Request, parts: PartsOf, form: Form) -> Response:
    """New codes; the earlier ones count no more."""
    visitor = changing(request, parts, form)
    with parts.database.write() as session:
        if not has_factor(session, visitor.identity.id):
            raise BadRequest("There is no second factor yet. Add one first.")
        codes = new_recovery_codes(session, visitor.identity.id)
        _record(session, visitor, "recovery_codes.renewed", {})
    tell(parts, visitor.identity, "New recovery codes were made")
    return _codes_page(parts, form, codes)


def _authenticator_page(
    parts: Parts, visitor: Visit, secret: str, interaction: str, problem: str | None = None
) -> Response:
    uri = provisioning_uri(
        secret, username=visitor.identity.username, issuer=f"Armillary {_host(parts)}"
    )
    return _page(
        parts,
        visitor,
        "authenticator.html",
        interaction,
        problem,
        qr=segno.make_qr(uri).svg_inline(scale=5, light="#fff", dark="#000", omitsize=True),
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        enrolment=page_state.to_text(parts, visitor.cookie, kind=_ENROLMENT, secret=secret),
    )


def _passkey_page(
    parts: Parts, visitor: Visit, interaction: str, problem: str | None = None
) -> Response:
    with parts.database.read() as session:
        existing = factors_of(session, visitor.identity.id).passkeys
    prompt = ask_for_new_passkey(parts, visitor.cookie, visitor.identity, existing)
    return _page(parts, visitor, "passkey.html", interaction, problem, passkey=prompt)


def _page(
    parts: Parts,
    visitor: Visit,
    template: str,
    interaction: str,
    problem: str | None,
    **context: Any,
) -> Response:
    return parts.pages.answer(
        template,
        status=400 if problem else 200,
        csrf=csrf_token(visitor.cookie),
        auth_url=parts.settings.auth_url,
        identity=visitor.identity,
        interaction=interaction,
        problem=problem,
        **context,
    )


def _host(parts: Parts) -> str:
    return parts.settings.base_url.partition("://")[2]


def _made(parts: Parts, visitor: Visit, form: Parameters) -> Passkey:
    challenge = Challenge.from_text(parts, visitor.cookie, form.get("challenge"), Purpose.ENROL)
    with parts.database.write() as session:
        challenge.spend(session)
    passkey = new_passkey(parts, challenge, form.get("credential", ""), name=_name(form, "Passkey"))
    if passkey.identity_id != visitor.identity.id:
        raise PasskeyRefused("Somebody else is signed in by now. Try again.")
    return passkey


def _check_room(session: Session, visitor: Visit) -> None:
    factors = factors_of(session, visitor.identity.id)
    if len(factors.totps) + len(factors.passkeys) >= _MAX_FACTORS:
        raise BadRequest("There are ten second factors already. Remove one first.")


def _name(form: Parameters, default: str) -> str:
    name = " ".join(form.get("name", "").split())
    return (name if name.isprintable() else "")[:_MAX_NAME] or default


def _added(
    session: Session, visitor: Visit, kind: str, used: tuple[str, ...], *, first: bool
) -> tuple[list[str], str]:
    """What follows from a new factor: recovery codes for the first one, and a stronger session."""
    codes = new_recovery_codes(session, visitor.identity.id) if first else []
    _record(session, visitor, "second_factor.added", {"kind": kind})
    return codes, add_factor(session, visitor.signed_in, used)


def _done(
    parts: Parts, visitor: Visit, form: Parameters, codes: list[str], cookie: str
) -> Response:
    tell(parts, visitor.identity, "A second factor was added")
    response = _codes_page(parts, form, codes)
    parts.cookie.give(response, cookie)
    return response


def _codes_page(parts: Parts, form: Parameters, codes: list[str]) -> Response:
    """The recovery codes, if there are new ones, and the way on."""
    return parts.pages.answer("recovery_codes.html", codes=codes, onward=_onward(parts, form))


def _onward(parts: Parts, form: Parameters) -> str:
    """Back to the app that wanted a second factor, or to the account page."""
    web = f"{parts.settings.auth_url}/v2/web"
    if "interaction" not in form:
        return f"{web}/account"
    Interaction.from_text(parts, form["interaction"])  # ours, or an error
    return f"{web}/continue?{urlencode({'interaction': form['interaction']})}"


def _record(session: Session, visitor: Visit, event: str, detail: dict[str, str]) -> None:
    identity_id = visitor.identity.id
    record(session, event=event, actor=identity_id, client=None, target=identity_id, detail=detail)
