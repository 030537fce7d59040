"""The clients of the Transfer service."""

from __future__ import annotations

from ..._core.operation import awaited
from ...client import AsyncBaseClient, BaseClient
from ...scopes import Scope, TransferScopes
from . import endpoints, operations, submission, tasks
from .errors import TransferAPIError
from .retry import TRANSFER_DEFAULT_RETRY_CHECKS


class TransferClient(BaseClient):
    """A client of the Transfer service; its parameters are those of
    :class:`~globus_sdk.BaseClient`.
    """

    service_name = "transfer"
    error_class = TransferAPIError
    scopes = TransferScopes
    standard_retry_checks = TRANSFER_DEFAULT_RETRY_CHECKS

    default_scope_requirements: list[Scope] = [TransferScopes.all]

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


class AsyncTransferClient(AsyncBaseClient):
    """:class:`TransferClient` for ``asyncio``; its parameters are those of
    :class:`~globus_sdk.AsyncBaseClient`.
    """

    service_name = "transfer"
    error_class = TransferAPIError
    scopes = TransferScopes
    standard_retry_checks = TRANSFER_DEFAULT_RETRY_CHECKS

    default_scope_requirements: list[Scope] = [TransferScopes.all]

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
