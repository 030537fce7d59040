"""How an app is configured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ..config import get_environment_name
from ..login_flows import (
    AutomaticLoginFlowManager,
    CommandLineLoginFlowManager,
    LocalServerLoginFlowManager,
    LoginFlowManager,
)
from ..services.auth import IDTokenDecoder
from ..token_storage import (
    JSONTokenStorage,
    MemoryTokenStorage,
    SQLiteTokenStorage,
    TokenStorage,
    TokenValidationError,
)
from ..token_storage.validating_token_storage import IdentityMismatchError
from .protocols import (
    IDTokenDecoderProvider,
    LoginFlowManagerProvider,
    TokenStorageProvider,
    TokenValidationErrorHandler,
)

if TYPE_CHECKING:
    from .app import GlobusApp

KnownLoginFlowManager = Literal["command-line", "local-server", "auto"]
KNOWN_LOGIN_FLOW_MANAGERS: dict[KnownLoginFlowManager, LoginFlowManagerProvider] = {
    "command-line": CommandLineLoginFlowManager,
    "local-server": LocalServerLoginFlowManager,
    "auto": AutomaticLoginFlowManager,
}

KnownTokenStorage = Literal["json", "sqlite", "memory"]
KNOWN_TOKEN_STORAGES: dict[KnownTokenStorage, TokenStorageProvider] = {
    "json": JSONTokenStorage,
    "sqlite": SQLiteTokenStorage,
    "memory": MemoryTokenStorage,
}


def resolve_by_login_flow(app: GlobusApp, error: TokenValidationError) -> Any:
    """Log in anew, whatever is wrong with the tokens.

    :raises IdentityMismatchError: they are somebody else's, which a login cannot change.
    """
    if isinstance(error, IdentityMismatchError):
        raise error
    return app.login(force=True)  # a coroutine, with asyncio


@dataclass(frozen=True)
class GlobusAppConfig:
    """How an app behaves.

    :param login_flow_manager: how users log in: ``command-line`` (the default), ``local-server``,
        ``auto`` for the one of them that fits the place, a manager, or what makes one.
    :param login_redirect_uri: where the login ends; needed for a client with a secret.
    :param token_storage: where tokens are kept: ``json``, ``sqlite``, ``memory``, a storage, or
        what makes one.
    :param request_refresh_tokens: whether to get refresh tokens, so that a login lasts.
    :param auto_redrive_gares: whether clients log in again by themselves when a service asks for
        another login or for consent.
    :param token_validation_error_handler: what to do about missing, expired or insufficient
        tokens: by default log in; None for raising the error.
    :param id_token_decoder: verifies ``id_token``s; a decoder, or what makes one.
    :param environment: the hosted environment; by default ``GLOBUS_SDK_ENVIRONMENT``, else
        production.
    """

    login_flow_manager: (
        KnownLoginFlowManager | LoginFlowManagerProvider | LoginFlowManager | None
    ) = None
    login_redirect_uri: str | None = None
    token_storage: KnownTokenStorage | TokenStorageProvider | TokenStorage = "json"  # noqa: S105 - a name
    request_refresh_tokens: bool = False
    auto_redrive_gares: bool = False
    token_validation_error_handler: TokenValidationErrorHandler | None = resolve_by_login_flow
    id_token_decoder: IDTokenDecoder | IDTokenDecoderProvider = IDTokenDecoder
    environment: str = field(default_factory=get_environment_name)


DEFAULT_CONFIG = GlobusAppConfig()
