"""The parameters of the authorize URL that every login client has."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Literal

from ...._core.encoding import comma_joined
from ...._missing import MISSING, MissingType, present
from ..tokens import LoginContext, started_flow

Ids = uuid.UUID | str | Iterable[uuid.UUID | str]


def oauth2_get_authorize_url(
    self: LoginContext,
    *,
    session_required_identities: Ids | MissingType = MISSING,
    session_required_single_domain: str | Iterable[str] | MissingType = MISSING,
    session_required_policies: Ids | MissingType = MISSING,
    session_required_mfa: bool | MissingType = MISSING,
    session_message: str | MissingType = MISSING,
    prompt: Literal["login"] | MissingType = MISSING,
    query_params: dict[str, Any] | None = None,
) -> str:
    """Where the user has to go to log in, after ``oauth2_start_flow``.

    :param session_required_identities: the identities that have to be in the session.
    :param session_required_single_domain: the domains, one of which has to be.
    :param session_required_policies: the policies that the session has to meet.
    :param session_required_mfa: whether a second factor is needed.
    :param session_message: what to tell the user.
    :param prompt: ``login`` asks even a user who is logged in.
    :param query_params: further parameters of the URL.
    :raises GlobusSDKUsageError: no flow was started.
    """
    flow = started_flow(self, "ask for an authorize URL")
    session = {
        "session_required_identities": comma_joined(session_required_identities),
        "session_required_single_domain": comma_joined(session_required_single_domain),
        "session_required_policies": comma_joined(session_required_policies),
        "session_required_mfa": session_required_mfa,
        "session_message": session_message,
        "prompt": prompt,
    }
    asked = {key: value for key, value in present(session).items() if value is not None}
    return flow.get_authorize_url({**asked, **(query_params or {})})
