"""The signed list of nodes that are trusted no longer."""

from __future__ import annotations

import jwt
import pytest

from armillary.core.pki import Authority, certificate_pem, node_urn
from armillary.core.signing import SignatureInvalid
from armillary.datalink.revocation import Revocations, decode_revocations

AUTHORITY = Authority.create()
PEM = certificate_pem(AUTHORITY.certificate)


def test_it_names_nodes() -> None:
    told = decode_revocations(Revocations(frozenset({"a", "b"})).encode(AUTHORITY.key), PEM)
    assert told == Revocations(frozenset({"a", "b"}))
    assert told.number == 2
    assert told.covers(node_urn("a"))
    for other in (node_urn("c"), "urn:armillary:service:a", "a", None):
        assert not told.covers(other)


def test_only_the_authority_makes_it() -> None:
    other = Authority.create().key
    none = jwt.encode({"nodes": []}, "", "none", headers={"typ": "node-revocations+jwt"})
    ticket = jwt.encode({"nodes": []}, AUTHORITY.key, "ES256", headers={"typ": "ticket+jwt"})
    bare = jwt.encode({}, AUTHORITY.key, "ES256", headers={"typ": "node-revocations+jwt"})
    for token in (Revocations().encode(other), none, ticket, bare, "", "a.b.c"):
        with pytest.raises(SignatureInvalid):
            decode_revocations(token, PEM)
