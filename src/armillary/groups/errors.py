"""What Groups answers when it can't do what it was asked: ``{"code", "detail"}`` and more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from armillary.core.errors import ArmillaryError


class GroupsError(ArmillaryError):
    """An error that Groups shows to its caller."""

    def extra_fields(self) -> dict[str, Any]:
        """Further members of the error document."""
        return {}


class BadRequest(GroupsError):
    """The request makes no sense; the sentence says why."""

    code = "BAD_REQUEST"
    status = 400


class InternalError(GroupsError):
    """The service has a fault; its log tells which."""

    code = "INTERNAL_SERVER_ERROR"
    status = 500


class Unavailable(GroupsError):
    """The database does not answer, or is full; clients try again."""

    code = "SERVICE_UNAVAILABLE"
    status = 503


class Unauthorized(GroupsError):
    """No token, or one that is not valid here."""

    code = "UNAUTHORIZED"
    status = 401


class Forbidden(GroupsError):
    """The caller is known and may not do this."""

    code = "FORBIDDEN"
    status = 403


class MissingScope(Forbidden):
    """The token does not allow this."""

    def __init__(self, message: str, *, provided: Iterable[str]) -> None:
        super().__init__(message)
        self._provided = sorted(provided)

    def extra_fields(self) -> dict[str, Any]:
        """The scopes that the token has."""
        return {"provided_scopes": self._provided}


class NotFound(GroupsError):
    """There is no such group, or none that the caller may know of."""

    code = "NOT_FOUND"
    status = 404


class Conflict(GroupsError):
    """The change contradicts what is there."""

    code = "CONFLICT"
    status = 409


class NotBuilt(GroupsError):
    """A part of the API that this service does not have."""

    code = "NOT_IMPLEMENTED"
    status = 501


class ActionRefused(GroupsError):
    """One action of several on a group's members; its code stands beside the identity."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
