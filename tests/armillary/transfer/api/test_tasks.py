from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from armillary.core.ids import new_id
from armillary.transfer import outcome
from armillary.transfer.errors import TRANSFER_ALL
from armillary.transfer.events import add_event
from armillary.transfer.model import Task
from tests.armillary.transfer.conftest import Person, TransferService


@pytest.fixture
def ann(service: TransferService) -> Person:
    return service.person("ann@example.org")


def submission(service: TransferService, owner: Person, **changes: Any) -> dict[str, Any]:
    collection = service.collection(owner, "c")
    return {
        "DATA_TYPE": "transfer",
        "submission_id": new_id(),
        "source_endpoint": collection,
        "destination_endpoint": collection,
        "DATA": [{"DATA_TYPE": "transfer_item", "source_path": "/a", "destination_path": "/b"}],
    } | changes


def submit(service: TransferService, person: Person, body: dict[str, Any]) -> dict[str, Any]:
    response = service.client.post("/v0.10/transfer", json=body, headers=person.headers)
    assert response.status_code == 202, response.text
    document: dict[str, Any] = response.json()
    return document


def call(service: TransferService, person: Person, method: str, path: str, **kw: Any) -> Any:
    response = service.client.request(method, f"/v0.10{path}", headers=person.headers, **kw)
    return response.json() | {"http": response.status_code}


def test_a_submission_becomes_a_queued_task(service: TransferService, ann: Person) -> None:
    answer = submit(service, ann, submission(service, ann, label="mine"))
    assert (answer["code"], answer["DATA_TYPE"]) == ("Accepted", "transfer_result")
    task = call(service, ann, "GET", f"/task/{answer['task_id']}")
    assert (task["status"], task["nice_status"], task["label"]) == ("ACTIVE", "Queued", "mine")
    assert task["completion_time"] is None
    assert task["source_endpoint_display_name"] == "c"


def test_a_repeated_submission_is_the_same_task(service: TransferService, ann: Person) -> None:
    body = submission(service, ann)
    first, second = submit(service, ann, body), submit(service, ann, body)
    assert second["code"] == "Duplicate"
    assert first["task_id"] == second["task_id"]
    changed = body | {"label": "other"}
    response = service.client.post("/v0.10/transfer", json=changed, headers=ann.headers)
    assert (response.status_code, response.json()["code"]) == (409, "Conflict")


def test_tasks_of_others_do_not_exist(service: TransferService, ann: Person) -> None:
    task_id = submit(service, ann, submission(service, ann))["task_id"]
    eve = service.person("eve")
    for method, path in (("GET", ""), ("POST", "/cancel"), ("GET", "/event_list"), ("PUT", "")):
        answer = call(service, eve, method, f"/task/{task_id}{path}", json={})
        assert (answer["http"], answer["code"]) == (404, "TaskNotFound")
    assert call(service, eve, "GET", "/task_list")["total"] == 0


def test_cancelling_a_task_that_no_worker_holds_ends_it(
    service: TransferService, ann: Person
) -> None:
    task_id = submit(service, ann, submission(service, ann))["task_id"]
    # Clients send no body and no content type.
    assert call(service, ann, "POST", f"/task/{task_id}/cancel")["code"] == "Canceled"
    task = call(service, ann, "GET", f"/task/{task_id}")
    assert (task["status"], task["fatal_error"]["code"]) == ("FAILED", "CANCELED")
    assert task["completion_time"] is not None
    assert call(service, ann, "POST", f"/task/{task_id}/cancel")["code"] == "TaskComplete"
    assert call(service, ann, "PUT", f"/task/{task_id}", json={"label": "x"})["http"] == 409


def test_update_changes_what_is_sent_and_nothing_else(
    service: TransferService, ann: Person
) -> None:
    task_id = submit(service, ann, submission(service, ann, label="old"))["task_id"]
    change = {"DATA_TYPE": "task", "deadline": "2031-02-03 04:05:06"}
    assert call(service, ann, "PUT", f"/task/{task_id}", json=change)["code"] == "Updated"
    call(service, ann, "PUT", f"/task/{task_id}", json={"label": None})
    task = call(service, ann, "GET", f"/task/{task_id}")
    assert (task["deadline"], task["label"]) == ("2031-02-03T04:05:06+00:00", None)


def test_lists_filter_order_project_and_page(service: TransferService, ann: Person) -> None:
    ids = [
        submit(service, ann, submission(service, ann, label=label))["task_id"]
        for label in ("alpha", "beta", "100%")
    ]
    call(service, ann, "POST", f"/task/{ids[0]}/cancel")

    def listed(query: str) -> list[int]:
        answer = call(service, ann, "GET", f"/task_list?{query}")
        return [ids.index(doc["task_id"]) for doc in answer["DATA"]]

    assert listed("") == [2, 1, 0]
    assert listed("orderby=request_time ASC") == [0, 1, 2]
    assert listed("filter=status:ACTIVE/type:TRANSFER,DELETE") == [2, 1]
    assert listed("filter=label:~*a*") == [1, 0]
    assert listed("filter=label:!beta") == [2, 0]
    assert listed("filter=label:~100%25") == [2]
    assert listed("filter=label:~ALPHA,be?a") == [1, 0]
    assert listed("filter=label:!~*a*") == [2]
    assert listed("filter=label:=alpha,beta") == [1, 0]
    assert listed(r"filter=label:~*\*") == []
    assert listed("filter=label:alpha&filter=label:beta/status:ACTIVE") == [1, 0]
    assert listed("filter=label:alpha&filter=label:beta/status:FAILED") == [0]
    assert listed("filter=") == [2, 1, 0]
    assert listed("filter=deadline:2020-01-01,2020-01-02") == []
    assert listed(f"filter=source_endpoint:{new_id()}") == []
    assert listed("orderby=label DESC,request_time") == [1, 0, 2]
    assert listed(f"filter=task_id:{ids[1]}") == [1]
    assert listed("limit=1&offset=1") == [1]
    assert listed("filter=request_time:2020-01-01,2020-01-02") == []
    answer = call(service, ann, "GET", "/task_list?fields=task_id&limit=1")
    assert answer["DATA"] == [{"DATA_TYPE": "task", "task_id": ids[2]}]
    assert (answer["total"], answer["length"], answer["has_next_page"]) == (3, 1, True)


def test_events_are_paged_newest_first(service: TransferService, ann: Person) -> None:
    task_id = submit(service, ann, submission(service, ann))["task_id"]
    with service.database.write() as session:
        for number in range(3):
            add_event(session, task_id, f"E{number}", description="", is_error=number == 1)
    path = f"/task/{task_id}/event_list"
    answer = call(service, ann, "GET", f"{path}?limit=2&filter=")
    assert [doc["code"] for doc in answer["DATA"]] == ["E2", "E1"]
    assert answer["total"] == 3
    errors = call(service, ann, "GET", f"{path}?filter=is_error:1")["DATA"]
    assert [doc["code"] for doc in errors] == ["E1"]
    assert call(service, ann, "GET", f"{path}?filter=code:E1")["http"] == 400


def test_waiting_tasks_tell_their_place_in_the_queue(service: TransferService, ann: Person) -> None:
    ids = [submit(service, ann, submission(service, ann))["task_id"] for _ in range(3)]
    bob = service.person("bob")
    submit(service, bob, submission(service, bob))
    for number, task_id in enumerate(ids, 1):
        details = call(service, ann, "GET", f"/task/{task_id}")["nice_status_details"]
        assert details.startswith(f"Number {number} in your queue")
    listed = call(service, ann, "GET", "/task_list")["DATA"]
    assert [task["nice_status_details"].split()[1] for task in listed] == ["3", "2", "1"]


SCOPE = "https://auth.globus.org/scopes/0a000000-0000-4000-8000-000000000000/data_access"
NEEDED = {"required_scopes": [f"{TRANSFER_ALL}[*{SCOPE}]"], "session_message": "Please consent"}


def waiting(service: TransferService, owner: Person, parameters: dict[str, Any]) -> str:
    """A task that waits for its owner."""
    task_id: str = submit(service, owner, submission(service, owner))["task_id"]
    with service.database.write() as session:
        task = session.get(Task, task_id)
        assert task is not None
        outcome.wait_for_owner(session, task, "CONSENT_REQUIRED", "Consent, please.", parameters)
    return task_id


def test_an_inactive_task_says_what_it_needs_and_goes_on_with_it(
    service: TransferService, ann: Person
) -> None:
    task_id = waiting(service, ann, NEEDED)
    task = call(service, ann, "GET", f"/task/{task_id}")
    assert (task["status"], task["nice_status"]) == ("INACTIVE", "CONSENT_REQUIRED")
    assert (task["is_ok"], task["faults"]) == (False, 1)
    assert task["authorization_parameters"] == NEEDED
    service.callers[ann.id] = replace(
        service.callers[ann.id], dependent_scopes={TRANSFER_ALL: frozenset({SCOPE})}
    )
    task = call(service, ann, "GET", f"/task/{task_id}")
    assert (task["status"], task["nice_status"]) == ("ACTIVE", "Queued")
    assert "authorization_parameters" not in task
    events = call(service, ann, "GET", f"/task/{task_id}/event_list")["DATA"]
    assert [event["code"] for event in events] == ["UNPAUSED", "CONSENT_REQUIRED"]


def test_a_task_that_waits_for_a_session_is_resumed_by_hand(
    service: TransferService, ann: Person
) -> None:
    task_id = waiting(service, ann, {"session_required_mfa": True})
    assert call(service, ann, "GET", f"/task/{task_id}")["status"] == "INACTIVE"
    eve = service.person("eve")
    assert call(service, eve, "POST", f"/task/{task_id}/resume")["code"] == "TaskNotFound"
    assert call(service, ann, "POST", f"/task/{task_id}/resume")["code"] == "Resumed"
    assert call(service, ann, "GET", f"/task/{task_id}")["status"] == "ACTIVE"
    assert call(service, ann, "POST", f"/task/{task_id}/resume")["code"] == "Conflict"


def test_an_inactive_task_can_be_cancelled(service: TransferService, ann: Person) -> None:
    task_id = waiting(service, ann, NEEDED)
    assert call(service, ann, "POST", f"/task/{task_id}/cancel")["code"] == "Canceled"
    assert "authorization_parameters" not in call(service, ann, "GET", f"/task/{task_id}")


def test_there_is_no_receipt_before_the_end(service: TransferService, ann: Person) -> None:
    task_id = submit(service, ann, submission(service, ann))["task_id"]
    for path in ("manifest", "manifest_signature"):
        answer = call(service, ann, "GET", f"/task/{task_id}/{path}")
        assert (answer["http"], answer["code"]) == (409, "Conflict")
