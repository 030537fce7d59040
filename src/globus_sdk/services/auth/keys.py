"""Discovery and signing keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..._core.calls import unchanged
from ..._core.operation import operation
from ..._core.plan import Ask, Call, Steps
from ..._missing import MISSING, MissingType
from ...response import GlobusHTTPResponse

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from ...documents import OpenIDConfigurationDocument


@operation
def get_openid_configuration(self: object) -> Call[GlobusHTTPResponse[OpenIDConfigurationDocument]]:
    """Get the discovery document (OpenID Connect Discovery, section 4).

    ``GET /.well-known/openid-configuration``
    """
    return Call("get", "/.well-known/openid-configuration", unchanged)


@operation
def get_jwk(
    self: object,
    openid_configuration: GlobusHTTPResponse | dict[str, Any] | MissingType = MISSING,
    *,
    as_pem: bool = False,
) -> Steps[RSAPublicKey | dict[str, Any]]:
    """Get the keys that ``id_token``s are signed with (RFC 7517).

    ``GET`` of the discovery document's ``jwks_uri``

    :param openid_configuration: the discovery document; fetched by default.
    :param as_pem: whether to make the first key an object of ``cryptography``.
    """
    configuration: Any = openid_configuration
    if isinstance(openid_configuration, MissingType):
        configuration = yield from Ask[Any]("get_openid_configuration")
    keys = yield from Call("get", configuration["jwks_uri"], unchanged)
    return rsa_key(keys["keys"][0]) if as_pem else keys.data


def rsa_key(jwk: dict[str, Any]) -> RSAPublicKey:
    """The key that a JWK (RFC 7517) describes."""
    from jwt.algorithms import RSAAlgorithm

    key: Any = RSAAlgorithm.from_jwk(jwk)
    return key  # type: ignore[no-any-return]
