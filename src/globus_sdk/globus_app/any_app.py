"""What sync apps and those for ``asyncio`` share: everything but doing."""

from __future__ import annotations

import abc
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from ..exc import GlobusSDKUsageError
from ..gare import GlobusAuthorizationParameters
from ..scopes import AuthScopes, Scope, ScopeParser
from ..services.auth import IDTokenDecoder
from ..token_storage import (
    ScopeRequirementsValidator,
    TokenDataValidator,
    TokenStorage,
    ValidatingTokenStorage,
)
from .config import DEFAULT_CONFIG, KNOWN_TOKEN_STORAGES, GlobusAppConfig
from .protocols import TokenStorageProvider

if TYPE_CHECKING:
    from .authorizer_factory import AuthorizerFactory

Scopes = str | Scope | Iterable[str | Scope]


class AnyApp(metaclass=abc.ABCMeta):
    """What apps share: client, storage, requirements; everything but doing."""

    token_storage: ValidatingTokenStorage
    _login_client: Any
    _authorizer_factory: AuthorizerFactory[Any]
    _consent_client_class: ClassVar[type[Any]]
    _lock_class: ClassVar[Any]

    def __init__(
        self,
        app_name: str = "Unnamed Globus App",
        *,
        login_client: Any = None,
        client_id: uuid.UUID | str | None = None,
        client_secret: str | None = None,
        scope_requirements: Mapping[str, Scopes] | None = None,
        config: GlobusAppConfig = DEFAULT_CONFIG,
    ) -> None:
        self.app_name = app_name
        self.config = config
        self._resources_to_close: list[Any] = []
        self._logins = 0
        self._alone = self._lock_class()
        self._login_client = self._resolve_login_client(login_client, client_id, client_secret)
        self.client_id: uuid.UUID | str = self._login_client.client_id
        self._scope_requirements = {
            name: list(_iter_scopes(scopes)) for name, scopes in (scope_requirements or {}).items()
        }
        self._set_up_tokens()

    def _resolve_login_client(
        self, given: Any, client_id: uuid.UUID | str | None, client_secret: str | None
    ) -> Any:
        if given is not None and client_id is not None:
            raise GlobusSDKUsageError("An app takes a client_id or a login_client, not both.")
        if given is not None:
            return self._checked(given)
        if client_id is None:
            raise GlobusSDKUsageError("An app needs a client_id or a login_client.")
        made = self._initialize_login_client(self.app_name, self.config, client_id, client_secret)
        self._resources_to_close.append(made)
        return made

    def _checked(self, login_client: Any) -> Any:
        if login_client.environment != self.config.environment:
            raise GlobusSDKUsageError(
                f"The login_client is for {login_client.environment},"
                f" the app for {self.config.environment}."
            )
        if not login_client.client_id:
            raise GlobusSDKUsageError("The login_client of an app needs a client_id.")
        return login_client

    def _set_up_tokens(self) -> None:
        consent_client = self._consent_client_class(environment=self.config.environment)
        self._resources_to_close.append(consent_client)
        storage = self._resolve_token_storage()
        self.token_storage = ValidatingTokenStorage(
            storage, validators=self._validators(self._consents_of(consent_client))
        )
        self.token_storage.id_token_decoder = self._id_token_decoder()
        self._initialize_authorizer_factory()
        consent_client.attach_globus_app(self, [AuthScopes.openid])

    def _consents_of(self, consent_client: Any) -> Any:
        """What the validator of scopes asks for consents."""
        return consent_client

    def _validators(self, consent_client: Any) -> Sequence[TokenDataValidator]:
        """The checks of tokens, in their order."""
        return [ScopeRequirementsValidator(self._scope_requirements, consent_client)]

    def _resolve_token_storage(self) -> TokenStorage:
        wanted = self.config.token_storage
        if isinstance(wanted, TokenStorage):
            return wanted
        if isinstance(wanted, str) and wanted in KNOWN_TOKEN_STORAGES:
            wanted = KNOWN_TOKEN_STORAGES[wanted]
        if not isinstance(wanted, TokenStorageProvider):
            raise GlobusSDKUsageError(
                f"The token_storage of an app is {', '.join(KNOWN_TOKEN_STORAGES)}, a storage or"
                f" what makes one, not {wanted!r}."
            )
        made = wanted.for_globus_app(
            app_name=self.app_name,
            config=self.config,
            client_id=self.client_id,
            namespace="DEFAULT",
        )
        self._resources_to_close.append(made)
        return made

    def _id_token_decoder(self) -> IDTokenDecoder:
        wanted = self.config.id_token_decoder
        if isinstance(wanted, IDTokenDecoder):
            return wanted
        return wanted.for_globus_app(
            app_name=self.app_name, config=self.config, login_client=self._login_client
        )

    @abc.abstractmethod
    def _initialize_login_client(
        self,
        app_name: str,
        config: GlobusAppConfig,
        client_id: uuid.UUID | str,
        client_secret: str | None,
    ) -> Any:
        """Make the client that logs in."""

    @abc.abstractmethod
    def _initialize_authorizer_factory(self) -> None:
        """Set ``_authorizer_factory``."""

    @property
    def scope_requirements(self) -> dict[str, list[Scope]]:
        """A copy of the scopes that the app asks for, by resource server."""
        return {name: list(scopes) for name, scopes in self._scope_requirements.items()}

    def add_scope_requirements(self, scope_requirements: Mapping[str, Scopes]) -> None:
        """Ask for more scopes from now on.

        :param scope_requirements: the scopes by resource server.
        """
        for name, scopes in scope_requirements.items():
            self._scope_requirements.setdefault(name, []).extend(_iter_scopes(scopes))
        self._authorizer_factory.clear_cache(*scope_requirements)

    def _auth_params_with_required_scopes(
        self, auth_params: GlobusAuthorizationParameters | None = None
    ) -> GlobusAuthorizationParameters:
        """What a login has to be like: as is asked for, and with all scopes that the app needs."""
        values = auth_params.to_dict() if auth_params is not None else {}
        needed = [scope for scopes in self._scope_requirements.values() for scope in scopes]
        asked = values.pop("required_scopes", [])
        merged = ScopeParser.parse(" ".join(map(str, [*asked, *needed])))
        return GlobusAuthorizationParameters(
            **values,
            required_scopes=[str(scope) for scope in merged],
            extra=auth_params.extra if auth_params is not None else None,
        )


def _iter_scopes(scopes: Scopes) -> Iterator[Scope]:
    for one in [scopes] if isinstance(scopes, (str, Scope)) else scopes:
        if isinstance(one, Scope):
            yield one
        else:
            yield from ScopeParser.parse(one)
