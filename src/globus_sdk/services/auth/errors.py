"""Errors of the Auth service."""

from ...exc import GlobusAPIError


class AuthAPIError(GlobusAPIError):
    """Auth answered with an error; the id that its sub-errors have in common is the request's."""

    def _post_parse_hook(self) -> None:
        named = [error.get("id") for error in self.errors]
        texts = {name for name in named if isinstance(name, str)}
        if len(texts) == 1:
            (self.request_id,) = texts


class DeadRefreshTokenError(AuthAPIError):
    """A refresh token was revoked, has ended, or was not used for too long (``invalid_grant``)."""

    def __str__(self) -> str:
        return (
            "The refresh token is no longer valid: log in again"
            " (with an app: app.login(force=True))."
        )
