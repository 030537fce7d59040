"""What apps are."""

from __future__ import annotations

import abc
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

from .._core.plan import drive
from ..services.auth import AuthClient
from . import plans
from .any_app import AnyApp
from .config import DEFAULT_CONFIG as DEFAULT_CONFIG  # which users look for here, too
from .config import KNOWN_TOKEN_STORAGES as KNOWN_TOKEN_STORAGES
from .redrive import redrive

if TYPE_CHECKING:
    from types import TracebackType

    from ..authorizers import GlobusAuthorizer
    from ..gare import GlobusAuthorizationParameters
    from ..services.auth import AuthLoginClient
    from ..transport.retry import RetryCheck


class GlobusApp(AnyApp, metaclass=abc.ABCMeta):
    """Logs in, keeps tokens, and gives them to clients: ``TransferClient(app=app)``.

    Threads may share an app. With a storage in a file, processes share its tokens: when one of them
    has ended, one process renews it and the others take it over.

    :param app_name: names your application, to users and in the ``User-Agent`` header.
    :param login_client: the client that logs in; instead of ``client_id``. Not closed with the app.
    :param client_id: the registered client.
    :param client_secret: its secret.
    :param scope_requirements: the scopes that are needed by resource server, beside those of the
        clients that use the app.
    :param config: how the app behaves.
    :raises GlobusSDKUsageError: the parameters contradict each other.
    """

    _consent_client_class: ClassVar[type[Any]] = AuthClient
    _lock_class = threading.RLock
    _login_client: AuthLoginClient

    def get_authorizer(self, resource_server: str) -> GlobusAuthorizer:
        """An authorizer for a resource server; if need be, the user has to log in.

        :param resource_server: the resource server.
        :raises TokenValidationError: the tokens cannot be used, even after the app's handler did
            something about it.
        """
        authorizer: GlobusAuthorizer = drive(plans.authorizer(self, resource_server), self._perform)
        return authorizer

    def login_required(self) -> bool:
        """Whether a token is missing, has ended, or is not enough for the app's scopes."""
        return drive(plans.login_required(self), self._perform)

    def login(
        self, *, auth_params: GlobusAuthorizationParameters | None = None, force: bool = False
    ) -> None:
        """Log in, if that is required.

        :param auth_params: what the login has to be like; then it takes place in any case.
        :param force: whether it takes place in any case.
        """
        drive(plans.login(self, auth_params, force), self._perform)

    def logout(self, *, sweep: bool = False) -> None:
        """Revoke and forget the tokens.

        :param sweep: whether to do so with all that are stored, not only with those of the
            resource servers that the app has scopes for.
        """
        drive(plans.logout(self, sweep), self._perform)

    def get_client_retry_checks(self) -> Sequence[RetryCheck]:
        """The retry checks of clients that use the app."""
        return [redrive(self)] if self.config.auto_redrive_gares else []

    def close(self) -> None:
        """Close what the app has opened."""
        for resource in self._resources_to_close:
            resource.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.close()

    @abc.abstractmethod
    def _run_login_flow(self, auth_params: GlobusAuthorizationParameters | None = None) -> None:
        """Log in and store the tokens."""

    def _perform(self, step: Any) -> Any:
        if isinstance(step, plans.Do):
            return step.function()
        if isinstance(step, plans.Alone):
            with self._alone:
                return drive(step.plan(), self._perform)
        if isinstance(step, plans.Resolve):
            return self._resolve(step)
        if isinstance(step, plans.LogIn):
            return self._run_login_flow(step.auth_params)
        if isinstance(step, plans.Revoke):
            return self._login_client.oauth2_revoke_token(step.token)
        raise TypeError(f"unknown step {step!r}")

    def _resolve(self, step: plans.Resolve) -> None:
        handler = self.config.token_validation_error_handler
        if handler is not None:
            with plans.errors_raised():
                handler(self, step.error)
