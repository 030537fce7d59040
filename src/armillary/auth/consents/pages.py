"""The page on which people see what they allowed, and take it back."""

from __future__ import annotations

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from armillary.auth.account.store import find_linked
from armillary.auth.account.visit import changing, visit
from armillary.auth.audit import record
from armillary.auth.authorize.own_pages import CONSENTS
from armillary.auth.consents.store import allowed_apps, granted_paths, withdraw, withdraw_one
from armillary.auth.errors import NotFound
from armillary.auth.identities.store import linked
from armillary.auth.parts import AS_PAGE, Form, PartsOf, required
from armillary.auth.tokens.store import revoke_grants, revoke_unconsented
from armillary.web.csrf import csrf_token

router = APIRouter(prefix="/v2/web/consents", dependencies=[AS_PAGE])


@router.get("")
def show_consents(request: Request, parts: PartsOf) -> Response:
    """The apps that the signed-in person has allowed something, under each identity."""
    visitor = visit(request, parts, CONSENTS, within=None)
    primary = visitor.signed_in.identity
    with parts.database.read() as session:
        allowed = [(i, allowed_apps(session, i.id)) for i in linked(session, primary.account_id)]
    return parts.pages.answer(
        "consents.html",
        identity=primary,
        allowed=[(identity, apps) for identity, apps in allowed if apps],
        csrf=csrf_token(visitor.cookie),
        auth_url=parts.settings.auth_url,
    )


@router.post("")
def withdraw_consent(request: Request, parts: PartsOf, form: Form) -> Response:
    """Take back all that an app was allowed (``app``) or one thing (``consent``), with tokens.

    ``identity`` says whose permission it is, of the account's identities.
    """
    visitor = changing(request, parts, form, CONSENTS, within=None)
    account_id = visitor.signed_in.identity.account_id
    with parts.database.write() as session:
        identity = find_linked(session, account_id, required(form, "identity"))
        if "consent" in form:
            _withdraw_one(session, identity.id, form["consent"])
        else:
            _withdraw_all(session, identity.id, required(form, "app"))
    return RedirectResponse(f"{parts.settings.auth_url}/v2/web/consents", status_code=303)


def _withdraw_all(session: Session, identity_id: str, app_id: str) -> None:
    withdraw(session, identity_id, app_id)
    revoke_grants(session, identity_id=identity_id, client_id=app_id)
    _record(session, identity_id, app_id)


def _withdraw_one(session: Session, identity_id: str, text: str) -> None:
    number = int(text) if text.isdecimal() and len(text) < 19 else 0
    app_id = withdraw_one(session, identity_id, number)
    if app_id is None:
        raise NotFound("You have not given this permission, or it can't be taken back by itself.")
    granted = granted_paths(session, identity_id, app_id)
    revoke_unconsented(session, identity_id=identity_id, app_id=app_id, granted=granted)
    _record(session, identity_id, app_id, consent=number)


def _record(session: Session, identity_id: str, app_id: str, **detail: int) -> None:
    record(
        session,
        event="consent.withdrawn",
        actor=identity_id,
        client=None,
        target=app_id,
        detail=detail,
    )
