"""What apps do, as plans: the same for sync apps and for those for ``asyncio``.

The steps are performed by the app: some touch the storage or the network, some the user.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Any

from .._core.plan import Steps
from ..token_storage import TokenValidationError

if TYPE_CHECKING:
    from ..gare import GlobusAuthorizationParameters
    from .any_app import AnyApp


class Do:
    """Call a function that reads or writes the storage."""

    def __init__(self, function: Callable[[], Any]) -> None:
        self.function = function


class Alone:
    """Perform a plan while no other thread or task performs one of these."""

    def __init__(self, plan: Callable[[], Steps[Any]]) -> None:
        self.plan = plan


class Resolve:
    """Let the app's handler do something about an error."""

    def __init__(self, error: TokenValidationError) -> None:
        self.error = error


class LogIn:
    """Log in."""

    def __init__(self, auth_params: GlobusAuthorizationParameters | None) -> None:
        self.auth_params = auth_params


class Revoke:
    """Revoke a token."""

    def __init__(self, token: str) -> None:
        self.token = token


_raises_errors: ContextVar[bool] = ContextVar("_raises_errors", default=False)


@contextlib.contextmanager
def errors_raised() -> Generator[None, None, None]:
    """What goes wrong with tokens in this block is raised; nobody is asked to log in."""
    before = _raises_errors.set(True)
    try:
        yield
    finally:
        _raises_errors.reset(before)


def authorizer(app: AnyApp, resource_server: str) -> Steps[Any]:
    """Get an authorizer; if its token cannot be used, let the handler help, once."""
    logins = app._logins
    get = Do(partial(app._authorizer_factory.get_authorizer, resource_server))
    try:
        return (yield get)
    except TokenValidationError as error:
        if app.config.token_validation_error_handler is None or _raises_errors.get():
            raise
        problem = error
    return (yield Alone(lambda: _helped(app, logins, problem, get)))


def _helped(app: AnyApp, logins: int, problem: TokenValidationError, get: Do) -> Steps[Any]:
    if app._logins == logins:  # nobody logged in while we waited
        yield Resolve(problem)
    return (yield get)


def login_required(app: AnyApp) -> Steps[bool]:
    """Whether some token cannot be used."""
    with errors_raised():
        for name in tuple(app._scope_requirements):
            try:
                yield Do(partial(app._authorizer_factory.get_authorizer, name))
            except TokenValidationError:
                return True
    return False


def login(
    app: AnyApp, auth_params: GlobusAuthorizationParameters | None, force: bool
) -> Steps[None]:
    """Log in, if that is wanted or needed."""
    logins, wanted = app._logins, force or auth_params is not None
    if wanted or (yield from login_required(app)):
        yield Alone(lambda: _logged_in(app, None if wanted else logins, auth_params))


def _logged_in(
    app: AnyApp, logins: int | None, auth_params: GlobusAuthorizationParameters | None
) -> Steps[None]:
    if logins is None or logins == app._logins:
        yield LogIn(auth_params)
        app._logins += 1


def logout(app: AnyApp, sweep: bool) -> Steps[None]:
    """Revoke and forget the tokens of the app's resource servers, or all that are stored."""
    names = dict.fromkeys(app._scope_requirements)
    if sweep:
        names |= dict.fromkeys((yield Do(_all_tokens(app))))
    for name in names:
        token = yield Do(partial(app.token_storage.token_storage.get_token_data, name))
        if token is not None:
            for secret in filter(None, (token.access_token, token.refresh_token)):
                yield Revoke(secret)
            yield Do(partial(app.token_storage.remove_token_data, name))
        app._authorizer_factory.clear_cache(name)


def _all_tokens(app: AnyApp) -> Callable[[], Any]:
    return app.token_storage.token_storage.get_token_data_by_resource_server
