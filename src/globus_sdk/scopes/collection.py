"""The scopes of one resource server, as attributes."""

from __future__ import annotations

import abc
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .representation import Scope, ScopeConstant

if TYPE_CHECKING:
    from .scope_definition import MutableScope


class ScopeCollection(abc.ABC):  # noqa: B024 - a base only
    """Named scopes of one resource server; iterating gives them all."""

    resource_server: str = ""  # the name under which tokens for these scopes are issued
    _scope_names: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Scope]:
        return (getattr(self, name) for name in self._scope_names)

    def __str__(self) -> str:
        scopes = zip(self._scope_names, self, strict=True)
        lines = [f"  {name}:\n    {scope}" for name, scope in scopes]
        return "\n".join([f"{type(self).__name__}[{self.resource_server}]", *lines])

    @property
    def scope_names(self) -> list[str]:
        """The attributes that are scopes."""
        return list(self._scope_names)

    def urn_scope_string(self, scope_name: str) -> str:
        """The name of a scope of this resource server, in the URN form."""
        return str(urn_scope(self.resource_server, scope_name))

    def url_scope_string(self, scope_name: str) -> str:
        """The name of a scope of this resource server, in the URL form."""
        return str(url_scope(self.resource_server, scope_name))

    def make_mutable(self, scope: str, *, optional: bool = False) -> MutableScope:
        """A scope that changes, as in version 3 of the API.

        :param scope: the attribute.
        :param optional: whether it is to be optional.
        :raises AttributeError: there is no such scope.
        """
        from .scope_definition import MutableScope

        if scope not in self._scope_names:
            raise AttributeError(f"{type(self).__name__} has no scope {scope!r}.")
        return MutableScope(getattr(self, scope), optional=optional)


class StaticScopeCollection(ScopeCollection):
    """The scopes of a service that everyone calls by the same name."""

    def __init_subclass__(cls) -> None:
        own = tuple(name for name, value in vars(cls).items() if isinstance(value, Scope))
        cls._scope_names = own


class DynamicScopeCollection(ScopeCollection):
    """The scopes of a resource server that has its own id, such as a collection.

    :param resource_server: that id.
    """

    def __init__(self, resource_server: str) -> None:
        self.resource_server = resource_server


def urn_scope(resource_server: str, name: str) -> ScopeConstant:
    """A scope in the URN form, ``urn:globus:auth:scope:<resource server>:<name>``."""
    return ScopeConstant(f"urn:globus:auth:scope:{resource_server}:{name}")


def url_scope(client_id: str, name: str) -> ScopeConstant:
    """A scope in the URL form; its host is part of the name, whoever serves it."""
    return ScopeConstant(f"https://auth.globus.org/scopes/{client_id}/{name}")
