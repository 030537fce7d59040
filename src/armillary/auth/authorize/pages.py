"""The pages of an authorization: sign in, and consent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from armillary.auth.authorize.authorization import Authorization, Step
from armillary.auth.authorize.interaction import Interaction
from armillary.auth.authorize.own_pages import OWN_PAGES
from armillary.auth.clients.redirects import origin_of
from armillary.auth.device.rules import shown
from armillary.auth.factors.challenge import Purpose
from armillary.auth.factors.passkeys import ask_for_passkey
from armillary.auth.factors.relying_party import relying_party
from armillary.auth.parts import Parts
from armillary.auth.scopes.rules import Path
from armillary.auth.scopes.store import KnownScope
from armillary.core.ids import new_secret
from armillary.web.csrf import csrf_token


def page_of(
    step: Step, authorization: Authorization, parts: Parts, interaction: Interaction
) -> Response:
    """The page that takes a person through a step."""
    if step is Step.SIGN_IN:
        return sign_in_page(authorization, parts, interaction)
    if step is Step.ENROL:
        return enrol_page(authorization, parts, interaction)
    return consent_page(authorization, parts, interaction)


def sign_in_page(
    authorization: Authorization,
    parts: Parts,
    interaction: Interaction,
    *,
    template: str = "sign_in.html",
    status: int = 200,
    **context: Any,
) -> Response:
    """The form for signing in, or, from ``sign_up.html``, for making an account."""
    values = {
        "problem": None,
        "wanted": authorization.wanted,
        "username": authorization.parameters.get("login_hint", ""),
        "name": "",
        "email": "",
        "organization": "",
        "providers": list(parts.providers.values()),
        **context,
    }
    # The cookie that the page gives a browser without one is what its challenge is bound to.
    cookie = authorization.cookie or new_secret()
    values["passkey"] = ask_for_passkey(parts, cookie, Purpose.SIGN_IN)
    return person_page(
        template, authorization, parts, interaction, status=status, cookie=cookie, **values
    )


def enrol_page(authorization: Authorization, parts: Parts, interaction: Interaction) -> Response:
    """That a second factor is wanted, and which ones there are."""
    return person_page(
        "enrol.html",
        authorization,
        parts,
        interaction,
        wanted=authorization.wanted,
        passkeys=relying_party(parts.settings) is not None,
    )


def consent_page(authorization: Authorization, parts: Parts, interaction: Interaction) -> Response:
    """The question whether the app may do what is new in its request."""
    asked = authorization.missing or [(tree.name,) for tree in authorization.trees]
    return person_page(
        "consent.html",
        authorization,
        parts,
        interaction,
        identity=authorization.signed_in.identity,
        permissions=_permissions(asked, authorization.scopes),
        app_label=authorization.parameters.get("prefill_named_grant"),
        offline=bool(authorization.lasting),
        user_code=shown(authorization.user_code) if authorization.user_code else None,
    )


def person_page(
    template: str,
    authorization: Authorization,
    parts: Parts,
    interaction: Interaction,
    *,
    status: int = 200,
    cookie: str | None = None,
    **context: Any,
) -> Response:
    """A page on the way to the app: it knows the app, and its forms carry the request along.

    :param cookie: the browser's secret, if the page is bound to it in further ways
    """
    # Browsers apply form-action to the redirects after a form too: the app's origin must be in.
    origins = [origin_of(authorization.redirect_uri)] if authorization.redirect_uri else []
    cookie = cookie or authorization.cookie or new_secret()
    response = parts.pages.answer(
        template,
        status=status,
        form_action=origins,
        client=authorization.client,
        interaction=interaction.to_text(parts),
        csrf=csrf_token(cookie),
        session_message=authorization.parameters.get("session_message"),
        auth_url=parts.settings.auth_url,
        cancel=_way_back(authorization),
        **context,
    )
    if authorization.cookie is None:
        parts.cookie.give(response, cookie)
    return response


def _way_back(authorization: Authorization) -> str | None:
    """Where on our own pages the person may go instead."""
    page = OWN_PAGES.get(authorization.page or "")
    return authorization.settings.auth_url + page.path if page and page.can_cancel else None


def _permissions(asked: Iterable[Path], scopes: dict[str, KnownScope]) -> list[dict[str, Any]]:
    """What to ask: each scope's service and words, and who uses it for what if not the app."""
    return [
        {
            "scope": scopes[path[-1]],
            "users": [scopes[name] for name in path[:-1]],
        }
        for path in asked
    ]
