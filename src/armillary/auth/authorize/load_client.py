"""Which client asks."""

from __future__ import annotations

from armillary.auth.authorize.authorization import Authorization
from armillary.auth.clients.store import find_client
from armillary.auth.clients.types import AUTHORIZATION_CODE
from armillary.auth.errors import InvalidRequest, UnauthorizedClient


def load_client(authorization: Authorization) -> None:
    """Find the client (RFC 6749 section 4.1.1).

    :raises InvalidRequest: it is missing or unknown
    :raises UnauthorizedClient: it is disabled, or clients of its type may not sign people in
    """
    client = find_client(authorization.session, authorization.parameters.get("client_id", ""))
    if client is None:
        raise InvalidRequest(
            "No app is registered under this client_id. Check the id, or register the app."
        )
    if client.disabled_at is not None:
        raise UnauthorizedClient(f"Those who run this service have disabled {client.name}.")
    if AUTHORIZATION_CODE not in client.grant_types:
        raise UnauthorizedClient(f"{client.name} is registered as a service, not for signing in.")
    authorization.client = client
