"""Responses of the token endpoint."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ....exc import GlobusSDKUsageError
from ....response import GlobusHTTPResponse
from ....scopes import Scope, ScopeParser
from ..id_token_decoder import DEFAULT_LEEWAY_S, IDTokenDecoder

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from ...._core.any_client import AnyClient
    from ...._core.raw import RawResponse

TokenDocument = dict[str, Any]


class TokensByResourceServer(dict[str, TokenDocument]):
    """Token documents by resource server, shown in a form that people can read."""

    def __str__(self) -> str:
        lines = (f"  {_quoted(name)}: {_shown(document)}" for name, document in self.items())
        return "{\n" + ",\n".join(lines) + "\n}"


def _shown(document: TokenDocument) -> str:
    shown = ((key, value) for key, value in document.items() if key != "resource_server")
    lines = (f"    {_quoted(key)}: {_quoted(value)}" for key, value in shown)
    return "{\n" + ",\n".join(lines) + "\n  }"


def _quoted(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


class TokensByScope:
    """Token documents, found by a scope or by several separated by spaces.

    :param by_resource_server: the documents.
    """

    def __init__(self, by_resource_server: Mapping[str, TokenDocument]) -> None:
        self._by_scope = {
            scope: document
            for document in by_resource_server.values()
            for scope in document["scope"].split()
        }

    def __getitem__(self, scopes: str) -> TokenDocument:
        """The document for these scopes.

        :raises KeyError: no token covers them, or several do.
        """
        names = [str(Scope(scope.scope_string)) for scope in ScopeParser.parse(scopes)]
        if any(name not in self._by_scope for name in names):
            raise KeyError(f"no token for all of {scopes!r}; there are: {[*self._by_scope]}")
        documents = [self._by_scope[name] for name in names]
        if not documents or any(document is not documents[0] for document in documents):
            raise KeyError(f"{scopes!r} is not of one resource server")
        return documents[0]

    def __contains__(self, scopes: str) -> bool:
        try:
            self[scopes]
        except (KeyError, ValueError):
            return False
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_scope)

    def __str__(self) -> str:
        return str(self._by_scope)


class OAuthTokenResponse(GlobusHTTPResponse):
    """Tokens, one for each resource server.

    The service answers one document, with those for the other resource servers in its
    ``other_tokens``.
    """

    def __init__(
        self, response: RawResponse | GlobusHTTPResponse, client: AnyClient | None = None
    ) -> None:
        super().__init__(response, client)
        now = int(time.time())
        self._by_resource_server = TokensByResourceServer(
            (document["resource_server"], _kept(document, now)) for document in self._documents()
        )

    def _documents(self) -> list[TokenDocument]:
        return [self.data, *self.data["other_tokens"]]

    @property
    def by_resource_server(self) -> dict[str, TokenDocument]:
        """For each resource server: ``access_token``, ``scope``, ``token_type``,
        ``expires_at_seconds`` (POSIX), ``refresh_token`` (or None) and ``resource_server``.
        """
        return self._by_resource_server

    @property
    def by_scopes(self) -> TokensByScope:
        """The same documents, found by scope."""
        return TokensByScope(self._by_resource_server)

    def decode_id_token(
        self,
        openid_configuration: GlobusHTTPResponse | dict[str, Any] | None = None,
        jwk: RSAPublicKey | None = None,
        jwt_params: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The verified claims of the ``id_token`` (OpenID Connect Core, section 3.1.3.7).

        :param openid_configuration: the service's discovery document; fetched by default.
        :param jwk: the service's signing key; fetched by default.
        :param jwt_params: ``leeway`` (seconds, default 300) and further options of the
            verification.
        :raises GlobusSDKUsageError: a key without the discovery document, or not both with
            tokens of an async client.
        :raises jwt.PyJWTError: the token does not hold.
        """
        if jwk is not None and openid_configuration is None:
            raise GlobusSDKUsageError("A jwk is only of use with its openid_configuration.")
        options = dict(jwt_params or {})
        leeway = options.pop("leeway", DEFAULT_LEEWAY_S)
        client: Any = self.client
        decoder = IDTokenDecoder(client, jwt_leeway=leeway, jwt_options=options)
        if openid_configuration:
            decoder.store_openid_configuration(openid_configuration)
        if jwk:
            decoder.store_jwk(jwk)
        return decoder.decode(self["id_token"])

    def __str__(self) -> str:
        return f"{type(self).__name__}: {self.by_resource_server}"

    def __repr__(self) -> str:
        """Without the tokens themselves."""
        return f"{type(self).__name__}(resource_servers={list(self.by_resource_server)})"


def _kept(document: TokenDocument, now: int) -> TokenDocument:
    return {
        "access_token": document["access_token"],
        "scope": document["scope"],
        "token_type": document["token_type"],
        "expires_at_seconds": now + document["expires_in"],
        "refresh_token": document.get("refresh_token"),
        "resource_server": document["resource_server"],
    }


class OAuthAuthorizationCodeResponse(OAuthTokenResponse):
    """Tokens for a code (RFC 6749, section 4.1.4)."""


class OAuthRefreshTokenResponse(OAuthTokenResponse):
    """Tokens for a refresh token (RFC 6749, section 6)."""


class OAuthClientCredentialsResponse(OAuthTokenResponse):
    """Tokens for a client itself (RFC 6749, section 4.4)."""


class OAuthDependentTokenResponse(OAuthTokenResponse):
    """Tokens with which a service calls others for its caller: a list of documents."""

    def _documents(self) -> list[TokenDocument]:
        return list(self.data)

    def decode_id_token(
        self,
        openid_configuration: GlobusHTTPResponse | dict[str, Any] | None = None,
        jwk: RSAPublicKey | None = None,
        jwt_params: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Dependent tokens come without an ``id_token``.

        :raises NotImplementedError: always.
        """
        raise NotImplementedError("Dependent tokens come without an id_token.")
