"""Tickets: what the transfer service lets a node do, for whom, until when.

A ticket is a JWS (RFC 7515, EdDSA) of type ``ticket+jwt``. It names the one certificate that may
present it, so a stolen ticket is worth nothing without that certificate's key.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from armillary.core.ids import new_id
from armillary.core.signing import SignatureInvalid, sign, verify

KIND = "ticket+jwt"
MAX_LIFETIME = 300
"""Seconds from ``iat`` to ``exp`` that a node accepts at most."""

Operation = Literal["list", "modify", "read", "write"]


@dataclass(frozen=True)
class Ticket:
    """The claims of a ticket.

    :param audience: the node's name, ``urn:armillary:node:<id>`` (``aud``)
    :param operation: ``list``, ``modify``, ``read`` (walk and send) or ``write`` (pull) (``op``)
    :param peer: SHA-256, in hex, of the certificate that may present the ticket
    :param collection: id of the mapped collection
    :param base: path below the mapped collection at which the paths begin; ``/`` for all of it
    :param within: path below the base outside which nothing may be seen, opened in a step of its
        own so that no link in it leads out of the base
    :param roots: for ``read`` and ``write``, the paths that the task names, in order
    :param task: task id, or None for an interactive operation
    :param attempt: attempt of the task; 0 without a task
    :param issued: seconds since the epoch (``iat``)
    :param expires: seconds since the epoch (``exp``)
    :param id: unique id of this ticket (``jti``)
    """

    audience: str
    operation: Operation
    peer: str
    collection: str
    base: str
    within: str
    roots: tuple[str, ...]
    task: str | None
    attempt: int
    issued: int
    expires: int
    id: str

    def encode(self, key: Ed25519PrivateKey) -> str:
        """The signed form."""
        return sign(_claims(self), key, kind=KIND)

    def expired(self, now: float | None = None) -> bool:
        """Whether the ticket's time is over at ``now`` (seconds since the epoch)."""
        return (time.time() if now is None else now) >= self.expires


def new_ticket(
    *,
    audience: str,
    operation: Operation,
    peer: str,
    collection: str,
    base: str = "/",
    within: str = "/",
    roots: Sequence[str] = (),
    task: str | None = None,
    attempt: int = 0,
    lifetime: int = MAX_LIFETIME,
) -> Ticket:
    """A fresh ticket, valid from now.

    :param lifetime: seconds, at most :data:`MAX_LIFETIME`
    :raises ValueError: the lifetime is longer than nodes accept
    """
    if lifetime > MAX_LIFETIME:
        raise ValueError(f"a ticket lives at most {MAX_LIFETIME} s")
    now = int(time.time())
    return Ticket(
        audience=audience,
        operation=operation,
        peer=peer,
        collection=collection,
        base=base,
        within=within,
        roots=tuple(roots),
        task=task,
        attempt=attempt,
        issued=now,
        expires=now + lifetime,
        id=new_id(),
    )


def decode_ticket(token: str, key_pem: Ed25519PublicKey | str, *, audience: str) -> Ticket:
    """Check a signed ticket and read it.

    :param key_pem: the transfer service's public key
    :param audience: the name of the node that we are
    :raises SignatureInvalid: forged, expired, for another node, too long-lived or malformed
    """
    claims = verify(token, key_pem, kind=KIND, audience=audience)
    try:
        ticket = _ticket(claims)
    except (KeyError, TypeError, ValueError) as error:
        raise SignatureInvalid(f"The ticket's claims are malformed: {error!r}.") from error
    if ticket.expires - ticket.issued > MAX_LIFETIME:
        raise SignatureInvalid(f"The ticket lives longer than {MAX_LIFETIME} s.")
    return ticket


def _claims(ticket: Ticket) -> dict[str, Any]:
    return {
        "aud": ticket.audience,
        "op": ticket.operation,
        "peer": ticket.peer,
        "collection": ticket.collection,
        "base": ticket.base,
        "within": ticket.within,
        "roots": list(ticket.roots),
        "task": ticket.task,
        "attempt": ticket.attempt,
        "iat": ticket.issued,
        "exp": ticket.expires,
        "jti": ticket.id,
    }


def _ticket(claims: dict[str, Any]) -> Ticket:
    if claims["op"] not in get_args(Operation):
        raise ValueError(claims["op"])
    return Ticket(
        audience=str(claims["aud"]),
        operation=cast(Operation, claims["op"]),
        peer=str(claims["peer"]),
        collection=str(claims["collection"]),
        base=str(claims["base"]),
        within=str(claims["within"]),
        roots=tuple(str(root) for root in claims["roots"]),
        task=None if claims["task"] is None else str(claims["task"]),
        attempt=int(claims["attempt"]),
        issued=int(claims["iat"]),
        expires=int(claims["exp"]),
        id=str(claims["jti"]),
    )
