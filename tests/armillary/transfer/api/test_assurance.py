"""High assurance collections: nobody gets to files who has not signed in lately."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from armillary.core.clock import utcnow
from armillary.core.ids import new_id
from armillary.transfer import outcome
from armillary.transfer.model import Collection, EntityType, Task
from tests.armillary.transfer.api.world import ALLOWED
from tests.armillary.transfer.conftest import Person, TransferService

MINUTES = 30


@dataclass
class Vault:
    """Ann's mapped collection, which wants recent sign-ins, her guest on it, and a plain one."""

    service: TransferService
    ann: Person
    mapped: str
    guest: str
    plain: str

    def sign_in(self, minutes_ago: float, session: str | None = "s1") -> None:
        """Let Ann's token be of a session in which she signed in then."""
        sign_ins = {self.ann.id: utcnow() - timedelta(minutes=minutes_ago)}
        callers = self.service.callers
        callers[self.ann.id] = replace(
            callers[self.ann.id], session_id=session, sign_ins=sign_ins if session else {}
        )

    def call(self, method: str, path: str, body: Any = None, /) -> Any:
        return self.service.call(self.ann, method, path, body)

    def transfer(self, source: str, destination: str) -> Any:
        item = {"DATA_TYPE": "transfer_item", "source_path": "/a", "destination_path": "/b"}
        ends = {"source_endpoint": source, "destination_endpoint": destination}
        body = {"DATA_TYPE": "transfer", "submission_id": new_id(), "DATA": [item], **ends}
        return self.call("POST", "/transfer", body)

    def task(self, task_id: str) -> Task:
        with self.service.database.read() as session:
            return session.get_one(Task, task_id)


@pytest.fixture
def vault(service: TransferService) -> Vault:
    ann = service.person("ann")
    mapped = service.collection(ann, "vault", kind=EntityType.MAPPED, on=new_id())
    with service.database.write() as session:
        session.get_one(Collection, mapped).authentication_timeout_mins = MINUTES
    guest = service.collection(ann, "shared", on=mapped)
    return Vault(service, ann, mapped, guest, service.collection(ann, "plain"))


def test_documents_say_so(vault: Vault) -> None:
    fields = ("high_assurance", "authentication_timeout_mins")
    shown = {cid: vault.call("GET", f"/endpoint/{cid}") for cid in (vault.guest, vault.plain)}
    shown[vault.mapped] = vault.call("GET", f"/endpoint/{vault.mapped}")
    for collection, expected in (
        (vault.mapped, (True, MINUTES)),
        (vault.guest, (True, MINUTES)),
        (vault.plain, (False, None)),
    ):
        assert tuple(shown[collection][name] for name in fields) == expected
    found = vault.call("GET", "/endpoint_search?filter_scope=my-endpoints")["DATA"]
    assert {doc["id"]: doc["high_assurance"] for doc in found} == {
        vault.mapped: True,
        vault.guest: True,
        vault.plain: False,
    }


OPERATIONS: list[tuple[str, str, Any]] = [
    ("GET", "ls?path=/", None),
    ("GET", "stat?path=/a", None),
    ("POST", "mkdir", {"path": "/a"}),
    ("POST", "rename", {"old_path": "/a", "new_path": "/b"}),
    ("POST", "symlink", {"path": "/a", "symlink_target": "b"}),
]


def test_files_are_for_those_who_have_signed_in_lately(vault: Vault) -> None:
    """Both kinds of collection; no consent is asked for, as clients expect."""

    def answers(collection: str) -> list[tuple[int, str]]:
        path = f"/operation/endpoint/{collection}/"
        found = [vault.call(method, path + rest, body) for method, rest, body in OPERATIONS]
        item = {"DATA_TYPE": "delete_item", "path": "/a"}
        deletion = {"DATA_TYPE": "delete", "submission_id": new_id(), "DATA": [item]}
        found += [
            vault.transfer(collection, vault.plain),
            vault.transfer(vault.plain, collection),
            vault.call("POST", "/delete", deletion | {"endpoint": collection}),
        ]
        return [(answer["http"], answer["code"]) for answer in found]

    for collection in (vault.mapped, vault.guest):
        for minutes_ago, session in ((MINUTES + 1, "s1"), (10_000, "s1")):
            vault.sign_in(minutes_ago, session)
            assert answers(collection) == [(403, "AuthorizationRequired")] * 8
        vault.sign_in(0, None)
        assert answers(collection) == [(403, "PermissionDenied")] * 8
        vault.sign_in(MINUTES - 1)
        statuses = [status for status, _ in answers(collection)]
        assert statuses == [ALLOWED] * 5 + [202] * 3


def test_the_answer_says_how_to_sign_in(vault: Vault) -> None:
    vault.sign_in(MINUTES)
    answer = vault.call("GET", f"/operation/endpoint/{vault.guest}/ls")
    assert answer["authorization_parameters"] == {
        "session_required_identities": [vault.ann.id],
        "session_message": answer["message"],
        "prompt": "login",
    }
    assert answer["message"] == "'shared' needs a sign-in of the last 30 minutes."
    vault.sign_in(0, None)
    answer = vault.call("GET", f"/operation/endpoint/{vault.guest}/ls")
    assert "An app that works for itself never signs in" in answer["message"]
    assert "authorization_parameters" not in answer


def waiting(vault: Vault, source: str) -> str:
    """A task of session s1 that waits for a sign-in."""
    vault.sign_in(0)
    task_id: str = vault.transfer(source, vault.plain)["task_id"]
    assert vault.task(task_id).session_id == "s1"
    with vault.service.database.write() as session:
        task = session.get_one(Task, task_id)
        outcome.wait_for_owner(session, task, "SESSION_REQUIRED", "Sign in.", {"prompt": "login"})
    return task_id


def test_a_task_goes_on_with_the_session_with_which_its_owner_looks_at_it(vault: Vault) -> None:
    task_id = waiting(vault, vault.guest)
    vault.sign_in(MINUTES, "s2")
    shown = vault.call("GET", f"/task/{task_id}")
    assert (shown["status"], shown["nice_status"]) == ("INACTIVE", "SESSION_REQUIRED")
    assert shown["authorization_parameters"] == {"prompt": "login"}
    vault.sign_in(0, "s2")
    assert vault.call("GET", f"/task/{task_id}")["status"] == "ACTIVE"
    assert vault.task(task_id).session_id == "s2"


def test_a_task_is_resumed_by_hand_with_a_session_that_is_good(vault: Vault) -> None:
    task_id = waiting(vault, vault.mapped)
    vault.sign_in(MINUTES, "s2")
    refused = vault.call("POST", f"/task/{task_id}/resume")
    assert (refused["http"], refused["code"]) == (403, "AuthorizationRequired")
    vault.sign_in(0, None)
    assert vault.call("POST", f"/task/{task_id}/resume")["http"] == 403
    assert vault.task(task_id).status == "INACTIVE"
    vault.sign_in(0, "s2")
    assert vault.call("POST", f"/task/{task_id}/resume")["code"] == "Resumed"
    assert vault.task(task_id).session_id == "s2"


def test_consents_brought_with_an_old_session_leave_the_task_its_own(vault: Vault) -> None:
    task_id = waiting(vault, vault.guest)
    with vault.service.database.write() as session:
        task = session.get_one(Task, task_id)
        task.nice_status = "CONSENT_REQUIRED"
        task.authorization_parameters = {"required_scopes": ["scope"]}
    vault.sign_in(MINUTES, "s2")
    callers = vault.service.callers
    callers[vault.ann.id] = replace(
        callers[vault.ann.id], scopes=callers[vault.ann.id].scopes | {"scope"}
    )
    assert vault.call("GET", f"/task/{task_id}")["status"] == "ACTIVE"
    assert vault.task(task_id).session_id == "s1"
