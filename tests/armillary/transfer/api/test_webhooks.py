"""People register where they want to be told; nobody else sees or changes it."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from sqlalchemy import select

from armillary.core.ids import new_id
from armillary.transfer.events import add_event
from armillary.transfer.webhooks import rules
from armillary.transfer.webhooks.model import Webhook
from tests.armillary.transfer.api.test_tasks import submission, submit
from tests.armillary.transfer.conftest import Person, TransferService

URL = "https://hooks.example.org/armillary?key=1"


@pytest.fixture
def ann(service: TransferService) -> Person:
    return service.person("ann@example.org")


@pytest.fixture
def task(service: TransferService, ann: Person) -> str:
    return str(submit(service, ann, submission(service, ann))["task_id"])


def made(service: TransferService, person: Person, **fields: Any) -> dict[str, Any]:
    found = service.call(person, "POST", "/webhook", {"url": URL, **fields})
    assert found["http"] == 201, found
    return found


def test_a_webhook_lives_from_its_making_to_its_end(
    service: TransferService, ann: Person, task: str
) -> None:
    events = ["SUCCEEDED", "FAILED", "SUCCEEDED"]
    hook = made(service, ann, task_id=task, events=events, ended_only=True)
    assert hook.pop("secret").startswith("whsec_")
    expected = {
        "DATA_TYPE": "webhook",
        "url": URL,
        "task_id": task,
        "events": ["FAILED", "SUCCEEDED"],
        "ended_only": True,
        "enabled": True,
        "disabled_time": None,
        "disabled_reason": None,
        "failing_since": None,
    }
    assert {name: hook[name] for name in expected} == expected
    path = f"/webhook/{hook['id']}"
    assert service.call(ann, "GET", path) == hook | {"http": 200}
    listing = service.call(ann, "GET", "/webhook_list")
    assert (listing["length"], listing["DATA"][0]["id"]) == (1, hook["id"])
    assert service.call(ann, "DELETE", path)["code"] == "Deleted"
    assert service.call(ann, "GET", path)["http"] == 404
    assert service.call(ann, "GET", "/webhook_list")["DATA"] == []


def test_secrets_can_not_be_read_in_the_database(service: TransferService, ann: Person) -> None:
    secret = made(service, ann)["secret"]
    with service.database.read() as session:
        (row,) = session.scalars(select(Webhook))
    assert secret.removeprefix("whsec_").encode() not in row.secret
    assert secret not in str(vars(row))
    key = service.keys_dir / "webhooks.key"
    assert key.stat().st_mode & 0o777 == 0o600


def test_nobody_else_sees_or_removes_it(service: TransferService, ann: Person, task: str) -> None:
    eve, path = service.person("eve@example.org"), f"/webhook/{made(service, ann)['id']}"
    for method, below in (("GET", ""), ("DELETE", ""), ("GET", "/delivery_list")):
        refused = service.call(eve, method, path + below)
        assert (refused["http"], refused["code"]) == (404, "WebhookNotFound")
    assert service.call(eve, "GET", "/webhook_list")["DATA"] == []
    theirs = service.call(eve, "POST", "/webhook", {"url": URL, "task_id": task})
    assert (theirs["http"], theirs["code"]) == (404, "TaskNotFound")
    assert service.call(ann, "GET", path)["http"] == 200


def test_calls_need_a_token(service: TransferService) -> None:
    for method, path in (
        ("GET", "/webhook_list"),
        ("POST", "/webhook"),
        ("GET", "/webhook/x"),
        ("DELETE", "/webhook/x"),
        ("GET", "/webhook/x/delivery_list"),
    ):
        answer = service.client.request(method, f"/v0.10{path}", json={"url": URL})
        assert answer.status_code == 401, path


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://user:secret@hooks.example.org/",
        "https://hooks.example.org/#here",
        "https://hooks.example.org/a b",
        "https://hooks.example.org\r\nX: y",
        "https://hooks.example.org:99999/",
        "ftp://hooks.example.org/",
        "https://",
        "https://[",
        "hooks.example.org",
        "https://hooks.example.org/" + "x" * 2048,
    ],
)
def test_urls_that_can_not_be_told_are_refused(
    service: TransferService, ann: Person, url: str
) -> None:
    refused = service.call(ann, "POST", "/webhook", {"url": url})
    assert (refused["http"], refused["code"]) == (400, "ClientError.BadRequest")
    assert "url" in refused["message"]


@pytest.mark.parametrize(
    "fields",
    [
        {"task_id": "no-uuid"},
        {"events": ["lower"]},
        {"events": "SUCCEEDED"},
        {"events": ["E"] * 101},
        {"ended_only": "perhaps"},
        {"secret": "mine"},
    ],
)
def test_what_is_not_understood_is_refused(
    service: TransferService, ann: Person, fields: dict[str, Any]
) -> None:
    refused = service.call(ann, "POST", "/webhook", {"url": URL, **fields})
    assert (refused["http"], refused["code"]) == (400, "ClientError.BadRequest")
    unknown = service.call(ann, "POST", "/webhook", {"url": URL, "task_id": new_id()})
    assert unknown["code"] == "TaskNotFound"


def test_nobody_has_webhooks_without_end(service: TransferService, ann: Person) -> None:
    with mock.patch.object(rules, "MOST_WEBHOOKS", 2):
        made(service, ann)
        made(service, ann)
        refused = service.call(ann, "POST", "/webhook", {"url": URL})
        assert (refused["http"], refused["code"]) == (409, "TooManyWebhooks")
        made(service, service.person("ben@example.org"))


def test_what_is_to_be_told_is_listed(service: TransferService, ann: Person, task: str) -> None:
    hook = made(service, ann)
    for number in range(3):
        with service.database.write() as session:
            add_event(session, task, f"E{number}", description="")
    path = f"/webhook/{hook['id']}/delivery_list"
    page = service.call(ann, "GET", path, limit=2)
    assert [each["code"] for each in page["DATA"]] == ["E2", "E1"]
    assert (page["total"], page["has_next_page"]) == (3, True)
    first = page["DATA"][0]
    assert (first["status"], first["attempts"], first["task_id"]) == ("PENDING", 0, task)
    assert first["next_attempt_time"] is not None
    rest = service.call(ann, "GET", path, limit=2, offset=2)
    assert [each["code"] for each in rest["DATA"]] == ["E0"]
