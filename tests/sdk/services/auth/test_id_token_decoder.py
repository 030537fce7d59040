"""Verifying id_tokens, against keys of our own."""

from __future__ import annotations

import asyncio
import datetime
import time
from typing import Any

import jwt
import pytest

from globus_sdk import (
    AsyncNativeAppAuthClient,
    AuthLoginClient,
    GlobusSDKUsageError,
    IDTokenDecoder,
    NativeAppAuthClient,
)

from ...recording import RecordingServer
from .service import KEY, Auth, id_token


@pytest.fixture
def client(auth: Auth) -> NativeAppAuthClient:
    return NativeAppAuthClient("client-id")


def paths(server: RecordingServer) -> list[str]:
    return [request.path for request in server.requests]


def test_what_is_needed_is_fetched_once(
    client: NativeAppAuthClient, server: RecordingServer
) -> None:
    decoder = IDTokenDecoder(client)
    assert decoder.decode(id_token())["sub"] == decoder.decode(id_token())["sub"] == "me"
    assert paths(server) == ["/auth/.well-known/openid-configuration", "/auth/jwk.json"]


def test_what_is_stored_is_not_fetched(
    client: NativeAppAuthClient, server: RecordingServer
) -> None:
    decoder = IDTokenDecoder(client)
    decoder.store_openid_configuration(client.get_openid_configuration())
    decoder.store_jwk(KEY.public_key())
    assert decoder.get_openid_configuration()["jwks_uri"].endswith("jwk.json")
    assert decoder.get_jwk() == KEY.public_key()
    assert decoder.decode(id_token())["sub"] == "me"
    assert paths(server) == ["/auth/.well-known/openid-configuration"]


@pytest.mark.parametrize("leeway", [200, datetime.timedelta(seconds=200)])
def test_clocks_may_differ(client: NativeAppAuthClient, leeway: Any) -> None:
    late = id_token(exp=int(time.time()) - 100)
    assert IDTokenDecoder(client, jwt_leeway=leeway).decode(late)["sub"] == "me"
    assert IDTokenDecoder(client).decode(late)["sub"] == "me"
    with pytest.raises(jwt.ExpiredSignatureError):
        IDTokenDecoder(client, jwt_leeway=leeway / 10).decode(late)


def test_options_of_the_verification(client: NativeAppAuthClient) -> None:
    late = id_token(exp=1, aud="someone-else")
    with pytest.raises(jwt.ExpiredSignatureError):
        IDTokenDecoder(client).decode(late)
    with pytest.raises(jwt.InvalidAudienceError):
        IDTokenDecoder(client, jwt_options={"verify_exp": False}).decode(late)
    options = {"verify_exp": False, "verify_aud": False}
    assert IDTokenDecoder(client, jwt_options=options).decode(late)["sub"] == "me"


def test_a_client_without_an_id_accepts_no_token_for_another(auth: Auth) -> None:
    decoder = IDTokenDecoder(AuthLoginClient())
    assert decoder.get_jwt_audience() is None
    with pytest.raises(jwt.InvalidAudienceError):
        decoder.decode(id_token())


def test_an_app_may_choose_the_audience(client: NativeAppAuthClient) -> None:
    class OfTheApp(IDTokenDecoder):
        def get_jwt_audience(self) -> str | None:
            return "the-app"

    decoder = OfTheApp.for_globus_app(app_name="app", config=None, login_client=client)
    assert isinstance(decoder, OfTheApp)
    assert decoder.decode(id_token(aud="the-app"))["sub"] == "me"
    with pytest.raises(jwt.InvalidAudienceError):
        decoder.decode(id_token())


def test_with_an_async_client_what_is_needed_is_stored(auth: Auth) -> None:
    async def main() -> None:
        async with AsyncNativeAppAuthClient("client-id") as client:
            decoder = IDTokenDecoder(client)
            with pytest.raises(GlobusSDKUsageError, match="await"):
                decoder.decode(id_token())
            decoder.store_openid_configuration(await client.get_openid_configuration())
            with pytest.raises(GlobusSDKUsageError, match="await"):
                decoder.decode(id_token())
            key: Any = await client.get_jwk(decoder.get_openid_configuration(), as_pem=True)
            decoder.store_jwk(key)
            assert decoder.decode(id_token())["sub"] == "me"

    asyncio.run(main())
