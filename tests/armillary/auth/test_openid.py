"""Discovery and keys."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
import requests

from armillary.auth.openid.keys import SigningKey
from tests.armillary.auth.conftest import AuthServer


@pytest.mark.parametrize("name", ["openid-configuration", "oauth-authorization-server"])
def test_discovery_names_addresses_that_answer(server: AuthServer, name: str) -> None:
    answer = requests.get(f"{server.url}/.well-known/{name}")
    document = answer.json()
    assert document["issuer"] == server.url
    assert document["id_token_signing_alg_values_supported"] == ["RS512"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["response_types_supported"] == ["code"]
    assert "public" in answer.headers["cache-control"]
    for key, url in document.items():
        if key.endswith(("_endpoint", "_uri")):
            assert requests.get(url).status_code != 404, key


def test_the_signing_key_comes_first_and_is_rsa(server: AuthServer) -> None:
    key = requests.get(f"{server.url}/jwk.json").json()["keys"][0]
    assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS512", "sig")
    assert not key.keys() & {"d", "p", "q", "dp", "dq", "qi"}


def test_the_signing_key_is_kept_privately(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "id_token.pem"
    key = SigningKey.load_or_create(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert key.private.key_size == 2048
    assert SigningKey.load_or_create(path).kid == key.kid


def test_errors_in_json_even_where_nothing_is(server: AuthServer) -> None:
    for method, path, status in (("GET", "/nowhere", 404), ("GET", "/v2/oauth2/token", 405)):
        answer = requests.request(method, server.url + path)
        assert answer.status_code == status
        assert answer.json()["errors"][0]["status"] == str(status)


def test_a_fault_is_answered_as_an_error_is(
    server: AuthServer, caplog: pytest.LogCaptureFixture
) -> None:
    fault = RuntimeError("not for everybody")
    with mock.patch("armillary.auth.openid.api.discovery_document", side_effect=fault):
        answer = requests.get(f"{server.url}/.well-known/openid-configuration", timeout=5)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["code"]) == (500, "INTERNAL_SERVER_ERROR")
    assert answer.json()["error"] == "server_error"
    assert "Content-Security-Policy" in answer.headers
    assert "not for everybody" not in answer.text
    assert "not for everybody" in caplog.text
