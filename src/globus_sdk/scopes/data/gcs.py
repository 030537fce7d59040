"""The scopes of Connect Server endpoints and of collections, which carry their ids."""

from __future__ import annotations

from functools import cached_property

from ..collection import DynamicScopeCollection, url_scope, urn_scope
from ..representation import ScopeConstant


class GCSEndpointScopes(DynamicScopeCollection):
    """The scopes of a Connect Server endpoint, named by its id."""

    _scope_names = ("manage_collections",)

    @cached_property
    def manage_collections(self) -> ScopeConstant:
        """Configure the endpoint's collections."""
        return urn_scope(self.resource_server, "manage_collections")


class GCSCollectionScopes(DynamicScopeCollection):
    """The scopes of a collection, named by its id."""

    _scope_names = ("data_access", "https")

    @cached_property
    def data_access(self) -> ScopeConstant:
        """Reach the data of a mapped collection; a dependency of the transfer scope."""
        return url_scope(self.resource_server, "data_access")

    @cached_property
    def https(self) -> ScopeConstant:
        """Read and write the collection's files over HTTPS."""
        return url_scope(self.resource_server, "https")


# what version 3 of the API called them
GCSCollectionScopeBuilder = GCSCollectionScopes
GCSEndpointScopeBuilder = GCSEndpointScopes
