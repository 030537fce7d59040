"""Replacing a forgotten password: asking for the mail, and the mail's link."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from armillary.auth.account.store import set_apart
from armillary.auth.audit import record
from armillary.auth.errors import LinkInvalid, TooManyAttempts
from armillary.auth.identities.passwords import hash_password
from armillary.auth.identities.store import set_password
from armillary.auth.parts import AS_PAGE, Form, Parts, PartsOf
from armillary.auth.proofs.mails import ask_to_reset, tell
from armillary.auth.proofs.pages import link_page
from armillary.auth.proofs.store import RESET, Mailed, find, forget, spend
from armillary.auth.sessions.rules import password_problem
from armillary.auth.sessions.steps import address_of
from armillary.auth.sessions.store import end_sessions
from armillary.auth.sessions.throttle import MAILS, count_attempt
from armillary.auth.tokens.store import revoke_all_grants
from armillary.core.clock import utcnow
from armillary.web.csrf import check_form

router = APIRouter(prefix="/v2/web", dependencies=[AS_PAGE])


@router.get("/forgot-password")
def forgot_form(request: Request, parts: PartsOf) -> Response:
    """The question for the username."""
    return link_page(request, parts, "forgot_password.html", problem=None)


@router.post("/forgot-password")
def forgot(request: Request, parts: PartsOf, form: Form) -> Response:
    """A mail, if there is such an account; the answer and its time never tell."""
    check_form(request, cookie=parts.cookie.read(request), token=form.get("csrf"))
    username, address = form.get("username", ""), address_of(request)
    try:
        with parts.database.write() as session:
            count_attempt(session, username, address, MAILS)
    except TooManyAttempts as error:
        return link_page(
            request, parts, "forgot_password.html", problem=error.message, status=error.status
        )
    # Whether the account exists is looked up later, in the background.
    ask_to_reset(parts, username, address)
    return parts.pages.answer(
        "message.html",
        title="Look into your mail",
        message="If there is such an account, a link is on its way to its e-mail address. It is "
        "good for an hour. Nothing there? Look among the unwanted mail, then try again.",
    )


@router.get("/reset-password")
def reset_form(request: Request, parts: PartsOf, token: str = "") -> Response:
    """The question for the new password."""
    return _form(request, parts, token)


@router.post("/reset-password")
def reset(request: Request, parts: PartsOf, form: Form) -> Response:
    """The new password counts; every browser is signed out."""
    check_form(request, cookie=parts.cookie.read(request), token=form.get("csrf"))
    token, password = form.get("token", ""), form.get("password", "")
    _found(parts, token)  # before the work of hashing
    if problem := password_problem(password):
        return _form(request, parts, token, problem=problem, status=400)
    password_hash = hash_password(password)
    with parts.database.write() as session:
        mailed = spend(session, RESET, token)
        if mailed is None:
            raise _invalid()
        _replace(session, mailed, password_hash, address_of(request))
    tell(parts, mailed.identity, "Somebody chose a new password")
    return parts.pages.answer(
        "message.html",
        title="Your password is changed",
        message="Go back to the app and sign in with the new password. "
        "All browsers that were signed in are signed out.",
    )


def _replace(session: Session, mailed: Mailed, password_hash: str, address: str) -> None:
    identity = mailed.identity
    set_password(session, identity.id, password_hash)
    ended = end_sessions(session, identity.account_id)
    forget(session, RESET, identity.id)
    if identity.email_verified_at is None:
        # Until now anybody may have had the account: what they let apps do ends with it, and
        # what they linked it to would let them in again.
        revoke_all_grants(session, identity.id)
        set_apart(session, identity)
        identity.email_verified_at = utcnow()
    record(
        session,
        event="password.reset",
        actor=identity.id,
        client=None,
        target=identity.id,
        detail={"address": address, "sessions_ended": ended},
    )


def _found(parts: Parts, token: str) -> Mailed:
    with parts.database.read() as session:
        mailed = find(session, RESET, token)
    if mailed is None:
        raise _invalid()
    return mailed


def _form(
    request: Request, parts: Parts, token: str, *, problem: str | None = None, status: int = 200
) -> Response:
    username = _found(parts, token).identity.username
    return link_page(
        request,
        parts,
        "reset_password.html",
        status=status,
        token=token,
        username=username,
        problem=problem,
    )


def _invalid() -> LinkInvalid:
    return LinkInvalid("This link does not count any more. Ask for another mail.")
