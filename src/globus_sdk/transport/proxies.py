"""Proxies that the environment names."""

from __future__ import annotations

import os
import sys
from urllib.parse import urlsplit

_VARIABLES = tuple(
    name for lower in ("http_proxy", "https_proxy", "all_proxy") for name in (lower, lower.upper())
)
_SYSTEM_HAS_SETTINGS = sys.platform in ("darwin", "win32")


def may_be_set() -> bool:
    """Whether there may be a proxy, told cheaply: each request asks."""
    environ = os.environ
    return _SYSTEM_HAS_SETTINGS or any([name in environ for name in _VARIABLES])  # noqa: C419


def proxy_for(url: str) -> str | None:
    """The proxy for a URL, or None."""
    if not may_be_set():
        return None
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    proxies = getproxies()
    if parts.hostname is None or proxy_bypass(parts.hostname):
        return None
    return proxies.get(parts.scheme) or proxies.get("all")
