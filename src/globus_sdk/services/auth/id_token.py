"""Verifying ``id_token``s (OpenID Connect Core, section 3.1.3.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

DEFAULT_LEEWAY_S = 300.0


def decode(
    id_token: str,
    openid_configuration: Any,
    key: RSAPublicKey,
    audience: str | None,
    options: dict[str, Any],
) -> dict[str, Any]:
    """The claims of a token whose signature, audience and times hold.

    :param openid_configuration: the discovery document, which names the algorithms.
    :param key: the service's key.
    :param audience: the client that the token must be for, or None for any.
    :param options: ``leeway`` in seconds, and whatever else ``jwt.decode`` takes as options.
    :raises jwt.PyJWTError: it does not hold.
    """
    import jwt

    rules = dict(options)
    leeway = rules.pop("leeway", DEFAULT_LEEWAY_S)
    rules.setdefault("verify_aud", audience is not None)
    claims: dict[str, Any] = jwt.decode(
        id_token,
        key=key,
        algorithms=openid_configuration["id_token_signing_alg_values_supported"],
        audience=audience,
        leeway=leeway,
        options=rules,  # type: ignore[arg-type]
    )
    return claims


def rsa_key(jwk: dict[str, Any]) -> RSAPublicKey:
    """The key that a JWK (RFC 7517) describes."""
    import jwt

    key: Any = jwt.algorithms.RSAAlgorithm.from_jwk(jwk)
    return key  # type: ignore[no-any-return]
