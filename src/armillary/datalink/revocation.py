"""Nodes that are trusted no longer, in a list signed by the authority that certified them.

The list is a JWS (RFC 7515, ES256) of type ``node-revocations+jwt``. It names nodes, not
certificates: a node's renewed certificates go with it. It only grows, so that an earlier list,
shown again, is known by its smaller number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from armillary.core.pki import node_urn
from armillary.core.signing import SignatureInvalid

KIND = "node-revocations+jwt"
_ALGORITHM = "ES256"


@dataclass(frozen=True)
class Revocations:
    """The revoked nodes, by id."""

    nodes: frozenset[str] = frozenset()

    @property
    def number(self) -> int:
        """What tells a later list from an earlier one."""
        return len(self.nodes)

    def covers(self, urn: str | None) -> bool:
        """Whether the party of that name, as its certificate has it, was revoked."""
        return urn in self._urns

    @cached_property
    def _urns(self) -> frozenset[str]:
        return frozenset(map(node_urn, self.nodes))

    def encode(self, key: EllipticCurvePrivateKey) -> str:
        """The signed form.

        :param key: the authority's
        """
        claims = {"nodes": sorted(self.nodes)}
        return jwt.encode(claims, key, algorithm=_ALGORITHM, headers={"typ": KIND})


def decode_revocations(token: str, authority_pem: bytes) -> Revocations:
    """Check a signed list and read it.

    :param authority_pem: the authority's certificate
    :raises SignatureInvalid: forged or malformed
    """
    key = x509.load_pem_x509_certificate(authority_pem).public_key()
    try:
        if jwt.get_unverified_header(token).get("typ") != KIND:
            raise SignatureInvalid(f"The document is not a {KIND}.")
        claims = jwt.decode(token, key, algorithms=[_ALGORITHM])  # type: ignore[arg-type]
        return Revocations(frozenset(str(node) for node in claims["nodes"]))
    except (jwt.PyJWTError, KeyError, TypeError) as error:
        raise SignatureInvalid("The list of revoked nodes is not the authority's.") from error
