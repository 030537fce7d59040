"""Collections of scopes put together by hand, as in version 3 of the API."""

from __future__ import annotations

from collections.abc import Iterable

from .collection import ScopeCollection, url_scope, urn_scope

ScopeBuilderScopes = str | tuple[str, str] | list[str | tuple[str, str]] | None


class ScopeBuilder(ScopeCollection):
    """The scopes of a resource server, as attributes.

    :param resource_server: its name.
    :param known_scopes: names of scopes in the URN form: one or several; ``(attribute, name)``
        where the two differ.
    :param known_url_scopes: likewise, in the URL form.
    """

    def __init__(
        self,
        resource_server: str,
        *,
        known_scopes: ScopeBuilderScopes = None,
        known_url_scopes: ScopeBuilderScopes = None,
    ) -> None:
        self.resource_server = resource_server
        urns = {name: urn_scope(resource_server, scope) for name, scope in _pairs(known_scopes)}
        urls = {name: url_scope(resource_server, scope) for name, scope in _pairs(known_url_scopes)}
        vars(self).update(urns, **urls)
        self._scope_names = (*urns, *urls)


def _pairs(scopes: ScopeBuilderScopes) -> Iterable[tuple[str, str]]:
    several = scopes if isinstance(scopes, list) else [] if scopes is None else [scopes]
    return [(one, one) if isinstance(one, str) else one for one in several]
