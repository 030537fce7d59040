"""The clients of the Transfer service."""

from __future__ import annotations

from ..._core.operation import awaited
from ...client import AsyncBaseClient, BaseClient
from ...scopes import Scope, TransferScopes
from . import (
    bookmarks,
    endpoints,
    former,
    hosting,
    managed_endpoints,
    managed_tasks,
    operations,
    roles,
    sharing,
    submission,
    tasks,
    tunnels,
)
from .consent import add_app_data_access_scope
from .errors import TransferAPIError
from .transport import TRANSFER_DEFAULT_RETRY_CHECKS


class TransferClient(BaseClient):
    """A client of the Transfer service; its parameters are those of
    :class:`~globus_sdk.BaseClient`.
    """

    service_name = "transfer"
    base_path = "/v0.10/"
    error_class = TransferAPIError
    scopes = TransferScopes
    standard_retry_checks = TRANSFER_DEFAULT_RETRY_CHECKS

    default_scope_requirements: list[Scope] = [TransferScopes.all]

    add_app_data_access_scope = add_app_data_access_scope

    get_endpoint = endpoints.get_endpoint
    endpoint_search = endpoints.endpoint_search

    operation_ls = operations.operation_ls
    operation_stat = operations.operation_stat
    operation_mkdir = operations.operation_mkdir
    operation_rename = operations.operation_rename

    get_submission_id = submission.get_submission_id
    submit_transfer = submission.submit_transfer
    submit_delete = submission.submit_delete

    task_list = tasks.task_list
    get_task = tasks.get_task
    update_task = tasks.update_task
    cancel_task = tasks.cancel_task
    task_wait = tasks.task_wait
    task_event_list = tasks.task_event_list
    task_pause_info = tasks.task_pause_info
    task_successful_transfers = tasks.task_successful_transfers
    task_skipped_errors = tasks.task_skipped_errors

    update_endpoint = hosting.update_endpoint
    delete_endpoint = hosting.delete_endpoint
    create_shared_endpoint = hosting.create_shared_endpoint
    get_shared_endpoint_list = hosting.get_shared_endpoint_list
    my_shared_endpoint_list = hosting.my_shared_endpoint_list
    my_effective_pause_rule_list = hosting.my_effective_pause_rule_list
    endpoint_server_list = hosting.endpoint_server_list
    get_endpoint_server = hosting.get_endpoint_server
    set_subscription_id = hosting.set_subscription_id
    set_subscription_admin_verified = hosting.set_subscription_admin_verified

    endpoint_acl_list = sharing.endpoint_acl_list
    get_endpoint_acl_rule = sharing.get_endpoint_acl_rule
    add_endpoint_acl_rule = sharing.add_endpoint_acl_rule
    update_endpoint_acl_rule = sharing.update_endpoint_acl_rule
    delete_endpoint_acl_rule = sharing.delete_endpoint_acl_rule

    endpoint_role_list = roles.endpoint_role_list
    get_endpoint_role = roles.get_endpoint_role
    add_endpoint_role = roles.add_endpoint_role
    delete_endpoint_role = roles.delete_endpoint_role

    bookmark_list = bookmarks.bookmark_list
    get_bookmark = bookmarks.get_bookmark
    create_bookmark = bookmarks.create_bookmark
    update_bookmark = bookmarks.update_bookmark
    delete_bookmark = bookmarks.delete_bookmark

    create_tunnel = tunnels.create_tunnel
    update_tunnel = tunnels.update_tunnel
    get_tunnel = tunnels.get_tunnel
    delete_tunnel = tunnels.delete_tunnel
    list_tunnels = tunnels.list_tunnels
    get_tunnel_events = tunnels.get_tunnel_events
    get_stream_access_point = tunnels.get_stream_access_point

    endpoint_manager_monitored_endpoints = managed_endpoints.endpoint_manager_monitored_endpoints
    endpoint_manager_get_endpoint = managed_endpoints.endpoint_manager_get_endpoint
    endpoint_manager_hosted_endpoint_list = managed_endpoints.endpoint_manager_hosted_endpoint_list
    endpoint_manager_acl_list = managed_endpoints.endpoint_manager_acl_list
    endpoint_manager_pause_rule_list = managed_endpoints.endpoint_manager_pause_rule_list
    endpoint_manager_get_pause_rule = managed_endpoints.endpoint_manager_get_pause_rule
    endpoint_manager_create_pause_rule = managed_endpoints.endpoint_manager_create_pause_rule
    endpoint_manager_update_pause_rule = managed_endpoints.endpoint_manager_update_pause_rule
    endpoint_manager_delete_pause_rule = managed_endpoints.endpoint_manager_delete_pause_rule

    endpoint_manager_task_list = managed_tasks.endpoint_manager_task_list
    endpoint_manager_get_task = managed_tasks.endpoint_manager_get_task
    endpoint_manager_task_event_list = managed_tasks.endpoint_manager_task_event_list
    endpoint_manager_task_pause_info = managed_tasks.endpoint_manager_task_pause_info
    endpoint_manager_task_successful_transfers = (
        managed_tasks.endpoint_manager_task_successful_transfers
    )
    endpoint_manager_task_skipped_errors = managed_tasks.endpoint_manager_task_skipped_errors
    endpoint_manager_cancel_tasks = managed_tasks.endpoint_manager_cancel_tasks
    endpoint_manager_cancel_status = managed_tasks.endpoint_manager_cancel_status
    endpoint_manager_pause_tasks = managed_tasks.endpoint_manager_pause_tasks
    endpoint_manager_resume_tasks = managed_tasks.endpoint_manager_resume_tasks

    operation_symlink = former.operation_symlink
    create_endpoint = former.create_endpoint
    add_endpoint_server = former.add_endpoint_server
    update_endpoint_server = former.update_endpoint_server
    delete_endpoint_server = former.delete_endpoint_server
    endpoint_activate = former.endpoint_activate
    endpoint_autoactivate = former.endpoint_autoactivate
    endpoint_deactivate = former.endpoint_deactivate
    endpoint_get_activation_requirements = former.endpoint_get_activation_requirements


class AsyncTransferClient(AsyncBaseClient):
    """:class:`TransferClient` for ``asyncio``; its parameters are those of
    :class:`~globus_sdk.AsyncBaseClient`.
    """

    service_name = "transfer"
    base_path = "/v0.10/"
    error_class = TransferAPIError
    scopes = TransferScopes
    standard_retry_checks = TRANSFER_DEFAULT_RETRY_CHECKS

    default_scope_requirements: list[Scope] = [TransferScopes.all]

    add_app_data_access_scope = add_app_data_access_scope

    get_endpoint = awaited(endpoints.get_endpoint)
    endpoint_search = awaited(endpoints.endpoint_search)

    operation_ls = awaited(operations.operation_ls)
    operation_stat = awaited(operations.operation_stat)
    operation_mkdir = awaited(operations.operation_mkdir)
    operation_rename = awaited(operations.operation_rename)

    get_submission_id = awaited(submission.get_submission_id)
    submit_transfer = awaited(submission.submit_transfer)
    submit_delete = awaited(submission.submit_delete)

    task_list = awaited(tasks.task_list)
    get_task = awaited(tasks.get_task)
    update_task = awaited(tasks.update_task)
    cancel_task = awaited(tasks.cancel_task)
    task_wait = awaited(tasks.task_wait)
    task_event_list = awaited(tasks.task_event_list)
    task_pause_info = awaited(tasks.task_pause_info)
    task_successful_transfers = awaited(tasks.task_successful_transfers)
    task_skipped_errors = awaited(tasks.task_skipped_errors)

    update_endpoint = awaited(hosting.update_endpoint)
    delete_endpoint = awaited(hosting.delete_endpoint)
    create_shared_endpoint = awaited(hosting.create_shared_endpoint)
    get_shared_endpoint_list = awaited(hosting.get_shared_endpoint_list)
    my_shared_endpoint_list = awaited(hosting.my_shared_endpoint_list)
    my_effective_pause_rule_list = awaited(hosting.my_effective_pause_rule_list)
    endpoint_server_list = awaited(hosting.endpoint_server_list)
    get_endpoint_server = awaited(hosting.get_endpoint_server)
    set_subscription_id = awaited(hosting.set_subscription_id)
    set_subscription_admin_verified = awaited(hosting.set_subscription_admin_verified)

    endpoint_acl_list = awaited(sharing.endpoint_acl_list)
    get_endpoint_acl_rule = awaited(sharing.get_endpoint_acl_rule)
    add_endpoint_acl_rule = awaited(sharing.add_endpoint_acl_rule)
    update_endpoint_acl_rule = awaited(sharing.update_endpoint_acl_rule)
    delete_endpoint_acl_rule = awaited(sharing.delete_endpoint_acl_rule)

    endpoint_role_list = awaited(roles.endpoint_role_list)
    get_endpoint_role = awaited(roles.get_endpoint_role)
    add_endpoint_role = awaited(roles.add_endpoint_role)
    delete_endpoint_role = awaited(roles.delete_endpoint_role)

    bookmark_list = awaited(bookmarks.bookmark_list)
    get_bookmark = awaited(bookmarks.get_bookmark)
    create_bookmark = awaited(bookmarks.create_bookmark)
    update_bookmark = awaited(bookmarks.update_bookmark)
    delete_bookmark = awaited(bookmarks.delete_bookmark)

    create_tunnel = awaited(tunnels.create_tunnel)
    update_tunnel = awaited(tunnels.update_tunnel)
    get_tunnel = awaited(tunnels.get_tunnel)
    delete_tunnel = awaited(tunnels.delete_tunnel)
    list_tunnels = awaited(tunnels.list_tunnels)
    get_tunnel_events = awaited(tunnels.get_tunnel_events)
    get_stream_access_point = awaited(tunnels.get_stream_access_point)

    endpoint_manager_monitored_endpoints = awaited(
        managed_endpoints.endpoint_manager_monitored_endpoints
    )
    endpoint_manager_get_endpoint = awaited(managed_endpoints.endpoint_manager_get_endpoint)
    endpoint_manager_hosted_endpoint_list = awaited(
        managed_endpoints.endpoint_manager_hosted_endpoint_list
    )
    endpoint_manager_acl_list = awaited(managed_endpoints.endpoint_manager_acl_list)
    endpoint_manager_pause_rule_list = awaited(managed_endpoints.endpoint_manager_pause_rule_list)
    endpoint_manager_get_pause_rule = awaited(managed_endpoints.endpoint_manager_get_pause_rule)
    endpoint_manager_create_pause_rule = awaited(
        managed_endpoints.endpoint_manager_create_pause_rule
    )
    endpoint_manager_update_pause_rule = awaited(
        managed_endpoints.endpoint_manager_update_pause_rule
    )
    endpoint_manager_delete_pause_rule = awaited(
        managed_endpoints.endpoint_manager_delete_pause_rule
    )

    endpoint_manager_task_list = awaited(managed_tasks.endpoint_manager_task_list)
    endpoint_manager_get_task = awaited(managed_tasks.endpoint_manager_get_task)
    endpoint_manager_task_event_list = awaited(managed_tasks.endpoint_manager_task_event_list)
    endpoint_manager_task_pause_info = awaited(managed_tasks.endpoint_manager_task_pause_info)
    endpoint_manager_task_successful_transfers = awaited(
        managed_tasks.endpoint_manager_task_successful_transfers
    )
    endpoint_manager_task_skipped_errors = awaited(
        managed_tasks.endpoint_manager_task_skipped_errors
    )
    endpoint_manager_cancel_tasks = awaited(managed_tasks.endpoint_manager_cancel_tasks)
    endpoint_manager_cancel_status = awaited(managed_tasks.endpoint_manager_cancel_status)
    endpoint_manager_pause_tasks = awaited(managed_tasks.endpoint_manager_pause_tasks)
    endpoint_manager_resume_tasks = awaited(managed_tasks.endpoint_manager_resume_tasks)

    operation_symlink = awaited(former.operation_symlink)
    create_endpoint = awaited(former.create_endpoint)
    add_endpoint_server = awaited(former.add_endpoint_server)
    update_endpoint_server = awaited(former.update_endpoint_server)
    delete_endpoint_server = awaited(former.delete_endpoint_server)
    endpoint_activate = awaited(former.endpoint_activate)
    endpoint_autoactivate = awaited(former.endpoint_autoactivate)
    endpoint_deactivate = awaited(former.endpoint_deactivate)
    endpoint_get_activation_requirements = awaited(former.endpoint_get_activation_requirements)
