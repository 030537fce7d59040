"""The scopes of Search."""

from __future__ import annotations

from ..collection import StaticScopeCollection, urn_scope


class _SearchScopes(StaticScopeCollection):
    resource_server = "search.api.globus.org"

    all = urn_scope(resource_server, "all")
    globus_connect_server = urn_scope(resource_server, "globus_connect_server")
    ingest = urn_scope(resource_server, "ingest")
    search = urn_scope(resource_server, "search")


SearchScopes = _SearchScopes()
