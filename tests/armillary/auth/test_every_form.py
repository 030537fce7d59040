"""Every form of Auth, also those still to come: who may send it (OWASP, cross-site forgery)."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
import requests

from armillary.web.csrf import csrf_token
from tests.armillary.auth.conftest import AuthServer, Person
from tests.armillary.auth.dump import dump
from tests.armillary.auth.routes import FORMS, Endpoint
from tests.armillary.auth.sqlite_alone import database_url as database_url

COOKIE = "armillary_session"
RIGHT = "right"

FORGERIES: dict[str, tuple[str | None, dict[str, str]]] = {
    "no token": (None, {}),
    "an empty token": ("", {}),
    "a wrong token": ("0" * 64, {}),
    "a token in other letters": ("\u00e9" * 64, {}),
    "the token of another browser": (csrf_token("another"), {}),
    "another site": (RIGHT, {"Origin": "https://evil.example"}),
    "no site": (RIGHT, {"Origin": "null"}),
    "a site that is none": (RIGHT, {"Origin": "http://["}),
    "another port": (RIGHT, {"Origin": "http://127.0.0.1:1"}),
    "another site, said by the browser": (RIGHT, {"Sec-Fetch-Site": "cross-site"}),
    "a neighbour, said by the browser": (RIGHT, {"Sec-Fetch-Site": "same-site"}),
}


@pytest.fixture
def cookie(server: AuthServer, person: Person) -> str:
    """The secret of somebody's browser who is signed in."""
    browser = server.browser()
    server.code(person, browser)
    return next(c.value or "" for c in browser.http.cookies if c.name == COOKIE)


def send(
    server: AuthServer, form: Endpoint, cookie: str, token: str | None, headers: dict[str, str]
) -> requests.Response:
    fields = {} if token is None else {"csrf": csrf_token(cookie) if token == RIGHT else token}
    return requests.post(
        form.url(server.url),
        {**fields, "decision": "allow"},
        cookies={COOKIE: cookie},
        headers=headers,
        allow_redirects=False,
    )


def test_there_are_many_forms() -> None:
    assert len(FORMS) >= 15


def test_no_forged_form_counts(server: AuthServer, cookie: str) -> None:
    before = dump(server.database)
    for form in FORMS:
        for forgery, (token, headers) in FORGERIES.items():
            answer = send(server, form, cookie, token, headers)
            assert answer.status_code == 403, (str(form), forgery)
            assert "location" not in answer.headers, (str(form), forgery)
            assert "set-cookie" not in answer.headers, (str(form), forgery)
            assert answer.headers["content-type"].startswith("text/html"), (str(form), forgery)
    assert dump(server.database) == before


def test_without_a_cookie_no_form_counts(server: AuthServer) -> None:
    for form in FORMS:
        for token in ("", csrf_token("")):
            answer = send(server, form, "", token, {})
            assert answer.status_code == 403, str(form)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_the_honest_form_gets_further(server: AuthServer, cookie: str, form: Endpoint) -> None:
    """What the forged ones above were refused for is the forgery."""
    headers = {"Origin": server.settings.base_url, "Sec-Fetch-Site": "same-origin"}
    assert send(server, form, cookie, RIGHT, headers).status_code not in (403, 500)


def test_every_form_in_a_template_carries_the_token() -> None:
    known = {form.path for form in FORMS}
    forms = [
        (template.name, form)
        for template in files("armillary.auth").joinpath("templates").iterdir()
        for form in re.findall(r"<form.*?</form>", template.read_text(), re.DOTALL)
    ]
    assert len(forms) >= 15
    for name, form in forms:
        assert 'method="post"' in form, name
        assert '<input type="hidden" name="csrf" value="{{ csrf }}">' in form, name
        for action in re.findall(r'action="{{ auth_url }}(/[^"{]*)"', form):
            assert action in known, (name, action)
