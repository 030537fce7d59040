"""The discovery document."""

from __future__ import annotations

from typing import Any

from armillary.auth.grants.registry import GRANTS
from armillary.auth.openid.keys import ALGORITHM

_CLAIMS = [
    "sub", "iss", "aud", "iat", "exp", "auth_time", "nonce", "at_hash",
    "name", "email", "email_verified", "preferred_username", "organization",
    "identity_provider", "identity_provider_display_name", "last_authentication", "identity_set",
]  # fmt: skip


def discovery_document(issuer: str) -> dict[str, Any]:
    """What OpenID Connect Discovery section 3 and RFC 8414 section 2 ask to be published.

    :param issuer: root URL of Auth, without a final slash
    """
    oauth = f"{issuer}/v2/oauth2"
    methods = ["client_secret_basic", "none"]
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{oauth}/authorize",
        "device_authorization_endpoint": f"{oauth}/device_authorization",
        "token_endpoint": f"{oauth}/token",
        "userinfo_endpoint": f"{oauth}/userinfo",
        "revocation_endpoint": f"{oauth}/token/revoke",
        "introspection_endpoint": f"{oauth}/token/introspect",
        "end_session_endpoint": f"{issuer}/v2/web/logout",
        "jwks_uri": f"{issuer}/jwk.json",
        "scopes_supported": ["openid", "email", "profile"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANTS),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_methods_supported": methods,
        "introspection_endpoint_auth_methods_supported": ["client_secret_basic"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "claims_supported": _CLAIMS,
        "authorization_response_iss_parameter_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }
