"""An identity provider that says whatever a test wants."""

from __future__ import annotations

import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT = ("armillary", "s3cret/with?signs")


class Upstream:
    """Its answers are attributes; ``claims`` is laid over the id_token of an honest provider."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key: RSAPrivateKey = generate_private_key(65537, 2048)
        self.metadata: dict[str, Any] = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/jwks",
            "userinfo_endpoint": f"{issuer}/userinfo",
        }
        self.claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {"sub": "grace", "preferred_username": "Grace"}
        self.nonce = ""
        self.signed_with: Any = self.key
        self.algorithm = "RS256"
        self.token: Response | None = None
        self.asked: list[tuple[str, dict[str, str], str]] = []
        routes = [
            Route("/.well-known/openid-configuration", self._metadata),
            Route("/jwks", self._jwks),
            Route("/token", self._token, methods=["POST"]),
            Route("/userinfo", self._userinfo),
            Route("/elsewhere", self._elsewhere),
        ]
        self.app = Starlette(routes=routes)

    def _metadata(self, _: Request) -> Response:
        return JSONResponse(self.metadata)

    def _jwks(self, _: Request) -> Response:
        jwk = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return JSONResponse({"keys": [{**jwk, "kid": "one", "use": "sig", "alg": "RS256"}]})

    async def _token(self, request: Request) -> Response:
        form = {name: str(value) for name, value in (await request.form()).items()}
        self.asked.append(("token", form, request.headers["authorization"]))
        if self.token is not None:
            return self.token
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": self._id()})

    def _id(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT[0],
            "sub": "grace",
            "iat": now,
            "exp": now + 60,
            "nonce": self.nonce,
            **self.claims,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, self.signed_with, self.algorithm, headers={"kid": "one"})

    def _userinfo(self, _: Request) -> Response:
        return JSONResponse(self.userinfo)

    def _elsewhere(self, _: Request) -> Response:
        return RedirectResponse(f"{self.issuer}/jwks")
