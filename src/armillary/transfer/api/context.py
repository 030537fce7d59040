"""What every route needs: the services behind it, and who is calling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from armillary.core.sealing import Sealer
from armillary.core.settings import Settings
from armillary.db.engine import Database
from armillary.transfer.credentials import Credentials
from armillary.transfer.errors import TRANSFER_ALL, AuthenticationFailed, PermissionDenied
from armillary.transfer.live.hub import Hub
from armillary.transfer.nodes.client import NodeClient
from armillary.transfer.people import People
from armillary.web.caller import Caller, Introspector, bearer_token

_RESOURCE_SERVER = "transfer.api.globus.org"

LARGEST = 2**62
"""The largest number that calls may name: databases count no further than 2**63 - 1."""


@dataclass(frozen=True)
class Services:
    """The composition root's gift to the routes.

    :param sealer: of the secrets of webhooks
    """

    settings: Settings
    database: Database
    introspect: Introspector
    nodes: NodeClient
    people: People
    hub: Hub
    sealer: Sealer
    register: Callable[[Session, str, str], None]

    @property
    def credentials(self) -> Credentials:
        """Transfer's own keys."""
        return self.nodes.credentials


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


ServicesDep = Annotated[Services, Depends(_services)]


def caller_of(request: Request, services: ServicesDep) -> Caller:
    """Whoever holds the token; Transfer takes only its own tokens with its ``all`` scope.

    :raises AuthenticationFailed: there is none, or it is not valid here
    :raises PermissionDenied: it lacks the scope
    """
    token = bearer_token(request.headers.get("authorization"))
    caller = services.introspect(token) if token else None
    if caller is None or caller.resource_server != _RESOURCE_SERVER:
        raise AuthenticationFailed(
            "The call needs a valid access token for transfer.api.globus.org. "
            "It may have expired or been revoked: log in again."
        )
    if TRANSFER_ALL not in caller.scopes:
        raise PermissionDenied(f"The token lacks the scope {TRANSFER_ALL}.")
    return caller


CallerDep = Annotated[Caller, Depends(caller_of)]


def flag(value: str | None) -> bool | None:
    """A boolean in a query, in any of the spellings that clients use; None when absent.

    Source: the SDK sends Python's ``True``/``False`` or ``1``/``0`` depending on the call.
    """
    return None if value in (None, "") else str(value).lower() in ("true", "1", "yes")


def projected(document: dict[str, Any], fields: str) -> dict[str, Any]:
    """The wanted fields of a document, or all of them where none are named.

    :param fields: names, separated by commas
    """
    if not fields:
        return document
    wanted = {"DATA_TYPE", *fields.split(",")}
    return {name: value for name, value in document.items() if name in wanted}


def request_id(request: Request) -> str:
    """The id under which this request is logged."""
    value: str = request.state.request_id
    return value


def resource(request: Request) -> str:
    """The path of the API that was called, as documents name it."""
    root: str = request.scope.get("root_path", "")
    return request.url.path.removeprefix(root)


def completed(request: Request, document: dict[str, Any]) -> dict[str, Any]:
    """A result document with the two fields that name the request."""
    return document | {"request_id": request_id(request), "resource": resource(request)}
