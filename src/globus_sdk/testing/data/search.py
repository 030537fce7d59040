"""Answers of Search."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..models import RegisteredResponse, ResponseSet
from ._people import IDENTITY_ID, OTHER_IDENTITY_ID, SUBSCRIPTION_ID, made_id

Document = dict[str, Any]

answer = partial(RegisteredResponse, service="search")

INDEX_ID = made_id("search index")
TRIAL_ID = made_id("trial search index")
TASK_ID = made_id("search task")
ROLE_ID = made_id("search role")
REQUEST_ID = "8YxQw2nTb"
SUBJECT = "https://data.lab.example.org/raw/0001.tif"
MARKER = "bGFzdDowMDAx"

_VERSION = "2017-09-01"


def typed(data_type: str, **contents: Any) -> Document:
    """A document with its type."""
    return {"@datatype": data_type, "@version": _VERSION, **contents}


def index(index_id: str = INDEX_ID, **changes: Any) -> Document:
    """An index."""
    return typed(
        "GSearchIndex",
        **{
            "id": index_id,
            "display_name": "Microscope images",
            "description": "What the microscopes recorded",
            "creation_date": "2026-01-15 10:30:00",
            "status": "open",
            "is_trial": False,
            "subscription_id": SUBSCRIPTION_ID,
            "max_size_in_mb": 1024,
            "size_in_mb": 12,
            "num_subjects": 1200,
            "num_entries": 1250,
            **changes,
        },
    )


TRIAL = index(
    TRIAL_ID,
    display_name="Trial",
    description="A first try",
    is_trial=True,
    subscription_id=None,
    max_size_in_mb=1,
    size_in_mb=0,
    num_subjects=0,
    num_entries=0,
)
INDICES: list[Document] = [
    {**TRIAL, "permissions": ["owner"]},
    {**index(), "permissions": ["writer"]},
]
_ATTRIBUTES = (
    "subscription_id",
    "creation_date",
    "display_name",
    "description",
    "max_size_in_mb",
    "size_in_mb",
    "num_subjects",
    "num_entries",
    "permissions",
)


def role(
    role_id: str = ROLE_ID, *, identity_id: str = IDENTITY_ID, name: str = "writer"
) -> Document:
    """What somebody may do with the index."""
    return {
        "id": role_id,
        "index_id": INDEX_ID,
        "role_name": name,
        "principal": f"urn:globus:auth:identity:{identity_id}",
        "principal_type": "identity",
        "creation_date": "2026-01-15 10:30:00",
    }


ROLES = [role(), role(made_id("other search role"), identity_id=OTHER_IDENTITY_ID, name="admin")]
ENTRY: Document = {
    "content": {"foo": "bar", "sample": "moss"},
    "entry_id": None,
    "matched_principal_sets": [],
}
RESULT = typed("GMetaResult", subject=SUBJECT, entries=[ENTRY])
FOUND: Document = typed("GSearchResult", gmeta=[RESULT], count=1, total=1, has_next_page=False)
TASK: Document = {
    "task_id": TASK_ID,
    "index_id": INDEX_ID,
    "task_type": "INGEST",
    "state": "SUCCESS",
    "state_description": "The task is done",
    "message": None,
    "additional_details": None,
    "creation_date": "2026-01-15T10:30:00.000000",
    "completion_date": "2026-01-15T10:30:05.000000",
}

_PATH = f"/v1/index/{INDEX_ID}"
_ROLE = f"{_PATH}/role/{ROLE_ID}"
_KNOWN = {"index_id": INDEX_ID}
_SUBJECT_KNOWN = {**_KNOWN, "subject": SUBJECT}
_ROLE_KNOWN = {**_KNOWN, "identity_id": IDENTITY_ID, "role_id": ROLE_ID}


def refused(
    path: str, status: int, code: str, message: str, *, method: Any, **options: Any
) -> RegisteredResponse:
    """An error."""
    error_data = options.pop("error_data", None)
    document = typed("GError", code=code, message=message, status=status, request_id=REQUEST_ID)
    known = {} if error_data is None else {"error_data": error_data}
    return answer(path=path, method=method, status=status, json={**document, **known}, **options)


def _begun(action: str, *, method: Any = "POST", **known: Any) -> ResponseSet:
    """The answer to a call that begins a task."""
    return ResponseSet(
        metadata={**_KNOWN, **known, "task_id": TASK_ID},
        default=answer(
            path=f"{_PATH}/{action}",
            method=method,
            json={"task_id": TASK_ID, "acknowledged": True, "success": True},
        ),
    )


def _acknowledged(path: str, method: Any) -> RegisteredResponse:
    return answer(
        path=path,
        method=method,
        json={"index_id": INDEX_ID, "acknowledged": True},
        metadata=_KNOWN,
    )


ANSWERS: dict[str, ResponseSet] = {
    "create_index": ResponseSet(
        default=answer(
            path="/v1/index", method="POST", json=TRIAL, metadata={"index_id": TRIAL_ID}
        ),
        trial_limit=refused(
            "/v1/index",
            409,
            "Conflict.LimitExceeded",
            "You have as many trial indices as you may have.",
            method="POST",
            error_data={"cause": "There are 3 trial indices", "constraint": "At most 3"},
        ),
    ),
    "update_index": ResponseSet(
        default=answer(
            path=_PATH,
            method="PATCH",
            json=index(display_name="Images"),
            metadata={**_KNOWN, "display_name": "Images"},
        ),
        forbidden=refused(
            _PATH,
            403,
            "Forbidden.Generic",
            "You may not change this index.",
            method="PATCH",
            error_data={
                "cause": "You have no role on the index",
                "recommended_resolution": "Ask an administrator of the index for a role",
            },
            metadata=_KNOWN,
        ),
    ),
    "get_index": ResponseSet(metadata=_KNOWN, default=answer(path=_PATH, json=index())),
    "delete_index": ResponseSet(
        default=_acknowledged(_PATH, "DELETE"),
        delete_pending=refused(
            _PATH,
            409,
            "Conflict.IncompatibleIndexStatus",
            "The index is being deleted already.",
            method="DELETE",
            metadata=_KNOWN,
        ),
    ),
    "reopen_index": ResponseSet(
        default=_acknowledged(f"{_PATH}/reopen", "POST"),
        already_open=refused(
            f"{_PATH}/reopen",
            409,
            "Conflict.IncompatibleIndexStatus",
            "The index is open.",
            method="POST",
            metadata=_KNOWN,
        ),
    ),
    "index_list": ResponseSet(
        metadata={
            "index_ids": [one["id"] for one in INDICES],
            "index_attributes": {
                one["id"]: {name: one[name] for name in _ATTRIBUTES} for one in INDICES
            },
        },
        default=answer(path="/v1/index_list", json={"index_list": INDICES}),
    ),
    "create_role": ResponseSet(
        metadata=_ROLE_KNOWN,
        default=answer(
            path=f"{_PATH}/role",
            method="POST",
            json=role(),
            metadata={**_ROLE_KNOWN, "role_name": "writer"},
        ),
    ),
    "get_role_list": ResponseSet(
        metadata={
            **_KNOWN,
            "identity_ids": [IDENTITY_ID, OTHER_IDENTITY_ID],
            "role_ids": [one["id"] for one in ROLES],
        },
        default=answer(path=f"{_PATH}/role_list", json={"role_list": ROLES}),
    ),
    "delete_role": ResponseSet(
        metadata=_ROLE_KNOWN,
        default=answer(path=_ROLE, method="DELETE", json={"deleted": role(), "success": True}),
    ),
    "search": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=f"{_PATH}/search", json={**FOUND, "offset": 0}),
    ),
    "post_search": ResponseSet(
        metadata=_KNOWN,
        default=answer(path=f"{_PATH}/search", method="POST", json={**FOUND, "offset": 0}),
    ),
    "scroll": ResponseSet(
        metadata={**_KNOWN, "marker": MARKER},
        default=answer(path=f"{_PATH}/scroll", method="POST", json={**FOUND, "marker": MARKER}),
    ),
    "get_subject": ResponseSet(
        metadata=_SUBJECT_KNOWN,
        default=answer(path=f"{_PATH}/subject", json=RESULT),
        not_found=refused(
            f"{_PATH}/subject",
            404,
            "NotFound.Generic",
            f"There is no subject {SUBJECT}.",
            method="GET",
        ),
    ),
    "get_entry": ResponseSet(
        metadata=_SUBJECT_KNOWN, default=answer(path=f"{_PATH}/entry", json=RESULT)
    ),
    "ingest": _begun("ingest"),
    "create_entry": _begun("entry"),
    "update_entry": _begun("entry", method="PUT"),
    "delete_entry": _begun("entry", method="DELETE", subject=SUBJECT),
    "delete_subject": _begun("subject", method="DELETE", subject=SUBJECT),
    "delete_by_query": _begun("delete_by_query"),
    "batch_delete_by_subject": _begun("batch_delete_by_subject"),
    "get_task": ResponseSet(
        metadata={**_KNOWN, "task_id": TASK_ID},
        default=answer(path=f"/v1/task/{TASK_ID}", json=TASK),
    ),
    "get_task_list": ResponseSet(
        metadata={**_KNOWN, "task_ids": [TASK_ID]},
        default=answer(
            path=f"/v1/task_list/{INDEX_ID}", json={"index_id": INDEX_ID, "tasks": [TASK]}
        ),
    ),
}
