"""The authorization server: OAuth 2 and OpenID Connect as Globus Auth speaks them."""

# Tables refer to one another by name, so whoever uses one needs all of them.
import armillary.auth.models  # noqa: F401
