"""The scopes of Flows, and those of single flows, which carry the flow's id."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any

from ..collection import DynamicScopeCollection, StaticScopeCollection, url_scope
from ..representation import ScopeConstant


class _FlowsScopes(StaticScopeCollection):
    resource_server = "flows.globus.org"
    client_id = "eec9b274-0c81-4334-bdc2-54e90e689b9a"

    all = url_scope(client_id, "all")
    manage_flows = url_scope(client_id, "manage_flows")
    view_flows = url_scope(client_id, "view_flows")
    run = url_scope(client_id, "run")
    run_status = url_scope(client_id, "run_status")
    run_manage = url_scope(client_id, "run_manage")


FlowsScopes = _FlowsScopes()


class SpecificFlowScopes(DynamicScopeCollection):
    """The scope of one flow.

    :param flow_id: the flow's id.
    """

    _scope_names = ("user",)

    def __init__(self, flow_id: uuid.UUID | str) -> None:
        super().__init__(str(flow_id))

    @cached_property
    def user(self) -> ScopeConstant:
        """Start runs of the flow."""
        return url_scope(
            self.resource_server, f"flow_{self.resource_server.replace('-', '_')}_user"
        )


SpecificFlowScopeBuilder = SpecificFlowScopes  # what version 3 of the API called it

_NO_FLOW = "The class has no scopes and no resource_server: its instances have."


class ScopesOfNoFlow(SpecificFlowScopes):
    """What the class of flows' clients has, as long as no flow is named."""

    def __init__(self) -> None:
        super().__init__("")

    def __getattribute__(self, name: str) -> Any:
        if name in ("resource_server", "user"):
            raise AttributeError(_NO_FLOW)
        return super().__getattribute__(name)
