"""Retry settings where version 3 of the API has them: on the transport."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any

from . import default_retry_checks as checks
from .base import TransportSettings
from .caller_info import RequestCallerInfo
from .retry import RetryCheck, RetryCheckCollection, RetryContext
from .retry_config import RetryConfig

if TYPE_CHECKING:
    import pathlib

    from ..authorizers import GlobusAuthorizer

_REPLACED = {
    "default_check_expired_authorization": "a check of your own in RetryConfig.checks",
    "default_check_request_exception": "a check of your own in RetryConfig.checks",
    "default_check_retry_after_header": "a check of your own in RetryConfig.checks",
    "default_check_transient_error": "a check of your own in RetryConfig.checks",
    "register_default_retry_checks": "a client's standard_retry_checks",
}


class _Setting:
    """A setting of version 3, which is an attribute of the retry configuration now."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name.removeprefix("retry_")

    def __get__(self, transport: RetrySettings | None, owner: Any = None) -> Any:
        return self if transport is None else getattr(transport.retry_config, self.name)

    def __set__(self, transport: RetrySettings, value: Any) -> None:
        setattr(transport.retry_config, self.name, value)


class RetrySettings(TransportSettings):
    """What a transport of version 3 knows of retries; kept in a :class:`RetryConfig`.

    The configuration is that of the client that made the transport, or the transport's own, if
    it was made with such settings; clients that get it passed then use it, too.

    :raises TypeError: a subclass overrides a hook that nothing calls any more.
    """

    RETRY_AFTER_STATUS_CODES: tuple[int, ...] = RetryConfig.retry_after_status_codes
    TRANSIENT_ERROR_STATUS_CODES: tuple[int, ...] = RetryConfig.transient_error_status_codes
    EXPIRED_AUTHORIZATION_STATUS_CODES: tuple[int, ...] = (
        RetryConfig.expired_authorization_status_codes
    )

    retry_backoff = _Setting()
    retry_checks = _Setting()
    max_sleep = _Setting()
    max_retries = _Setting()

    _retry_config: RetryConfig | None = None

    def __init_subclass__(cls) -> None:
        for name in _REPLACED.keys() & vars(cls).keys():
            raise TypeError(f"{cls.__name__}.{name} is not called any more; use {_REPLACED[name]}.")

    @property
    def retry_config(self) -> RetryConfig:
        """When to try again."""
        if self._retry_config is None:
            self._retry_config = self.new_retry_config()
        return self._retry_config

    def caller_without_client(self, authorizer: GlobusAuthorizer | None) -> RequestCallerInfo:
        """Who makes a request on the transport itself: with the standard checks, too."""
        config = copy.copy(self.retry_config)
        config.checks = RetryCheckCollection()
        config.checks.register_many_checks((*self.retry_checks, *checks.DEFAULT_RETRY_CHECKS))
        return RequestCallerInfo(retry_config=config, authorizer=authorizer)

    def adopt(self, config: RetryConfig | None, *, shared: bool) -> RetryConfig:
        """The configuration of a client with this transport.

        :param config: the client's own, if it has one.
        :param shared: whether other clients may have the transport, too.
        """
        config = config or self._retry_config or self.new_retry_config()
        if not shared:
            self._retry_config = config
        return config

    def new_retry_config(self) -> RetryConfig:
        """A configuration with the status codes of this class."""
        return RetryConfig(
            retry_after_status_codes=self.RETRY_AFTER_STATUS_CODES,
            transient_error_status_codes=self.TRANSIENT_ERROR_STATUS_CODES,
            expired_authorization_status_codes=self.EXPIRED_AUTHORIZATION_STATUS_CODES,
        )

    def _configure(
        self,
        backoff: Callable[[RetryContext], float] | None,
        retry_checks: Iterable[RetryCheck] | None,
        max_sleep: float | None,
        max_retries: int | None,
    ) -> None:
        given = {"backoff": backoff, "max_sleep": max_sleep, "max_retries": max_retries}
        settings = {name: value for name, value in given.items() if value is not None}
        if settings or retry_checks:
            self._retry_config = self.new_retry_config()
            vars(self._retry_config).update(settings)
            self._retry_config.checks.register_many_checks(retry_checks or ())

    def register_retry_check(self, func: RetryCheck) -> RetryCheck:
        """Add a check to the configuration, after those that are there.

        :param func: the check.
        """
        return self.retry_config.checks.register_check(func)

    def register_default_retry_checks(self) -> None:
        """Add the standard checks to the configuration."""
        self.retry_config.checks.register_many_checks(checks.DEFAULT_RETRY_CHECKS)

    @contextlib.contextmanager
    def tune(
        self,
        *,
        verify_ssl: bool | str | pathlib.Path | None = None,
        http_timeout: float | None = None,
        retry_backoff: Callable[[RetryContext], float] | None = None,
        max_sleep: float | int | None = None,
        max_retries: int | None = None,
    ) -> Generator[None, None, None]:
        """Change settings for the duration of a ``with`` block; the last three are version 3's."""
        retries = {"backoff": retry_backoff, "max_sleep": max_sleep, "max_retries": max_retries}
        given: Any = {name: value for name, value in retries.items() if value is not None}
        tuned = self.retry_config.tune(**given) if given else contextlib.nullcontext()
        with super().tune(verify_ssl=verify_ssl, http_timeout=http_timeout), tuned:
            yield

    default_check_expired_authorization = staticmethod(checks.check_expired_authorization)
    default_check_request_exception = staticmethod(checks.check_request_exception)
    default_check_retry_after_header = staticmethod(checks.check_retry_after_header)
    default_check_transient_error = staticmethod(checks.check_transient_error)
