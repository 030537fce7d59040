"""What Transfer answers when it can't do what it was asked (``code`` and HTTP status).

Each becomes ``{"code", "message", "request_id", "resource"}``; clients read nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from armillary.core.errors import ArmillaryError

TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all"


class TransferError(ArmillaryError):
    """An error that Transfer shows to its caller."""

    def extra_fields(self) -> dict[str, Any]:
        """Further members of the error document."""
        return {}


class AuthenticationFailed(TransferError):
    """No token, or one that is unknown, expired, revoked or for another service."""

    code = "ClientError.AuthenticationFailed"
    status = 401


class BadRequest(TransferError):
    """The request can't be understood; the message names the field."""

    code = "ClientError.BadRequest"
    status = 400


class NoSubscription(BadRequest):
    """The service has no subscriptions; the hosted one gives these errors a plain code."""

    code = "BadRequest"


class InvalidPath(TransferError):
    """A path that does not have the form that is needed here."""

    code = "InvalidPath"
    status = 400


class NoTransferItems(TransferError):
    """A submission without items."""

    code = "ClientError.BadRequest.NoTransferItems"
    status = 400


class PermissionDenied(TransferError):
    """The caller is known and may not do this."""

    code = "PermissionDenied"
    status = 403


class EndpointNotFound(TransferError):
    """No collection has this id, or none that the caller may know of."""

    code = "EndpointNotFound"
    status = 404


class EndpointDeleted(TransferError):
    """The collection with this id was deleted."""

    code = "EndpointDeleted"
    status = 404


class AccessRuleNotFound(TransferError):
    """The collection has no access rule with this id."""

    code = "AccessRuleNotFound"
    status = 404


class RoleNotFound(TransferError):
    """Nobody was given a role with this id on the collection."""

    code = "RoleNotFound"
    status = 404


class BookmarkNotFound(TransferError):
    """No bookmark of the caller has this id."""

    code = "BookmarkNotFound"
    status = 404


class PauseRuleNotFound(TransferError):
    """No pause rule has this id, or none that the caller may know of."""

    code = "PauseRuleNotFound"
    status = 404


class TaskNotFound(TransferError):
    """No task of the caller has this id."""

    code = "TaskNotFound"
    status = 404


class WebhookNotFound(TransferError):
    """No webhook of the caller has this id."""

    code = "WebhookNotFound"
    status = 404


class ResourceNotFound(TransferError):
    """No such path of the API."""

    code = "ClientError.NotFound"
    status = 404


class Conflict(TransferError):
    """The request contradicts what is already there."""

    code = "Conflict"
    status = 409


class Exists(TransferError):
    """There is such a thing already."""

    code = "Exists"
    status = 409


class OperationPaused(TransferError):
    """A manager of the collection has paused this operation for now."""

    code = "OperationPaused"
    status = 409


class NotSupported(TransferError):
    """This kind of collection can't do this."""

    code = "NotSupported"
    status = 409


class TooManyUnconnected(TransferError):
    """The caller has as many personal collections that never were connected as one may have."""

    code = "TooManyUnconnected"
    status = 409


class TooManyWebhooks(TransferError):
    """The caller has as many webhooks as one may have."""

    code = "TooManyWebhooks"
    status = 409


class TooManyNotifications(TransferError):
    """The caller has had as many people notified by mail as one may within an hour.

    Not 429: clients repeat that by themselves for a minute, which is no hour, and the rule can be
    made at once without the mail.
    """

    code = "TooManyNotifications"
    status = 400


class TooManyStreams(TransferError):
    """The caller has as many event streams open as one may have."""

    code = "TooManyStreams"
    status = 429


class NotImplementedHere(TransferError):
    """Part of the API that this service does not have."""

    code = "NotImplemented"
    status = 501


class ServiceUnavailable(TransferError):
    """The database does not answer, or is full; clients retry."""

    code = "ServiceUnavailable"
    status = 503


class StorageFault(TransferError):
    """A node's storage refused or failed; code and status depend on the operation."""

    def __init__(self, message: str, *, code: str, status: int) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


class ConsentRequired(TransferError):
    """The person has not consented to what a collection asks for.

    :param required_scopes: scopes to ask for in a new login
    """

    code = "ConsentRequired"
    status = 403

    def __init__(self, message: str, *, required_scopes: Sequence[str]) -> None:
        super().__init__(message)
        self.required_scopes = list(required_scopes)

    def extra_fields(self) -> dict[str, Any]:
        return {
            "required_scopes": self.required_scopes,
            "authorization_parameters": {
                "required_scopes": self.required_scopes,
                "session_message": self.message,
            },
        }


class SessionRequired(TransferError):
    """Nobody has signed in lately enough for a high assurance collection.

    :param identity_id: who is to sign in
    """

    code = "AuthorizationRequired"
    status = 403

    def __init__(self, message: str, *, identity_id: str) -> None:
        super().__init__(message)
        self.identity_id = identity_id

    def extra_fields(self) -> dict[str, Any]:
        return {
            "authorization_parameters": {
                "session_required_identities": [self.identity_id],
                "session_message": self.message,
                # Without it the sign-in that is too old would do: it is in the browser's session.
                "prompt": "login",
            }
        }


def data_access_scope(collection_id: str) -> str:
    """The scope with which a person lets Transfer at a mapped collection's files."""
    return f"https://auth.globus.org/scopes/{collection_id}/data_access"


def data_access_required(collection_id: str) -> ConsentRequired:
    """The error of a mapped collection without ``data_access`` consent."""
    scope = f"{TRANSFER_ALL}[*{data_access_scope(collection_id)}]"
    # Clients match this very sentence.
    return ConsentRequired("Missing required data_access consent", required_scopes=[scope])
