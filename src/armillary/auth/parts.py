"""What the routes of Auth work with, and how they get at it and at request bodies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import parse_qsl

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import Depends
from starlette.requests import Request

from armillary.auth.errors import InvalidRequest
from armillary.auth.federation.config import UpstreamProvider
from armillary.auth.groups import Groups
from armillary.auth.openid.keyring import Keyring
from armillary.core.sealing import Sealer
from armillary.core.settings import Settings
from armillary.db.engine import Database
from armillary.mail.outbox import Outbox
from armillary.web.cookies import SecretCookie
from armillary.web.pages import Pages

Parameters = Mapping[str, str]


@dataclass(frozen=True)
class Parts:
    """The authorization server's settings, database, keys, pages, cookie and mail.

    :param sealer: encrypts the secrets of authenticator apps
    :param providers: other organizations' identity providers, by short name
    :param groups: whoever knows in which groups people are
    :param on_tokens: told the grant of each answer that gives tokens
    """

    settings: Settings
    database: Database
    keys: Keyring
    rotation_key: str
    pages: Pages
    cookie: SecretCookie
    outbox: Outbox
    sealer: Sealer
    providers: Mapping[str, UpstreamProvider]
    groups: Groups
    on_tokens: Callable[[str], None]

    @property
    def interaction_key(self) -> Ed25519PrivateKey:
        """What signs the pages of a login under way."""
        return self.keys.interaction

    def unwaiting(self) -> Parts | None:
        """The same on a database that never waits, or None where there is no such."""
        database = self.database.unwaiting()
        return None if database is None else replace(self, database=database)


# These are async because they wait for nothing: others take a turn in the thread pool.
async def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


def single_valued(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Request parameters by name; ones without a value count as absent (RFC 6749 section 3.1).

    :raises InvalidRequest: a parameter is repeated
    """
    parameters: dict[str, str] = {}
    for name, value in pairs:
        if name in parameters:
            raise InvalidRequest(f"The parameter {name!r} is given more than once.")
        if value:
            parameters[name] = value
    return parameters


def required(parameters: Parameters, name: str) -> str:
    """A parameter that the request can't do without.

    :raises InvalidRequest: it is missing
    """
    if name not in parameters:
        raise InvalidRequest(f"{name} is missing.")
    return parameters[name]


async def form_of(request: Request) -> Parameters:
    """The form in a request's body.

    :raises InvalidRequest: the body is none, or a parameter is repeated
    """
    try:
        pairs = parse_qsl((await request.body()).decode(), max_num_fields=100)
    except ValueError as error:
        raise InvalidRequest("The body is not a form.") from error
    return single_valued(pairs)


async def _mark_page(request: Request) -> None:
    request.state.page = True


PartsOf = Annotated[Parts, Depends(_parts)]
Form = Annotated[Parameters, Depends(form_of)]
# On routes for people: errors are then shown as pages.
AS_PAGE = Depends(_mark_page)
