"""How recent a sign-in the management of projects and apps asks for."""

from __future__ import annotations

from datetime import timedelta

from armillary.auth.callers import MANAGE_PROJECTS, ApiCaller

CREATE_PROJECT_MAX_AGE = timedelta(minutes=5)
MANAGE_MAX_AGE = timedelta(minutes=30)


def may_create_projects(caller: ApiCaller) -> None:
    """Let pass who may manage projects and signed in within five minutes.

    :raises Forbidden: the token lacks ``manage_projects``
    :raises AuthorizationRequired: the sign-in is older
    """
    caller.require(MANAGE_PROJECTS)
    caller.require_fresh_session(CREATE_PROJECT_MAX_AGE, "Sign in again to create a project.")


def may_change(caller: ApiCaller) -> None:
    """Let pass who may manage projects and signed in within half an hour.

    :raises Forbidden: the token lacks ``manage_projects``
    :raises AuthorizationRequired: the sign-in is older
    """
    caller.require(MANAGE_PROJECTS)
    caller.require_fresh_session(MANAGE_MAX_AGE, "Sign in again to manage your projects and apps.")
