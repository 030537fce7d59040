"""The recorded ``id_token`` holds against the recorded key."""

from __future__ import annotations

import responses

from globus_sdk import ConfidentialAppAuthClient, testing


@responses.activate
def test_the_id_token_is_verified_by_the_key() -> None:
    testing.load_response("auth.get_jwk")
    known = testing.load_response(
        ConfidentialAppAuthClient.oauth2_client_credentials_tokens, case="openid"
    ).metadata
    client = ConfidentialAppAuthClient(known["client_id"], "secret")
    claims = client.oauth2_client_credentials_tokens("openid").decode_id_token()
    assert (claims["sub"], claims["aud"]) == (known["id"], known["client_id"])
