"""What can go wrong with a login in the browser."""

from __future__ import annotations

from ...exc import GlobusError


class LocalServerLoginError(GlobusError):
    """The login did not end with a code."""


class LocalServerEnvironmentalLoginError(LocalServerLoginError):
    """There is no browser to log in with; a terminal would do."""
