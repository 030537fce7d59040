"""Signing in, signing up and signing out."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from armillary.auth.audit import record
from armillary.auth.authorize.interaction import Interaction
from armillary.auth.authorize.pages import sign_in_page
from armillary.auth.authorize.pipeline import find_who_asks
from armillary.auth.errors import TooManyAttempts, UsernameTaken
from armillary.auth.identities.model import Identity
from armillary.auth.identities.passwords import hash_password
from armillary.auth.identities.store import add_identity
from armillary.auth.parts import AS_PAGE, Form, Parameters, Parts, PartsOf
from armillary.auth.proofs.mails import ask_to_verify
from armillary.auth.sessions.password import prove_password
from armillary.auth.sessions.rules import sign_up_problem
from armillary.auth.sessions.steps import PASSWORD, address_of, checked, first_factor_passed
from armillary.auth.sessions.store import end_session, find_session
from armillary.auth.sessions.throttle import MAILS, count_attempt
from armillary.web.csrf import check_form, csrf_token

router = APIRouter(prefix="/v2/web", dependencies=[AS_PAGE])

_WRONG = "The username or the password is wrong."


@router.post("/login")
def login(request: Request, parts: PartsOf, form: Form) -> Response:
    """The sign-in form's answer: on to the app, or the form again with what was wrong."""
    interaction = checked(request, parts, form)
    username, password = form.get("username", ""), form.get("password", "")
    try:
        identity = prove_password(parts, username, password, address_of(request))
    except TooManyAttempts as error:
        return form_again(request, parts, interaction, form, error.message, status=error.status)
    if identity is None:
        return form_again(request, parts, interaction, form, _WRONG)
    return first_factor_passed(request, parts, interaction, identity, PASSWORD)


@router.get("/sign-up")
def sign_up_form(request: Request, parts: PartsOf, interaction: str = "") -> Response:
    """The form for making an account."""
    opened = Interaction.from_text(parts, interaction)
    return _page(request, parts, opened, template="sign_up.html")


@router.post("/sign-up")
def sign_up(request: Request, parts: PartsOf, form: Form) -> Response:
    """The sign-up form's answer: the account is made and signed in, or the form comes again."""
    interaction = checked(request, parts, form)
    problem = sign_up_problem(form)
    if problem:
        return _sign_up_again(request, parts, interaction, form, problem)
    try:
        with parts.database.write() as session:
            count_attempt(session, form["email"], address_of(request), MAILS)
        identity = _create(parts, form)
    except (UsernameTaken, TooManyAttempts) as error:
        return _sign_up_again(request, parts, interaction, form, error.message)
    ask_to_verify(parts, identity.id)
    return first_factor_passed(request, parts, interaction, identity, PASSWORD)


@router.get("/logout")
def logout_form(request: Request, parts: PartsOf) -> Response:
    """The question whether to sign out: a link alone signs nobody out."""
    cookie = parts.cookie.read(request)
    with parts.database.read() as session:
        signed_in = find_session(session, cookie)
    return parts.pages.answer(
        "signed_out.html",
        signed_in=signed_in,
        csrf=csrf_token(cookie or ""),
        auth_url=parts.settings.auth_url,
    )


@router.post("/logout")
def logout(request: Request, parts: PartsOf, form: Form) -> Response:
    """End the browser's session."""
    cookie = parts.cookie.read(request)
    check_form(request, cookie=cookie, token=form.get("csrf"))
    with parts.database.write() as session:
        if signed_in := find_session(session, cookie):
            end_session(signed_in.session)
    response = RedirectResponse(f"{parts.settings.auth_url}/v2/web/logout", status_code=303)
    parts.cookie.take(response)
    return response


def _create(parts: Parts, form: Parameters) -> Identity:
    password_hash = hash_password(form["password"])
    with parts.database.write() as session:
        identity = add_identity(
            session,
            username=form["username"],
            password_hash=password_hash,
            name=form["name"].strip(),
            email=form["email"],
            organization=form.get("organization"),
        )
        record(
            session,
            event="identity.created",
            actor=identity.id,
            client=None,
            target=identity.username,
            detail={},
        )
        return identity


def form_again(
    request: Request,
    parts: Parts,
    interaction: Interaction,
    form: Parameters,
    problem: str,
    *,
    status: int = 400,
) -> Response:
    """The sign-in form once more, with what was wrong."""
    username = form.get("username", "")
    return _page(request, parts, interaction, problem=problem, username=username, status=status)


def _sign_up_again(
    request: Request, parts: Parts, interaction: Interaction, form: Parameters, problem: str
) -> Response:
    kept = {name: form.get(name, "") for name in ("username", "name", "email", "organization")}
    return _page(
        request, parts, interaction, template="sign_up.html", problem=problem, status=400, **kept
    )


def _page(request: Request, parts: Parts, interaction: Interaction, **context: Any) -> Response:
    with parts.database.read() as session:
        authorization = interaction.opened(request, parts, session)
        find_who_asks(authorization)
        return sign_in_page(authorization, parts, interaction, **context)
