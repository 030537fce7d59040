"""Tickets: what a node accepts and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from armillary.core.signing import SignatureInvalid, public_pem, sign
from armillary.datalink.ticket import KIND, MAX_LIFETIME, Ticket, decode_ticket, new_ticket

KEY = Ed25519PrivateKey.generate()
NODE = "urn:armillary:node:7a1f1b1c-0000-4000-8000-000000000001"


def ticket(**changes: Any) -> Ticket:
    return replace(
        new_ticket(
            audience=NODE,
            operation="write",
            peer="ab" * 32,
            collection="c",
            base="/guests/one",
            roots=["/a", "/b\udcff"],
            task="t",
            attempt=3,
        ),
        **changes,
    )


def test_round_trip() -> None:
    original = ticket()
    assert decode_ticket(original.encode(KEY), public_pem(KEY), audience=NODE) == original


def test_every_ticket_has_an_id_of_its_own() -> None:
    assert ticket().id != ticket().id


@pytest.mark.parametrize(
    "changes",
    [
        {"audience": "urn:armillary:node:other"},
        {"issued": 1, "expires": 2},
        {"expires": ticket().issued + MAX_LIFETIME + 86400},
        {"operation": "everything"},
    ],
)
def test_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(SignatureInvalid):
        decode_ticket(ticket(**changes).encode(KEY), public_pem(KEY), audience=NODE)


def test_another_key_is_refused() -> None:
    other = Ed25519PrivateKey.generate()
    with pytest.raises(SignatureInvalid):
        decode_ticket(ticket().encode(other), public_pem(KEY), audience=NODE)


def test_another_kind_of_document_is_refused() -> None:
    claims = {"aud": NODE, "iat": ticket().issued, "exp": ticket().expires}
    with pytest.raises(SignatureInvalid):
        decode_ticket(sign(claims, KEY, kind="session+jwt"), public_pem(KEY), audience=NODE)
    with pytest.raises(SignatureInvalid, match="malformed"):
        decode_ticket(sign(claims, KEY, kind=KIND), public_pem(KEY), audience=NODE)


def test_a_long_life_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="300"):
        new_ticket(
            audience=NODE, operation="read", peer="", collection="c", lifetime=MAX_LIFETIME + 1
        )


def test_expired() -> None:
    fresh = ticket()
    assert not fresh.expired(fresh.issued)
    assert fresh.expired(fresh.expires)
