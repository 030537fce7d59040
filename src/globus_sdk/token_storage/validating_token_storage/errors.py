"""What can be wrong with tokens."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from ...exc import GlobusError

if TYPE_CHECKING:
    from ...scopes import Scope


class TokenValidationError(GlobusError):
    """Tokens that cannot be used; most often, a login helps."""


class IdentityValidationError(TokenValidationError):
    """Tokens whose owner is not who it should be."""


class IdentityMismatchError(IdentityValidationError, ValueError):
    """Tokens of somebody else than those that are stored.

    :param message: what to tell the user.
    :param stored_id: whose tokens are stored.
    :param new_id: whose the new ones are.
    """

    def __init__(self, message: str, stored_id: uuid.UUID | str, new_id: uuid.UUID | str) -> None:
        super().__init__(message)
        self.message = message
        self.stored_id = stored_id
        self.new_id = new_id

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.stored_id, self.new_id)


class MissingIdentityError(IdentityValidationError, LookupError):
    """Tokens that do not say whose they are."""


class MissingTokenError(TokenValidationError, LookupError):
    """There is no token.

    :param message: what to tell the user.
    :param resource_server: the resource server that needs one.
    """

    def __init__(self, message: str, resource_server: str) -> None:
        super().__init__(message)
        self.message = message
        self.resource_server = resource_server

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.resource_server)


class ExpiredTokenError(TokenValidationError, ValueError):
    """A token that has ended, and nothing to renew it with.

    :param expires_at_seconds: when, in POSIX seconds.
    :ivar expiration: the same, as local time.
    """

    def __init__(self, expires_at_seconds: int) -> None:
        self.expiration = datetime.datetime.fromtimestamp(expires_at_seconds)  # noqa: DTZ006
        self._expires_at_seconds = expires_at_seconds
        self.message = f"The token ended at {self.expiration.isoformat(' ')}: log in again."
        super().__init__(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._expires_at_seconds,)


class UnmetScopeRequirementsError(TokenValidationError, ValueError):
    """A token, or the consent behind it, that is not enough.

    :param message: what to tell the user.
    :param scope_requirements: what is required, by resource server.
    """

    def __init__(self, message: str, scope_requirements: dict[str, list[Scope]]) -> None:
        super().__init__(message)
        self.message = message
        self.scope_requirements = scope_requirements

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.scope_requirements)
