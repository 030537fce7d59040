"""Requests to addresses that others chose, which can't be led astray.

Where a name leads is looked up once, checked, and connected to as it was checked, so that no second
look-up can give another answer. Redirects are not followed, proxies not asked, and answers have a
limit.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from armillary.core.reach import Reach


class Unreachable(Exception):
    """Nothing answered in time."""


class NotPermitted(Unreachable):
    """The URL leads nowhere where requests may go, or nowhere at all.

    Both are one, so that nobody learns which names are known inside.
    """


class AnswerTooLarge(Exception):
    """More came than was to be read."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


async def request(
    reach: Reach,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes = b"",
    most_bytes: int,
    seconds: float,
) -> Answer:
    """Send one request and read its answer.

    :param most_bytes: of the answer; with 0, its body is left unread
    :param seconds: in which all has to be over
    :raises NotPermitted: the URL is none, or leads where requests must not go
    :raises Unreachable: nothing answered in time
    :raises AnswerTooLarge: the answer's body is longer
    """
    try:
        async with asyncio.timeout(seconds):
            # The connection is made to what this very parser takes for the host.
            address = URL(url)
            found = await _look_up(reach, address)
            async with (
                _session(found) as session,
                session.request(
                    method,
                    address,
                    data=body or None,
                    headers={"Accept-Encoding": "identity", **headers},
                    allow_redirects=False,
                ) as answer,
            ):
                return Answer(answer.status, await _body(answer.content, most_bytes))
    except ValueError as error:
        raise NotPermitted(url) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Unreachable(url) from error


def _session(found: Sequence[ResolveResult]) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=_Found(found)),
        auto_decompress=False,  # a few bytes can become many
        cookie_jar=aiohttp.DummyCookieJar(),
    )


async def _look_up(reach: Reach, address: URL) -> Sequence[ResolveResult]:
    """Where a URL's host is, if every answer is a permitted one.

    :raises NotPermitted: there is none, or one that is not
    """
    host, port = address.raw_host, address.port
    if not host or port is None or address.scheme not in ("http", "https"):
        raise NotPermitted(str(address))
    resolver = aiohttp.ThreadedResolver()
    try:
        found = await resolver.resolve(host, port, socket.AF_UNSPEC)
    except (OSError, UnicodeError) as error:
        raise NotPermitted(host) from error
    if not found or not all(reach.permits(address.scheme, host, each["host"]) for each in found):
        raise NotPermitted(host)
    return found


class _Found(AbstractResolver):
    """Gives what was found before."""

    def __init__(self, found: Sequence[ResolveResult]) -> None:
        self._found = found

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses that were checked."""
        return list(self._found)

    async def close(self) -> None:
        """Nothing is held."""


async def _body(content: aiohttp.StreamReader, most_bytes: int) -> bytes:
    body = b""
    while most_bytes and not content.at_eof():
        body += await content.read(most_bytes + 1 - len(body))
        if len(body) > most_bytes:
            raise AnswerTooLarge
    return body
