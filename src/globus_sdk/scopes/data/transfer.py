"""The scopes of Transfer."""

from __future__ import annotations

from ..collection import StaticScopeCollection, urn_scope


class _TransferScopes(StaticScopeCollection):
    resource_server = "transfer.api.globus.org"

    all = urn_scope(resource_server, "all")
    gcp_install = urn_scope(resource_server, "gcp_install")


TransferScopes = _TransferScopes()
