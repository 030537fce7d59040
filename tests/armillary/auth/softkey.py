"""A passkey in software, which can also do everything wrong (W3C Web Authentication)."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class SoftKey:
    """One key pair; the fields are what a test makes it say."""

    origin: str
    rp_id: str = "localhost"
    flags: int = PRESENT | VERIFIED
    count: int = 0
    handle: str | None = None
    challenge: str | None = None
    kind: str | None = None
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, options: str) -> str:
        """The answer to a question for a new passkey."""
        asked = json.loads(options)
        self.handle = asked["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(cose)
        data = self._authenticator_data(ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            clientDataJSON=b64(self._client_data("webauthn.create", asked)),
            attestationObject=b64(attestation),
        )

    def get(self, options: str) -> str:
        """The answer to a question for a signature."""
        client_data = self._client_data("webauthn.get", json.loads(options))
        data = self._authenticator_data(0)
        signed = data + hashlib.sha256(client_data).digest()
        return self._answer(
            clientDataJSON=b64(client_data),
            authenticatorData=b64(data),
            signature=b64(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            **({"userHandle": self.handle} if self.handle else {}),
        )

    def _client_data(self, kind: str, asked: dict[str, Any]) -> bytes:
        content = {
            "type": self.kind or kind,
            "challenge": self.challenge or asked["challenge"],
            "origin": self.origin,
            "crossOrigin": False,
        }
        return json.dumps(content).encode()

    def _authenticator_data(self, more: int) -> bytes:
        rp_hash = hashlib.sha256(self.rp_id.encode()).digest()
        return rp_hash + bytes([self.flags | more]) + self.count.to_bytes(4)

    def _answer(self, **response: str) -> str:
        answer = {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key"}
        return json.dumps({**answer, "clientExtensionResults": {}, "response": response})
