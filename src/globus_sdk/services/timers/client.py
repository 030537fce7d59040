"""The clients of the Timers service."""

from __future__ import annotations

from ..._core.operation import awaited
from ...client import AsyncBaseClient, BaseClient
from ...scopes import Scope, TimersScopes
from . import consent, jobs
from .errors import TimersAPIError


class TimersClient(BaseClient):
    """A client of the Timers service; its parameters are those of
    :class:`~globus_sdk.BaseClient`.
    """

    service_name = "timer"
    error_class = TimersAPIError
    scopes = TimersScopes

    default_scope_requirements: list[Scope] = [TimersScopes.timer]

    add_app_transfer_data_access_scope = consent.add_app_transfer_data_access_scope
    add_app_flow_user_scope = consent.add_app_flow_user_scope

    list_jobs = jobs.list_jobs
    get_job = jobs.get_job
    create_timer = jobs.create_timer
    create_job = jobs.create_job
    update_job = jobs.update_job
    delete_job = jobs.delete_job
    pause_job = jobs.pause_job
    resume_job = jobs.resume_job


class AsyncTimersClient(AsyncBaseClient):
    """:class:`TimersClient` for ``asyncio``; its parameters are those of
    :class:`~globus_sdk.AsyncBaseClient`.
    """

    service_name = "timer"
    error_class = TimersAPIError
    scopes = TimersScopes

    default_scope_requirements: list[Scope] = [TimersScopes.timer]

    add_app_transfer_data_access_scope = consent.add_app_transfer_data_access_scope
    add_app_flow_user_scope = consent.add_app_flow_user_scope

    list_jobs = awaited(jobs.list_jobs)
    get_job = awaited(jobs.get_job)
    create_timer = awaited(jobs.create_timer)
    create_job = awaited(jobs.create_job)
    update_job = awaited(jobs.update_job)
    delete_job = awaited(jobs.delete_job)
    pause_job = awaited(jobs.pause_job)
    resume_job = awaited(jobs.resume_job)
