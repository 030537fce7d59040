"""The scopes of Groups, and of Nexus, which came before it."""

from __future__ import annotations

from ..collection import StaticScopeCollection, urn_scope


class _GroupsScopes(StaticScopeCollection):
    resource_server = "groups.api.globus.org"

    all = urn_scope(resource_server, "all")
    view_my_groups_and_memberships = urn_scope(resource_server, "view_my_groups_and_memberships")


class _NexusScopes(StaticScopeCollection):
    resource_server = "nexus.api.globus.org"

    groups = urn_scope(resource_server, "groups")


GroupsScopes = _GroupsScopes()
NexusScopes = _NexusScopes()
