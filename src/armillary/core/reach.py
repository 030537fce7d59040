"""Where requests to addresses that others chose may go (OWASP: server-side request forgery)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Self

Network = IPv4Network | IPv6Network

_NAT64 = ip_network("64:ff9b::/96")
_NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_NUMBERS = re.compile(r"[0-9.]+")


@dataclass(frozen=True)
class Reach:
    """The public internet by https, and what is allowed besides.

    :param hosts: names that may be anywhere, also by plain http
    :param networks: addresses that need not be public
    :param plain: addresses that may be reached by plain http
    """

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()
    plain: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """What an operator allows: names of hosts, addresses and networks, separated by commas.

        :raises ValueError: one is neither
        """
        words = [word.strip().lower() for word in text.split(",") if word.strip()]
        names = frozenset(word for word in words if _is_name(word))
        networks = tuple(ip_network(word) for word in words if word not in names)
        return cls(names, networks, networks)

    def permits(self, scheme: str, host: str, address: str) -> bool:
        """Whether a request may go to a host at the address to which its name leads."""
        named = self._is_named(host)
        if scheme == "http":
            return named or _lies_in(address, self.plain)
        return scheme == "https" and (
            named or is_public(address) or _lies_in(address, self.networks)
        )

    def may_permit(self, scheme: str, host: str) -> bool:
        """Whether there can be an address of the host that is permitted; no name is looked up."""
        try:
            return self.permits(scheme, host, str(ip_address(host)))
        except ValueError:
            return scheme == "https" or bool(self.plain) or self._is_named(host)

    def _is_named(self, host: str) -> bool:
        return host.lower().rstrip(".") in self.hosts


def is_public(text: str) -> bool:
    """Whether an IP address is one of the public internet, also as IPv6 writes IPv4 ones."""
    address = _plain(text)
    return address.is_global and not address.is_multicast


def _lies_in(text: str, networks: Iterable[Network]) -> bool:
    address = _plain(text)
    return any(address in network for network in networks)


def _plain(text: str) -> IPv4Address | IPv6Address:
    address = ip_address(text)
    inner = _embedded(address) if isinstance(address, IPv6Address) else None
    return inner or address


def _embedded(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _is_name(word: str) -> bool:
    return _NAME.fullmatch(word) is not None and _NUMBERS.fullmatch(word) is None
