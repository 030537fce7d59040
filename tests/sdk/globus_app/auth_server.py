"""An Auth service without memory: codes and refresh tokens say themselves what they are for.

Each address ``/<place>/...`` is a service of its own, with requests, consents and refusals of its
own; ``POST /<place>/control`` sets the latter two.
"""

from __future__ import annotations

import base64
import json
import time
from collections import defaultdict
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from ..recording import Answer, Request

_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_PUBLIC = {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_KEY.public_key())), "alg": "RS512"}
AUTH_SCOPES = ("openid", "profile", "email")


def told(secret: str) -> Any:
    """What a code or a refresh token says."""
    return json.loads(base64.urlsafe_b64decode(secret))


def secret(**what: Any) -> str:
    """A code or a refresh token that says this."""
    return base64.urlsafe_b64encode(json.dumps(what, sort_keys=True).encode()).decode()


def words(scope: str) -> list[str]:
    """Scopes in a form in which equal ones, in whatever order, are equal."""
    return sorted(scope.replace("[", " [ ").replace("]", " ] ").split())


def resource_server(scope: str) -> str:
    if scope in AUTH_SCOPES:
        return "auth.globus.org"
    return scope.split(":")[4] if scope.startswith("urn:") else f"rs-{scope}"


class Place:
    """One service."""

    def __init__(self) -> None:
        self.requests: list[list[Any]] = []
        self.answers = 0  # of the token endpoint
        self.consents: list[dict[str, Any]] = []
        self.refusals: list[tuple[int, Any]] = []
        self.lifetime = 3600


class AuthServer:
    """Answers for all places."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.places: dict[str, Place] = defaultdict(Place)

    def respond(self, request: Request) -> Answer:
        _, name, path = request.path.split("/", 2)
        place = self.places[name]
        if path == "control":
            vars(place).update(request.json())
            return Answer()
        place.requests.append(_shown(request, path))
        return self._answer(place, request, path)

    def _answer(self, place: Place, request: Request, path: str) -> Answer:
        if place.refusals and not path.startswith("auth/"):
            status, document = place.refusals.pop(0)
            return Answer(document, status)
        if path.endswith("oauth2/token"):
            return self._tokens(place, request)
        if path.endswith("openid-configuration"):
            jwks = f"{self.url}{request.path.split('/')[1]}/auth/jwk.json"
            return Answer({"jwks_uri": jwks, "id_token_signing_alg_values_supported": ["RS512"]})
        if path.endswith("jwk.json"):
            return Answer({"keys": [_PUBLIC]})
        return Answer({"consents": place.consents} if path.endswith("consents") else {"ok": True})

    def _tokens(self, place: Place, request: Request) -> Answer:
        place.answers += 1
        form = request.form()
        if form["grant_type"] == "client_credentials":
            who = base64.b64decode(request.headers["Authorization"][6:]).decode().partition(":")[0]
            wanted = {"scope": form["scope"], "identity": "the-client", "audience": who}
        else:
            wanted = told(form.get("code") or form["refresh_token"])
            wanted.setdefault("audience", form.get("client_id"))
        if wanted.get("dead"):
            return Answer({"error": "invalid_grant", "error_description": "Gone."}, 401)
        return Answer(_token_document(place, wanted, refreshed="refresh_token" in form))


def _token_document(place: Place, wanted: dict[str, Any], *, refreshed: bool) -> dict[str, Any]:
    by_server = defaultdict(list)
    for scope in sorted(name.split("[")[0] for name in wanted["scope"].split() if name[0] != "*"):
        by_server[resource_server(scope)].append(scope)
    first, *others = (_document(place, wanted, *server) for server in sorted(by_server.items()))
    document = {**first, "other_tokens": others}
    if "openid" in wanted["scope"] and wanted.get("id_token", True) and not refreshed:
        now = int(time.time())
        claims = {"sub": wanted["identity"], "aud": wanted["audience"], "iat": now, "exp": now + 60}
        document["id_token"] = jwt.encode(claims, _KEY, algorithm="RS512")
    return document


def _document(
    place: Place, wanted: dict[str, Any], server: str, scopes: list[str]
) -> dict[str, Any]:
    document = {
        "access_token": f"at-{server}-{place.answers}",
        "scope": " ".join(scopes),
        "expires_in": wanted.get("lifetime", place.lifetime),
        "token_type": "Bearer",
        "resource_server": server,
    }
    if wanted.get("refresh"):
        document["refresh_token"] = secret(
            scope=" ".join(scopes), identity=wanted["identity"], refresh=True, n=place.answers
        )
    return document


def _shown(request: Request, path: str) -> list[Any]:
    """A request, in a form in which equal ones are equal."""
    form: dict[str, Any] = dict(request.form()) if request.body else {}
    form.pop("code_verifier", None)
    for name in ("code", "refresh_token", "token"):
        if len(form.get(name, "")) > 60:
            form[name] = told(form[name])
            form[name]["scope"] = words(form[name]["scope"])
    if "scope" in form:
        form["scope"] = words(form["scope"])
    form.pop("redirect_uri", None)
    headers = [
        request.headers.get("Authorization"),
        request.headers["User-Agent"].partition("/")[2],
    ]
    return [request.method, path, request.query, form, headers]
