"""Requests to identity providers that can't be led astray (OWASP: server-side request forgery).

Where a name leads is looked up once, checked, and connected to as it was checked, so that no second
look-up can give another answer. Redirects are not followed, and answers have a limit.
"""

from __future__ import annotations

import asyncio
import json
import socket
from base64 import b64encode
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import quote_plus, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from armillary.auth.federation.errors import FederationError

_TIMEOUT = aiohttp.ClientTimeout(total=10)
_MOST_BYTES = 1 << 18
_NAT64 = ip_network("64:ff9b::/96")


class _Refused(OSError):
    """An address that requests must not go to."""


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public internet, also as IPv6 writes IPv4 ones."""
    address = ip_address(text)
    inner = _embedded(address) if isinstance(address, IPv6Address) else None
    return (inner or address).is_global and not (inner or address).is_multicast


def _embedded(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


class _PublicOnly(AbstractResolver):
    """Looks names up, and gives public addresses only."""

    def __init__(self) -> None:
        self._system = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a host.

        :raises OSError: it has none, or one that is not public
        """
        found = await self._system.resolve(host, port, family)
        if not all(is_public(result["host"]) for result in found):
            raise _Refused(f"{host} is not on the public internet")
        return found

    async def close(self) -> None:
        """Nothing is held."""
        await self._system.close()


class Fetcher:
    """Fetches JSON objects.

    :param private_network: whether private addresses are allowed, and plain HTTP to this machine
    """

    def __init__(self, *, private_network: bool) -> None:
        self._private = private_network

    def get(self, url: str, *, token: str | None = None) -> dict[str, Any]:
        """The JSON object at a URL.

        :param token: a Bearer token to show there
        :raises FederationError: there is none, or the URL leads where it must not
        """
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return asyncio.run(self._fetch("GET", url, {}, headers))

    def post(self, url: str, form: Mapping[str, str], auth: tuple[str, str]) -> dict[str, Any]:
        """The JSON object that answers a form.

        :param auth: id and secret for HTTP Basic
        :raises FederationError: none came, or the URL leads where it must not
        """
        # Form-encoded first, as RFC 6749 section 2.3.1 has it.
        pair = ":".join(quote_plus(each) for each in auth)
        headers = {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
        return asyncio.run(self._fetch("POST", url, form, headers))

    async def _fetch(
        self, method: str, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> dict[str, Any]:
        self._check(url)
        connector = aiohttp.TCPConnector(resolver=None if self._private else _PublicOnly())
        try:
            async with (
                aiohttp.ClientSession(connector=connector, timeout=_TIMEOUT) as session,
                session.request(
                    method, url, data=form or None, headers=headers, allow_redirects=False
                ) as answer,
            ):
                body = await answer.content.read(_MOST_BYTES + 1)
                while not answer.content.at_eof() and len(body) <= _MOST_BYTES:
                    body += await answer.content.read(_MOST_BYTES + 1)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise FederationError("The identity provider can't be reached. Try later.") from error
        return _parsed(answer.status, body)

    def _check(self, url: str) -> None:
        """Refuse what the resolver never sees: schemes, and hosts that are addresses.

        :raises FederationError: the URL is not one to fetch
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        plain = parts.scheme == "http" and self._private and _is_loopback(host)
        if parts.scheme != "https" and not plain:
            raise FederationError("The identity provider must be reached by https.")
        if not self._private and _is_address(host) and not is_public(host):
            raise FederationError("The identity provider's address is not a public one.")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_address(host) and ip_address(host).is_loopback)


def _parsed(status: int, body: bytes) -> dict[str, Any]:
    if len(body) > _MOST_BYTES:
        raise FederationError("The identity provider's answer is too large.")
    try:
        document = json.loads(body)
    except ValueError:
        document = None
    if status != 200 or not isinstance(document, dict):
        raise FederationError(f"The identity provider answered {status} where it must not.")
    return document
