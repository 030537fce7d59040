"""Errors of the Transfer service."""

from ...exc import GlobusAPIError


class TransferAPIError(GlobusAPIError):
    """Transfer answered with an error."""
