"""The clients of the Transfer service."""

from __future__ import annotations

from ...client import BaseClient
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
