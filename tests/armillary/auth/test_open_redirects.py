"""No parameter of any page, nor of those still to come, leads elsewhere (RFC 9700, 4.11)."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
import requests

from armillary.web.csrf import csrf_token
from tests.armillary.auth.browser import _Page
from tests.armillary.auth.conftest import AuthServer, Person
from tests.armillary.auth.routes import PAGES
from tests.armillary.auth.sqlite_alone import database_url as database_url

COOKIE = "armillary_session"
# What pages elsewhere call the place to go on to.
NAMES = (
    "redirect_uri", "redirect", "redirect_url", "redirect_to", "post_logout_redirect_uri", "next",
    "next_url", "url", "uri", "u", "return", "return_to", "return_url", "returnTo", "returnUrl",
    "continue", "goto", "go", "to", "target", "dest", "destination", "back", "callback", "cb",
    "forward", "link", "location", "ref", "referer", "r", "site", "view", "page", "path", "host",
    "RelayState", "service", "iss", "done", "interaction", "state", "token", "code", "error",
    "error_uri", "client_id", "login_hint", "id_token_hint", "app", "consent", "csrf", "decision",
    "half_way", "challenge", "enrolment", "short_name", "session_message", "username", "name",
)  # fmt: skip
PLACES = (
    "https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example",
    "evil.example", "https:evil.example", "///evil.example", "/%2f/evil.example",
    "javascript:alert('evil.example')",
    "data:text/html,evil.example", "\thttps://evil.example", "https://127.0.0.1@evil.example/",
    "/auth/../..//evil.example", "x\r\nLocation: https://evil.example/",
)  # fmt: skip


def leads_away(answer: requests.Response) -> list[str]:
    """The places outside of ours to which an answer leads, or would with a click."""
    page = _Page()
    page.feed(answer.text if "html" in answer.headers.get("content-type", "") else "")
    places = [*page.links, *(form.action for form in page.forms)]
    places += [answer.headers[name] for name in ("location", "refresh") if name in answer.headers]
    return [place for place in places if _is_elsewhere(place)]


def _is_elsewhere(place: str) -> bool:
    parts = urlsplit(place.strip().replace("\\", "/"))
    if parts.scheme not in ("", "http", "https"):
        return True
    return bool(parts.netloc) and parts.netloc.rpartition(":")[0] != "127.0.0.1"


@pytest.mark.parametrize("place", PLACES)
def test_no_parameter_leads_elsewhere(server: AuthServer, person: Person, place: str) -> None:
    browser = server.browser()
    server.code(person, browser)
    cookie = next(c.value or "" for c in browser.http.cookies if c.name == COOKIE)
    parameters = dict.fromkeys(NAMES, place)
    http = requests.Session()
    for each in PAGES:
        form = {**parameters, "csrf": csrf_token(cookie)} if each.method == "POST" else None
        for cookies in ({}, {COOKIE: cookie}):
            answer = http.request(
                each.method,
                each.url(server.url),
                params=parameters,
                data=form,
                cookies=cookies,
                headers={"Host": urlsplit(server.url).netloc, "X-Forwarded-Host": "evil.example"},
                allow_redirects=False,
            )
            assert not leads_away(answer), str(each)
            assert answer.status_code < 500, str(each)


def test_another_host_is_not_believed(server: AuthServer) -> None:
    """Addresses come from the settings, never from the Host header."""
    headers = {
        "Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=evil.example",
    }
    for url in (
        server.authorize_url(),
        f"{server.url}/v2/web/logout",
        f"{server.url}/.well-known/openid-configuration",
        f"{server.url}/openapi.json",
        f"{server.url}/v2/web/account",
        f"{server.url}/v2/web/logout/",
    ):
        answer = requests.get(url, headers=headers, allow_redirects=False)
        assert "evil.example" not in answer.text, url
        assert "evil.example" not in answer.headers.get("location", ""), url
