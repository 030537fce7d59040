"""How browsers are told to keep a secret."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from armillary.web.cookies import SecretCookie


def test_over_tls_the_cookie_belongs_to_this_host_alone() -> None:
    response = Response()
    SecretCookie("who", secure=True).give(response, "s3cret")
    header = response.headers["set-cookie"]
    assert header == "__Host-who=s3cret; HttpOnly; Path=/; SameSite=lax; Secure"


def test_a_cookie_is_read_back_and_forgotten() -> None:
    cookie = SecretCookie("who", secure=False)
    request = Request({"type": "http", "headers": [(b"cookie", b"a=b; who=s3cret")]})
    assert cookie.read(request) == "s3cret"
    assert cookie.read(Request({"type": "http", "headers": []})) is None
    response = Response()
    cookie.take(response)
    assert 'who=""' in response.headers["set-cookie"]
    assert "Max-Age=0" in response.headers["set-cookie"]
