"""What every answer of Auth carries along, also those of routes still to come, and what it sends
back for input that makes no sense."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from armillary.web.csrf import csrf_token
from tests.armillary.auth.auth_api import Api
from tests.armillary.auth.conftest import AuthServer, MakeServer, Person
from tests.armillary.auth.logs import Logs
from tests.armillary.auth.routes import ENDPOINTS, PAGES, Endpoint

COOKIE = "armillary_session"
# The same for everybody, and public.
CACHEABLE = {
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
    "/jwk.json",
    "/openapi.json",
}


def answers(root: str, cookies: dict[str, str]) -> Iterator[tuple[str, requests.Response]]:
    """One answer of each endpoint, and the errors that no endpoint makes."""
    with requests.Session() as http:
        for each in ENDPOINTS:
            url = each.url(root)
            yield str(each), http.request(each.method, url, cookies=cookies, allow_redirects=False)
        yield "404", http.get(f"{root}/v2/nowhere")
        yield "405", http.delete(f"{root}/v2/oauth2/token")
        yield "413", http.post(f"{root}/v2/oauth2/token", data=b"x" * (2 << 20))


def directives(policy: str) -> dict[str, str]:
    return dict(each.strip().split(" ", 1) for each in policy.split(";"))


def check_headers(name: str, answer: requests.Response, *, secure: bool) -> None:
    headers = answer.headers
    policy = directives(headers["content-security-policy"])
    assert policy["default-src"] == "'none'", name
    assert policy["frame-ancestors"] == "'none'", name
    assert policy["base-uri"] == "'none'", name
    assert policy["form-action"].split()[0] == "'self'", name
    assert policy["script-src"] == policy["style-src"] == "'self'", name
    assert "unsafe" not in headers["content-security-policy"], name
    assert "*" not in headers["content-security-policy"], name
    assert headers["x-frame-options"] == "DENY", name
    assert headers["x-content-type-options"] == "nosniff", name
    assert headers["cross-origin-opener-policy"] == "same-origin", name
    assert headers["referrer-policy"] in ("same-origin", "no-referrer"), name
    cacheable = name.removeprefix("GET ") in CACHEABLE and answer.ok
    assert headers["cache-control"] == ("public, max-age=300" if cacheable else "no-store"), name
    assert ("strict-transport-security" in headers) is secure, name
    assert not [key for key in headers if key.lower().startswith("access-control")], name


@pytest.mark.parametrize("secure", [False, True], ids=["plain", "TLS"])
def test_every_answer_has_the_headers(make_server: MakeServer, secure: bool) -> None:
    server = make_server()
    if secure:
        base = server.settings.base_url.replace("http:", "https:")
        root, server = server.url, make_server(base_url=base)
    else:
        root = server.url
    for name, answer in answers(root, {}):
        check_headers(name, answer, secure=secure)
        for cookie in answer.raw.headers.getlist("set-cookie"):
            assert "httponly" in cookie.lower(), name
            assert "samesite=lax" in cookie.lower(), name
            assert ("; secure" in cookie.lower()) is secure, name
            assert cookie.startswith("__Host-") is secure, name


def test_so_have_the_pages_of_somebody_signed_in(server: AuthServer, person: Person) -> None:
    browser = server.browser()
    server.code(person, browser)
    cookie = next(c.value or "" for c in browser.http.cookies if c.name == COOKIE)
    for name, answer in answers(server.url, {COOKIE: cookie}):
        check_headers(name, answer, secure=False)


@pytest.mark.parametrize(
    ("redirect_uri", "origins"),
    [
        ("http://localhost:5", "http://localhost:5"),
        ("http://[::1]:5/", "http://[::1]:5"),
    ],
)
def test_forms_lead_to_the_app_and_nowhere_else(
    server: AuthServer, person: Person, redirect_uri: str, origins: str
) -> None:
    """Sign-in and consent: browsers hold the answer's redirect against form-action too."""
    browser = server.browser()
    browser.open(server.authorize_url(redirect_uri=redirect_uri))
    pages = [browser.response, browser.sign_in(person.username, person.password)]
    assert "Allow Tutorial app?" in pages[1].text
    for page in pages:
        policy = directives(page.headers["content-security-policy"])
        assert policy["form-action"] == f"'self' {origins}"


def test_every_page_fits_the_policy(server: AuthServer) -> None:
    """Nothing inline, nothing from elsewhere."""
    for each in PAGES:
        text = requests.request(each.method, each.url(server.url), allow_redirects=False).text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert 'src="http' not in text
        assert "<script>" not in text


@dataclass(frozen=True)
class Nonsense:
    """A request that makes no sense anywhere.

    :param value: of every parameter in the path and in the query
    """

    value: str = "x"
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""


def _json(value: Any) -> Nonsense:
    return Nonsense(body=json.dumps(value).encode(), headers={"Content-Type": "application/json"})


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_JSON = {"Content-Type": "application/json"}
_FIELDS = ("name", "display_name", "description", "contact_email", "scope_suffix")
_BODY_NAMES = ("project", "client", "credential", "scope", "policy")
NONSENSE = {
    "null in the address": Nonsense("%00"),
    "null and more": Nonsense("a%00b"),
    "not UTF-8": Nonsense("%ff%fe"),
    "half a surrogate": Nonsense("%ed%a0%80"),
    "line break": Nonsense("%0d%0a"),
    "slash": Nonsense("%2f"),
    "dots": Nonsense("%2e%2e"),
    "long": Nonsense("x" * 8000),
    "huge number": Nonsense("9" * 400),
    "negative number": Nonsense("-1"),
    "number of other digits": Nonsense("%d9%a1"),
    "quote": Nonsense("'%22;--"),
    "a list": Nonsense("x,,x,%00,"),
    "repeated parameters": Nonsense(query="ids=a&ids=b&scope=a&scope=b&interaction=x"),
    "brackets in the query": Nonsense(query="ids[]=a&ids[x]=b&%00=c"),
    "broken form": Nonsense(body=b"\xff\xfe=%ff&&&=&=x&%", headers=_FORM),
    "form with nulls": Nonsense(body=b"token=%00&client_id=a%00&grant_type=%00", headers=_FORM),
    "repeated fields": Nonsense(body=b"csrf=a&csrf=b&token=a&token=b", headers=_FORM),
    "many fields": Nonsense(body=b"&".join(b"f%d=x" % i for i in range(5000)), headers=_FORM),
    "a form that says it is JSON": Nonsense(body=b"a=b", headers=_JSON),
    "JSON that says it is a form": Nonsense(body=b'{"project": {}}', headers=_FORM),
    "parts of a form": Nonsense(
        body=b'--x\r\nContent-Disposition: form-data; name="csrf"; filename="\0"\r\n\r\n\xff\r\n',
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    ),
    "no kind": Nonsense(body=b"x", headers={"Content-Type": "\xff/;;"}),
    "a kind that is none": Nonsense(body=b"{}", headers={"Content-Type": "application/json; ="}),
    "an odd alphabet": Nonsense(body=b"{}", headers={"Content-Type": "text/plain; charset=utf-7"}),
    "deep JSON": Nonsense(body=b"[" * 100_000, headers=_JSON),
    "deep JSON that closes": Nonsense(body=b"[" * 50_000 + b"]" * 50_000, headers=_JSON),
    "deep objects": Nonsense(body=b'{"project":' * 20_000 + b"1" + b"}" * 20_000, headers=_JSON),
    "a number without end": Nonsense(body=b'{"client": ' + b"9" * 10_000 + b"}", headers=_JSON),
    "infinity": Nonsense(body=b'{"project": Infinity, "client": NaN}', headers=_JSON),
    "half a surrogate in JSON": Nonsense(body=b'{"client": {"name": "\\ud800"}}', headers=_JSON),
    "JSON not in UTF-8": Nonsense(body=b'{"client": {"name": "\xff"}}', headers=_JSON),
    "JSON in UTF-16": Nonsense(body='{"client": {}}'.encode("utf-16"), headers=_JSON),
    "JSON with a mark": Nonsense(body=b"\xef\xbb\xbf{}", headers=_JSON),
    "repeated keys": Nonsense(body=b'{"client": {}, "client": 1}', headers=_JSON),
    "a list for an object": _json([]),
    "nothing": _json(None),
    "objects for text": _json({name: {"name": {}, "display_name": []} for name in _BODY_NAMES}),
    "nulls in text": _json({name: dict.fromkeys(_FIELDS, "a\0b") for name in _BODY_NAMES}),
    "long text": _json({name: dict.fromkeys(_FIELDS, "x" * 70_000) for name in _BODY_NAMES}),
    "long lists": _json({name: {"admin_ids": ["x"] * 50_000} for name in _BODY_NAMES}),
    "huge numbers": _json(
        {"policy": {"authentication_assurance_timeout": 10**30, "high_assurance": 10**30}}
    ),
    "too large": Nonsense(body=b"x" * (2 << 20), headers=_FORM),
}


@pytest.mark.parametrize("credentials", ["none", "full", "broken"])
def test_nonsense_is_refused_in_our_own_words(
    server: AuthServer, person: Person, manager: Api, credentials: str
) -> None:
    browser = server.browser()
    server.code(person, browser)
    cookie = next(c.value or "" for c in browser.http.cookies if c.name == COOKIE)
    http = requests.Session()
    headers = {
        "none": {},
        "full": {"Authorization": str(manager.http.headers["Authorization"])},
        "broken": {"Authorization": "Basic /w==", "Cookie": f"{COOKIE}=\xff; x", "Origin": "\xff"},
    }[credentials]
    if credentials == "full":
        headers["Cookie"] = f"{COOKIE}={cookie}"
    with Logs(logging.WARNING) as logs:
        for each in ENDPOINTS:
            for name, nonsense in NONSENSE.items():
                if nonsense.body is None or each.has_body:
                    answer = _send(http, server, each, nonsense, headers, cookie)
                    _check_refusal(each, name, answer)
    assert not logs.exceptions


def _send(
    http: requests.Session,
    server: AuthServer,
    each: Endpoint,
    nonsense: Nonsense,
    headers: dict[str, str],
    cookie: str,
) -> requests.Response:
    query = "&".join([f"{name}={nonsense.value}" for name in each.query] + [nonsense.query])
    body = nonsense.body
    if each.is_page and body is not None and nonsense.headers == _FORM:
        body = f"csrf={csrf_token(cookie)}&".encode() + body
    return http.request(
        each.method,
        f"{each.url(server.url, nonsense.value)}?{query}",
        data=body,
        headers={**headers, **nonsense.headers},
        allow_redirects=False,
    )


def _check_refusal(each: Endpoint, name: str, answer: requests.Response) -> None:
    where = (str(each), name, answer.text[:200])
    assert answer.status_code < 500, where
    if answer.status_code < 400:
        return
    if answer.headers["content-type"] == "application/json":
        (error,) = answer.json()["errors"]
        assert error["status"] == str(answer.status_code), where
        assert error["detail"], where
    else:
        assert each.is_page, where
        assert "<h1>" in answer.text, where
    assert "Traceback" not in answer.text, where
