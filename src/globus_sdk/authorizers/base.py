"""What an authorizer is."""

from __future__ import annotations

import abc


class GlobusAuthorizer(metaclass=abc.ABCMeta):
    """Gives requests their ``Authorization`` header."""

    @abc.abstractmethod
    def get_authorization_header(self) -> str | None:
        """The header's value, or None for no header."""

    def handle_missing_authorization(self) -> bool:
        """React to a 401; true if a new attempt may succeed."""
        return False


class NullAuthorizer(GlobusAuthorizer):
    """Sends no header."""

    def get_authorization_header(self) -> None:
        return None


class StaticGlobusAuthorizer(GlobusAuthorizer):
    """Sends always the same header."""

    header_val: str

    def get_authorization_header(self) -> str:
        return self.header_val
