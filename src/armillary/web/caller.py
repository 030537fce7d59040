"""Who is calling: what a service learns of a bearer token, and whom it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Caller:
    """The holder of a valid access token (RFC 7662, with the fields that Globus adds).

    :param identity_id: the token's subject
    :param identity_set: every identity linked to the subject's account
    :param client_id: the app that got the token
    :param resource_server: the service that the token is for
    :param scopes: top-level scope strings of the token
    :param dependent_scopes: for each top-level scope, the scopes that the person consented to
        below it (``data_access`` of a collection below Transfer's ``all``), at any depth
    :param session_id: the session in which the token was asked for; None for an app that works
        for itself
    :param sign_ins: who had signed in there when the token was given, and when, by identity id;
        nobody once that session has ended
    """

    identity_id: str
    username: str
    identity_set: frozenset[str]
    client_id: str
    resource_server: str
    scopes: frozenset[str]
    expires_at: datetime
    dependent_scopes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    session_id: str | None = None
    sign_ins: Mapping[str, datetime] = field(default_factory=dict)


class Introspector(Protocol):
    """Whoever can tell whose token it is: Auth in the same process, or over HTTP."""

    def __call__(self, token: str, /) -> Caller | None:
        """The caller, or None for a token that is unknown, expired or revoked."""
        ...


def bearer_token(authorization: str | None) -> str | None:
    """The token of an ``Authorization: Bearer`` header (RFC 6750 section 2.1), or None."""
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
