"""Redirect URIs: tables of what matches and of what may be registered."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
import requests

from armillary.auth.clients.model import Client
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
from tests.armillary.auth.conftest import AuthServer

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


# What no client of ours has registered, however alike: a web app has WEB, a native app the code
# page and loopback at any port. "CODE" stands for the code page's address.
WEB = "https://app.example/cb"
TRICKS = {
    "absent": "",
    "user info": "https://app.example@evil.example/cb",
    "user info and password": "https://app.example:443@evil.example/cb",
    "user info of the real host": "https://evil@app.example/cb",
    "empty user info": "https://@app.example/cb",
    "user info on loopback": "http://localhost:5000@evil.example",
    "empty user info on loopback": "http://@localhost:5000",
    "encoded at sign": "https://app.example%40evil.example/cb",
    "two at signs": "https://evil.example@app.example@evil.example/cb",
    "encoded slash in the path": "https://app.example%2Fcb",
    "encoded slash in the host": "https://evil.example%2f@app.example/cb",
    "encoded path": "https://app.example/c%62",
    "doubly encoded path": "https://app.example/c%2562",
    "doubly encoded traversal": "https://app.example/cb/%252e%252e/evil",
    "traversal": "https://app.example/cb/../evil",
    "encoded traversal": "https://app.example/cb/%2e%2e/evil",
    "traversal back to the path": "https://app.example/evil/../cb",
    "backslash traversal": "https://app.example/cb\\..\\evil",
    "path parameter": "https://app.example/cb;x=1",
    "below the path": "https://app.example/cb/evil",
    "final slash": "https://app.example/cb/",
    "doubled slash": "https://app.example//cb",
    "beginning of the path": "https://app.example/c",
    "longer last part": "https://app.example/cbevil",
    "path in other case": "https://app.example/CB",
    "host in other case": "https://APP.example/cb",
    "scheme in other case": "HTTPS://app.example/cb",
    "fragment": "https://app.example/cb#evil",
    "empty fragment": "https://app.example/cb#",
    "encoded fragment": "https://app.example/cb%23evil",
    "fragment in the host": "https://evil.example#app.example/cb",
    "query appended": "https://app.example/cb?next=https://evil.example",
    "empty query": "https://app.example/cb?",
    "query in the host": "https://evil.example?app.example/cb",
    "code planted": "https://app.example/cb?code=x&state=y",
    "backslash host": "https://evil.example\\app.example/cb",
    "backslash user info": "https://evil.example\\@app.example/cb",
    "backslashes for slashes": "https:\\\\app.example\\cb",
    "one slash": "https:/app.example/cb",
    "three slashes": "https:///app.example/cb",
    "no slashes": "https:app.example/cb",
    "no scheme": "app.example/cb",
    "relative to the scheme": "//app.example/cb",
    "relative to the scheme, elsewhere": "//evil.example/cb",
    "relative to the host": "/cb",
    "default port": "https://app.example:443/cb",
    "other port": "https://app.example:8443/cb",
    "empty port": "https://app.example:/cb",
    "port that is none": "https://app.example:cb/cb",
    "plain http": "http://app.example/cb",
    "http on the TLS port": "http://app.example:443/cb",
    "longer host": "https://app.example.evil.example/cb",
    "longer host in front": "https://evilapp.example/cb",
    "host below": "https://evil.app.example/cb",
    "dot at the end of the host": "https://app.example./cb",
    "space in the host": "https://app.example evil.example/cb",
    "wildcard": "https://*.example/cb",
    "Cyrillic letter": "https://\u0430pp.example/cb",
    "punycode of it": "https://xn--pp-6kc.example/cb",
    "full-width letters": "https://\uff41pp.example/cb",
    "full-width dot": "https://app\uff0eexample/cb",
    "ideographic full stop": "https://app\u3002example/cb",
    "full-width slash": "https://evil.example\uff0fapp.example/cb",
    "soft hyphen": "https://app\u00ad.example/cb",
    "zero-width space": "https://app.example\u200b/cb",
    "right-to-left override": "https://app.example/\u202ebc",
    "null": "https://app.example/cb\0",
    "null in the host": "https://app.example\0.evil.example/cb",
    "encoded null": "https://app.example/cb%00",
    "tab": "https://app.example/cb\t",
    "tab in the scheme": "java\tscript:alert(1)",
    "line break": "https://app.example/cb\r\nLocation: https://evil.example",
    "encoded line break": "https://app.example/cb%0d%0aLocation:%20https://evil.example",
    "space before": " https://app.example/cb",
    "space after": "https://app.example/cb ",
    "two addresses": "https://app.example/cb https://evil.example",
    "two addresses with a comma": "https://app.example/cb,https://evil.example",
    "script": "javascript:alert(1)//https://app.example/cb",
    "script with a host": "javascript://app.example/%0aalert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "file": "file:///etc/passwd",
    "blob": "blob:https://app.example/cb",
    "view-source": "view-source:https://app.example/cb",
    "out of band": "urn:ietf:wg:oauth:2.0:oob",
    "mail": "mailto:eve@evil.example",
    "too long": "https://app.example/cb" + "x" * 3000,
    "too long on loopback": "http://localhost:5000/" + "x" * 3000,
    "loopback with a path": "http://localhost:5000/cb",
    "loopback with a query": "http://localhost:5000/?x=1",
    "loopback with a fragment": "http://localhost:5000/#x",
    "loopback over TLS": "https://localhost:5000",
    "loopback as a label": "http://localhost.evil.example:5000",
    "loopback with a dot": "http://localhost.:5000",
    "loopback address as a label": "http://127.0.0.1.evil.example",
    "loopback address with a dot": "http://127.0.0.1.:5000",
    "loopback in decimal": "http://2130706433:5000",
    "loopback in octal": "http://0177.0.0.1:5000",
    "loopback in hexadecimal": "http://0x7f.0.0.1:5000",
    "loopback in short": "http://127.1:5000",
    "another loopback address": "http://127.0.0.2:5000",
    "every address": "http://0.0.0.0:5000",
    "every address of IPv6": "http://[::]:5000",
    "mapped loopback": "http://[::ffff:127.0.0.1]:5000",
    "long form of IPv6 loopback": "http://[0:0:0:0:0:0:0:1]:5000",
    "zone of IPv6": "http://[::1%25eth0]:5000",
    "zone of IPv6, raw": "http://[::1%eth0]:5000",
    "brackets that don't close": "http://[::1:5000",
    "IPv6 and more": "http://[::1].evil.example:5000",
    "port beyond the last": "http://localhost:99999",
    "negative port": "http://localhost:-1",
    "port and directive": "http://localhost:80;script-src",
    "port in Arabic digits": "http://localhost:\u0668\u0660",
    "code page with a query": "CODE?code=x",
    "code page with a fragment": "CODE#x",
    "code page and more": "CODE/../../../evil",
    "code page with a slash": "CODE/",
    "code page as it is stored": CODE_PAGE,
    "our own sign-in": "CODE/../continue",
}


def test_there_are_many_tricks() -> None:
    assert len(set(TRICKS.values())) == len(TRICKS) >= 40


@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_is_registered(trick: str) -> None:
    uri = TRICKS[trick].replace("CODE", resolve(CODE_PAGE, SETTINGS))
    assert not is_registered(uri, [WEB, *NATIVE_DEFAULTS], SETTINGS)


@pytest.mark.parametrize("stored", [[WEB], list(NATIVE_DEFAULTS), [CODE_PAGE]])
@pytest.mark.parametrize("client_type", ["public_installed_client", "confidential_client"])
def test_no_trick_leads_anywhere(server: AuthServer, stored: list[str], client_type: str) -> None:
    """Neither by a redirect nor by a link, a form, a script's source or the policy of the page."""
    with server.database.write() as session:
        client = Client(name="An app", client_type=client_type, redirect_uris=stored)
        session.add(client)
        session.flush()
        client_id = client.id
    http = requests.Session()
    for trick, written in TRICKS.items():
        uri = written.replace("CODE", server.code_page)
        url = server.authorize_url(client_id=client_id, redirect_uri=uri)
        _stays_here(http.get(url, allow_redirects=False), trick, uri)
    right = resolve(stored[0], server.settings)
    honest = http.get(server.authorize_url(client_id=client_id, redirect_uri=right))
    assert "<h1>Sign in</h1>" in honest.text


@pytest.mark.parametrize("first", [True, False])
def test_a_second_redirect_uri_pollutes_nothing(server: AuthServer, first: bool) -> None:
    evil = "redirect_uri=https%3A%2F%2Fevil.example%2F"
    url = server.authorize_url()
    url = url.replace("?", f"?{evil}&", 1) if first else f"{url}&{evil}"
    _stays_here(requests.get(url, allow_redirects=False), "pollution", "https://evil.example/")


def _stays_here(answer: requests.Response, trick: str, uri: str) -> None:
    assert answer.status_code == 400, trick
    assert "location" not in answer.headers, trick
    assert "refresh" not in answer.headers, trick
    assert "evil" not in answer.text + answer.headers["content-security-policy"], trick
    assert not uri or f'="{quote(uri)}' not in answer.text, trick
    assert not uri or f'="{uri}' not in answer.text, trick


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
        "http://[::1].evil.example/",
        "https://[2001:db8::1].evil.example/",
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
