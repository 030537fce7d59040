"""Confirming an e-mail address: the mail's link, and another mail."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from armillary.auth.audit import record
from armillary.auth.errors import LinkInvalid, TooManyAttempts
from armillary.auth.identities.model import Identity
from armillary.auth.parts import AS_PAGE, Form, Parameters, Parts, PartsOf
from armillary.auth.proofs.mails import ask_to_verify, tell
from armillary.auth.proofs.pages import link_page
from armillary.auth.proofs.store import RESET, VERIFY, Mailed, find, forget, spend
from armillary.auth.sessions.half_way import HalfWay
from armillary.auth.sessions.password import prove_password
from armillary.auth.sessions.steps import address_of, checked, verify_first_page
from armillary.auth.sessions.store import find_session
from armillary.auth.sessions.throttle import MAILS, count_attempt
from armillary.core.clock import utcnow
from armillary.web.csrf import check_form

router = APIRouter(prefix="/v2/web", dependencies=[AS_PAGE])


@router.get("/verify-email")
def verify_form(request: Request, parts: PartsOf, token: str = "") -> Response:
    """A button: programs that scan mail open links, but press no buttons."""
    return _form(request, parts, token)


@router.post("/verify-email")
def verify(request: Request, parts: PartsOf, form: Form) -> Response:
    """The address is proven, if who confirms it also has the account.

    Otherwise people could be led to confirm an account that a stranger made in their name.
    """
    check_form(request, cookie=parts.cookie.read(request), token=form.get("csrf"))
    token = form.get("token", "")
    try:
        if not _has_account(request, parts, form, _found(parts, token)):
            return _form(request, parts, token, problem="The password is wrong.", status=400)
    except TooManyAttempts as error:
        return _form(request, parts, token, problem=error.message, status=error.status)
    with parts.database.write() as session:
        mailed = spend(session, VERIFY, token)
        if mailed is None:
            raise _invalid()
        former = _confirm(session, mailed)
    if former:
        tell(parts, mailed.identity, "The e-mail address was changed", to=former)
    return parts.pages.answer(
        "message.html",
        title="Your e-mail address is confirmed",
        message="Go back to the app and sign in. You can close this page.",
    )


@router.post("/verify-email/again")
def again(request: Request, parts: PartsOf, form: Form) -> Response:
    """Another mail for somebody who has signed in as far as an unproven address allows."""
    interaction = checked(request, parts, form)
    half_way = HalfWay.from_text(parts, parts.cookie.read(request), form.get("half_way"))
    try:
        send_again(parts, half_way.identity_id, address_of(request))
    except TooManyAttempts as error:
        return verify_first_page(
            request, parts, interaction, half_way, problem=error.message, status=error.status
        )
    return verify_first_page(request, parts, interaction, half_way, sent=True)


def send_again(parts: Parts, identity_id: str, address: str, email: str | None = None) -> None:
    """Mail another link, not too often.

    :param email: an address that shall replace the account's
    :raises TooManyAttempts: a pause is due
    """
    with parts.database.write() as session:
        to = email or session.get_one(Identity, identity_id).email or ""
        count_attempt(session, to, address, MAILS)
    ask_to_verify(parts, identity_id, email)


def _found(parts: Parts, token: str) -> Mailed:
    with parts.database.read() as session:
        mailed = find(session, VERIFY, token)
    if mailed is None:
        raise _invalid()
    return mailed


def _form(
    request: Request, parts: Parts, token: str, *, problem: str | None = None, status: int = 200
) -> Response:
    mailed = _found(parts, token)
    return link_page(
        request,
        parts,
        "verify_email.html",
        status=status,
        token=token,
        problem=problem,
        email=mailed.email,
        username=mailed.identity.username,
        needs_password=not _is_signed_in(request, parts, mailed),
    )


def _is_signed_in(request: Request, parts: Parts, mailed: Mailed) -> bool:
    with parts.database.read() as session:
        signed_in = find_session(session, parts.cookie.read(request))
    proven = signed_in.authentications if signed_in else ()
    return mailed.identity.id in {each.identity_id for each in proven}


def _has_account(request: Request, parts: Parts, form: Parameters, mailed: Mailed) -> bool:
    if _is_signed_in(request, parts, mailed):
        return True
    username, password = mailed.identity.username, form.get("password", "")
    proven = prove_password(parts, username, password, address_of(request), event="password_check")
    return proven is not None


def _confirm(session: Session, mailed: Mailed) -> str | None:
    """Write down what is proven; the former address, if it is another one."""
    identity, former = mailed.identity, mailed.identity.email
    identity.email, identity.email_verified_at = mailed.email, utcnow()
    forget(session, RESET, identity.id)
    record(
        session,
        event="identity.email_verified",
        actor=identity.id,
        client=None,
        target=identity.id,
        detail={"email": mailed.email},
    )
    return former if former != mailed.email else None


def _invalid() -> LinkInvalid:
    return LinkInvalid("This link does not count any more. Sign in and ask for another mail.")
