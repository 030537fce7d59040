"""Errors of the Auth service."""

from ...exc import GlobusAPIError


class AuthAPIError(GlobusAPIError):
    """Auth answered with an error; with a single sub-error, that one's id is the request's."""

    def _post_parse_hook(self) -> None:
        if len(self.errors) == 1 and self.request_id is None:
            request_id = self.errors[0].get("id")
            self.request_id = request_id if isinstance(request_id, str) else None


class DeadRefreshTokenError(AuthAPIError):
    """A refresh token was revoked, has ended, or was not used for too long (``invalid_grant``)."""

    def __str__(self) -> str:
        return (
            "The refresh token is no longer valid: log in again"
            " (with an app: app.login(force=True))."
        )
