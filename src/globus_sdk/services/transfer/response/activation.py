"""What an endpoint of Connect Server 4 needed before it could be used."""

from __future__ import annotations

import time

from ....response import GlobusHTTPResponse


class ActivationRequirementsResponse(GlobusHTTPResponse):
    """How to activate an endpoint, and for how long it is active."""

    @property
    def supports_auto_activation(self) -> bool:
        """Whether the service can activate it by itself."""
        return bool(self["auto_activation_supported"])

    @property
    def supports_web_activation(self) -> bool:
        """Whether a person can activate it on a web page."""
        return (
            self.supports_auto_activation
            or self.get("oauth_server") is not None
            or any(requirement["type"] == "myproxy" for requirement in self["DATA"])
        )

    @property
    def always_activated(self) -> bool:
        """Whether it needs no activation."""
        return bool(self["expires_in"] == -1)

    def active_until(self, time_seconds: int, relative_time: bool = True) -> bool:
        """Whether it is active, and will be at some time.

        :param time_seconds: that time, in seconds.
        :param relative_time: whether to count from now, or from 1970.
        """
        if not self["activated"]:
            return False
        if self["expires_in"] == -1:
            return True
        seconds = time_seconds if relative_time else time_seconds - time.time()
        return bool(seconds <= self["expires_in"])
