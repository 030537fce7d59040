"""Where Connect Server's services are."""

from __future__ import annotations

from ..._core.encoding import slash_join
from ...exc import GlobusSDKUsageError


def https_url(address: str) -> str:
    """The URL of a host, if the address is not a URL already.

    :raises GlobusSDKUsageError: the address is not one of HTTPS.
    """
    if address.startswith("http://"):
        raise GlobusSDKUsageError(f"Connect Server speaks HTTPS only, unlike {address}")
    return address if address.startswith("https://") else f"https://{address}"


def manager_url(gcs_address: str) -> str:
    """The manager's base URL, from its host or any beginning of that URL.

    :raises GlobusSDKUsageError: the address is not one of HTTPS.
    """
    url = https_url(gcs_address)
    return url if url.endswith(("/api", "/api/")) else slash_join(url, "/api/")
