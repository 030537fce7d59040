"""Where a GCS Manager is."""

from __future__ import annotations

from ..._core.encoding import slash_join
from ...exc import GlobusSDKUsageError


def manager_url(gcs_address: str) -> str:
    """The manager's base URL, from its host or any beginning of that URL.

    :raises GlobusSDKUsageError: the address is not one of HTTPS.
    """
    if gcs_address.startswith("http://"):
        raise GlobusSDKUsageError(f"GCS Manager speaks HTTPS only, so not {gcs_address}")
    url = gcs_address if gcs_address.startswith("https://") else f"https://{gcs_address}"
    return url if url.endswith(("/api", "/api/")) else slash_join(url, "/api/")
