"""The pages of an authorization: sign in, and consent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from armillary.auth.authorize.authorization import Authorization, Step
from armillary.auth.authorize.interaction import Interaction
from armillary.auth.clients.redirects import origin_of
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
        **context,
    }
    return _page(template, authorization, parts, interaction, status=status, **values)


def consent_page(authorization: Authorization, parts: Parts, interaction: Interaction) -> Response:
    """The question whether the app may do what is new in its request."""
    asked = authorization.missing or [(tree.name,) for tree in authorization.trees]
    return _page(
        "consent.html",
        authorization,
        parts,
        interaction,
        identity=authorization.signed_in.identity,
        permissions=_permissions(asked, authorization.scopes),
        app_label=authorization.parameters.get("prefill_named_grant"),
        offline=bool(authorization.lasting),
    )


def _page(
    template: str,
    authorization: Authorization,
    parts: Parts,
    interaction: Interaction,
    *,
    status: int = 200,
    **context: Any,
) -> Response:
    # Browsers apply form-action to the redirects after a form too: the app's origin must be in.
    origin = origin_of(authorization.redirect_uri or "")
    cookie = authorization.cookie or new_secret()
    response = parts.pages.answer(
        template,
        status=status,
        form_action=[origin],
        client=authorization.client,
        interaction=interaction.to_text(parts),
        csrf=csrf_token(cookie),
        session_message=authorization.parameters.get("session_message"),
        auth_url=parts.settings.auth_url,
        **context,
    )
    if authorization.cookie is None:
        parts.cookie.give(response, cookie)
    return response


def _permissions(asked: Iterable[Path], scopes: dict[str, KnownScope]) -> list[dict[str, Any]]:
    """What to ask: each scope's service and words, and who uses it for what if not the app."""
    return [
        {
            "scope": scopes[path[-1]],
            "users": [scopes[name] for name in path[:-1]],
        }
        for path in asked
    ]
