"""Ed25519 signatures on small JSON claims (JWS compact form, RFC 7515, RFC 8037).

Used between our own processes only; id_tokens, which outsiders verify, are RSA (see Auth).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from armillary.core.errors import ArmillaryError
from armillary.core.files import private_dir, write_private

_ALGORITHM = "EdDSA"


class SignatureInvalid(ArmillaryError):
    """A signed document is forged, expired, or meant for somebody else."""

    code = "AUTH"
    status = 401


def load_or_create_key(path: Path) -> Ed25519PrivateKey:
    """The private key in a PEM file, made (mode 0600) when the file is absent."""
    if path.exists():
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise TypeError(f"{path} does not hold an Ed25519 key")
        return key
    private_dir(path.parent)
    return create_key(path)


def create_key(path: Path) -> Ed25519PrivateKey:
    """A new private key, in a PEM file (mode 0600) in place of what is there."""
    key = Ed25519PrivateKey.generate()
    write_private(
        path,
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
    return key


def public_pem(key: Ed25519PrivateKey) -> str:
    """The public half, as PEM text."""
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def sign(claims: Mapping[str, Any], key: Ed25519PrivateKey, *, kind: str) -> str:
    """Sign claims; ``kind`` goes into the header's ``typ`` (RFC 8725 section 3.11)."""
    return jwt.encode(dict(claims), key, algorithm=_ALGORITHM, headers={"typ": kind})


def verify(token: str, key: Ed25519PublicKey | str, *, kind: str, audience: str) -> dict[str, Any]:
    """The claims of a signed document.

    :param key: the signer's public key, or its PEM text
    :param kind: the ``typ`` that the header must have
    :param audience: who we are; ``aud`` must be it
    :raises SignatureInvalid: forged, expired, of another kind or for another audience
    """
    try:
        if jwt.get_unverified_header(token).get("typ") != kind:
            raise SignatureInvalid(f"The document is not a {kind}.")
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[_ALGORITHM],
            audience=audience,
            options={"require": ["exp", "iat", "aud"]},
        )
    except (jwt.PyJWTError, RecursionError) as error:
        raise SignatureInvalid(f"The {kind} is not valid: {error}.") from error
    return claims
