"""Redirect URIs: which are allowed, how they are compared, how ours are stored."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from armillary.auth.errors import BadRequest
from armillary.core.settings import Settings

# Braces can't occur in a URI (RFC 3986), so no registered URI collides with these.
CODE_PAGE = "{auth_url}/v2/web/auth-code"
CONSOLE_CALLBACK = "{base_url}/developers/callback"
_OUR_PAGES = (CODE_PAGE, CONSOLE_CALLBACK)
# RFC 8252 section 7.3: native apps listen on a loopback address and any port.
LOOPBACKS = ("http://localhost", "http://127.0.0.1", "http://[::1]")
NATIVE_DEFAULTS = (CODE_PAGE, *LOOPBACKS)

_LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
# Host and port, and nothing that could end a directive of a content security policy.
_AUTHORITY = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")
_MAX_LENGTH = 2048


def resolve(stored: str, settings: Settings) -> str:
    """The URI as browsers see it, from the form in which it is stored."""
    return stored.replace("{auth_url}", settings.auth_url).replace("{base_url}", settings.base_url)


def symbolic(uri: str, settings: Settings) -> str:
    """The stored form of a URI: our own pages symbolically, so that a new base URL breaks none."""
    for stored in _OUR_PAGES:
        if uri == resolve(stored, settings):
            return stored
    return uri


def matches(presented: str, registered: str) -> bool:
    """Whether a request's redirect URI is a registered one.

    Equal strings (RFC 9700 section 4.1.3), or loopback URIs that differ in the port alone
    (RFC 8252 section 7.3).
    """
    if presented == registered:
        return True
    return _is_loopback(registered) and _without_port(presented) == _without_port(registered)


def is_registered(presented: str, stored: Iterable[str], settings: Settings) -> bool:
    """Whether a request's redirect URI is among those stored for a client.

    Our own pages match exactly even where this service itself runs on a loopback address.
    """
    return any(
        presented == resolve(uri, settings) or (uri not in _OUR_PAGES and matches(presented, uri))
        for uri in stored
    )


def origin_of(uri: str) -> str:
    """The URI's origin as a CSP source; a private-use scheme is its own origin."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else f"{parts.scheme}:"


def check_registrable(uri: str) -> None:
    """Refuse URIs that no client should register.

    Allowed are ``https``, loopback ``http``, and private-use schemes with a dot in them (RFC 8252
    section 7.1), all without fragment (RFC 6749 section 3.1.2) or user info.

    :raises BadRequest: anything else
    """
    parts = _split(uri)
    if parts is None or not _is_allowed(parts):
        raise BadRequest(
            f"{uri!r} can't be a redirect URI: use https://, http:// on localhost, 127.0.0.1 or "
            "[::1], or a private scheme such as org.example.app:/, without a fragment."
        )


def _is_allowed(parts: SplitResult) -> bool:
    if parts.scheme == "https":
        return True
    if parts.scheme == "http":
        return parts.hostname in _LOOPBACK_HOSTS
    return "." in parts.scheme and not parts.netloc


def _split(uri: str) -> SplitResult | None:
    if len(uri) > _MAX_LENGTH or not uri.isascii() or any(c in uri for c in ' \t\r\n"<>\\^`{|}#'):
        return None
    try:
        parts = urlsplit(uri)
        _ = parts.port  # raises when it is not a number
    except ValueError:
        return None
    # ``hostname`` alone would take "[::1].evil.example" for "::1", and leaves user info out.
    if parts.scheme in ("http", "https") and not _AUTHORITY.fullmatch(parts.netloc):
        return None
    return parts


def _is_loopback(uri: str) -> bool:
    parts = _split(uri)
    return parts is not None and parts.scheme == "http" and parts.hostname in _LOOPBACK_HOSTS


def _without_port(uri: str) -> tuple[str, str, str, str] | None:
    parts = _split(uri)
    if parts is None:
        return None
    return parts.scheme, parts.hostname or "", parts.path or "/", parts.query
