"""Token responses, flows and id_tokens, against keys of our own."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from base64 import urlsafe_b64encode
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

import globus_sdk
from globus_sdk import (
    AsyncNativeAppAuthClient,
    ConfidentialAppAuthClient,
    GlobusSDKUsageError,
    NativeAppAuthClient,
    OAuthTokenResponse,
)

from ...recording import Answer, RecordingServer
from .service import Auth, id_token


@pytest.fixture
def tokens(auth: Auth) -> OAuthTokenResponse:
    client = NativeAppAuthClient("client-id")
    client.oauth2_start_flow()
    return client.oauth2_exchange_code_for_tokens("code")


def test_tokens_by_resource_server(tokens: OAuthTokenResponse) -> None:
    assert set(tokens.by_resource_server) == {"auth.globus.org", "b"}
    document = tokens.by_resource_server["b"]
    assert document["expires_at_seconds"] == pytest.approx(time.time() + 100, abs=2)
    assert (document["refresh_token"], document["resource_server"]) == (None, "b")
    assert json.loads(json.dumps(tokens.by_resource_server)) == tokens.by_resource_server


def test_tokens_by_scope(tokens: OAuthTokenResponse) -> None:
    by_scopes = tokens.by_scopes
    assert by_scopes["b1"] is by_scopes["b2 b1"] is tokens.by_resource_server["b"]
    assert by_scopes["b1[*x]"]["access_token"] == "at-b"
    assert "openid" in by_scopes
    assert "b1 b2" in by_scopes
    assert "b3" not in by_scopes
    assert "[" not in by_scopes
    assert sorted(by_scopes) == ["b1", "b2", "email", "openid"]
    with pytest.raises(KeyError, match="one resource server"):
        by_scopes["openid b1"]
    with pytest.raises(KeyError, match="b3"):
        by_scopes["b3"]


def test_dependent_tokens_are_a_list(auth: Auth) -> None:
    client = ConfidentialAppAuthClient("id", "secret")
    tokens = client.oauth2_get_dependent_tokens("at")
    assert set(tokens.by_resource_server) == {"a", "b"}
    with pytest.raises(NotImplementedError):
        tokens.decode_id_token()


def test_an_id_token_is_verified(tokens: OAuthTokenResponse) -> None:
    assert tokens.decode_id_token()["sub"] == "me"
    client = NativeAppAuthClient("client-id")
    discovery = client.get_openid_configuration()
    key: Any = client.get_jwk(discovery, as_pem=True)
    assert tokens.decode_id_token(discovery, key)["sub"] == "me"
    with pytest.raises(GlobusSDKUsageError):
        tokens.decode_id_token(jwk=key)


@pytest.mark.parametrize(
    ("claims", "error"),
    [
        ({"aud": "someone-else"}, jwt.InvalidAudienceError),
        ({"exp": int(time.time()) - 400}, jwt.ExpiredSignatureError),
        ({"iat": int(time.time()) + 86400}, jwt.ImmatureSignatureError),
    ],
)
def test_an_id_token_that_does_not_hold_is_refused(
    auth: Auth, claims: dict[str, Any], error: type[Exception]
) -> None:
    auth.id_token = id_token(**claims)
    client = NativeAppAuthClient("client-id")
    client.oauth2_start_flow()
    response = client.oauth2_exchange_code_for_tokens("code")
    with pytest.raises(error):
        response.decode_id_token()


def test_clocks_may_differ_by_some_minutes(auth: Auth) -> None:
    auth.id_token = id_token(exp=int(time.time()) - 200)
    client = NativeAppAuthClient("client-id")
    client.oauth2_start_flow()
    response = client.oauth2_exchange_code_for_tokens("code")
    assert response.decode_id_token()["sub"] == "me"
    with pytest.raises(jwt.ExpiredSignatureError):
        response.decode_id_token(jwt_params={"leeway": 0})


def test_a_forged_id_token_is_refused(auth: Auth) -> None:
    forger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    claims = jwt.decode(auth.id_token, options={"verify_signature": False})
    auth.id_token = jwt.encode(claims, forger, algorithm="RS512")
    client = NativeAppAuthClient("client-id")
    client.oauth2_start_flow()
    response = client.oauth2_exchange_code_for_tokens("code")
    with pytest.raises(jwt.InvalidSignatureError):
        response.decode_id_token()


def parameters(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_the_authorize_url_of_a_native_app(auth: Auth) -> None:
    client = NativeAppAuthClient("client-id")
    flow = client.oauth2_start_flow(
        ["a", globus_sdk.Scope.parse("b[c]")], prefill_named_grant="laptop", state="s"
    )
    url = client.oauth2_get_authorize_url(
        session_required_identities=["i", "j"],
        session_required_mfa=True,
        prompt="login",
        query_params={"nonce": "n"},
    )
    challenge = urlsafe_b64encode(hashlib.sha256(flow.verifier.encode()).digest())
    assert url.startswith(f"{auth.url}v2/oauth2/authorize?")
    assert parameters(url) == {
        "client_id": "client-id",
        "redirect_uri": f"{auth.url}v2/web/auth-code",
        "scope": "a b[c]",
        "state": "s",
        "response_type": "code",
        "access_type": "online",
        "code_challenge": challenge.rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "prefill_named_grant": "laptop",
        "session_required_identities": "i,j",
        "session_required_mfa": "True",
        "prompt": "login",
        "nonce": "n",
    }


def test_what_is_none_is_not_asked_for(auth: Auth) -> None:
    client = NativeAppAuthClient("client-id")
    client.oauth2_start_flow("a")
    url = client.oauth2_get_authorize_url(
        session_required_identities=None,  # type: ignore[arg-type]
        session_message=None,  # type: ignore[arg-type]
        prompt=None,  # type: ignore[arg-type]
    )
    assert url == client.oauth2_get_authorize_url()


def test_flows_ask_for_transfer_unless_told_otherwise(auth: Auth) -> None:
    client = ConfidentialAppAuthClient("client-id", "secret")
    flow = client.oauth2_start_flow("https://x/")
    assert flow.requested_scopes.endswith("transfer.api.globus.org:all")
    with pytest.raises(GlobusSDKUsageError):
        client.oauth2_start_flow("https://x/", [])


def test_the_authorize_url_of_a_confidential_app(auth: Auth) -> None:
    client = ConfidentialAppAuthClient("id", "secret")
    client.oauth2_start_flow("https://app/", refresh_tokens=True)
    assert parameters(client.oauth2_get_authorize_url()) == {
        "client_id": "id",
        "redirect_uri": "https://app/",
        "scope": "openid profile email urn:globus:auth:scope:transfer.api.globus.org:all",
        "state": "_default",
        "response_type": "code",
        "access_type": "offline",
    }


@pytest.mark.parametrize("verifier", ["short", "x" * 129, "ü" * 50, "a b" * 20])
def test_a_verifier_has_the_form_that_the_rfc_gives(verifier: str) -> None:
    with pytest.raises(GlobusSDKUsageError, match="43 to 128"):
        NativeAppAuthClient("id").oauth2_start_flow(verifier=verifier)


def test_a_flow_is_started_first() -> None:
    client = NativeAppAuthClient("id")
    with pytest.raises(GlobusSDKUsageError, match="oauth2_start_flow"):
        client.oauth2_get_authorize_url()
    with pytest.raises(GlobusSDKUsageError, match="oauth2_start_flow"):
        client.oauth2_exchange_code_for_tokens("code")


def test_the_flow_of_an_async_client(auth: Auth, server: RecordingServer) -> None:
    async def main() -> None:
        async with AsyncNativeAppAuthClient("client-id") as client:
            flow = client.oauth2_start_flow()
            assert client.oauth2_get_authorize_url() == flow.get_authorize_url()
            tokens = await client.oauth2_exchange_code_for_tokens("code")
            with pytest.raises(GlobusSDKUsageError, match="await"):
                tokens.decode_id_token()
            discovery = await client.get_openid_configuration()
            key: Any = await client.get_jwk(discovery, as_pem=True)
            assert tokens.decode_id_token(discovery, key)["sub"] == "me"
            assert server.requests[0].form()["code_verifier"] == flow.verifier

    asyncio.run(main())


def test_tokens_are_validated(auth: Auth, server: RecordingServer) -> None:
    server.respond = lambda request: Answer({"active": True})
    assert NativeAppAuthClient("id").oauth2_validate_token("t")["active"]
    assert ConfidentialAppAuthClient("id", "secret").oauth2_validate_token("t")["active"]
    assert [r.form() for r in server.requests] == [
        {"token": "t", "client_id": "id"},
        {"token": "t"},
    ]
