"""The account page, and the forms on it that change the person's data and sessions."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from armillary.auth.account.visit import Visit, changing, visit
from armillary.auth.audit import record
from armillary.auth.errors import TooManyAttempts
from armillary.auth.factors.relying_party import relying_party
from armillary.auth.factors.store import factors_of
from armillary.auth.identities.model import Identity
from armillary.auth.identities.passwords import hash_password
from armillary.auth.identities.store import password_hash_of, set_password
from armillary.auth.parts import AS_PAGE, Form, Parts, PartsOf
from armillary.auth.proofs.mails import tell
from armillary.auth.proofs.store import RESET, forget
from armillary.auth.proofs.verify_pages import send_again
from armillary.auth.sessions.password import prove_password
from armillary.auth.sessions.rules import email_problem, password_problem, profile_problem
from armillary.auth.sessions.steps import address_of
from armillary.auth.sessions.store import end_sessions, sessions_of
from armillary.web.csrf import csrf_token

router = APIRouter(prefix="/v2/web/account", dependencies=[AS_PAGE])

# What the page says after a form, by the word in its address.
_DONE = {
    "profile": "Your name is saved.",
    "password": "Your password is changed. Other browsers are signed out.",
    "email": "A mail is on its way. Open its link to confirm the address.",
    "sessions": "All other browsers are signed out.",
    "factor": "Your second factors are saved.",
}


@router.get("")
def show(request: Request, parts: PartsOf, done: str = "") -> Response:
    """Everything about the account on one page."""
    return account_page(parts, visit(request, parts), notice=_DONE.get(done))


@router.post("/profile")
def change_profile(request: Request, parts: PartsOf, form: Form) -> Response:
    """``name`` and ``organization``."""
    visitor = changing(request, parts, form)
    if problem := profile_problem(form):
        return account_page(parts, visitor, problem=problem)
    with parts.database.write() as session:
        identity = session.get_one(Identity, visitor.identity.id)
        identity.name, identity.organization = form["name"].strip(), form.get("organization")
        _record(session, visitor, "identity.changed")
    return back(parts, "profile")


@router.post("/password")
def change_password(request: Request, parts: PartsOf, form: Form) -> Response:
    """``password`` replaces ``current``; other browsers are signed out."""
    visitor = changing(request, parts, form)
    identity, current = visitor.identity, form.get("current", "")
    try:
        right = prove_password(
            parts, identity.username, current, address_of(request), event="password_check"
        )
    except TooManyAttempts as error:
        return account_page(parts, visitor, problem=error.message, status=error.status)
    problem = password_problem(form.get("password", ""))
    if not right or problem:
        return account_page(parts, visitor, problem=problem or "The present password is wrong.")
    password_hash = hash_password(form["password"])
    with parts.database.write() as session:
        set_password(session, identity.id, password_hash)
        forget(session, RESET, identity.id)
        end_sessions(session, identity.account_id, but=visitor.signed_in.session.id)
        _record(session, visitor, "password.changed")
    tell(parts, identity, "The password was changed")
    return back(parts, "password")


@router.post("/email")
def change_email(request: Request, parts: PartsOf, form: Form) -> Response:
    """``email`` replaces the address once it is confirmed; the present one is asked to be again."""
    visitor = changing(request, parts, form)
    if problem := email_problem(form):
        return account_page(parts, visitor, problem=problem)
    try:
        send_again(parts, visitor.identity.id, address_of(request), form["email"])
    except TooManyAttempts as error:
        return account_page(parts, visitor, problem=error.message, status=error.status)
    with parts.database.write() as session:
        _record(session, visitor, "identity.email_asked")
    return back(parts, "email")


@router.post("/sign-out-others")
def sign_out_others(request: Request, parts: PartsOf, form: Form) -> Response:
    """End every session of the account but this browser's."""
    visitor = changing(request, parts, form)
    with parts.database.write() as session:
        end_sessions(session, visitor.identity.account_id, but=visitor.signed_in.session.id)
        _record(session, visitor, "sessions.ended")
    return back(parts, "sessions")


def back(parts: Parts, done: str) -> Response:
    """To the account page after a form."""
    return RedirectResponse(
        f"{parts.settings.auth_url}/v2/web/account?done={done}", status_code=303
    )


def account_page(
    parts: Parts,
    visitor: Visit,
    *,
    notice: str | None = None,
    problem: str | None = None,
    status: int | None = None,
) -> Response:
    """The account page.

    :param problem: what was wrong with a form
    """
    identity = visitor.identity
    with parts.database.read() as session:
        factors = factors_of(session, identity.id)
        sessions = sessions_of(session, identity.account_id)
        has_password = password_hash_of(session, identity.id) is not None
    return parts.pages.answer(
        "account.html",
        status=status or (400 if problem else 200),
        csrf=csrf_token(visitor.cookie),
        auth_url=parts.settings.auth_url,
        identity=identity,
        factors=factors,
        sessions=sessions,
        here=visitor.signed_in.session.id,
        has_password=has_password,
        passkeys_possible=relying_party(parts.settings) is not None,
        notice=notice,
        problem=problem,
    )


def _record(session: Session, visitor: Visit, event: str) -> None:
    identity_id = visitor.identity.id
    record(session, event=event, actor=identity_id, client=None, target=identity_id, detail={})
