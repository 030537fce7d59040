"""Client authentication at the token endpoint (RFC 6749 section 2.3)."""

from __future__ import annotations

from base64 import b64decode
from urllib.parse import unquote_plus

from sqlalchemy.orm import Session

from armillary.auth.clients.model import Client
from armillary.auth.clients.store import find_by_secret, find_client
from armillary.auth.errors import InvalidClient, InvalidRequest
from armillary.auth.parts import Parameters


def authenticate(session: Session, authorization: str | None, form: Parameters) -> Client:
    """The client that sent a request: by Basic credentials, or a public one by its ``client_id``.

    :raises InvalidClient: unknown, or its secret is wrong or missing
    :raises InvalidRequest: the request names two different clients
    """
    credentials = basic_credentials(authorization)
    if credentials is None:
        return _public_client(session, form)
    if form.get("client_id", credentials[0]) != credentials[0]:
        raise InvalidRequest("client_id is not the client of the Authorization header.")
    return authenticate_basic(session, authorization)


def authenticate_basic(session: Session, authorization: str | None) -> Client:
    """The confidential client whose Basic credentials a request carries.

    :raises InvalidClient: there are none, or they are wrong
    """
    credentials = basic_credentials(authorization)
    if credentials is None:
        raise InvalidClient("Send the client's id and secret as HTTP Basic credentials.")
    client = find_by_secret(session, *credentials)
    if client is None:
        raise InvalidClient("The client's id or secret is wrong.")
    return client


def basic_credentials(authorization: str | None) -> tuple[str, str] | None:
    """Id and secret of a Basic header, or None when the request has no such header.

    :raises InvalidClient: the header is malformed
    """
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, separator, secret = b64decode(encoded, validate=True).decode().partition(":")
    except ValueError as error:
        raise InvalidClient("The Authorization header is malformed.") from error
    if not separator:
        raise InvalidClient("The Authorization header is malformed.")
    return unquote_plus(client_id), unquote_plus(secret)


def _public_client(session: Session, form: Parameters) -> Client:
    client = find_client(session, form.get("client_id", ""))
    if client is None or not client.public:
        raise InvalidClient("Unknown client, or one that must authenticate with its secret.")
    return client
