"""The scopes of the services that have fixed names."""

from __future__ import annotations

from ..collection import StaticScopeCollection, url_scope, urn_scope
from ..representation import ScopeConstant

_AUTH = "auth.globus.org"
_FLOWS_CLIENT = "eec9b274-0c81-4334-bdc2-54e90e689b9a"
_COMPUTE_CLIENT = "facd7ccc-c5f4-42aa-916b-a0e270e2c2a9"
_GROUPS = "groups.api.globus.org"
_NEXUS = "nexus.api.globus.org"
_SEARCH = "search.api.globus.org"
_TIMERS = "524230d7-ea86-4a52-8312-86065a9e0417"
_TRANSFER = "transfer.api.globus.org"


class _AuthScopes(StaticScopeCollection):
    resource_server = _AUTH

    openid = ScopeConstant("openid")
    email = ScopeConstant("email")
    profile = ScopeConstant("profile")
    manage_projects = urn_scope(_AUTH, "manage_projects")
    view_authentications = urn_scope(_AUTH, "view_authentications")
    view_clients = urn_scope(_AUTH, "view_clients")
    view_clients_and_scopes = urn_scope(_AUTH, "view_clients_and_scopes")
    view_consents = urn_scope(_AUTH, "view_consents")
    view_identities = urn_scope(_AUTH, "view_identities")
    view_identity_set = urn_scope(_AUTH, "view_identity_set")


class _ComputeScopes(StaticScopeCollection):
    resource_server = "funcx_service"

    all = url_scope(_COMPUTE_CLIENT, "all")


class _FlowsScopes(StaticScopeCollection):
    resource_server = "flows.globus.org"

    all = url_scope(_FLOWS_CLIENT, "all")
    manage_flows = url_scope(_FLOWS_CLIENT, "manage_flows")
    view_flows = url_scope(_FLOWS_CLIENT, "view_flows")
    run = url_scope(_FLOWS_CLIENT, "run")
    run_status = url_scope(_FLOWS_CLIENT, "run_status")
    run_manage = url_scope(_FLOWS_CLIENT, "run_manage")


class _GroupsScopes(StaticScopeCollection):
    resource_server = _GROUPS

    all = urn_scope(_GROUPS, "all")
    view_my_groups_and_memberships = urn_scope(_GROUPS, "view_my_groups_and_memberships")


class _NexusScopes(StaticScopeCollection):
    resource_server = _NEXUS

    groups = urn_scope(_NEXUS, "groups")


class _SearchScopes(StaticScopeCollection):
    resource_server = _SEARCH

    all = urn_scope(_SEARCH, "all")
    globus_connect_server = urn_scope(_SEARCH, "globus_connect_server")
    ingest = urn_scope(_SEARCH, "ingest")
    search = urn_scope(_SEARCH, "search")


class _TimersScopes(StaticScopeCollection):
    resource_server = _TIMERS

    timer = url_scope(_TIMERS, "timer")


class _TransferScopes(StaticScopeCollection):
    resource_server = _TRANSFER

    all = urn_scope(_TRANSFER, "all")
    gcp_install = urn_scope(_TRANSFER, "gcp_install")


AuthScopes = _AuthScopes()
ComputeScopes = _ComputeScopes()
FlowsScopes = _FlowsScopes()
GroupsScopes = _GroupsScopes()
NexusScopes = _NexusScopes()
SearchScopes = _SearchScopes()
TimersScopes = _TimersScopes()
TransferScopes = _TransferScopes()
