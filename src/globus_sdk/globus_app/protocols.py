"""What an app's configuration may hold in the place of names."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from ..login_flows import LoginFlowManager
    from ..services.auth import AuthLoginClient, IDTokenDecoder
    from ..token_storage import TokenStorage, TokenValidationError
    from .config import GlobusAppConfig


class TokenValidationErrorHandler(Protocol):
    """What to do about tokens that cannot be used; then they are looked at again.

    An app for ``asyncio`` awaits what it returns, if that can be awaited.
    """

    def __call__(self, app: Any, error: TokenValidationError) -> Any:
        """Do something about it, or raise the error.

        :param app: the app: a :class:`GlobusApp`, or an :class:`AsyncGlobusApp`.
        :param error: what is wrong with the tokens.
        """


@runtime_checkable
class TokenStorageProvider(Protocol):
    """Makes the storage of an app."""

    @classmethod
    def for_globus_app(
        cls,
        *,
        app_name: str,
        config: GlobusAppConfig,
        client_id: uuid.UUID | str,
        namespace: str,
    ) -> TokenStorage: ...


@runtime_checkable
class LoginFlowManagerProvider(Protocol):
    """Makes an app's way to log in."""

    @classmethod
    def for_globus_app(
        cls, *, app_name: str, config: GlobusAppConfig, login_client: AuthLoginClient
    ) -> LoginFlowManager: ...


@runtime_checkable
class IDTokenDecoderProvider(Protocol):
    """Makes what verifies an app's ``id_token``s."""

    @classmethod
    def for_globus_app(
        cls, *, app_name: str, config: GlobusAppConfig, login_client: AuthLoginClient
    ) -> IDTokenDecoder: ...
