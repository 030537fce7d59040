"""Who we are to passkeys (WebAuthn section 5.1.2)."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from armillary.core.settings import Settings

_DEFAULT_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class RelyingParty:
    """Our name to authenticators.

    :param id: the host name; a passkey works for it alone
    :param origin: what browsers call our pages
    """

    id: str
    origin: str


def relying_party(settings: Settings) -> RelyingParty | None:
    """Who we are, or None where browsers allow no passkeys.

    They want a host name rather than an address, and TLS anywhere but on ``localhost``.
    """
    url = urlsplit(settings.base_url)
    host = url.hostname or ""
    if _is_address(host) or not (settings.secure or host == "localhost"):
        return None
    port = "" if url.port in (None, _DEFAULT_PORTS[url.scheme]) else f":{url.port}"
    return RelyingParty(host, f"{url.scheme}://{host}{port}")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
