"""The scopes of one resource server, as attributes."""

from __future__ import annotations

import abc
from collections.abc import Iterator

from .representation import Scope


class ScopeCollection(abc.ABC):
    """Named scopes of one resource server; iterating gives them all."""

    _scope_names: tuple[str, ...] = ()

    @property
    @abc.abstractmethod
    def resource_server(self) -> str:
        """The name under which tokens for these scopes are issued."""

    def __iter__(self) -> Iterator[Scope]:
        return (getattr(self, name) for name in self._scope_names)


class StaticScopeCollection(ScopeCollection):
    """The scopes of a service that everyone calls by the same name."""

    resource_server: str = ""

    def __init_subclass__(cls) -> None:
        own = tuple(name for name, value in vars(cls).items() if isinstance(value, Scope))
        cls._scope_names = own


class DynamicScopeCollection(ScopeCollection):
    """The scopes of a resource server that has its own id, such as a collection.

    :param resource_server: that id.
    """

    def __init__(self, resource_server: str) -> None:
        self._resource_server = resource_server

    @property
    def resource_server(self) -> str:
        return self._resource_server


def urn_scope(resource_server: str, name: str) -> Scope:
    """A scope in the URN form, ``urn:globus:auth:scope:<resource server>:<name>``."""
    return Scope(f"urn:globus:auth:scope:{resource_server}:{name}")


def url_scope(client_id: str, name: str) -> Scope:
    """A scope in the URL form; its host is part of the name, whoever serves it."""
    return Scope(f"https://auth.globus.org/scopes/{client_id}/{name}")
