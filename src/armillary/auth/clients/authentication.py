"""Client authentication at the token endpoint (RFC 6749 section 2.3)."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from urllib.parse import unquote_plus

from sqlalchemy import bindparam, select

from armillary.auth.clients.model import Client, ClientCredential
from armillary.auth.clients.types import CLIENT_TYPES, may_use
from armillary.auth.errors import InvalidClient, InvalidRequest
from armillary.auth.parts import Parameters
from armillary.core.ids import secret_hash
from armillary.db.engine import Database
from armillary.db.prepared import Prepared


@dataclass(frozen=True)
class KnownClient:
    """A client that has proven who it is."""

    id: str
    client_type: str
    resource_server_name: str | None

    def may_use(self, grant_type: str) -> bool:
        """Whether the client may use a grant."""
        return may_use(self.client_type, grant_type)

    @property
    def resource_server(self) -> str:
        """How tokens name this client as the service that they are for."""
        return self.resource_server_name or self.id


_BY_ID_STATEMENT = select(Client.id, Client.client_type, Client.resource_server_name).where(
    Client.id == bindparam("client_id"), Client.disabled_at.is_(None)
)
_BY_ID = Prepared(_BY_ID_STATEMENT, remembered=True)
_BY_SECRET = Prepared(
    _BY_ID_STATEMENT.join(ClientCredential, ClientCredential.client_id == Client.id).where(
        ClientCredential.secret_hash == bindparam("secret_hash")
    ),
    remembered=True,
)


def authenticate(database: Database, authorization: str | None, form: Parameters) -> KnownClient:
    """The client that sent a request: by Basic credentials, or a public one by its ``client_id``.

    :raises InvalidClient: unknown, or its secret is wrong or missing
    :raises InvalidRequest: the request names two different clients
    """
    credentials = basic_credentials(authorization)
    if credentials is None:
        return _public_client(database, form)
    if form.get("client_id", credentials[0]) != credentials[0]:
        raise InvalidRequest("client_id is not the client of the Authorization header.")
    return _confidential_client(database, *credentials)


def authenticate_basic(database: Database, authorization: str | None) -> KnownClient:
    """The confidential client whose Basic credentials a request carries.

    :raises InvalidClient: there are none, or they are wrong
    """
    credentials = basic_credentials(authorization)
    if credentials is None:
        raise InvalidClient("Send the client's id and secret as HTTP Basic credentials.")
    return _confidential_client(database, *credentials)


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


def _confidential_client(database: Database, client_id: str, secret: str) -> KnownClient:
    row = _BY_SECRET.first(database, client_id=client_id.lower(), secret_hash=secret_hash(secret))
    if row is None:
        raise InvalidClient("The client's id or secret is wrong.")
    return KnownClient(*row)


def _public_client(database: Database, form: Parameters) -> KnownClient:
    row = _BY_ID.first(database, client_id=form.get("client_id", "").lower())
    if row is None or not CLIENT_TYPES[KnownClient(*row).client_type].public:
        raise InvalidClient("Unknown client, or one that must authenticate with its secret.")
    return KnownClient(*row)
