"""The scopes of Compute."""

from __future__ import annotations

from ..collection import StaticScopeCollection, url_scope


class _ComputeScopes(StaticScopeCollection):
    resource_server = "funcx_service"
    client_id = "facd7ccc-c5f4-42aa-916b-a0e270e2c2a9"

    all = url_scope(client_id, "all")


ComputeScopes = _ComputeScopes()
