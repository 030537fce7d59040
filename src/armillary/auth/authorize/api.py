"""The authorization endpoint and the consent page's answer."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from armillary.auth.audit import record
from armillary.auth.authorize.answer import code_redirect, error_redirect
from armillary.auth.authorize.authorization import Authorization, Step
from armillary.auth.authorize.interaction import Interaction
from armillary.auth.authorize.own_pages import OWN_PAGES
from armillary.auth.authorize.pages import page_of
from armillary.auth.authorize.pipeline import next_step
from armillary.auth.consents.store import approve
from armillary.auth.device.answer import allow_device, deny_device
from armillary.auth.errors import DeniedByPerson, InvalidRequest, OAuthError
from armillary.auth.parts import AS_PAGE, Form, Parts, PartsOf, single_valued
from armillary.auth.scopes.rules import paths
from armillary.core.clock import utcnow
from armillary.web.csrf import check_form

router = APIRouter(dependencies=[AS_PAGE])


@router.get("/v2/oauth2/authorize")
def authorize(request: Request, parts: PartsOf) -> Response:
    """The authorization endpoint (RFC 6749 section 3.1)."""
    interaction = Interaction(single_valued(request.query_params.multi_items()), utcnow())
    return _advance(request, parts, interaction)


@router.post("/v2/oauth2/authorize")
def authorize_by_post(form: Form, parts: PartsOf) -> Response:
    """The same with the parameters in a form (OIDC Core section 3.1.2.1)."""
    return _see_other(f"{parts.settings.auth_url}/v2/oauth2/authorize?{urlencode(form)}")


@router.get("/v2/web/continue")
def continue_authorization(request: Request, parts: PartsOf, interaction: str = "") -> Response:
    """Go on with a request after the person has signed in."""
    return _advance(request, parts, Interaction.from_text(parts, interaction))


@router.post("/v2/web/consent")
def consent(request: Request, parts: PartsOf, form: Form) -> Response:
    """The consent page's answer: ``decision`` is ``allow`` or ``deny``."""
    check_form(request, cookie=parts.cookie.read(request), token=form.get("csrf"))
    interaction = Interaction.from_text(parts, form.get("interaction", ""))
    with parts.database.write() as session:
        authorization = interaction.opened(request, parts, session)
        try:
            step = next_step(authorization)
            if step not in (Step.CONSENT, None):
                return page_of(step, authorization, parts, interaction)
            _decide(authorization, form.get("decision"))
            return _see_other(_granted(authorization))
        except OAuthError as error:
            return _told(authorization, error)


def _advance(request: Request, parts: Parts, interaction: Interaction) -> Response:
    with parts.database.read() as session:
        authorization = interaction.opened(request, parts, session)
        try:
            step = next_step(authorization)
        except OAuthError as error:
            return _told(authorization, error)
        if step is not None:
            return page_of(step, authorization, parts, interaction)
    if interaction.page is not None:
        return _see_other(parts.settings.auth_url + OWN_PAGES[interaction.page].path)
    with parts.database.write() as session:
        authorization.session = session
        return _see_other(_granted(authorization))


def _granted(authorization: Authorization) -> str:
    """Give the app what it asked for; where to send the browser."""
    if authorization.user_code is not None:
        return allow_device(authorization)
    return code_redirect(authorization)


def _told(authorization: Authorization, error: OAuthError) -> Response:
    """Tell the app, if its redirect URI is trusted; otherwise the person (RFC 6749 4.1.2.1).

    A device learns of a denial when it polls next.
    """
    if authorization.user_code is not None and isinstance(error, DeniedByPerson):
        return _see_other(deny_device(authorization))
    if authorization.redirect_uri is None:
        raise error
    return _see_other(error_redirect(authorization, error))


def _decide(authorization: Authorization, decision: str | None) -> None:
    event = {"allow": "consent.granted", "deny": "consent.denied"}.get(decision or "")
    if event is None:
        raise InvalidRequest("The decision must be allow or deny.")
    record(
        authorization.session,
        event=event,
        actor=authorization.signed_in.identity.id,
        client=authorization.client.id,
        target=authorization.client.name,
        detail={"scopes": [list(path) for path in authorization.missing]},
    )
    if decision == "deny":
        raise DeniedByPerson("The person did not allow it.")
    approve(
        authorization.session,
        identity_id=authorization.signed_in.identity.id,
        app_id=authorization.client.id,
        paths=paths(authorization.trees),
        scopes=authorization.scopes,
        lasting=authorization.lasting,
    )


def _see_other(url: str) -> Response:
    # 303, so that no browser repeats a form at the app (RFC 9700 section 4.12).
    return RedirectResponse(url, status_code=303)
