"""Submitting tasks."""

from __future__ import annotations

from ...models import RegisteredResponse, ResponseSet
from .._people import COLLECTION_ID, made_id
from .shapes import REQUEST_ID, answer, no_consent, no_such_endpoint, refused, result

SUBMISSION_ID = made_id("submission")
TASK_ID = made_id("task")

_TRANSFER, _DELETE = "/v0.10/transfer", "/v0.10/delete"
_KNOWN = {"submission_id": SUBMISSION_ID, "task_id": TASK_ID}
_LINK = {
    "DATA_TYPE": "link",
    "href": f"/v0.10/task/{TASK_ID}?format=json",
    "rel": "related",
    "resource": "task",
    "title": "related task",
}


def accepted(kind: str, code: str = "Accepted") -> RegisteredResponse:
    """The answer to a submission that became a task, now or before."""
    message = (
        f"The {kind} has been accepted and a task has been created and queued for execution"
        if code == "Accepted"
        else f"This submission was accepted before; its task is {TASK_ID}"
    )
    path = f"/v0.10/{kind}"
    document = result(path, code, message, data_type=f"{kind}_result", task_link=_LINK, **_KNOWN)
    return answer(path=path, method="POST", json=document)


ANSWERS: dict[str, ResponseSet] = {
    "get_submission_id": ResponseSet(
        metadata={"submission_id": SUBMISSION_ID},
        default=answer(
            path="/v0.10/submission_id",
            json={"DATA_TYPE": "submission_id", "value": SUBMISSION_ID},
        ),
    ),
    "submit_transfer": ResponseSet(
        metadata=_KNOWN,
        default=accepted("transfer"),
        failure=refused(
            _TRANSFER,
            400,
            "ClientError.BadRequest.NoTransferItems",
            "A transfer requires at least one item",
            method="POST",
            metadata={"request_id": REQUEST_ID},
        ),
        duplicate=accepted("transfer", "Duplicate"),
        consent_required=no_consent(_TRANSFER, COLLECTION_ID, method="POST"),
        permission_denied=refused(
            _TRANSFER,
            403,
            "PermissionDenied",
            "You may not write to the destination.",
            method="POST",
        ),
        endpoint_not_found=no_such_endpoint(_TRANSFER, COLLECTION_ID, method="POST"),
    ),
    "submit_delete": ResponseSet(
        metadata=_KNOWN,
        default=accepted("delete"),
        duplicate=accepted("delete", "Duplicate"),
        consent_required=no_consent(_DELETE, COLLECTION_ID, method="POST"),
    ),
}
