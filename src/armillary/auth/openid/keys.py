"""The key that signs id_tokens. RSA, because the clients in the field accept nothing else."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from armillary.core.files import private_dir, write_private

ALGORITHM = "RS512"


def base64url(data: bytes) -> str:
    """Base64url without padding (RFC 7515 section 2)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass(frozen=True)
class SigningKey:
    """An RSA key with its id, the thumbprint of RFC 7638."""

    private: rsa.RSAPrivateKey
    kid: str

    @classmethod
    def load_or_create(cls, path: Path) -> SigningKey:
        """The key in a PEM file, made (2048 bits, mode 0600) when the file is absent."""
        if not path.exists():
            private_dir(path.parent)
            cls.create(path)
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(f"{path} does not hold an RSA key")
        return cls(key, thumbprint(key.public_key()))

    @classmethod
    def create(cls, path: Path) -> None:
        """Put a new key in a file, in place of what is there."""
        write_private(path, _pem(rsa.generate_private_key(65537, 2048)))

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A signed JWT with these claims."""
        return jwt.encode(
            dict(claims), self.private, algorithm=ALGORITHM, headers={"kid": self.kid}
        )


def jwk_of(key: rsa.RSAPublicKey) -> dict[str, Any]:
    """The JWK (RFC 7517) of a public key."""
    jwk = RSAAlgorithm.to_jwk(key, as_dict=True)
    public = {name: jwk[name] for name in ("kty", "n", "e")}
    return {**public, "alg": ALGORITHM, "use": "sig", "kid": thumbprint(key)}


def _pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def thumbprint(key: rsa.RSAPublicKey) -> str:
    """The id of a key (RFC 7638)."""
    jwk = RSAAlgorithm.to_jwk(key, as_dict=True)
    required = {name: jwk[name] for name in ("e", "kty", "n")}
    canonical = json.dumps(required, separators=(",", ":"), sort_keys=True)
    return base64url(hashlib.sha256(canonical.encode()).digest())
