from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.transfer import outcome
from armillary.transfer.deliveries.model import DeliveryStatus
from armillary.transfer.errors import TRANSFER_ALL
from armillary.transfer.events import add_event
from armillary.transfer.model import Event, SkippedError, Success, Task, Unit
from armillary.transfer.webhooks.model import WebhookDelivery
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
    posts = [("POST", path) for path in ("/cancel", "/remove", "/resume")]
    for method, path in (("GET", ""), ("PUT", ""), ("GET", "/event_list"), *posts):
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


def test_the_history_of_an_ended_task_is_removed(service: TransferService, ann: Person) -> None:
    kept, removed = (submit(service, ann, submission(service, ann))["task_id"] for _ in range(2))
    webhook = call(service, ann, "POST", "/webhook", json={"url": "https://hook.example.org/"})
    with service.database.write() as session:
        for task_id in (kept, removed):
            leave_traces(session, task_id)
    path = f"/task/{removed}"
    refused = call(service, ann, "POST", f"{path}/remove")
    assert (refused["http"], refused["code"]) == (409, "Conflict")
    call(service, ann, "POST", f"/task/{kept}/cancel")
    call(service, ann, "POST", f"{path}/cancel")
    with service.database.write() as session:
        last = session.scalar(select(func.max(Event.id)))
        delivered = session.query(WebhookDelivery).filter_by(task_id=removed, code="E0").one()
        delivered.status = DeliveryStatus.DELIVERED
        for task_id in (kept, removed):
            assert traces(session, task_id) == (1, 1, 1)
    for _ in range(2):
        assert call(service, ann, "POST", f"{path}/remove")["code"] == "Removed"
    task = call(service, ann, "GET", path)
    assert (task["history_deleted"], task["status"]) == (True, "FAILED")
    assert call(service, ann, "GET", f"/task/{kept}")["history_deleted"] is False
    events = call(service, ann, "GET", f"{path}/event_list")
    assert [event["code"] for event in events["DATA"]] == ["CANCELED"]
    for what in ("successful_transfers", "skipped_errors", "manifest", "manifest_signature"):
        gone = call(service, ann, "GET", f"{path}/{what}")
        assert (gone["http"], gone["code"]) == (409, "Conflict")
        assert "history of this task was removed" in gone["message"]
    stream = service.client.get(f"/v0.10{path}/event_stream", headers=ann.headers)
    assert stream.text.count("event: task_event") == 1
    assert '"history_deleted":true' in stream.text.replace(": ", ":")
    with service.database.read() as session:
        assert traces(session, kept) == (1, 1, 1)
        assert traces(session, removed) == (0, 0, 0)
        # Numbers of events are not given again: streams go on by them.
        assert session.scalar(select(func.max(Event.id))) == last
        left = session.query(WebhookDelivery).filter_by(task_id=removed).all()
        assert [each.code for each in left] == ["E1", "CANCELED"]
    assert call(service, ann, "DELETE", f"/webhook/{webhook['id']}")["http"] == 200


def leave_traces(session: Session, task_id: str) -> None:
    """What a worker writes of a task."""
    for number in range(2):
        add_event(session, task_id, f"E{number}", description="")
    session.add(Unit(task_id=task_id, number=1, work={"kind": "batch"}))
    paths = {"source_path": "/a", "destination_path": "/b"}
    session.add(Success(task_id=task_id, position=0, files=[["", 1, 1, None]], **paths))
    session.add(
        SkippedError(
            task_id=task_id,
            position=0,
            error_code="FILE_NOT_FOUND",
            error_details="",
            error_time=utcnow(),
            is_directory=False,
            is_symlink=False,
            is_delete_destination_extra=False,
            **paths,
        )
    )


def traces(session: Session, task_id: str) -> tuple[int, ...]:
    return tuple(
        session.query(table).filter_by(task_id=task_id).count()
        for table in (Unit, Success, SkippedError)
    )


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
