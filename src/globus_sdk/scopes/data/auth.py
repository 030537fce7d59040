"""The scopes of Auth."""

from __future__ import annotations

from ..collection import StaticScopeCollection, urn_scope
from ..representation import ScopeConstant


class _AuthScopes(StaticScopeCollection):
    resource_server = "auth.globus.org"

    openid = ScopeConstant("openid")
    email = ScopeConstant("email")
    profile = ScopeConstant("profile")
    manage_projects = urn_scope(resource_server, "manage_projects")
    view_authentications = urn_scope(resource_server, "view_authentications")
    view_clients = urn_scope(resource_server, "view_clients")
    view_clients_and_scopes = urn_scope(resource_server, "view_clients_and_scopes")
    view_consents = urn_scope(resource_server, "view_consents")
    view_identities = urn_scope(resource_server, "view_identities")
    view_identity_set = urn_scope(resource_server, "view_identity_set")


AuthScopes = _AuthScopes()
