"""What can go wrong between us and an identity provider."""

from __future__ import annotations

from armillary.auth.errors import AuthError


class FederationError(AuthError):
    """A sign-in at another identity provider came to nothing."""

    code = "IDENTITY_PROVIDER_FAILED"
    status = 502
    title = "Sign-in at the identity provider failed"


class FederationRefused(FederationError):
    """The identity provider answered, and we don't take the answer."""

    code = "IDENTITY_PROVIDER_REFUSED"
    status = 403
