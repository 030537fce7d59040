"""Which forms count."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from armillary.web.csrf import ForgedRequest, check_form, csrf_token

COOKIE = "c" * 43


def _request(**headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "headers": raw})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "data.example", "origin": "https://data.example"},
        {"host": "localhost:8080", "origin": "http://localhost:8080"},
        {"sec_fetch_site": "same-origin", "origin": "null"},
    ],
)
def test_our_own_forms_count(headers: dict[str, str]) -> None:
    check_form(_request(**headers), cookie=COOKIE, token=csrf_token(COOKIE))


@pytest.mark.parametrize(
    ("headers", "cookie", "token"),
    [
        ({}, None, csrf_token(COOKIE)),
        ({}, "", csrf_token("")),
        ({}, COOKIE, None),
        ({}, COOKIE, ""),
        ({}, COOKIE, csrf_token("d" * 43)),
        ({}, COOKIE, COOKIE),
        ({"host": "data.example", "origin": "https://["}, COOKIE, csrf_token(COOKIE)),
        ({"host": "data.example", "origin": "https://evil.example"}, COOKIE, csrf_token(COOKIE)),
        ({"host": "data.example", "origin": "null"}, COOKIE, csrf_token(COOKIE)),
        ({"host": "localhost:8080", "origin": "http://localhost:1"}, COOKIE, csrf_token(COOKIE)),
        ({"sec_fetch_site": "cross-site"}, COOKIE, csrf_token(COOKIE)),
        ({"sec_fetch_site": "same-site"}, COOKIE, csrf_token(COOKIE)),
    ],
)
def test_others_do_not(headers: dict[str, str], cookie: str | None, token: str | None) -> None:
    with pytest.raises(ForgedRequest):
        check_form(_request(**headers), cookie=cookie, token=token)
