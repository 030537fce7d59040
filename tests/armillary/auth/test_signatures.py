"""Algorithm confusion and other tricks at everything signed that comes back to us (RFC 8725)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from armillary.auth import page_state
from armillary.auth.authorize.interaction import Interaction
from armillary.auth.errors import AuthError
from armillary.auth.factors.challenge import Challenge, Purpose
from armillary.auth.parts import Parts
from armillary.auth.sessions.half_way import HalfWay
from armillary.core.clock import utcnow
from armillary.core.ids import new_secret, secret_hash
from armillary.core.signing import SignatureInvalid, public_pem, sign, verify
from armillary.web.csrf import csrf_token
from tests.armillary.auth.conftest import AuthServer
from tests.armillary.auth.scenarios import World
from tests.armillary.auth.sqlite_alone import database_url as database_url
from tests.armillary.auth.test_scenarios import world as world

KEY = Ed25519PrivateKey.generate()
OTHER = Ed25519PrivateKey.generate()
KIND, AUDIENCE = "ticket+jwt", "https://data.example/auth"


def _part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _claims(**changes: Any) -> dict[str, Any]:
    now = int(utcnow().timestamp())
    claims = {"aud": AUDIENCE, "iat": now, "exp": now + 600, "sub": "x", **changes}
    return {name: value for name, value in claims.items() if value is not None}


def _made(header: dict[str, Any], claims: dict[str, Any] | None = None, signature: str = "") -> str:
    return f"{_part(header)}.{_part(claims or _claims())}.{signature}"


def _hmac(secret: bytes, algorithm: str = "HS256") -> str:
    text = f"{_part({'alg': algorithm, 'typ': KIND})}.{_part(_claims())}"
    digest = {"HS256": hashlib.sha256, "HS512": hashlib.sha512}[algorithm]
    return f"{text}.{_part(hmac.new(secret, text.encode(), digest).digest())}"


def _ours(key: Any = KEY, algorithm: str = "EdDSA", **header: Any) -> str:
    headers = {"typ": KIND, **header}
    return jwt.encode(_claims(), key, algorithm=algorithm, headers=headers)


def _good() -> str:
    return sign(_claims(), KEY, kind=KIND)


def _swapped(position: int) -> str:
    mine, theirs = _good().split("."), sign(_claims(sub="eve"), KEY, kind=KIND).split(".")
    mine[position] = theirs[position]
    return ".".join(mine)


RAW = KEY.public_key().public_bytes_raw()
OTHERS = OTHER.public_key().public_bytes_raw()
PEM = public_pem(KEY).encode()
FORGERIES: dict[str, Callable[[], str]] = {
    "nothing": lambda: "",
    "no parts": lambda: "x",
    "dots": lambda: "..",
    "no algorithm": lambda: _made({"typ": KIND}),
    "alg none": lambda: _made({"alg": "none", "typ": KIND}),
    "alg None": lambda: _made({"alg": "None", "typ": KIND}),
    "alg nOnE": lambda: _made({"alg": "nOnE", "typ": KIND}),
    "alg none with a signature": lambda: _made({"alg": "none", "typ": KIND}, None, "AAAA"),
    "alg is null": lambda: _made({"alg": None, "typ": KIND}),
    "alg is a list": lambda: _made({"alg": ["EdDSA", "none"], "typ": KIND}),
    "alg is empty": lambda: _made({"alg": "", "typ": KIND}),
    "EdDSA without signature": lambda: _made({"alg": "EdDSA", "typ": KIND}),
    "HS256 with the public key": lambda: _hmac(PEM),
    "HS256 with the bare public key": lambda: _hmac(RAW),
    "HS512 with the public key": lambda: _hmac(PEM, "HS512"),
    "HS256 with nothing": lambda: _hmac(b""),
    "another key": lambda: _ours(OTHER),
    "RSA": lambda: _ours(rsa.generate_private_key(65537, 2048), "RS256"),
    "ECDSA": lambda: _ours(ec.generate_private_key(ec.SECP256R1()), "ES256"),
    "a key in the header": lambda: _ours(
        OTHER, jwk={"kty": "OKP", "crv": "Ed25519", "x": _part(OTHERS)}
    ),
    "a key's address": lambda: _ours(OTHER, jku="https://evil.example/jwks.json"),
    "a certificate's address": lambda: _ours(OTHER, x5u="https://evil.example/cert.pem"),
    "kid is a path": lambda: _ours(OTHER, kid="../../../../dev/null"),
    "kid is a query": lambda: _ours(OTHER, kid="x' UNION SELECT 'secret"),
    "kid is a number": lambda: _made({"alg": "EdDSA", "typ": KIND, "kid": 1}),
    "an extension we must know": lambda: _ours(KEY, crit=["b64"], b64=False),
    "an unknown extension": lambda: _ours(KEY, crit=["http://evil.example/ext"]),
    "another kind": lambda: sign(_claims(), KEY, kind="other+jwt"),
    "the kind in other letters": lambda: sign(_claims(), KEY, kind=KIND.upper()),
    "no kind": lambda: jwt.encode(_claims(), KEY, algorithm="EdDSA"),
    "another audience": lambda: sign(_claims(aud="https://evil.example"), KEY, kind=KIND),
    "a longer audience": lambda: sign(_claims(aud=AUDIENCE + "x"), KEY, kind=KIND),
    "no audience": lambda: sign(_claims(aud=None), KEY, kind=KIND),
    "no end": lambda: sign(_claims(exp=None), KEY, kind=KIND),
    "no beginning": lambda: sign(_claims(iat=None), KEY, kind=KIND),
    "over": lambda: sign(_claims(exp=1), KEY, kind=KIND),
    "not yet": lambda: sign(_claims(nbf=int(utcnow().timestamp()) + 600), KEY, kind=KIND),
    "from the future": lambda: sign(_claims(iat=int(utcnow().timestamp()) + 600), KEY, kind=KIND),
    "the end is text": lambda: sign(_claims(exp="never"), KEY, kind=KIND),
    "another header": lambda: "e30." + _good().split(".", 1)[1],
    "other claims": lambda: _swapped(1),
    "another signature": lambda: _swapped(2),
    "a shorter signature": lambda: _good()[:-4],
    "a signature of nulls": lambda: _good().rsplit(".", 1)[0] + "." + "A" * 86,
    "one more part": lambda: _good() + ".x",
    "parts of an encrypted one": lambda: ".".join([_part({"alg": "dir", "enc": "A128GCM"})] * 5),
    "a JSON form": lambda: json.dumps({"payload": _part(_claims()), "signatures": []}),
    "deep header": lambda: f"{_part(b'[' * 100_000)}.e30.x",
    "deep claims": lambda: f"{_part({'alg': 'EdDSA', 'typ': KIND})}.{_part(b'[' * 100_000)}.x",
    "a header that is none": lambda: f"{_part([])}.e30.x",
    "not base64": lambda: "\u00e9.\u00e9.\u00e9",
    "null": lambda: "\0",
    "long": lambda: "x" * 1_000_000,
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_no_forged_document_counts(forgery: str) -> None:
    for key in (KEY.public_key(), public_pem(KEY)):
        with pytest.raises(SignatureInvalid):
            verify(FORGERIES[forgery](), key, kind=KIND, audience=AUDIENCE)


def test_the_honest_document_counts() -> None:
    for key in (KEY.public_key(), public_pem(KEY)):
        assert verify(_good(), key, kind=KIND, audience=AUDIENCE)["sub"] == "x"


Reader = Callable[[Parts, str, str], Any]
READERS: dict[str, tuple[str, Reader]] = {
    "interaction": (
        "authorize-interaction+jwt",
        lambda parts, _, text: Interaction.from_text(parts, text),
    ),
    "half-way": ("half-way+jwt", HalfWay.from_text),
    "challenge": (
        "webauthn-challenge+jwt",
        lambda parts, cookie, text: Challenge.from_text(parts, cookie, text, Purpose.ENROL),
    ),
    "federation": (
        "federated-sign-in+jwt",
        lambda parts, cookie, text: page_state.from_text(
            parts, cookie, text, kind="federated-sign-in+jwt"
        ),
    ),
    "enrolment": (
        "totp-enrolment+jwt",
        lambda parts, cookie, text: page_state.from_text(
            parts, cookie, text, kind="totp-enrolment+jwt"
        ),
    ),
}
CLAIMS = {
    "parameters": {},
    "requested_at": 0,
    "page": None,
    "sub": "x",
    "amr": ["pwd"],
    "password": "x",
    "challenge": "x" * 43,
    "purpose": "enrol",
}


def _state(parts: Parts, cookie: str, **changes: Any) -> dict[str, Any]:
    now = utcnow()
    bound = {"cookie": secret_hash(cookie), "iat": now, "exp": now + timedelta(minutes=5)}
    return {**CLAIMS, "aud": parts.settings.auth_url, **bound, **changes}


@pytest.mark.parametrize("reader", READERS)
def test_each_kind_of_page_state_counts_for_itself_alone(world: World, reader: str) -> None:
    kind, read = READERS[reader]
    parts, cookie, key = world.parts, new_secret(), world.parts.interaction_key
    claims = _state(parts, cookie)
    read(parts, cookie, sign(claims, key, kind=kind))
    public = public_pem(key).encode()
    stamped = {**claims, "iat": 0, "exp": 2**31}
    text = f"{_part({'alg': 'HS256', 'typ': kind})}.{_part(stamped)}"
    mac = _part(hmac.new(public, text.encode(), hashlib.sha256).digest())
    forged = [
        *(sign(claims, key, kind=other) for other, _ in READERS.values() if other != kind),
        sign(_state(parts, cookie, aud="http://elsewhere.example/auth"), key, kind=kind),
        sign(_state(parts, cookie, exp=utcnow() - timedelta(seconds=1)), key, kind=kind),
        sign(claims, OTHER, kind=kind),
        _made({"alg": "none", "typ": kind}, stamped),
        f"{text}.{mac}",
    ]
    if reader != "interaction":  # which is worth nothing to who has it: it names no person
        forged.append(sign(_state(parts, new_secret()), key, kind=kind))
    for text in forged:
        with pytest.raises(AuthError):
            read(parts, cookie, text)


@pytest.mark.parametrize("field", ["interaction", "half_way", "challenge", "enrolment"])
def test_forged_state_in_a_form_is_told_on_a_page(
    server: AuthServer, world: World, field: str
) -> None:
    browser = world.signed_in()
    for forgery in FORGERIES.values():
        form = {"csrf": csrf_token(world.cookie(browser)), field: forgery()[:100_000]}
        for path in ("login", "second-factor", "account/authenticator", "account/passkey"):
            answer = world.post(path, browser, form)
            assert answer.status_code == 400, (field, path)
            assert "location" not in answer.headers


def test_an_id_token_opens_nothing(server: AuthServer, world: World) -> None:
    id_token = world.tokens(scope="openid")["id_token"]
    headers = {"Authorization": f"Bearer {id_token}"}
    assert requests.get(f"{server.url}/v2/oauth2/userinfo", headers=headers).status_code == 401
    url = f"{server.url}/v2/web/continue"
    assert requests.get(url, params={"interaction": id_token}).status_code == 400
