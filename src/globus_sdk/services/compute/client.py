"""The clients of the Compute service."""

from __future__ import annotations

from ..._core.operation import awaited
from ...client import AsyncBaseClient, BaseClient
from ...scopes import ComputeScopes, Scope
from . import version_2, version_3
from .errors import ComputeAPIError


class ComputeClientV2(BaseClient):
    """A client of version 2 of the Compute service; its parameters are those of
    :class:`~globus_sdk.BaseClient`.
    """

    service_name = "compute"
    error_class = ComputeAPIError
    scopes = ComputeScopes

    default_scope_requirements: list[Scope] = [ComputeScopes.all]

    get_version = version_2.get_version
    get_result_amqp_url = version_2.get_result_amqp_url
    register_endpoint = version_2.register_endpoint
    get_endpoint = version_2.get_endpoint
    get_endpoint_status = version_2.get_endpoint_status
    get_endpoints = version_2.get_endpoints
    delete_endpoint = version_2.delete_endpoint
    lock_endpoint = version_2.lock_endpoint
    register_function = version_2.register_function
    get_function = version_2.get_function
    delete_function = version_2.delete_function
    get_task = version_2.get_task
    get_task_batch = version_2.get_task_batch
    get_task_group = version_2.get_task_group
    submit = version_2.submit


class AsyncComputeClientV2(AsyncBaseClient):
    """:class:`ComputeClientV2` for ``asyncio``; its parameters are those of
    :class:`~globus_sdk.AsyncBaseClient`.
    """

    service_name = "compute"
    error_class = ComputeAPIError
    scopes = ComputeScopes

    default_scope_requirements: list[Scope] = [ComputeScopes.all]

    get_version = awaited(version_2.get_version)
    get_result_amqp_url = awaited(version_2.get_result_amqp_url)
    register_endpoint = awaited(version_2.register_endpoint)
    get_endpoint = awaited(version_2.get_endpoint)
    get_endpoint_status = awaited(version_2.get_endpoint_status)
    get_endpoints = awaited(version_2.get_endpoints)
    delete_endpoint = awaited(version_2.delete_endpoint)
    lock_endpoint = awaited(version_2.lock_endpoint)
    register_function = awaited(version_2.register_function)
    get_function = awaited(version_2.get_function)
    delete_function = awaited(version_2.delete_function)
    get_task = awaited(version_2.get_task)
    get_task_batch = awaited(version_2.get_task_batch)
    get_task_group = awaited(version_2.get_task_group)
    submit = awaited(version_2.submit)


class ComputeClientV3(BaseClient):
    """A client of version 3 of the Compute service; its parameters are those of
    :class:`~globus_sdk.BaseClient`.
    """

    service_name = "compute"
    error_class = ComputeAPIError
    scopes = ComputeScopes

    default_scope_requirements: list[Scope] = [ComputeScopes.all]

    register_endpoint = version_3.register_endpoint
    update_endpoint = version_3.update_endpoint
    lock_endpoint = version_3.lock_endpoint
    get_endpoint_allowlist = version_3.get_endpoint_allowlist
    register_function = version_3.register_function
    submit = version_3.submit


class AsyncComputeClientV3(AsyncBaseClient):
    """:class:`ComputeClientV3` for ``asyncio``; its parameters are those of
    :class:`~globus_sdk.AsyncBaseClient`.
    """

    service_name = "compute"
    error_class = ComputeAPIError
    scopes = ComputeScopes

    default_scope_requirements: list[Scope] = [ComputeScopes.all]

    register_endpoint = awaited(version_3.register_endpoint)
    update_endpoint = awaited(version_3.update_endpoint)
    lock_endpoint = awaited(version_3.lock_endpoint)
    get_endpoint_allowlist = awaited(version_3.get_endpoint_allowlist)
    register_function = awaited(version_3.register_function)
    submit = awaited(version_3.submit)
