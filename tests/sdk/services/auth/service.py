"""An Auth service with keys of its own."""

from __future__ import annotations

import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from ...recording import Answer, RecordingServer, Request

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def id_token(**claims: Any) -> str:
    now = int(time.time())
    standard = {"sub": "me", "aud": "client-id", "iat": now, "exp": now + 60}
    return jwt.encode({**standard, **claims}, KEY, algorithm="RS512")


class Auth:
    """Answers with tokens, discovery and keys."""

    def __init__(self, server: RecordingServer) -> None:
        self.url = f"{server.url}auth/"
        self.id_token = id_token()

    def __call__(self, request: Request) -> Answer:
        path = request.path.removeprefix("/auth")
        if path == "/.well-known/openid-configuration":
            algorithms = ["RS512"]
            return Answer(
                {"jwks_uri": f"{self.url}jwk.json",
                 "id_token_signing_alg_values_supported": algorithms}
            )  # fmt: skip
        if path == "/jwk.json":
            jwk = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
            return Answer({"keys": [jwk]})
        form = request.form()
        if form["grant_type"].endswith("dependent_token"):
            return Answer([token("a", "a1 a2"), token("b", "b1")])
        document = {**token("auth.globus.org", "openid email"), "id_token": self.id_token}
        return Answer({**document, "other_tokens": [token("b", "b1 b2")]})


def token(server: str, scope: str) -> dict[str, Any]:
    return {
        "access_token": f"at-{server}",
        "scope": scope,
        "expires_in": 100,
        "token_type": "Bearer",
        "resource_server": server,
    }
