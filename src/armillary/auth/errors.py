"""The errors that Auth shows: OAuth words to clients, API codes to callers of the Auth API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from armillary.core.errors import ArmillaryError


@dataclass(frozen=True)
class Problem:
    """What is wrong at one place of a request's body.

    :param pointer: the place (RFC 6901), such as ``/client/redirect_uris/0``
    """

    pointer: str
    detail: str


class AuthError(ArmillaryError):
    """An error of the Auth API.

    :param problems: the places of the body that are to blame, as far as they are known
    :cvar title: the short name that goes with the code
    """

    code = "BAD_REQUEST"
    status = 400
    title = "Bad Request"

    def __init__(
        self, message: str, *, detail: str | None = None, problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(message, detail=detail)
        self.problems = tuple(problems)

    @property
    def word(self) -> str:
        """The OAuth-style word that stands beside the code."""
        return self.code.lower()

    @property
    def extra(self) -> dict[str, Any]:
        """Further keys of the error document's root."""
        return {}

    @property
    def item(self) -> dict[str, Any]:
        """Further keys of the error's item in ``errors``."""
        return {"problems": [asdict(p) for p in self.problems]} if self.problems else {}


class BadRequest(AuthError):
    """The request's body or parameters make no sense."""


class InternalError(AuthError):
    """The service has a fault; its log tells which, by the id of the request."""

    code = "INTERNAL_SERVER_ERROR"
    status = 500
    title = "Internal Server Error"

    @property
    def word(self) -> str:
        """OAuth's word for it (RFC 6749 section 4.1.2.1)."""
        return "server_error"


class Unavailable(AuthError):
    """The database does not answer, or is full; clients try again."""

    code = "SERVICE_UNAVAILABLE"
    status = 503
    title = "Service Unavailable"

    @property
    def word(self) -> str:
        """OAuth's word for it (RFC 6749 section 4.1.2.1)."""
        return "temporarily_unavailable"


class Unauthorized(AuthError):
    """No credentials, or ones that are not valid."""

    code = "UNAUTHORIZED"
    status = 401
    title = "Unauthorized"


class Forbidden(AuthError):
    """Valid credentials that don't allow the call."""

    code = "FORBIDDEN"
    status = 403
    title = "Forbidden"


class AccountDisabled(Forbidden):
    """Those who run the service have disabled the account."""

    title = "Account disabled"


class NotFound(AuthError):
    """What the path names does not exist, or not for this caller."""

    code = "NOT_FOUND"
    status = 404
    title = "Not Found"


class Conflict(AuthError):
    """The change contradicts what exists."""

    code = "CONFLICT"
    status = 409
    title = "Conflict"


class LinkInvalid(BadRequest):
    """The link of a mail was used, has expired, or never was one."""


class UsernameTaken(Conflict):
    """Somebody else has the username."""


class TooManyAttempts(AuthError):
    """Too many wrong passwords; a pause is due."""

    code = "TOO_MANY_REQUESTS"
    status = 429
    title = "Too Many Requests"


class AuthorizationRequired(Forbidden):
    """The caller must authorize again, as the parameters say, and then repeat the call."""

    def __init__(self, message: str, **authorization_parameters: Any) -> None:
        super().__init__(message)
        self.authorization_parameters = {
            "session_message": message,
            **authorization_parameters,
        }

    @property
    def extra(self) -> dict[str, Any]:
        """The Globus Auth Requirements Error document's keys."""
        return {
            "code": "AuthorizationRequired",
            "authorization_parameters": self.authorization_parameters,
        }


class OAuthError(AuthError):
    """An error of the OAuth endpoints; ``error`` is its word (RFC 6749 sections 4.1.2.1, 5.2)."""

    error = "invalid_request"
    title = "Invalid request"

    @property
    def word(self) -> str:
        """The word on the wire."""
        return self.error


class InvalidRequest(OAuthError):
    """A parameter is missing, repeated or malformed."""

    code = "INVALID_REQUEST"


class InvalidClient(OAuthError):
    """Client authentication failed (RFC 6749 section 5.2)."""

    error = "invalid_client"
    code = "UNAUTHORIZED"
    status = 401
    title = "Unauthorized"


class InvalidGrant(OAuthError):
    """A code or refresh token is wrong, spent, expired or somebody else's.

    RFC 6749 would have 400; clients of Globus Auth see 401.
    """

    error = "invalid_grant"
    code = "INVALID_GRANT"
    status = 401
    title = "Invalid grant"


class UnauthorizedClient(OAuthError):
    """This client may not use this grant."""

    error = "unauthorized_client"
    code = "UNAUTHORIZED_CLIENT"
    title = "Unauthorized client"


class UnsupportedGrantType(OAuthError):
    """A grant that this server does not know."""

    error = "unsupported_grant_type"
    code = "UNSUPPORTED_GRANT_TYPE"
    title = "Unsupported grant type"


class UnsupportedResponseType(OAuthError):
    """A response type other than ``code``."""

    error = "unsupported_response_type"
    code = "UNSUPPORTED_RESPONSE_TYPE"
    title = "Unsupported response type"


class InvalidScope(OAuthError):
    """A scope that is malformed or doesn't exist."""

    error = "invalid_scope"
    code = "INVALID_SCOPE"
    title = "Invalid scope"


class UnknownScope(InvalidScope):
    """Well-formed scopes that nobody has registered."""

    code = "UNKNOWN_SCOPE_ERROR"
    title = "Unknown scope"


class DependentConsentRequired(OAuthError):
    """A service wants to call others in a way that the person has not allowed.

    :param scopes: those that lack consent
    """

    error = "dependent_consent_required"
    code = "DEPENDENT_CONSENT_REQUIRED"
    status = 403
    title = "Dependent consent required"

    def __init__(self, scopes: Sequence[str]) -> None:
        super().__init__(f"The person has not allowed the use of: {', '.join(scopes)}.")
        self.scopes = list(scopes)

    @property
    def item(self) -> dict[str, Any]:
        """The scopes to ask the person for."""
        return {"unapproved_scopes": self.scopes}


class AccessDenied(OAuthError):
    """The person said no, or may not say yes."""

    error = "access_denied"
    code = "ACCESS_DENIED"
    title = "Access denied"


class DeniedByPerson(AccessDenied):
    """The person said no."""


class AuthorizationPending(OAuthError):
    """Nobody has decided on a device's wish yet (RFC 8628 section 3.5)."""

    error = "authorization_pending"
    code = "AUTHORIZATION_PENDING"
    title = "Authorization pending"


class SlowDown(OAuthError):
    """A device polls too often (RFC 8628 section 3.5)."""

    error = "slow_down"
    code = "SLOW_DOWN"
    title = "Slow down"


class ExpiredToken(OAuthError):
    """Nobody decided on a device's wish in time (RFC 8628 section 3.5)."""

    error = "expired_token"
    code = "EXPIRED_TOKEN"
    title = "Expired"


class LoginRequired(OAuthError):
    """``prompt=none``, and nobody is signed in (OIDC Core section 3.1.2.6)."""

    error = "login_required"
    code = "LOGIN_REQUIRED"
    title = "Login required"


class ConsentRequired(OAuthError):
    """``prompt=none``, and consent is missing (OIDC Core section 3.1.2.6)."""

    error = "consent_required"
    code = "CONSENT_REQUIRED"
    title = "Consent required"
