"""The page on which people see what they allowed, and take it back."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from armillary.auth.audit import record
from armillary.auth.consents.store import allowed_apps, withdraw
from armillary.auth.errors import Unauthorized
from armillary.auth.identities.model import Identity
from armillary.auth.parts import AS_PAGE, Form, PartsOf, required
from armillary.auth.sessions.store import find_session
from armillary.auth.tokens.store import revoke_grants
from armillary.web.csrf import check_form, csrf_token

router = APIRouter(prefix="/v2/web/consents", dependencies=[AS_PAGE])


@router.get("")
def show_consents(request: Request, parts: PartsOf) -> Response:
    """The apps that the signed-in person has allowed something."""
    cookie = parts.cookie.read(request)
    with parts.database.read() as session:
        identity = _signed_in(session, cookie)
        apps = allowed_apps(session, identity.id)
    return parts.pages.answer(
        "consents.html",
        identity=identity,
        apps=apps,
        csrf=csrf_token(cookie or ""),
        auth_url=parts.settings.auth_url,
    )


@router.post("")
def withdraw_consent(request: Request, parts: PartsOf, form: Form) -> Response:
    """Take everything back that an app was allowed, and void every token it holds."""
    cookie = parts.cookie.read(request)
    check_form(request, cookie=cookie, token=form.get("csrf"))
    app_id = required(form, "app")
    with parts.database.write() as session:
        identity = _signed_in(session, cookie)
        withdraw(session, identity.id, app_id)
        revoke_grants(session, identity_id=identity.id, client_id=app_id)
        record(
            session,
            event="consent.withdrawn",
            actor=identity.id,
            client=None,
            target=app_id,
            detail={},
        )
    return RedirectResponse(f"{parts.settings.auth_url}/v2/web/consents", status_code=303)


def _signed_in(session: Session, cookie: str | None) -> Identity:
    signed_in = find_session(session, cookie)
    if signed_in is None:
        raise Unauthorized("You are not signed in. Log in to any app in this browser, then reload.")
    return signed_in.identity
