"""Redirect URIs: tables of what matches and of what may be registered."""

from __future__ import annotations

from pathlib import Path

import pytest

from armillary.auth.clients.redirects import (
    CODE_PAGE,
    NATIVE_DEFAULTS,
    check_registrable,
    is_registered,
    matches,
    origin_of,
    resolve,
    symbolic,
)
from armillary.auth.errors import BadRequest
from armillary.core.settings import Settings

SETTINGS = Settings(data_dir=Path("/nowhere"), base_url="http://127.0.0.1:8080")


@pytest.mark.parametrize(
    ("presented", "registered"),
    [
        ("https://app.example/cb", "https://app.example/cb"),
        ("http://localhost:5000", "http://localhost"),
        ("http://localhost:5000/", "http://localhost"),
        ("http://127.0.0.1:1/", "http://127.0.0.1"),
        ("http://[::1]:65535", "http://[::1]"),
        ("http://localhost:5000/cb?x=1", "http://localhost/cb?x=1"),
        ("org.example.app:/cb", "org.example.app:/cb"),
    ],
)
def test_matching(presented: str, registered: str) -> None:
    assert matches(presented, registered)


@pytest.mark.parametrize(
    ("presented", "registered"),
    [
        ("", "http://localhost"),
        ("https://app.example/cb/", "https://app.example/cb"),
        ("https://app.example/cb?x", "https://app.example/cb"),
        ("https://app.example:443/cb", "https://app.example/cb"),
        ("https://APP.example/cb", "https://app.example/cb"),
        ("https://app.example/cb/../evil", "https://app.example/cb"),
        ("https://app.example.evil.example/cb", "https://app.example/cb"),
        ("http://app.example:80/cb", "http://app.example/cb"),
        ("https://localhost:5000", "http://localhost"),
        ("http://127.0.0.1:5000", "http://localhost"),
        ("http://localhost:5000/cb", "http://localhost"),
        ("http://localhost:5000/?x=1", "http://localhost"),
        ("http://localhost:5000/#x", "http://localhost"),
        ("http://localhost.evil.example:5000", "http://localhost"),
        ("http://localhost:5000@evil.example", "http://localhost"),
        ("http://user@localhost:5000", "http://localhost"),
        ("http://evil.example\\@localhost", "http://localhost"),
        ("http://localhost:99999", "http://localhost"),
        ("http://localhost:80;script-src", "http://localhost"),
        ("http://localhost:5000\r\nSet-Cookie: a=b", "http://localhost"),
        ("http://0.0.0.0:5000", "http://127.0.0.1"),
        ("http://127.1:5000", "http://127.0.0.1"),
        ("javascript:alert(1)//http://localhost", "http://localhost"),
        ("//localhost:5000", "http://localhost"),
    ],
)
def test_tricks_do_not_match(presented: str, registered: str) -> None:
    assert not matches(presented, registered)


def test_a_native_app_answers_on_the_code_page_and_on_loopback() -> None:
    for accepted in ("http://127.0.0.1:8080/auth/v2/web/auth-code", "http://localhost:41000"):
        assert is_registered(accepted, NATIVE_DEFAULTS, SETTINGS)
    for refused in ("http://127.0.0.1:9999/auth/v2/web/auth-code", CODE_PAGE, ""):
        assert not is_registered(refused, NATIVE_DEFAULTS, SETTINGS)


def test_our_own_pages_are_stored_symbolically() -> None:
    moved = Settings(data_dir=Path("/nowhere"), base_url="https://data.example")
    stored = symbolic("http://127.0.0.1:8080/auth/v2/web/auth-code", SETTINGS)
    assert resolve(stored, moved) == "https://data.example/auth/v2/web/auth-code"
    assert symbolic("https://app.example/cb", SETTINGS) == "https://app.example/cb"


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example/cb?x=1",
        "https://app.example:8443/cb",
        "https://[2001:db8::1]/cb",
        "http://localhost:8000/cb",
        "http://127.0.0.1",
        "http://[::1]:9",
        "org.example.app:/cb",
    ],
)
def test_registrable(uri: str) -> None:
    check_registrable(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "app.example/cb",
        "http://app.example/cb",
        "https:///cb",
        "https://app.example/#x",
        "https://user:secret@app.example/",
        "http://user@localhost/",
        "https://app.example;frame-ancestors/",
        "https://app.example,x/",
        "https://app.example:port/",
        "https://*.app.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "myapp:/cb",
        "org.example.app://host/cb",
        "https://app.example/ x",
        "https://app.example/\n",
        "https://äpp.example/",
        "{auth_url}/v2/web/auth-code",
        "https://app.example/" + "x" * 3000,
    ],
)
def test_not_registrable(uri: str) -> None:
    with pytest.raises(BadRequest):
        check_registrable(uri)


def test_origins_for_the_content_security_policy() -> None:
    assert origin_of("https://app.example:8443/cb?x=1") == "https://app.example:8443"
    assert origin_of("org.example.app:/cb") == "org.example.app:"
