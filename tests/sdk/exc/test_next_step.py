"""What is advised about an error, below its traceback."""

from __future__ import annotations

import traceback
from typing import Any

import pytest

from globus_sdk import GlobusAPIError, TransferAPIError
from globus_sdk.testing import construct_error

SCOPE = "urn:x:all[*https://auth.globus.org/scopes/c/data_access]"
CONSENT = {"code": "ConsentRequired", "message": "m", "required_scopes": [SCOPE]}
SESSION = {
    "code": "AuthPolicyFailed",
    "message": "m",
    "authorization_parameters": {"session_message": "log in as x.org"},
}


def error(status: int, body: dict[str, Any], scheme: str | None = "Bearer") -> GlobusAPIError:
    headers = {"Authorization": f"{scheme} hush"} if scheme else {}
    return construct_error(
        http_status=status, body=body, error_class=TransferAPIError, request_headers=headers
    )


def notes(of: GlobusAPIError) -> list[str]:
    return getattr(of, "__notes__", [])


@pytest.mark.parametrize(
    ("made", "advice"),
    [
        (error(403, CONSENT), f"has yet to consent to: {SCOPE}"),
        (error(403, SESSION), "(log in as x.org)"),
        (error(401, {"code": "A", "message": "m"}), "does not accept the token"),
        (error(401, {"code": "A", "message": "m"}, None), "was not authorized"),
        (error(403, {"code": "PermissionDenied", "message": "m"}), "does not permit this"),
        (error(404, {"code": "EndpointNotFound", "message": "m"}), "endpoint_search"),
        (error(404, {"code": "TaskNotFound", "message": "m"}), "task_list"),
    ],
)
def test_the_next_step_is_said(made: GlobusAPIError, advice: str) -> None:
    (note,) = notes(made)
    assert advice in note
    shown = "".join(traceback.format_exception(made))
    assert note in shown
    assert "hush" not in shown


@pytest.mark.parametrize(
    "made",
    [
        error(500, {"code": "A", "message": "m"}),
        error(404, {"message": "m"}),
        error(401, {"error": "invalid_grant", "message": "m"}, None),
        error(401, {"error": "invalid_client", "message": "m"}, "Basic"),
        error(401, {"code": "A", "message": "m"}, "Basic"),
    ],
)
def test_nothing_is_said_where_it_is_not_known(made: GlobusAPIError) -> None:
    assert notes(made) == []


def test_the_service_says_itself_what_it_wants() -> None:
    assert str(error(403, CONSENT)).startswith("('GET', 'https://bogus-url/', 'Bearer', 403")
