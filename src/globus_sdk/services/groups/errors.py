"""Errors of the Groups service."""

from ...exc import GlobusAPIError


class GroupsAPIError(GlobusAPIError):
    """Groups answered with an error."""
