"""Pages that a mail's link opens, or that nobody need be signed in for."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from starlette.responses import Response

from armillary.auth.parts import Parts
from armillary.core.ids import new_secret
from armillary.web.csrf import csrf_token


def link_page(
    request: Request, parts: Parts, template: str, *, status: int = 200, **context: Any
) -> Response:
    """A page with a form, also for a browser that has never been here."""
    known = parts.cookie.read(request)
    cookie = known or new_secret()
    response = parts.pages.answer(
        template,
        status=status,
        csrf=csrf_token(cookie),
        auth_url=parts.settings.auth_url,
        **context,
    )
    # The address of the page may be a secret.
    response.headers["Referrer-Policy"] = "no-referrer"
    if known is None:
        parts.cookie.give(response, cookie)
    return response
