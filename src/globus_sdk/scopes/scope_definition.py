"""Scopes that change, as in version 3 of the API."""

from __future__ import annotations

from collections.abc import Iterable

from .parser import ScopeParser
from .representation import Scope


class MutableScope(Scope):
    """A :class:`Scope` whose attributes may be set.

    :param scope_string: the scope's name, without dependencies.
    :param optional: written as a leading ``*``.
    :param dependencies: the scopes that this one needs.
    """

    _shown_as = "MutableScope"

    def __setattr__(self, name: str, value: object) -> None:
        self._set(name, value)

    @staticmethod
    def scopes2str(obj: str | Scope | Iterable[str | Scope]) -> str:
        """Write one or several scopes as one string."""
        return ScopeParser.serialize(obj)
