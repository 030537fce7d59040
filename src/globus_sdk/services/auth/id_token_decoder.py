"""Verifying ``id_token``s."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Protocol, Self

from ..._missing import MISSING, MissingType
from ...exc import GlobusSDKUsageError
from ...response import GlobusHTTPResponse

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from .client import AsyncAuthLoginClient, AuthLoginClient

DEFAULT_LEEWAY_S = 300.0


class SupportsJWKMethods(Protocol):
    """A client that knows the service's keys."""

    @property
    def client_id(self) -> str | None: ...

    def get_openid_configuration(self) -> GlobusHTTPResponse: ...

    def get_jwk(
        self,
        openid_configuration: GlobusHTTPResponse | dict[str, Any] | MissingType = MISSING,
        *,
        as_pem: bool = False,
    ) -> RSAPublicKey | dict[str, Any]: ...


class IDTokenDecoder:
    """Verifies ``id_token``s (OpenID Connect Core, section 3.1.3.7), and tells their claims.

    What it needs of the service is fetched once. A client for ``asyncio`` cannot fetch it here:
    store both the discovery document and the key.

    :param auth_client: fetches the discovery document and the key; its ``client_id`` is whom the
        tokens must be for.
    :param jwt_leeway: how far clocks may differ, in seconds or as a ``timedelta``.
    :param jwt_options: what ``jwt.decode`` takes as options, such as ``{"verify_exp": False}``.
    """

    def __init__(
        self,
        auth_client: SupportsJWKMethods | AsyncAuthLoginClient,
        *,
        jwt_leeway: float | datetime.timedelta = DEFAULT_LEEWAY_S,
        jwt_options: dict[str, Any] | None = None,
    ) -> None:
        self._auth_client = auth_client
        self._openid_configuration: dict[str, Any] | None = None
        self._jwk: RSAPublicKey | None = None
        self.jwt_leeway = jwt_leeway
        self.jwt_options = jwt_options if jwt_options is not None else {}

    @classmethod
    def for_globus_app(cls, *, app_name: str, config: Any, login_client: AuthLoginClient) -> Self:
        """The decoder of an app; subclasses may look at more than the client.

        :param app_name: the app's name.
        :param config: its configuration, a :class:`~globus_sdk.GlobusAppConfig`.
        :param login_client: the client with which it logs in.
        """
        return cls(login_client)

    def decode(self, id_token: str, /) -> dict[str, Any]:
        """The claims of a token whose signature, audience and times hold.

        :param id_token: the token.
        :raises jwt.PyJWTError: it does not hold.
        """
        import jwt

        configuration, key = self.get_openid_configuration(), self.get_jwk()
        options: Any = self.jwt_options
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key=key,
            algorithms=configuration["id_token_signing_alg_values_supported"],
            audience=self.get_jwt_audience(),
            leeway=self.jwt_leeway,
            options=options,
        )
        return claims

    def get_jwt_audience(self) -> str | None:
        """Whom the tokens must be for."""
        return self._auth_client.client_id

    def store_openid_configuration(
        self, openid_configuration: dict[str, Any] | GlobusHTTPResponse
    ) -> None:
        """Use this discovery document, instead of fetching it."""
        if isinstance(openid_configuration, GlobusHTTPResponse):
            self._openid_configuration = openid_configuration.data
        else:
            self._openid_configuration = openid_configuration

    def store_jwk(self, jwk: RSAPublicKey) -> None:
        """Use this key, instead of fetching it."""
        self._jwk = jwk

    def get_openid_configuration(self) -> dict[str, Any]:
        """The discovery document, fetched if need be."""
        if self._openid_configuration is None:
            self.store_openid_configuration(self._fetching_client().get_openid_configuration())
        configuration: Any = self._openid_configuration
        return configuration  # type: ignore[no-any-return]

    def get_jwk(self) -> RSAPublicKey:
        """The key, fetched if need be."""
        if self._jwk is None:
            configuration = self.get_openid_configuration()
            fetched: Any = self._fetching_client().get_jwk(configuration, as_pem=True)
            self._jwk = fetched
        key: Any = self._jwk
        return key  # type: ignore[no-any-return]

    def _fetching_client(self) -> SupportsJWKMethods:
        from ...client import AsyncBaseClient

        if isinstance(self._auth_client, AsyncBaseClient):
            raise GlobusSDKUsageError(
                "Nothing is awaited here: pass or store the answers of"
                " `await client.get_openid_configuration()` and `await client.get_jwk(...)`."
            )
        return self._auth_client
