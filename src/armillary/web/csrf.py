"""Cross-site request forgery: a form counts only when our own page sent it."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from armillary.core.errors import ArmillaryError
from armillary.core.ids import secret_hash, secrets_equal


class ForgedRequest(ArmillaryError):
    """A form came from elsewhere than our own page, or from a page that is out of date."""

    code = "FORBIDDEN"
    status = 403


def csrf_token(cookie: str) -> str:
    """The form token that belongs to a browser's secret cookie.

    It is a hash of a 256-bit secret that scripts can't read: whoever knows it has seen the page.
    """
    return secret_hash(f"csrf:{cookie}")


def check_form(request: Request, *, cookie: str | None, token: str | None) -> None:
    """Accept a form only from a page of ours in this browser.

    :param cookie: the browser's secret, as sent with the form
    :param token: the form's own token
    :raises ForgedRequest: another site sent it, or the page belongs to an earlier session
    """
    if not _is_same_origin(request):
        raise ForgedRequest("This form was sent from another site. Go back and start again.")
    if not cookie or not token or not secrets_equal(csrf_token(cookie), token):
        raise ForgedRequest(
            "This page is out of date, or cookies are off. Go back, reload it and try again."
        )


def _is_same_origin(request: Request) -> bool:
    # Browsers without Sec-Fetch-Site send Origin with every form; neither is sent by programs.
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or _host_of(origin) == request.headers.get("host")


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # no browser sends such
        return None
