"""What to do about an error of a service: a note below the traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.json import as_object

if TYPE_CHECKING:
    from .api import GlobusAPIError

_UNAUTHORIZED = "The request was not authorized: give the client an app or an authorizer."
_REFUSED = (
    "The service does not accept the token; it may have expired, or be for another service. "
    "Log in again."
)
_FORBIDDEN = (
    "The login works, but does not permit this. Ask those who manage the resource for a role or a "
    "permission, log in with another identity, or ask for a further scope."
)
_BY_CODE = {
    "EndpointNotFound": (
        "No endpoint or collection has this id, or it was deleted; "
        "TransferClient.endpoint_search finds ids by name."
    ),
    "TaskNotFound": "No task of this user has this id; TransferClient.task_list lists them.",
}


def next_step(error: GlobusAPIError, scheme: str | None) -> str | None:
    """The next step, or None where it is not known.

    :param error: the error.
    :param scheme: how the request was authorized.
    """
    return (
        _consent(error)
        or _session(error)
        or _by_status(error, scheme)
        or (_BY_CODE.get(error.code) if error.code else None)
    )


def _consent(error: GlobusAPIError) -> str | None:
    scopes = error.info.consent_required.required_scopes
    if not scopes:
        return None
    return (
        f"The user has yet to consent to: {' '.join(scopes)}\n"
        "Add the scopes to those of the app (client.add_app_scope) or of the login flow "
        "(oauth2_start_flow), and log in again."
    )


def _session(error: GlobusAPIError) -> str | None:
    wanted = error.info.authorization_parameters
    if not wanted:
        return None
    why = f" ({wanted.session_message})" if wanted.session_message else ""
    return (
        f"The service wants the user to log in anew{why}; "
        "globus_sdk.gare.to_gare(error).authorization_parameters says how."
    )


def _by_status(error: GlobusAPIError, scheme: str | None) -> str | None:
    if error.http_status == 403:
        return _FORBIDDEN
    if error.http_status != 401 or _is_of_the_token_endpoint(error):
        return None
    return {None: _UNAUTHORIZED, "bearer": _REFUSED}.get(scheme and scheme.lower())


def _is_of_the_token_endpoint(error: GlobusAPIError) -> bool:
    """Whether it is about a code, a refresh token or a client (RFC 6749, section 5.2)."""
    document = as_object(error.raw_json) or {}
    return document.get("error") in ("invalid_client", "invalid_grant")
