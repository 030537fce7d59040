"""Errors of the Compute service."""

from ...exc import GlobusAPIError


class ComputeAPIError(GlobusAPIError):
    """Compute answered with an error."""
