"""The tutorial's code, in order and in one namespace."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

import globus_sdk

from .recording import Answer, RecordingServer, Request

TRANSFER = "transfer.api.globus.org"
STEPS = ("step2_login", "step3_use_tokens", "step5_refresh_login", "step5_refresh_use")
# the document itself, where it is at hand, and always our own walk through the same calls
DIRECTORIES = [
    Path(__file__).parent / "tutorial",
    *(Path(path) for path in [os.environ.get("TUTORIAL_DIR")] if path),
]


def token(server: str, scope: str, **more: Any) -> dict[str, Any]:
    return {
        "access_token": f"access-{server}",
        "scope": scope,
        "expires_in": 172800,
        "token_type": "Bearer",
        "resource_server": server,
        **more,
    }


def respond(request: Request) -> Answer:
    if request.path == "/auth/v2/oauth2/token":
        return Answer(tokens(request.form()))
    if request.path == "/transfer/v0.10/endpoint_search":
        endpoints = [{"id": "ep1", "display_name": "One"}, {"id": "ep2", "display_name": "Two"}]
        return Answer({"DATA_TYPE": "endpoint_list", "DATA": endpoints, "has_next_page": False})
    return Answer({"code": "NotFound", "message": request.path, "request_id": "r"}, 404)


def tokens(form: dict[str, str]) -> dict[str, Any]:
    transfer = token(TRANSFER, globus_sdk.TransferClient.scopes.all, refresh_token="rt")
    if form["grant_type"] == "refresh_token":
        return {**transfer, "access_token": "renewed", "other_tokens": []}
    assert (form["grant_type"], form["code"]) == ("authorization_code", "the-code")
    return token("auth.globus.org", "openid email profile", other_tokens=[transfer])


@pytest.fixture(params=DIRECTORIES, ids=lambda path: path.name)
def namespace(
    request: pytest.FixtureRequest,
    service_urls: RecordingServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> dict[str, Any]:
    service_urls.respond = respond
    monkeypatch.setattr("builtins.input", lambda prompt: " the-code \n")
    namespace: dict[str, Any] = {}
    for step in STEPS:
        code = (request.param / f"{step}.py").read_text()
        exec(compile(code, step, "exec"), namespace)
    return {**namespace, "SHOWN": capsys.readouterr().out}


def test_the_steps_run_and_say_what_they_should(
    namespace: dict[str, Any], server: RecordingServer
) -> None:
    assert "[ep1] One\n[ep2] Two" in namespace["SHOWN"]
    search = next(r for r in server.requests if r.path.endswith("endpoint_search"))
    assert search.query == [("filter_scope", "my-endpoints")]
    assert search.headers["Authorization"] == f"Bearer access-{TRANSFER}"


def test_the_first_login_asks_for_the_default_scopes_and_the_second_for_refresh_tokens(
    namespace: dict[str, Any], server: RecordingServer
) -> None:
    urls = re.findall(r"http://\S+authorize\S+", namespace["SHOWN"])
    first, second = (parse_qs(urlsplit(url).query) for url in urls)
    assert first["scope"] == [
        "openid profile email urn:globus:auth:scope:transfer.api.globus.org:all"
    ]
    assert (first["access_type"], second["access_type"]) == (["online"], ["offline"])
    assert first["redirect_uri"] == [f"{server.url}auth/v2/web/auth-code"]
    assert first["code_challenge_method"] == ["S256"]


def test_the_token_response_is_shown_as_documented(namespace: dict[str, Any]) -> None:
    shown = str(namespace["token_response"].by_resource_server)
    expected = (
        r'\{\n  "auth.globus.org": \{\n    "access_token": "access-auth.globus.org",\n'
        r'    "scope": "openid email profile",\n    "token_type": "Bearer",\n'
        r'    "expires_at_seconds": \d+,\n    "refresh_token": None\n  \},\n'
        r'  "transfer.api.globus.org": \{\n'
    )
    assert re.match(expected, shown), shown


def test_the_last_client_renews_its_token_by_itself(
    namespace: dict[str, Any], server: RecordingServer
) -> None:
    namespace["authorizer"].expires_at = 1
    list(namespace["tc"].endpoint_search(filter_scope="my-endpoints"))
    renewal, search = server.requests[-2:]
    assert renewal.form() == {
        "grant_type": "refresh_token",
        "refresh_token": "rt",
        "client_id": namespace["CLIENT_ID"],
    }
    assert search.headers["Authorization"] == "Bearer renewed"
