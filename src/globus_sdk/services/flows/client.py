"""The clients of the Flows service."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from ..._core.operation import awaited
from ...client import AsyncBaseClient, BaseClient
from ...scopes import FlowsScopes, Scope, SpecificFlowScopes
from ...scopes.data.flows import ScopesOfNoFlow
from . import flows, registered_apis, runs, web_inputs
from .consent import add_app_transfer_data_access_scope
from .errors import FlowsAPIError

if TYPE_CHECKING:
    from ..._core.apps import App, AsyncApp
    from ...authorizers import AsyncGlobusAuthorizer, GlobusAuthorizer
    from ...transport import AsyncTransport, RequestsTransport, RetryConfig


class FlowsClient(BaseClient):
    """A client of the Flows service; its parameters are those of
    :class:`~globus_sdk.BaseClient`.
    """

    service_name = "flows"
    error_class = FlowsAPIError
    scopes = FlowsScopes

    default_scope_requirements: list[Scope] = [FlowsScopes.all]

    create_flow = flows.create_flow
    get_flow = flows.get_flow
    list_flows = flows.list_flows
    update_flow = flows.update_flow
    delete_flow = flows.delete_flow
    validate_flow = flows.validate_flow

    list_runs = runs.list_runs
    get_run_logs = runs.get_run_logs
    get_run = runs.get_run
    get_run_definition = runs.get_run_definition
    cancel_run = runs.cancel_run
    update_run = runs.update_run
    delete_run = runs.delete_run

    get_registered_api = registered_apis.get_registered_api
    list_registered_apis = registered_apis.list_registered_apis

    list_web_inputs = web_inputs.list_web_inputs
    get_web_input = web_inputs.get_web_input
    respond_to_web_input = web_inputs.respond_to_web_input


class SpecificFlowClient(BaseClient):
    """Runs one flow, with a token for that flow alone.

    :param flow_id: the flow.

    The other parameters are those of :class:`~globus_sdk.BaseClient`.
    """

    service_name = "flows"
    error_class = FlowsAPIError
    scopes: SpecificFlowScopes = ScopesOfNoFlow()

    def __init__(
        self,
        flow_id: uuid.UUID | str,
        *,
        environment: str | None = None,
        app: App | None = None,
        app_scopes: list[Scope] | None = None,
        authorizer: GlobusAuthorizer | None = None,
        app_name: str | None = None,
        transport: RequestsTransport | None = None,
        retry_config: RetryConfig | None = None,
        transport_params: dict[str, Any] | None = None,
    ) -> None:
        self.flow_id = flow_id
        self.scopes = SpecificFlowScopes(flow_id)  # pyright: ignore[reportIncompatibleVariableOverride]
        super().__init__(
            environment=environment,
            app=app,
            app_scopes=app_scopes,
            authorizer=authorizer,
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
            transport_params=transport_params,
        )

    @property
    def default_scope_requirements(self) -> list[Scope]:
        """The scope to start runs of the flow."""
        return [self.scopes.user]

    add_app_transfer_data_access_scope = add_app_transfer_data_access_scope

    run_flow = runs.run_flow
    validate_run = runs.validate_run
    resume_run = runs.resume_run


class AsyncFlowsClient(AsyncBaseClient):
    """:class:`FlowsClient` for ``asyncio``; its parameters are those of
    :class:`~globus_sdk.AsyncBaseClient`.
    """

    service_name = "flows"
    error_class = FlowsAPIError
    scopes = FlowsScopes

    default_scope_requirements: list[Scope] = [FlowsScopes.all]

    create_flow = awaited(flows.create_flow)
    get_flow = awaited(flows.get_flow)
    list_flows = awaited(flows.list_flows)
    update_flow = awaited(flows.update_flow)
    delete_flow = awaited(flows.delete_flow)
    validate_flow = awaited(flows.validate_flow)

    list_runs = awaited(runs.list_runs)
    get_run_logs = awaited(runs.get_run_logs)
    get_run = awaited(runs.get_run)
    get_run_definition = awaited(runs.get_run_definition)
    cancel_run = awaited(runs.cancel_run)
    update_run = awaited(runs.update_run)
    delete_run = awaited(runs.delete_run)

    get_registered_api = awaited(registered_apis.get_registered_api)
    list_registered_apis = awaited(registered_apis.list_registered_apis)

    list_web_inputs = awaited(web_inputs.list_web_inputs)
    get_web_input = awaited(web_inputs.get_web_input)
    respond_to_web_input = awaited(web_inputs.respond_to_web_input)


class AsyncSpecificFlowClient(AsyncBaseClient):
    """:class:`SpecificFlowClient` for ``asyncio``.

    :param flow_id: the flow.

    The other parameters are those of :class:`~globus_sdk.AsyncBaseClient`.
    """

    service_name = "flows"
    error_class = FlowsAPIError
    scopes: SpecificFlowScopes = ScopesOfNoFlow()

    def __init__(
        self,
        flow_id: uuid.UUID | str,
        *,
        environment: str | None = None,
        app: App | AsyncApp | None = None,
        app_scopes: list[Scope] | None = None,
        authorizer: AsyncGlobusAuthorizer | GlobusAuthorizer | None = None,
        app_name: str | None = None,
        transport: AsyncTransport | None = None,
        retry_config: RetryConfig | None = None,
    ) -> None:
        self.flow_id = flow_id
        self.scopes = SpecificFlowScopes(flow_id)  # pyright: ignore[reportIncompatibleVariableOverride]
        super().__init__(
            environment=environment,
            app=app,
            app_scopes=app_scopes,
            authorizer=authorizer,
            app_name=app_name,
            transport=transport,
            retry_config=retry_config,
        )

    @property
    def default_scope_requirements(self) -> list[Scope]:
        """The scope to start runs of the flow."""
        return [self.scopes.user]

    add_app_transfer_data_access_scope = add_app_transfer_data_access_scope

    run_flow = awaited(runs.run_flow)
    validate_run = awaited(runs.validate_run)
    resume_run = awaited(runs.resume_run)
