"""Authorizers whose access token is replaced before it expires."""

from __future__ import annotations

import abc
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from .base import GlobusAuthorizer

ResponseT = TypeVar("ResponseT")

EXPIRES_ADJUST_SECONDS = 60
"""A token this close to its end is treated as expired: clocks differ, and requests take time."""


class HeldToken:
    """An access token and when it ends.

    :param access_token: the token, or None.
    :param expires_at: POSIX seconds; given with the token, or not at all.
    """

    def __init__(self, access_token: str | None, expires_at: int | None) -> None:
        if (access_token is None) is not (expires_at is None):
            from ..exc import GlobusSDKUsageError

            raise GlobusSDKUsageError("access_token and expires_at are given together or not.")
        self.access_token = access_token
        self.expires_at = expires_at

    def is_fresh(self) -> bool:
        """Whether the token can still be used."""
        if self.access_token is None or self.expires_at is None:
            return False
        return time.time() < self.expires_at - EXPIRES_ADJUST_SECONDS

    def header(self) -> str:
        """The token as a header's value (RFC 6750, section 2.1)."""
        return f"Bearer {self.access_token}"


class RenewingAuthorizer(GlobusAuthorizer, Generic[ResponseT], metaclass=abc.ABCMeta):
    """Renews its token when it is about to expire, or when a service refuses it.

    However many threads need the new token, one of them fetches it and the others wait.

    :param access_token: a token to begin with.
    :param expires_at: when that one ends, in POSIX seconds.
    :param on_refresh: called with the response of each renewal.
    :raises GlobusSDKUsageError: one of ``access_token`` and ``expires_at`` without the other.
    """

    def __init__(
        self,
        access_token: str | None = None,
        expires_at: int | None = None,
        on_refresh: Callable[[ResponseT], Any] | None = None,
    ) -> None:
        self._token = HeldToken(access_token, expires_at)
        self._lock = threading.RLock()
        self._handed = threading.local()
        self.on_refresh = on_refresh
        if access_token is None:
            self._get_new_access_token()

    @abc.abstractmethod
    def _get_token_response(self) -> ResponseT:
        """Ask for a new token."""

    @abc.abstractmethod
    def _extract_token_data(self, res: ResponseT) -> dict[str, Any]:
        """Find the token's document in the response."""

    @property
    def access_token(self) -> str | None:
        """The token in use; setting it forgets nothing else."""
        return self._token.access_token

    @access_token.setter
    def access_token(self, value: str | None) -> None:
        self._token.access_token = value

    @property
    def expires_at(self) -> int | None:
        """When the token in use ends, in POSIX seconds."""
        return self._token.expires_at

    @expires_at.setter
    def expires_at(self, value: int | None) -> None:
        self._token.expires_at = value

    def has_fresh_token(self) -> bool:
        """Whether the token in use is not about to expire."""
        return self._token.is_fresh()

    def ensure_valid_token(self) -> None:
        """Renew the token if it is about to expire."""
        if not self.has_fresh_token():
            with self._lock:
                if not self.has_fresh_token():
                    self._get_new_access_token()

    def get_authorization_header(self) -> str:
        self.ensure_valid_token()
        self._handed.header = header = self._token.header()
        return header

    def handle_missing_authorization(self) -> bool:
        """Renew the token that this thread used last."""
        return self.renew_instead_of(getattr(self._handed, "header", self._token.header()))

    def renew_instead_of(self, refused: str) -> bool:
        """Renew the token, unless another thread did so since this header was used.

        :param refused: the header that a service refused.
        """
        with self._lock:
            if self._token.header() == refused:
                self._get_new_access_token()
        return True

    def _get_new_access_token(self) -> None:
        response = self._get_token_response()
        document = self._extract_token_data(response)
        self._token = HeldToken(document["access_token"], document["expires_at_seconds"])
        if self.on_refresh is not None:
            self.on_refresh(response)
